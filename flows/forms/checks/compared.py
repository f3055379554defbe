"""Checks of names that formulas compare a choice question with: they must be in its list."""

from collections.abc import Iterator, Mapping

from flows.forms.checks import domains, trees
from flows.forms.checks.draft import Draft, Item, perhaps
from flows.forms.checks.expressions import Formula, formulas
from flows.forms.faults import Fault
from flows.xpath.syntax import Call, Comparison, Literal, Syntax
from flows.xpath.values import text_number

TOLD_ELSEWHERE = ("relevant", "constraint")  # with what follows from it


def strangers(draft: Draft) -> Iterator[Fault]:
    """Formulas that wait for a choice nobody can choose."""
    chosen = selects(draft)
    for formula in formulas(draft):
        if formula.column not in TOLD_ELSEWHERE:
            yield from hints(formula, "", chosen, draft)


def hints(formula: Formula, own: str, chosen: Mapping[str, Item], draft: Draft) -> Iterator[Fault]:
    """One hint for each name that no list has."""
    whole = trees.tree(formula)
    for text in unknown(whole, own, chosen, draft) if whole else ():
        yield Fault(formula.sheet, formula.row.number, formula.column, text, serious=False)


def selects(draft: Draft) -> Mapping[str, Item]:
    """The questions whose choices the workbook lists, by name."""
    found = [item for item in draft.items if domains.choices(draft, item)]
    return {item.name: item for item in reversed(found)}


def unknown(whole: Syntax, own: str, chosen: Mapping[str, Item], draft: Draft) -> tuple[str, ...]:
    """What to say of each name compared with a question whose list lacks it; `own` is "."."""
    told: dict[str, str] = {}
    for part in trees.parts(whole):
        for name, value in _compared(part, own):
            item = chosen.get(name)
            if item is not None:
                known = domains.choices(draft, item)
                told |= {lacks: _text(lacks, item, known) for lacks in _lacking(value, known)}
    return tuple(told.values())


def _text(lacks: str, item: Item, known: tuple[str, ...]) -> str:
    near = perhaps(lacks, known) or " Hãy sửa tên, hoặc thêm lựa chọn ấy."
    return f'Danh sách "{item.list_name}" của câu "{item.name}" không có "{lacks}".{near}'


def _compared(part: Syntax, own: str) -> Iterator[tuple[str, str | float]]:
    match part:
        case Comparison(sign="=" | "!=", left=left, right=right):
            pairs = ((left, right), (right, left))
        case Call(name="selected", arguments=(held, sought)):
            pairs = ((held, sought), (held, held))
        case _:
            return
    for question, literal in pairs:
        name = own if question == trees.ITSELF else trees.named(question)
        if name and isinstance(literal, Literal):
            yield name, literal.value


def _lacking(value: str | float, known: tuple[str, ...]) -> list[str]:
    """The names in a literal that no choice has; a number fits every name that spells it."""
    if isinstance(value, float):
        fits = any(text_number(name) == value for name in known)
        return [] if fits else [f"{value:g}"]
    return [name for name in value.split() if name not in known]
