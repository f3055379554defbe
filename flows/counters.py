"""What lies beyond the forms: a line of the menu for each counter somebody's roles open."""

from collections.abc import Sequence

from flows.events import MenuLine
from flows.rights import Action, Holding, may_somewhere
from flows.wording import Words

COUNTERS: tuple[tuple[str, Action], ...] = (
    ("vi", "hold_meeting"),
    ("ds", "verify"),
    ("pv", "see_province"),
)
"""The errand that opens a counter, and what somebody must be allowed to do there."""


def lines(words: Words, holdings: Sequence[Holding]) -> tuple[MenuLine, ...]:
    """The counters these roles open."""
    return tuple(
        MenuLine(words(f"counter.{verb}"), verb)
        for verb, action in COUNTERS
        if may_somewhere(holdings, action)
    )
