"""What follows from an answer: relevance, calculations, choices, constraints and texts."""

import pytest
from forms_for_tests import form, sheet, survey, write

from flows.forms.model import Form
from flows.worksheet import Worksheet

FARM = survey(
    "type | name | label | relevant | calculation",
    "select_one yn | farms | Nhà có ruộng không? | |",
    "begin_group | land | Ruộng | ${farms} = 'yes' |",
    "integer | plots | Mấy thửa? | |",
    "begin_group | big | Ruộng lớn | ${plots} > 3 |",
    "text | helper | Ai làm giúp? | |",
    "end_group | | | |",
    "calculate | rice | | | ${plots} * 100",
    "end_group | | | |",
    "calculate | twice | | | ${rice} + ${rice}",
    "calculate | safe | | | coalesce(${rice}, 0) + 1",
    choices="yn: yes = Có, no = Không",
)
PLACES = form("""
| survey | type | name | label | choice_filter | relevant |
| | select_one communes | commune | Xã nào? | | |
| | select_one villages | village | Bản nào? | of = ${commune} | |
| | select_multiple villages | friends | Quen những bản nào? | of = ${commune} | |
| | text | why | Sao bác ở Nà Tăm? | | ${village} = 'tam' |
| choices | list_name | name | label | of |
| | communes | bl | Bình Lư | |
| | communes | sb | Sơn Bình | |
| | villages | tam | Nà Tăm | bl |
| | villages | hon | Nà Hon | bl |
| | villages | chu | Chu Va | sb |
""")
VISITS = survey(
    "type | name | label | constraint | constraint_message | required",
    "integer | people | Mấy người? | . > 0 | Phải có người. | yes",
    "integer | children | Mấy cháu? | . <= ${people} | Nhà ${people} người thôi. |",
    "text | school | Học ở đâu? | | | ${children} > 0",
)


def reads(on: Worksheet, *names: str) -> list[str]:
    return [on.by_name(name) for name in names]


def relevant(on: Worksheet, *names: str) -> list[bool]:
    return [on.relevant(on.form.paths[name]) for name in names]


def offered(on: Worksheet, name: str) -> list[str]:
    return [item.name for item in on.offered(on.form.by_name[name])]


def sound(on: Worksheet, *names: str) -> list[bool]:
    return [on.sound(on.form.paths[name]) for name in names]


def test_a_group_opens_and_closes_with_everything_inside() -> None:
    farm = sheet(FARM, {"farms": "yes", "plots": "5"})
    assert relevant(farm, "plots", "helper", "rice") == [True, True, True]

    write(farm, farms="no")

    assert relevant(farm, "farms", "plots", "helper", "rice") == [True, False, False, False]


def test_what_is_not_relevant_reads_as_blank_and_comes_back_as_it_was() -> None:
    farm = sheet(FARM, {"farms": "yes", "plots": "5", "helper": "Vợ tôi"})

    write(farm, farms="no")
    closed = reads(farm, "plots", "helper", "rice", "twice")
    write(farm, farms="yes")

    assert closed == ["", "", "", ""]
    assert reads(farm, "plots", "helper", "rice", "twice") == ["5", "Vợ tôi", "500", "1000"]


def test_an_inner_group_stays_closed_when_only_the_outer_one_opens() -> None:
    farm = sheet(FARM, {"farms": "no", "plots": "2", "helper": "Vợ tôi"})

    write(farm, farms="yes")

    assert relevant(farm, "plots", "helper") == [True, False]
    assert reads(farm, "helper") == [""]


VILLAGE = survey(
    "type | name | label | relevant | calculation",
    "select_one yn | open | Nhà văn hóa có mở không? | |",
    "integer | people | Bản mấy người? | |",
    "begin_group | house | Nhà văn hóa | ${open} = 'yes' |",
    "text | crowd | Có đủ chỗ không? | ${people} > 50 |",
    "calculate | seats | | | ${people} div 2",
    "end_group | | | |",
    choices="yn: yes = Có, no = Không",
)


def test_what_becomes_relevant_in_a_closed_group_stays_closed() -> None:
    village = sheet(VILLAGE, {"open": "no", "people": "20"})

    write(village, people="80")

    assert relevant(village, "crowd") == [False]


