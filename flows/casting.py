"""What a worked-out value becomes in a row of its type, as JavaRosa casts it."""

from decimal import Decimal

from flows.forms.model import NUMBERS

NOT_A_NUMBER = "NaN"
FIGURES = {"true": "1", "false": "0"}
"""How a yes and a no are answers to a question for a number."""


def cast(kind: str, value: str) -> str:
    """The value as a node of this type ("int", "string", …) keeps it.

    What is no number is blank, and a whole number has no fraction.
    """
    if value == NOT_A_NUMBER:
        return ""
    is_broken = kind == "int" and "." in value and NUMBERS["decimal"].fullmatch(value) is not None
    return str(int(Decimal(value))) if is_broken else value
