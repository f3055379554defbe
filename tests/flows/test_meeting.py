"""Who passes at a village meeting, and what its list would decide as it stands."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows import meeting
from flows.meeting import Ballot, Item, Meeting, outcome, seal

AT = Meeting(1, "MAU01", "Bản Nà Đon", 2026, attendees=25, representatives=20)


def item(number: int, ballot: Ballot | None = None, **more: object) -> Item:
    about = Item(number, number, f"Hộ {number:02} · Lò Văn Mẫu", "family", "submitted", 3)
    return replace(about, ballot=ballot, **more)


@pytest.mark.parametrize(
    ("in_favour", "there", "passes"),
    [(10, 20, False), (11, 20, True), (10, 19, True), (9, 19, False), (1, 1, True), (0, 1, False)],
)
def test_more_than_half_passes_and_a_tie_does_not(in_favour: int, there: int, passes: bool) -> None:
    at = replace(AT, representatives=there)

    assert at.passes(in_favour) is passes


@given(st.integers(1, 500), st.integers(50, 99))
def test_the_number_said_to_be_needed_is_the_first_that_passes(there: int, percent: int) -> None:
    at = replace(AT, representatives=there, passing=float(percent))

    assert at.passes(at.needed)
    assert not at.passes(at.needed - 1)


def test_a_village_may_ask_for_more_than_half() -> None:
    at = replace(AT, passing=70.0)

    assert not at.passes(14)
    assert at.passes(15)


def test_what_is_asked_about_a_meeting_comes_in_its_order() -> None:
    at = Meeting(1, "MAU01", "Bản Nà Đon", 2026)
    steps = []
    for known in ({"held_on": date(2026, 11, 24)}, {"attendees": 9}, {"representatives": 9}, {}):
        steps.append(at.next_detail)
        at = replace(at, **known)

    assert steps == ["day", "attendees", "representatives", "secretary"]
    assert replace(at, secretary="Mẫu").next_detail is None


def test_the_whole_list_passes_at_once_without_a_count() -> None:
    cast = meeting.whole_list([item(1), item(2)])

    assert cast == {1: Ballot(3, True), 2: Ballot(3, True)}


def test_the_whole_list_leaves_what_was_voted_on_one_by_one() -> None:
    failed = Ballot(3, False, 4, "Ghi chưa đủ")

    cast = meeting.whole_list([item(1, failed), item(2)])

    assert cast == {2: Ballot(3, True)}


def test_an_exception_fails_even_where_it_had_passed_with_the_others() -> None:
    cast = meeting.whole_list([item(1, Ballot(3, True)), item(2, Ballot(3, True))], [2])

    assert cast == {2: Ballot(3, False)}


def test_an_exception_that_failed_already_keeps_its_reason() -> None:
    cast = meeting.whole_list([item(1, Ballot(3, False, None, "Thiếu ảnh")), item(2)], [1])

    assert cast == {2: Ballot(3, True)}


def test_what_was_taken_back_after_the_vote_is_not_counted() -> None:
    found = outcome([item(1, Ballot(3, True)), item(2, Ballot(3, True), state="drafting")])

    assert [i.assessment_id for i in found.passed] == [1]
    assert [i.assessment_id for i in found.gone] == [2]


def test_what_came_again_after_the_vote_has_to_be_voted_on_anew() -> None:
    found = outcome([item(1, Ballot(3, True), revision=5)])

    assert [i.assessment_id for i in found.undecided] == [1]
    assert not found.can_close


def test_nothing_is_closed_while_a_reason_is_missing() -> None:
    without, told = item(1, Ballot(3, False)), item(1, Ballot(3, False, 4, "Thiếu ảnh"))

    assert not outcome([without]).can_close
    assert outcome([told]).can_close


def test_nothing_is_closed_before_anything_was_decided() -> None:
    assert not outcome([item(1), item(2)]).can_close


def test_with_other_representatives_a_counted_vote_comes_out_otherwise() -> None:
    items = [item(1, Ballot(3, True, 11)), item(2, Ballot(3, False, 9, "Thiếu ảnh"))]

    changed = meeting.recounted(replace(AT, representatives=22), items)

    assert changed == {1: Ballot(3, False, 11)}


def test_what_passes_now_needs_its_reason_no_more() -> None:
    items = [item(1, Ballot(3, False, 9, "Thiếu ảnh"))]

    changed = meeting.recounted(replace(AT, representatives=17), items)

    assert changed == {1: Ballot(3, True, 9)}


def test_more_in_favour_than_there_are_representatives_is_asked_for_anew() -> None:
    changed = meeting.recounted(replace(AT, representatives=10), [item(1, Ballot(3, True, 11))])

    assert changed == {1: None}


def test_a_vote_without_a_count_stays_whoever_came() -> None:
    assert meeting.recounted(replace(AT, representatives=5), [item(1, Ballot(3, True))]) == {}


@pytest.mark.parametrize(
    "change",
    [
        {"ballot": Ballot(3, False)},
        {"revision": 4},
        {"state": "drafting"},
        {"ballot": Ballot(3, True, 12)},
    ],
)
def test_the_seal_changes_with_anything_a_decision_depends_on(change: dict[str, object]) -> None:
    before, after = item(1, Ballot(3, True)), replace(item(1, Ballot(3, True)), **change)

    assert seal(AT, [before]) != seal(AT, [after])
    assert seal(AT, [before]) != seal(AT, [before, item(2)])
    assert seal(AT, [before]) != seal(replace(AT, representatives=21), [before])


def test_the_seal_of_the_same_list_is_the_same() -> None:
    assert seal(AT, [item(1), item(2)]) == seal(AT, [item(1), item(2)])


def test_families_come_first_and_citizens_last() -> None:
    mixed = [item(1, title="citizen"), item(2, title="village"), item(3), item(4, title="clan")]

    assert [i.assessment_id for i in meeting.in_order(mixed)] == [3, 4, 2, 1]


@pytest.mark.parametrize(("today", "may"), [(3, False), (4, False), (5, True)])
def test_a_posted_list_may_go_when_its_last_day_is_over(today: int, may: bool) -> None:
    at = replace(AT, posted_until=date(2026, 12, 4))

    assert at.may_hand_over(date(2026, 12, today)) is may


def test_a_list_that_was_never_posted_may_go_at_once() -> None:
    assert AT.may_hand_over(date(2026, 11, 24))
