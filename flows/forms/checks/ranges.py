"""Checks of limits written as in a school book, `0-10` or `0 <= . <= 10`, which stop nothing."""

from collections.abc import Iterator, Mapping

from flows.forms.checks import trees
from flows.forms.checks.draft import Draft
from flows.forms.checks.expressions import Formula, formulas
from flows.forms.faults import Fault
from flows.xpath.syntax import Arithmetic, Call, Comparison, Literal, Negation, Syntax
from flows.xpath.values import number_text

TURNED: Mapping[str, str] = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
IDLE = "Ô này không xem câu trả lời (dấu chấm) nên không chặn được gì. Hãy viết: {}."
CHAINED = "Không so hai lần liền nhau được. Hãy viết: {}."
EXAMPLE = ". >= 0 and . <= 10"


def ranges(draft: Draft) -> Iterator[Fault]:
    """Constraints that read nothing, and comparisons of a comparison."""
    for formula in formulas(draft):
        whole = trees.tree(formula)
        if text := _trouble(formula, whole) if whole else "":
            yield Fault(formula.sheet, formula.row.number, formula.column, text)


def _trouble(formula: Formula, whole: Syntax) -> str:
    for part in trees.parts(whole):
        if isinstance(part, Comparison) and part.sign in TURNED:
            if isinstance(part.left, Comparison) and part.left.sign in TURNED:
                return CHAINED.format(_apart(part.left, part))
            if isinstance(part.right, Comparison) and part.right.sign in TURNED:
                return CHAINED.format(EXAMPLE)
    is_idle = formula.column == "constraint" and _reads_nothing(whole)
    return IDLE.format(_between(whole)) if is_idle else ""


def _reads_nothing(whole: Syntax) -> bool:
    """Whether it is worked out of what it says itself; `true()` and `false()` are meant so."""
    told = any(isinstance(p, Call) and p.name in ("true", "false") for p in trees.parts(whole))
    return not told and trees.is_plain(whole) and not trees.names(whole)


def _apart(first: Comparison, second: Comparison) -> str:
    """`0 <= . <= 10` as two comparisons."""
    low, middle, high = (_written(part) for part in (first.left, first.right, second.right))
    if not (low and middle and high):
        return EXAMPLE
    return f"{middle} {TURNED[first.sign]} {low} and {middle} {second.sign} {high}"


def _between(whole: Syntax) -> str:
    """`0-10` as two comparisons."""
    match whole:
        case Arithmetic(first=first, rest=(("-", last),)) if _written(first) and _written(last):
            return f". >= {_written(first)} and . <= {_written(last)}"
        case _:
            return EXAMPLE


def _written(part: Syntax) -> str:
    """A number, a question or "." as it is written, "" for anything else."""
    match part:
        case Literal(value=float(value)):
            return number_text(value)
        case Negation(operand=Literal(value=float(value))):
            return number_text(-value)
        case _ if part == trees.ITSELF:
            return "."
        case _:
            return f"${{{name}}}" if (name := trees.named(part)) else ""
