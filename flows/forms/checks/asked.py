"""Which rows of a survey are questions that somebody answers."""

from flows.forms.checks.draft import Item
from flows.forms.row_types import ROW_TYPES

ASKED = frozenset(
    one.name for one in ROW_TYPES if one.group == "asks" or one.name.endswith("_from_file")
)
ALWAYS = ("yes", "true", "true()")
"""How a cell says yes without a condition."""


def is_asked(item: Item) -> bool:
    """Whether the row asks something; one that may only be read does not."""
    return item.kind in ASKED and item.row.cell("read_only").lower() not in ALWAYS


def is_required(item: Item) -> bool:
    """Whether it has to be answered whenever it is asked."""
    return item.row.cell("required").lower() in ALWAYS
