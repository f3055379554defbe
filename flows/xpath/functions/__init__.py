"""The function library of OpenRosa and ODK: one visible dictionary of every function."""

from flows.xpath.errors import XPathError
from flows.xpath.functions.dates import DATES
from flows.xpath.functions.kinds import Function
from flows.xpath.functions.logic import LOGIC
from flows.xpath.functions.luck import LUCK
from flows.xpath.functions.nodes import NODES
from flows.xpath.functions.numbers import NUMBERS
from flows.xpath.functions.places import PLACES
from flows.xpath.functions.texts import TEXTS

FUNCTIONS: dict[str, Function] = LOGIC | TEXTS | NUMBERS | DATES | NODES | PLACES | LUCK


def check_arguments(name: str, function: Function, given: int) -> None:
    """Raises XPathError when a function is called with too few or too many arguments."""
    if given < function.least or (function.most is not None and given > function.most):
        raise XPathError(f'Hàm "{name}" cần {_wanted(function)}, ở đây có {given}.')


def _wanted(function: Function) -> str:
    if function.least == function.most:
        return f"{function.least} giá trị" if function.least else "để trống trong ngoặc"
    if function.most is None:
        return f"ít nhất {function.least} giá trị"
    return f"từ {function.least} đến {function.most} giá trị"


__all__ = ["FUNCTIONS", "Function", "check_arguments"]
