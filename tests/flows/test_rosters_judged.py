"""A family of five in one form: told member by member, scored, looked at by staff, and returned."""

from forms_for_tests import NOW, awaited, begin, finished, form, restored, say

from flows import claims, corrections, findings, wording
from flows.findings import Version
from flows.interview import Interview
from flows.retold import Teller
from flows.speech import Speech

FAMILY = form("""
| survey | type | name | label | relevant | required | constraint | calculation |
| | text | head | Chủ hộ là ai? | | yes | | |
| | begin_repeat | people | Người trong nhà | | | | |
| | text | called | Tên? | | yes | | |
| | integer | age | Tuổi? | | yes | . < 120 | |
| | select_one yn | learns | Có học gì không? | ${age} > 5 | yes | | |
| | calculate | counts | | | | | if(${learns} = 'yes', 1, 0) |
| | end_repeat | | | | | | |
| | calculate | all | | | | . >= 1 | count(${people}) |
| | calculate | learning | | | | | sum(${counts}) |
| | select_one yn | corner | Nhà có góc học tập không? | | yes | | |
| choices | list_name | name | label | points |
| | yn | yes | Có | 40 |
| | yn | no | Không | 0 |
| criteria | criterion | label | threshold |
| | home | Cả nhà học | |
| | total | Tổng | 60 |
| indicators | criterion | indicator | label | points | max |
| | home | share | Mỗi người một việc học | round(${learning} div ${all} * 60, 0) | 60 |
| | home | corner | Góc học tập | | 40 |
""")
FIVE = (("An", "45", "có"), ("Mị", "43", "có"), ("Pao", "16", "có"), ("Na", "9", "có"), ("Bé", "3"))


def family() -> Interview:
    """The five of them, and a corner to learn in."""
    interview = begin(FAMILY)
    say(interview, "Vàng A An", *FIVE[0])
    for person in FIVE[1:]:
        say(interview, "thêm", *person)
    say(interview, "xong", "có")
    return restored(interview)


def test_a_family_of_five_is_scored_by_what_its_members_do() -> None:
    interview = family()

    end = finished(interview.ask())

    assert end.score is not None
    assert (end.score.total, end.score.verdict) == (88, "pass")
    assert end.answered == 3


def test_the_score_follows_when_somebody_is_taken_out() -> None:
    interview = family()

    say(interview, "sửa 2.5", "Xóa mục này", "1", "Xong")

    end = finished(interview.ask())
    assert end.score is not None
    assert end.score.total == 100


def test_the_last_member_of_a_roster_that_needs_one_cannot_be_taken_out() -> None:
    interview = begin(FAMILY)
    say(interview, "Vàng A An", *FIVE[0], "xong", "có")

    text = Speech(wording.words("vi")).messages(say(interview, "sửa 2.1"))[-1]

    assert "Xóa mục này" not in [choice.label for choice in text.choices]


def test_staff_see_what_each_member_answered_in_order() -> None:
    interview = family()

    lines = claims.about(FAMILY, interview.kept, NOW)

    assert [(line.heading, line.shown) for line in lines][:5] == [
        ("", "Vàng A An"),
        ("Người trong nhà 1", "An"),
        ("Người trong nhà 1", "45"),
        ("Người trong nhà 1", "Có"),
        ("Người trong nhà 2", "Mị"),
    ]
    assert {line.number for line in lines[1:]} == {2}


def test_one_answer_of_one_member_may_be_returned_and_is_asked_again() -> None:
    kept = corrections.returned(family().kept, {"/data/people[3]/learns": "Pao nghỉ học rồi"})

    interview = Interview(FAMILY, kept, now=NOW, tag="7-2")

    assert awaited(interview) == "/data/people[3]/learns"
    say(interview, "không")
    assert interview.left() == []
    (changed, *_) = corrections.differences(kept, interview.kept, FAMILY, now=NOW)
    assert (changed.before.shown, changed.after.shown) == ("Có", "Không")


def test_a_mark_moves_along_with_its_member() -> None:
    kept = corrections.returned(family().kept, {"/data/people[3]/learns": "Pao nghỉ học rồi"})
    interview = Interview(FAMILY, kept, now=NOW, tag="7-2")

    say(interview, "sửa 2.1", "Xóa mục này", "1", "tiếp")

    assert awaited(interview) == "/data/people[2]/learns"


def test_the_lines_that_can_be_returned_stand_member_by_member() -> None:
    sheet = findings.sheet(FAMILY, Version(1, family().kept, NOW))

    paths = [line.path for line in sheet.askable]

    assert paths[:4] == [
        "/data/head",
        "/data/people[1]/called",
        "/data/people[1]/age",
        "/data/people[1]/learns",
    ]


def test_a_copy_of_the_answers_names_the_members() -> None:
    interview = family()
    teller = Teller(FAMILY, interview.kept, NOW, "")

    told = teller.tell(wording.words("vi"), "/data/people[2]/age", "43")
    count = teller.tell(wording.words("vi"), "#/data/people", interview.kept["#/data/people"])

    assert (told.mark, told.question, told.shown) == ("2.2", "Tuổi?", "43")
    assert (count.mark, count.shown) == ("2", "5")