def test_a_group_opens_without_what_is_not_relevant_inside() -> None:
    village = sheet(VILLAGE, {"open": "no", "people": "20"})

    write(village, open="yes")

    assert relevant(village, "house", "crowd") == [True, False]


def test_a_calculation_in_a_closed_group_is_worked_out_anew_when_it_opens() -> None:
    village = sheet(VILLAGE, {"open": "yes", "people": "20"})
    write(village, open="no", people="80")
    closed = village.by_name("seats")

    write(village, open="yes")

    assert (closed, village.by_name("seats")) == ("", "40")


def test_a_value_kept_behind_a_closed_door_is_still_there() -> None:
    farm = sheet(FARM, {"farms": "no", "plots": "5"})

    assert farm.raw("/data/land/plots") == "5"
    assert farm.text("/data/land/plots") == ""


def test_one_answer_runs_through_the_whole_chain_of_calculations() -> None:
    farm = sheet(FARM, {"farms": "yes"})

    write(farm, plots="4")

    assert reads(farm, "rice", "twice", "safe") == ["400", "800", "401"]


def test_a_blank_in_a_sum_makes_the_sum_blank_and_not_nan() -> None:
    farm = sheet(FARM, {"farms": "yes"})

    assert reads(farm, "rice", "twice", "safe") == ["", "", "1"]


@pytest.mark.parametrize("answers", [("farms", "plots", "helper"), ("helper", "plots", "farms")])
def test_the_order_in_which_answers_come_does_not_matter(answers: tuple[str, ...]) -> None:
    values = {"farms": "yes", "plots": "4", "helper": "Vợ tôi"}
    one_by_one, at_once = sheet(FARM), sheet(FARM, values)

    write(one_by_one, **{name: values[name] for name in answers})

    names = [*values, "rice", "twice", "safe"]
    assert reads(one_by_one, *names) == reads(at_once, *names)
    assert relevant(one_by_one, *names) == relevant(at_once, *names)


def test_the_list_of_choices_follows_the_answer_before() -> None:
    places = sheet(PLACES, {"commune": "bl"})
    before = offered(places, "village")

    write(places, commune="sb")

    assert (before, offered(places, "village")) == (["tam", "hon"], ["chu"])


def test_a_choice_no_longer_offered_is_hidden_and_comes_back() -> None:
    places = sheet(PLACES, {"commune": "bl", "village": "tam"})

    write(places, commune="sb")
    hidden = (reads(places, "village"), relevant(places, "why"), sound(places, "village"))
    write(places, commune="bl")

    assert hidden == ([""], [False], [False])
    assert (reads(places, "village"), relevant(places, "why")) == (["tam"], [True])
    assert sound(places, "village") == [True]


def test_of_several_choices_only_those_still_offered_are_read() -> None:
    places = form("""
| survey | type | name | label | choice_filter |
| | integer | age | Bác bao nhiêu tuổi? | |
| | select_multiple jobs | jobs | Bác làm những việc gì? | least <= ${age} |
| choices | list_name | name | label | least |
| | jobs | school | Đi học | 6 |
| | jobs | farm | Làm ruộng | 15 |
""")
    on = sheet(places, {"age": "30", "jobs": "school farm"})

    write(on, age="10")

    assert reads(on, "jobs") == ["school"]
    assert sound(on, "jobs") == [True]


def test_a_later_edit_makes_an_answer_unsound_and_sound_again() -> None:
    visit = sheet(VISITS, {"people": "4", "children": "3", "school": "Bình Lư"})
    before = sound(visit, "people", "children")

    write(visit, people="2")
    after = sound(visit, "people", "children")
    write(visit, people="3")

    assert (before, after) == ([True, True], [True, False])
    assert sound(visit, "people", "children") == [True, True]


def test_a_blank_is_unsound_only_where_an_answer_is_required_now() -> None:
    visit = sheet(VISITS, {"people": "4", "children": "0"})
    before = sound(visit, "school")

    write(visit, children="1")

    assert (before, sound(visit, "school")) == ([True], [False])


