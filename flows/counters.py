"""What lies beyond the forms: a line of the menu for each counter somebody's roles open."""

from collections.abc import Sequence

from flows.events import MenuLine
from flows.rights import Action, Holding, may_somewhere
from flows.wording import Words

COUNTERS: tuple[tuple[str, str, Action], ...] = (
    ("menu.village", "vi", "see_village"),
    ("menu.desk", "ds", "verify"),
    ("menu.province", "pv", "see_province"),
)
"""Key of its words, the errand it starts, and what somebody must be allowed to do."""


def lines(words: Words, holdings: Sequence[Holding]) -> tuple[MenuLine, ...]:
    """The counters these roles open."""
    return tuple(
        MenuLine(words(key), verb)
        for key, verb, action in COUNTERS
        if may_somewhere(holdings, action)
    )
