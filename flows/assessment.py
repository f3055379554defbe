"""The way of one assessment: its states, and the moves from one to the next."""

from collections.abc import Mapping

MOVES: dict[tuple[str, str], str] = {
    ("", "register"): "registered",
    ("", "open"): "drafting",
    ("registered", "open"): "drafting",
    ("registered", "withdraw"): "withdrawn",
    ("drafting", "submit"): "submitted",
    ("drafting", "withdraw"): "withdrawn",
    # The village
    ("submitted", "reopen"): "drafting",
    ("submitted", "withdraw"): "withdrawn",
    ("submitted", "waive"): "handed_over",  # no meeting reviews this title, or there is no village
    ("submitted", "pass"): "passed",
    ("submitted", "fail"): "not_passed",
    ("passed", "reconsider"): "submitted",  # what was said about the posted list
    ("passed", "hand_over"): "handed_over",
    ("passed", "withdraw"): "withdrawn",
    ("not_passed", "reconsider"): "submitted",
    ("not_passed", "reopen"): "drafting",
    ("not_passed", "withdraw"): "withdrawn",
    # The commune verifies
    ("handed_over", "verify"): "verified",
    ("handed_over", "return"): "returned",
    ("handed_over", "withdraw"): "withdrawn",
    ("returned", "submit"): "handed_over",
    ("returned", "undo"): "handed_over",
    ("returned", "withdraw"): "withdrawn",
    ("verified", "undo"): "handed_over",
    ("verified", "withdraw"): "withdrawn",
    # The commune decides
    ("verified", "propose"): "proposed",
    ("verified", "decline"): "not_recognised",
    ("proposed", "undo"): "verified",
    ("proposed", "decline"): "not_recognised",
    ("proposed", "recognise"): "recognised",
    ("not_recognised", "undo"): "verified",
    ("recognised", "revoke"): "revoked",
    ("withdrawn", "reopen"): "drafting",
}
"""(state, move) -> the state after it. What is not here is not allowed."""

STATES: tuple[str, ...] = tuple(dict.fromkeys(MOVES.values()))
EDITABLE = frozenset({"drafting", "returned"})
"""States in which questions are asked and answers taken."""
HANDED_IN = frozenset(STATES) - EDITABLE - {"registered", "withdrawn"}
"""States in which the respondent has done his part."""

TITLES: Mapping[str, str] = {
    "citizen": "citizen",
    "household": "family",
    "clan": "clan",
    "village": "village",
    "unit": "unit",
    "commune": "commune",
}
"""Kind of subject -> the title it may register for."""


class NotAllowed(ValueError):
    """This move does not lead on from this state."""


def after(state: str, move: str) -> str:
    """The state after `move`. Raises NotAllowed."""
    try:
        return MOVES[state, move]
    except KeyError:
        raise NotAllowed(f"{move} from {state or 'nothing'}") from None


def leads_on(state: str, move: str) -> bool:
    """Whether that move is allowed from that state."""
    return (state, move) in MOVES
