"""Times of day: what the clock shows twice a day is asked back, what is said in full is taken."""

from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from flows import vietnamese
from flows.vietnamese import Nothing, One, Reading, Several

TODAY = date(2026, 11, 21)
MINUTES = st.times().map(lambda at: at.replace(second=0, microsecond=0))


def part_of(hour: int) -> str:
    """The part of the day in which that hour falls."""
    ends = {1: "đêm", 11: "sáng", 13: "trưa", 18: "chiều", 22: "tối", 24: "đêm"}
    return next(part for end, part in ends.items() if hour < end)


@given(MINUTES)
def test_a_time_written_with_two_digits_is_read_as_itself(at: time) -> None:
    reading = vietnamese.time(f"{at:%H:%M}")

    assert reading == One(at)


@given(MINUTES)
def test_a_time_said_with_its_part_of_the_day_is_read_as_itself(at: time) -> None:
    hour = at.hour % 12 or 12

    reading = vietnamese.time(f"{hour} giờ {at.minute} phút {part_of(at.hour)}")

    assert reading == One(at)


@given(MINUTES)
def test_a_time_spoken_by_the_bot_is_read_back_as_itself(at: time) -> None:
    reading = vietnamese.time(vietnamese.speak_time(at))

    assert reading in (One(at), Several((at,)))


@given(MINUTES)
def test_without_the_part_of_the_day_both_halves_are_offered(at: time) -> None:
    hour = at.hour % 12 or 12

    reading = vietnamese.time(f"{hour} giờ {at.minute} phút")

    assert reading == Several((at.replace(hour=hour), at.replace(hour=(hour + 12) % 24)))


@given(MINUTES)
def test_without_marks_it_is_the_same_time_or_asked_back(at: time) -> None:
    said = vietnamese.fold(f"{at.hour % 12 or 12} giờ {at.minute} phút {part_of(at.hour)}")

    reading = vietnamese.time(said)

    assert reading in (One(at), Several((at,)))


@given(st.dates(date(1990, 1, 1), date(2080, 12, 31)), MINUTES)
def test_a_day_and_a_time_are_read_in_either_order(on: date, at: time) -> None:
    moment, day = datetime.combine(on, at), f"{on.day}/{on.month}/{on.year}"

    readings = [
        vietnamese.moment(f"{at:%H:%M} {day}", TODAY),
        vietnamese.moment(f"{day} lúc {at:%H:%M}", TODAY),
    ]

    assert readings == [One(moment), One(moment)]


@given(st.text(alphabet="0123456789h:. giờsángtối", max_size=12))
def test_whatever_is_typed_is_a_time_or_none_and_never_an_error(typed: str) -> None:
    reading: Reading[time] = vietnamese.time(typed)

    assert isinstance(reading, One | Several | Nothing)


def test_the_night_belongs_to_two_days() -> None:
    midnight = datetime.combine(TODAY, time(0))

    reading = vietnamese.moment("12 giờ đêm 20/11", TODAY)

    assert reading == Several((midnight, midnight - timedelta(days=1)))
