"""Checks of names that formulas compare a choice question with: they must be in its list."""

from collections.abc import Iterator

from flows.forms.checks import domains, trees
from flows.forms.checks.draft import Draft, Item, perhaps
from flows.forms.checks.expressions import Formula, formulas
from flows.forms.faults import Fault
from flows.xpath.syntax import Call, Comparison, Literal, Syntax
from flows.xpath.values import text_number

MOST_GUESSES = 100  # near names looked up for one workbook
TOLD_ELSEWHERE = ("relevant", "constraint")  # with what follows from it


def strangers(draft: Draft) -> Iterator[Fault]:
    """Formulas that wait for a choice nobody can choose."""
    chosen = Chosen(draft)
    for formula in formulas(draft):
        if formula.column not in TOLD_ELSEWHERE:
            yield from chosen.hints(formula)


class Chosen:
    """The questions whose choices the workbook lists, and what is compared with them."""

    def __init__(self, draft: Draft) -> None:
        self.offered = domains.Offered(draft)
        found = [item for item in draft.items if self.offered.to(item)]
        self._items = {item.name: item for item in reversed(found)}
        self._guesses = MOST_GUESSES

    def hints(self, formula: Formula, own: str = "") -> Iterator[Fault]:
        """One hint for each name that no list has; `own` is the question that "." means."""
        whole = trees.tree(formula)
        for text in self.unknown(whole, own) if whole else ():
            yield Fault(formula.sheet, formula.row.number, formula.column, text, serious=False)

    def unknown(self, whole: Syntax, own: str = "") -> tuple[str, ...]:
        """What to say of each name compared with a question whose list lacks it."""
        told: dict[str, str] = {}
        for part in trees.parts(whole):
            for name, value in _compared(part, own):
                item = self._items.get(name)
                for lacks in _lacking(value, self.offered.to(item)) if item else ():
                    told.setdefault(lacks, self._text(lacks, item) if item else "")
        return tuple(told.values())

    def _text(self, lacks: str, item: Item) -> str:
        self._guesses -= 1
        near = perhaps(lacks, self.offered.to(item)) if self._guesses >= 0 else ""
        advice = near or " Hãy sửa tên, hoặc thêm lựa chọn ấy."
        return f'Danh sách "{item.list_name}" của câu "{item.name}" không có "{lacks}".{advice}'


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
