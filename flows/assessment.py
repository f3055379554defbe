"""The way of one assessment: its states, and the moves from one to the next."""

MOVES: dict[tuple[str, str], str] = {
    ("", "open"): "drafting",
    ("drafting", "submit"): "submitted",
    ("submitted", "reopen"): "drafting",
}
"""(state, move) -> the state after it. What is not here is not allowed."""


class NotAllowed(ValueError):
    """This move does not lead on from this state."""


def after(state: str, move: str) -> str:
    """The state after `move`. Raises NotAllowed."""
    try:
        return MOVES[state, move]
    except KeyError:
        raise NotAllowed(f"{move} from {state or 'nothing'}") from None


TITLES = {"citizen": "citizen", "household": "family"}
"""Kind of subject -> the title it may register for."""
