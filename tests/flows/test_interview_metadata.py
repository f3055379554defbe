"""What a form notes about itself is written without a question, and whose phone it was is not."""

from datetime import timedelta

from forms_for_tests import NOW, awaited, begin, restored, say, survey

FORM = survey(
    "type | name | label | calculation",
    "start | bat_dau",
    "end | ket_thuc",
    "today | hom_nay",
    "deviceid | may",
    "username | ai",
    "integer | a | Câu một?",
    "calculate | ngay | | format-date(${hom_nay}, '%d/%m/%Y')",
    "text | b | Hôm nay là ${ngay}, phải không?",
)


def test_nobody_is_asked_for_what_the_form_notes() -> None:
    interview = begin(FORM)

    assert awaited(interview) == "a"
    assert interview.showing.count() == 2


def test_the_beginning_and_the_day_stay_as_they_were() -> None:
    first = begin(FORM)
    later = restored(first, now=NOW + timedelta(days=3))
    say(later, "5")

    assert later.kept["/data/bat_dau"] == "2026-11-22T09:00:00.000+00:00"
    assert later.kept["/data/hom_nay"] == "2026-11-22"


def test_the_end_is_the_moment_of_the_last_answer() -> None:
    interview = restored(begin(FORM), now=NOW + timedelta(hours=2))
    say(interview, "5")

    assert interview.kept["/data/ket_thuc"] == "2026-11-22T11:00:00.000+00:00"


def test_whose_phone_it_was_is_left_blank() -> None:
    interview = begin(FORM)
    say(interview, "5", "đúng")

    assert interview.showing.nested()["may"] == ""
    assert interview.showing.nested()["ai"] == ""


def test_expressions_read_the_day_that_was_noted() -> None:
    interview = begin(FORM)

    asked = say(interview, "5")[-1]

    assert asked.asking.text == "Hôm nay là 22/11/2026, phải không?"