def test_a_refused_value_leaves_everything_as_it_stood() -> None:
    visit = sheet(VISITS, {"people": "4", "children": "0"})

    took = visit.take("/data/children", "9")

    assert took is False
    assert (reads(visit, "children"), visit.required("/data/school")) == (["0"], False)


def test_a_corrected_calculation_stands_until_its_grounds_change() -> None:
    harvest = survey(
        "type | name | label | calculation | constraint",
        "integer | plots | Mấy thửa? | |",
        "integer | bags | Mấy bao thóc? | ${plots} * 10 | . < 100",
    )
    on = sheet(harvest, {"plots": "3"})
    worked_out = on.by_name("bags")

    write(on, bags="27", plots="3")
    corrected = on.by_name("bags")
    write(on, plots="4")

    assert (worked_out, corrected, on.by_name("bags")) == ("30", "27", "40")


def test_a_refused_correction_does_not_stop_the_calculation() -> None:
    harvest = survey(
        "type | name | label | calculation | constraint",
        "integer | plots | Mấy thửa? | |",
        "integer | bags | Mấy bao thóc? | ${plots} * 10 | . < 100",
    )
    on = sheet(harvest, {"plots": "3"})

    on.take("/data/bags", "500")
    write(on, plots="4")

    assert on.by_name("bags") == "40"


TWO_LANGUAGES = form("""
| survey | type | name | label::Tiếng Việt (vi) | label::English (en) | hint::Tiếng Việt (vi) |
| | text | called | Tên bác là gì? | What is your name? | |
| | text | village | ${called} ở bản nào? | Where does ${called} live? | Ghi tên bản. |
| | text | road | Đường nào? | | |
| settings | default_language |
| | Tiếng Việt (vi) |
""")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("", "An ở bản nào?"),
        ("Tiếng Việt (vi)", "An ở bản nào?"),
        ("English (en)", "Where does An live?"),
        ("Hmoob (hmn)", "An ở bản nào?"),
    ],
)
def test_a_label_speaks_the_language_of_the_session_with_answers_in_it(
    language: str, said: str
) -> None:
    on = sheet(TWO_LANGUAGES, {"called": "An"}, language)

    assert on.say(TWO_LANGUAGES.by_name["village"].label) == said


def test_a_missing_translation_is_said_in_the_forms_own_language() -> None:
    on = sheet(TWO_LANGUAGES, language="English (en)")

    said = on.say(TWO_LANGUAGES.by_name["road"].label)

    assert (said, on.say(TWO_LANGUAGES.by_name["village"].hint)) == ("Đường nào?", "Ghi tên bản.")


def test_the_forms_own_language_need_not_be_its_first() -> None:
    own = form("""
| survey | type | name | label::English (en) | label::Tiếng Việt (vi) |
| | text | called | What is your name? | Tên bác là gì? |
| settings | default_language |
| | Tiếng Việt (vi) |
""")

    said = sheet(own, language="Hmoob (hmn)").say(own.by_name["called"].label)

    assert said == "Tên bác là gì?"


def test_a_text_nobody_wrote_is_blank() -> None:
    on = sheet(TWO_LANGUAGES)

    assert (on.say(None), on.say(TWO_LANGUAGES.by_name["called"].hint)) == ("", "")


def test_a_calculation_may_speak_the_label_of_a_choice() -> None:
    spoken = survey(
        "type | name | label | calculation",
        "select_one communes | commune | Xã nào? |",
        "calculate | said | | jr:choice-name(${commune}, '${commune}')",
        choices="communes: bl = Bình Lư, sb = Sơn Bình",
    )

    assert sheet(spoken, {"commune": "sb"}).by_name("said") == "Sơn Bình"


@pytest.mark.parametrize(
    ("age", "worth"),
    [("", ""), ("41", "42"), ("abc", "")],
)
def test_a_computed_default_that_is_no_number_is_blank(age: str, worth: str) -> None:
    on = sheet(_next_year(), {"age": age})

    on.prefill()

    assert on.by_name("later") == worth


def _next_year() -> Form:
    return survey(
        "type | name | label | default",
        "text | age | Năm nay mấy tuổi? |",
        "integer | later | Sang năm mấy tuổi? | ${age} + 1",
    )
