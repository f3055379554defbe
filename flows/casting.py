"""What a worked-out value becomes in a row of its type, as JavaRosa casts it."""

from decimal import Decimal

from flows.forms.model import NUMBERS

NOT_A_NUMBER = "NaN"
KINDS = ("int", "integer", "decimal")
"""The types of rows that hold a number."""
FIGURES = {"true": "1", "false": "0"}
"""How a yes and a no are answers to a question for a number."""


def cast(kind: str, value: str) -> str:
    """The value as a node of this type ("int", "string", …) keeps it.

    What is no number is blank, and a whole number has no fraction.
    """
    if value == NOT_A_NUMBER:
        return ""
    if kind not in KINDS:
        return value
    value = FIGURES.get(value, value)
    if NUMBERS["decimal"].fullmatch(value) is None:
        return ""  # a text, or what comes of a division by 0
    return str(int(Decimal(value))) if kind != "decimal" and "." in value else value
