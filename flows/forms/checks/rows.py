"""Where a row of the survey stands among the rosters."""

from flows.forms.checks.draft import Draft, Item


def around(draft: Draft, item: Item) -> tuple[str, ...]:
    """The names of the rosters around a row, outermost first."""
    return tuple(group for group in item.groups if group in draft.rosters)


def roster(draft: Draft, item: Item) -> str:
    """The name of the innermost roster around a row; "" outside."""
    return next(reversed(around(draft, item)), "")
