"""Days and times: whole days of the form's zone as in Collect, or exact ones as in Web Forms."""

import pytest

from flows import xpath
from tests.flows.xpath.village import text, village, worked_out


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        # as JavaRosa 5.1 gives them in the zone Asia/Ho_Chi_Minh
        ("number(/data/born)", "15544"),
        ("/data/born + 1", "15545"),
        ("date('2012-07-23') + 1", "15545"),
        ("date(15544)", "2012-07-23"),
        ("date(15544.9)", "2012-07-23"),
        ("number(/data/came)", "15544"),
        ("date(/data/came)", "2012-07-23"),
        ("date-time(15544.5)", "2012-07-23T19:00:00.000+07:00"),
        ("decimal-date-time(/data/born)", "15543.708333333334"),
        ("decimal-date-time(/data/came)", "15544.125"),
        ("decimal-time(/data/at)", "0.4375"),
        ("now()", "2026-11-22T07:30:00.000+07:00"),
        ("today()", "2026-11-22"),
        ("today() + 1", "20780"),
        ("date(today() + 1)", "2026-11-23"),
        ("number(now()) = number(today())", "true"),
        ("/data/born = date('2012-07-23')", "true"),
        ("/data/born = '2012-07-23'", "true"),
        ("/data/born = 15544", "true"),
        ("/data/born < /data/came", "false"),
        ("date('')", ""),
        ("format-date('', '%Y')", ""),
        ("format-date('2012-07-23T10:05:06', '%H:%M:%S.%3')", "10:05:06.000"),
        # and by the same rules
        ("format-date(/data/born, '%d/%m/%Y %e-%n-%y %% %h')", "23/07/2012 23-7-12 % 0"),
        ("format-date(/data/came, '%H giờ')", "10 giờ"),
        ("date('2012-07-23T20:00:00Z')", "2012-07-24T03:00:00.000+07:00"),
        ("today() - date('2026-11-01')", "21"),
        ("int((today() - /data/born) div 365.25)", "14"),
        ("'2026-11-23' > today()", "true"),
    ],
)
def test_dates_as_collect_counts_them(source: str, expected: str) -> None:
    assert text(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        "date('2012-02-30')",
        "date('nonsense')",
        "date(0 div 0)",
        "date(99999999999)",
        "date-time(1 div 0)",
        "date(true())",
        "decimal-time('24:00:00')",
        "number('2012-07-23T25:00')",
    ],
)
def test_what_is_no_date_is_no_number_either(source: str) -> None:
    assert text(source) == "NaN"


def test_months_and_weekdays_are_named_in_the_language_of_the_form() -> None:
    world = village()
    expression = xpath.compile_expression("format-date('2012-07-23', '%a, %e %b')")
    vietnamese = expression.text(world, world.document)
    world.language = "en"

    assert vietnamese == "Th 2, 23 thg 7"
    assert expression.text(world, world.document) == "Mon, 23 Jul"


def test_a_date_pattern_with_an_unknown_sign_is_refused() -> None:
    with pytest.raises(xpath.XPathError, match="%q"):
        worked_out("format-date('2012-07-23', '%q')")


def test_the_day_changes_at_midnight_of_the_form_and_not_of_greenwich() -> None:
    late, early = village("2026-11-22T16:59:59+00:00"), village("2026-11-22T17:00:00+00:00")
    today = xpath.compile_expression("today()")

    assert today.text(late, late.document) == "2026-11-22"
    assert today.text(early, early.document) == "2026-11-23"


def test_exact_days_keep_the_time_as_web_forms_does() -> None:
    exact = village()
    world = xpath.World(exact.now, exact.chance, exact.document, exact_days=True)
    number = xpath.compile_expression("number('2012-07-23')").number(world, world.document)
    first = xpath.compile_expression("date(0)").text(world, world.document)

    assert number == pytest.approx(15544 - 7 / 24)
    assert first == "1970-01-01T08:00:00.000+08:00"  # Saigon was eight hours ahead then
