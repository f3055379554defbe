"""What a calculation comes to, where a number is asked for: a number, or nothing at all."""

import pytest

from flows.casting import cast
from flows.forms.model import Form
from tests.flows.forms_for_tests import answered, asked, awaited, restored, survey

HEADER = "type | name | label | calculation | trigger"


def worked_out(kind: str, calculation: str, trigger: str = "") -> Form:
    return survey(
        HEADER,
        "integer | plots | Mấy thửa?",
        f"{kind} | share | Mỗi thửa mấy bao? | {calculation} | {trigger}",
        "text | last | Còn gì nữa không?",
    )


@pytest.mark.parametrize("kind", ["int", "integer", "decimal"])
@pytest.mark.parametrize(
    ("value", "becomes"),
    [
        *(("true", "1"), ("false", "0"), ("7", "7"), ("-3", "-3"), ("", "")),
        *(("NaN", ""), ("Infinity", ""), ("-Infinity", ""), ("ba bao", ""), ("1e9", "")),
    ],
)
def test_a_number_is_kept_and_what_is_none_is_blank(kind: str, value: str, becomes: str) -> None:
    assert cast(kind, value) == becomes


def test_a_text_keeps_whatever_it_is_given() -> None:
    values = ("true", "Infinity", "ba bao", "2.50")

    assert [cast("string", value) for value in values] == list(values)


@pytest.mark.parametrize("kind", ["integer", "decimal"])
@pytest.mark.parametrize("trigger", ["", "${plots}"])
@pytest.mark.parametrize(("plots", "kept"), [("5", "1"), ("2", "0")])
def test_a_yes_is_offered_as_one_and_a_no_as_nought(
    kind: str, trigger: str, plots: str, kept: str
) -> None:
    interview = answered(worked_out(kind, "${plots} > 3", trigger), plots)

    events = interview.ask()

    assert (awaited(interview), asked(events).kept) == ("share", kept)


@pytest.mark.parametrize("kind", ["integer", "decimal"])
@pytest.mark.parametrize("trigger", ["", "${plots}"])
@pytest.mark.parametrize(
    "calculation", ["10 div ${plots}", "-10 div ${plots}", "concat('bao ', ${plots})"]
)
def test_what_comes_to_no_number_is_asked_with_nothing_to_keep(
    kind: str, trigger: str, calculation: str
) -> None:
    interview = answered(worked_out(kind, calculation, trigger), "0")

    events = interview.ask()

    assert (awaited(interview), asked(events).kept) == ("share", "")


@pytest.mark.parametrize("calculation", ["${plots} > 3", "10 div ${plots}"])
def test_what_was_kept_or_said_is_not_asked_for_again_after_leaving_off(calculation: str) -> None:
    interview = answered(worked_out("integer", calculation), "0", "0")

    again = restored(interview)

    assert (awaited(interview), awaited(again)) == ("last", "last")


def test_what_was_kept_as_a_number_still_stands_after_leaving_off() -> None:
    interview = answered(worked_out("integer", "${plots} > 3"), "5", "giữ")

    again = restored(interview)

    assert (awaited(again), again.sheet.by_name("share")) == ("last", "1")
