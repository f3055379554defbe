"""What is known from below is offered, never asked again, and a difference is explained."""

import json
from collections.abc import Mapping

from forms_for_tests import asked, awaited, begin, finished, form, restored, say, taken

from flows.interview import Interview

HOME = form("""\
| survey | type | name | label | default | calculation | relevant | constraint |
| | hidden | known_on | | | | | |
| | hidden | known_adults | | | | | |
| | hidden | known_adults_recognised | | | | | |
| | calculate | said | | | if(${known_adults_recognised} != '', \
concat('Theo dữ liệu ngày ', ${known_on}, ': ', ${known_adults_recognised}, '. '), '') | | |
| | integer | adults | Mấy người lớn? | ${known_adults} | | | |
| | text | adults_why | Vì sao khác? | | | \
${known_adults} != '' and ${adults} != ${known_adults} | |
| | integer | recognised | ${said}Mấy người đã được công nhận? | ${known_adults_recognised} \
| | | . <= ${adults} |
| | text | recognised_why | Vì sao khác? | | | \
${known_adults_recognised} != '' and ${recognised} != ${known_adults_recognised} | |
| | text | more | Còn gì nữa? | | | | |

| pack | title | official | profile | known |
| | family | no | adults | known_on known_adults known_adults_recognised |
""")
FACTS = {"known_on": "20/11/2026", "known_adults": "5", "known_adults_recognised": "3"}

VILLAGE = form("""\
| survey | type | name | label | default |
| | hidden | known_adults | | |
| | begin_repeat | house | Nhà | |
| | text | owner | Chủ nhà? | |
| | integer | bowls | Mấy cái bát? | ${known_adults} + 1 |
| | note | chopsticks | Mỗi người một đôi đũa. | ${known_adults} * 2 |
| | end_repeat | | | |
| | text | more | Còn gì nữa? | |

| pack | title | official | known |
| | family | no | known_adults |
""")


def known(facts: Mapping[str, str] = FACTS) -> Interview:
    return begin(HOME, known=facts)


def test_what_is_known_is_offered_with_its_day_and_kept_with_one_word() -> None:
    interview = known()

    question = asked(say(interview, "giữ"))

    assert question.asking.text.startswith("Theo dữ liệu ngày 20/11/2026: 3. Mấy người")
    assert question.kept == "3"
    assert taken(say(interview, "giữ")).value == "3"
    assert awaited(interview) == "more"


def test_a_hidden_field_is_never_asked_and_never_reviewed() -> None:
    interview = known()

    say(interview, "giữ", "giữ", "không")

    assert interview.current is None
    names = [line.spot.name for line in interview.review().lines]
    assert names == ["adults", "recognised", "more"]
    assert interview.showing.nested()["known_adults"] == "5"


def test_an_answer_that_differs_from_what_is_known_wants_a_reason() -> None:
    interview = known()

    question = asked(say(interview, "giữ", "2"))

    assert question.spot.name == "recognised_why"
    assert (question.spot.number, question.spot.of) == (1, 2)


def test_a_reason_goes_by_the_letter_or_number_of_its_question_and_counts_nothing() -> None:
    interview = known()

    counts = [asked(say(interview, text)).spot for text in ("4", "một người mới mất", "2", "lâu")]

    spots = [(spot.name, spot.letter or spot.number, spot.of) for spot in counts]
    assert spots == [
        ("adults_why", "a", 2),
        ("recognised", 1, 2),
        ("recognised_why", 1, 2),
        ("more", 2, 2),
    ]


def test_correcting_the_answer_takes_the_reason_away() -> None:
    interview = known()
    say(interview, "giữ", "2", "chưa có tên")

    say(interview, "sửa 1", "3")

    assert interview.sheet.by_name("recognised_why") == ""
    assert awaited(interview) == "more"


def test_where_nothing_is_known_the_question_is_plain() -> None:
    interview = known({})

    question = asked(say(interview, "4"))

    assert question.asking.text == "Mấy người đã được công nhận?"
    assert question.kept == ""
    assert finished(say(interview, "2", "không")).answered == 2


def test_what_is_known_survives_leaving_off() -> None:
    interview = restored(known())

    assert interview.kept == known().kept
    assert asked(say(interview, "giữ")).kept == "3"
    assert json.loads(json.dumps(interview.kept))["/data/known_adults"] == "5"


def test_newer_figures_reach_what_nobody_confirmed_and_leave_what_was_said() -> None:
    interview = known()
    say(interview, "giữ")

    interview.learn({**FACTS, "known_on": "21/11/2026", "known_adults_recognised": "4"})

    question = asked(interview.ask())
    assert question.kept == "4"
    assert "21/11/2026: 4" in question.asking.text
    assert interview.sheet.by_name("adults") == "5"
    assert restored(interview).kept == interview.kept


def test_a_figure_that_changed_after_it_was_confirmed_asks_for_the_reason() -> None:
    interview = known()
    say(interview, "giữ", "giữ")

    interview.learn({**FACTS, "known_adults_recognised": "4"})

    assert awaited(interview) == "recognised_why"


def test_what_is_not_known_any_more_becomes_a_plain_question() -> None:
    interview = known()
    say(interview, "giữ")

    interview.learn({})

    assert asked(interview.ask()).kept == ""
    assert awaited(interview) == "recognised"


def test_a_known_figure_that_breaks_a_rule_is_refused_like_any_other() -> None:
    interview = known({**FACTS, "known_adults_recognised": "6"})

    say(interview, "giữ", "giữ")

    assert awaited(interview) == "recognised"


def test_facts_the_form_has_no_place_for_change_nothing() -> None:
    interview = known({**FACTS, "known_villages": "9"})

    assert interview.kept == known().kept


def test_newer_figures_reach_the_members_of_whom_nobody_confirmed_them() -> None:
    interview = begin(VILLAGE, known={"known_adults": "5"})
    say(interview, "có", "Lan", "giữ", "có", "Dũng")

    interview.learn({"known_adults": "8"})

    assert asked(interview.ask()).kept == "9"
    assert [interview.sheet.text(f"/data/house[{n}]/bowls") for n in (1, 2)] == ["6", "9"]
    assert restored(interview).kept == interview.kept


def test_newer_figures_reach_what_is_written_for_members_and_never_asked() -> None:
    interview = begin(VILLAGE, known={"known_adults": "5"})
    say(interview, "có", "Lan", "giữ", "có")

    interview.learn({"known_adults": "8"})

    written = [interview.sheet.text(f"/data/house[{n}]/chopsticks") for n in (1, 2)]
    assert written == ["16", "16"]
    assert restored(interview).kept == interview.kept


def test_newer_figures_are_no_trouble_where_a_roster_has_no_member() -> None:
    interview = begin(VILLAGE, known={"known_adults": "5"})

    interview.learn({"known_adults": "8"})

    assert asked(say(interview, "có", "Lan")).kept == "9"
