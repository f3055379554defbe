"""A sample nobody chose: the same list on the same day gives the same, any change another."""

from collections import Counter
from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import draws
from flows.draws import Lot, Wanted

LOT = Lot("02982", 2026, "family", date(2026, 12, 1), tuple(range(1, 41)))


def test_the_same_list_on_the_same_day_gives_the_same_sample() -> None:
    once, again = draws.draw(LOT, 5), draws.draw(replace(LOT, among=LOT.among[::-1]), 5)

    assert once == again
    assert len(set(once)) == 5
    assert set(once) <= set(LOT.among)


@pytest.mark.parametrize(
    "other",
    [
        replace(LOT, place_code="02983"),
        replace(LOT, year=2027),
        replace(LOT, title="clan"),
        replace(LOT, day=date(2026, 12, 2)),
        replace(LOT, among=LOT.among[:-1]),
    ],
)
def test_any_other_list_place_or_day_has_another_seed(other: Lot) -> None:
    assert other.seed != LOT.seed


def test_the_sample_is_known_by_its_rule_and_not_by_a_library() -> None:
    listed = ",".join(str(n) for n in range(1, 41))
    seed = sha256(f"02982|2026|family|2026-12-01|{listed}".encode()).hexdigest()

    drawn = draws.draw(LOT, 3)

    tickets = {n: sha256(f"{seed}|{n}".encode()).hexdigest() for n in LOT.among}
    assert LOT.seed == seed
    assert drawn == tuple(sorted(tickets, key=tickets.__getitem__)[:3])


def test_over_many_days_every_one_is_drawn_about_as_often() -> None:
    days = [date.fromordinal(date(2026, 1, 1).toordinal() + n) for n in range(400)]

    drawn = Counter(one for day in days for one in draws.draw(replace(LOT, day=day), 4))

    assert set(drawn) == set(LOT.among)
    assert min(drawn.values()) > 15
    assert max(drawn.values()) < 75  # 40 is the mean


@given(st.sets(st.integers(1, 10**9), min_size=1, max_size=60), st.integers(1, 80))
def test_a_sample_never_names_anybody_twice_or_from_outside(among: set[int], count: int) -> None:
    drawn = draws.draw(replace(LOT, among=tuple(sorted(among))), count)

    assert len(drawn) == len(set(drawn)) == min(count, len(among))
    assert set(drawn) <= among


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("5", Wanted(5)),
        ("năm phiếu", Wanted(5)),
        ("10%", Wanted(10, percent=True)),
        ("10 %", Wanted(10, percent=True)),
        ("mười phần trăm", Wanted(10, percent=True)),
        ("0", None),
        ("0%", None),
        ("101%", None),
        ("-3", None),
        ("tất cả", None),
        ("", None),
    ],
)
def test_how_many_is_typed_as_people_say_it(typed: str, wanted: Wanted | None) -> None:
    assert draws.wanted(typed) == wanted


@pytest.mark.parametrize(
    ("wanted", "of", "count"),
    [
        (Wanted(5), 37, 5),
        (Wanted(5), 3, 3),
        (Wanted(10, percent=True), 37, 4),
        (Wanted(1, percent=True), 3, 1),
        (Wanted(100, percent=True), 37, 37),
    ],
)
def test_a_share_is_rounded_up_and_at_least_one(wanted: Wanted, of: int, count: int) -> None:
    assert wanted.of(of) == count
