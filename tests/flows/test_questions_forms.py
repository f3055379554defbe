"""Forms whose questions are read in the chat: times are asked for, and ranges are told."""

from decimal import Decimal

import pytest
from forms_for_tests import asked, begin, refused, say, survey, taken

from flows.forms.bounds import plain_range
from flows.questions import Bounds

MEETING = survey(
    "type | name | label | constraint | default",
    "time | at | Họp lúc mấy giờ? | | 19:30",
    "dateTime | met | Họp ngày nào, lúc mấy giờ? | . <= now() |",
    "integer | came | Có bao nhiêu người đến? | . >= 0 and . <= 30 |",
    "decimal | long | Họp mấy tiếng? | . > 0 |",
)


def test_a_time_and_a_day_with_a_time_are_asked_for_and_kept_as_odk_keeps_them() -> None:
    interview = begin(MEETING)

    values = [taken(say(interview, text)).value for text in ("bảy rưỡi tối", "hôm qua lúc 19h30")]

    assert values == ["19:30:00.000", "2026-11-21T19:30:00.000"]


def test_what_is_no_time_is_asked_again() -> None:
    interview = begin(MEETING)

    no = refused(say(interview, "khi nào rảnh"))

    assert no.reason == "not_a_time"


def test_a_day_that_is_still_to_come_is_refused_by_the_form() -> None:
    interview = begin(MEETING)
    say(interview, "19:30")

    no = refused(say(interview, "7h sáng mai"))

    assert no.reason == "constraint"


def test_the_range_of_a_number_is_told_with_the_question() -> None:
    interview = begin(MEETING)
    say(interview, "19:30")

    question = asked(say(interview, "hôm qua 19:30"))

    assert question.asking.bounds == Bounds(Decimal(0), Decimal(30))


def test_a_number_out_of_its_range_brings_the_range_along() -> None:
    interview = begin(MEETING)
    say(interview, "19:30")
    say(interview, "hôm qua 19:30")

    no = refused(say(interview, "31"))

    assert (no.reason, no.facts["bounds"]) == ("constraint", Bounds(Decimal(0), Decimal(30)))


@pytest.mark.parametrize(
    ("constraint", "bounds"),
    [
        (". >= 0 and . <= 30", Bounds(Decimal(0), Decimal(30))),
        ("(.>=1) and (10 >= .)", Bounds(Decimal(1), Decimal(10))),
        (". > 0 and . < 11", Bounds(Decimal(1), Decimal(10))),
        ("0 < .", Bounds(least=Decimal(1))),
        (". >= -5", Bounds(least=Decimal(-5))),
        (". <= 2.5", Bounds(most=Decimal("2.5"))),
        (". >= 0 and . >= 3 and . <= 9 and . <= 7", Bounds(Decimal(3), Decimal(7))),
    ],
)
def test_a_plain_range_has_two_ends_or_one(constraint: str, bounds: Bounds) -> None:
    found = plain_range(constraint, is_whole=True)

    assert found == bounds


@pytest.mark.parametrize(
    "constraint",
    [
        *(". = 5", ". != 5", ". <= ../many", ". <= today()", ". >= 0 or . <= 30"),
        *(". >= 0 and . <= ../many", "not(. > 3)", ". < 2.5", ". - 1 >= 0", "regex(., '^[0-9]$')"),
    ],
)
def test_what_is_more_than_a_plain_range_is_not_told_as_one(constraint: str) -> None:
    found = plain_range(constraint, is_whole=True)

    assert found is None


def test_an_end_left_out_cannot_be_told_where_fractions_are_allowed() -> None:
    found = plain_range(". > 0", is_whole=False)

    assert found is None
