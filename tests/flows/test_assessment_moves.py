"""The way of one assessment: which moves lead on, and that none leads into a dead end."""

import pytest

from flows.assessment import EDITABLE, HANDED_IN, MOVES, STATES, NotAllowed, after, leads_on


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_reached_from_the_beginning(state: str) -> None:
    reached = {""}
    while more := {to for (at, _), to in MOVES.items() if at in reached} - reached:
        reached |= more

    assert state in reached


@pytest.mark.parametrize("state", STATES)
def test_only_a_revoked_title_goes_nowhere(state: str) -> None:
    leads = any(at == state for at, _ in MOVES)

    assert leads == (state != "revoked")


def test_the_long_way_ends_in_recognition() -> None:
    state = ""
    for move in ("register", "open", "submit", "pass", "hand_over", "verify", "propose"):
        state = after(state, move)

    assert after(state, "recognise") == "recognised"


def test_what_was_returned_comes_back_to_the_commune_and_not_to_the_village() -> None:
    assert after(after("handed_over", "return"), "submit") == "handed_over"


@pytest.mark.parametrize(
    ("state", "move"),
    [
        ("drafting", "verify"),
        ("submitted", "hand_over"),
        ("handed_over", "reopen"),
        ("recognised", "withdraw"),
        ("verified", "recognise"),
        ("nowhere", "open"),
    ],
)
def test_what_is_not_in_the_table_is_refused(state: str, move: str) -> None:
    assert not leads_on(state, move)
    with pytest.raises(NotAllowed):
        after(state, move)


def test_a_form_is_either_being_filled_in_or_handed_in_or_neither() -> None:
    assert not EDITABLE & HANDED_IN
    assert set(STATES) - EDITABLE - HANDED_IN == {"registered", "withdrawn"}
