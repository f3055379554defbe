"""Checks for sums that one blank answer makes blank, without anybody having meant it."""

from collections.abc import Iterator, Mapping

from flows.forms.checks import trees
from flows.forms.checks.asked import is_required
from flows.forms.checks.draft import Draft, Item
from flows.forms.checks.expressions import Formula
from flows.forms.faults import Fault
from flows.xpath.syntax import Arithmetic, Call, Comparison, Negation, Syntax

ADDED = ("integer", "decimal", "range")
PASSING_ON = ("number", "round", "int", "abs")
SAY = "Nếu {} để trống thì ô này cũng trống. Muốn tính là 0 thì viết coalesce(${{{}}}, 0)."


def blanks(draft: Draft) -> Iterator[Fault]:
    """Sums and differences of several answers, of which one may be blank where another is not."""
    items = {item.name: item for item in reversed(draft.items)}
    for item in draft.items:
        formula = Formula("survey", item.row, "calculation", item.row.cell("calculation"))
        whole = trees.tree(formula) if formula.text else None
        found = sorted(set(_troubles(whole, item, items, frozenset()))) if whole else []
        if found:
            named = " hay ".join(f'"{name}"' for name in found)
            text = SAY.format(named, found[0])
            yield Fault("survey", item.row.number, "calculation", text, serious=False)


def _troubles(
    whole: Syntax, reader: Item, items: Mapping[str, Item], asked: frozenset[str]
) -> Iterator[str]:
    """The names that may be blank in a sum; those in `asked` were looked at before."""
    match whole:
        case Comparison():
            return  # with a blank it is just not so
        case Call(name="if", arguments=(condition, *branches)):
            asked |= trees.names(condition)
            parts: tuple[Syntax, ...] = tuple(branches)
        case Arithmetic():
            yield from _in_sum(whole, reader, items, asked)
            parts = trees.inside(whole)
        case _:
            parts = trees.inside(whole)
    for part in parts:
        yield from _troubles(part, reader, items, asked)


def _in_sum(
    whole: Arithmetic, reader: Item, items: Mapping[str, Item], asked: frozenset[str]
) -> Iterator[str]:
    if not {sign for sign, _ in whole.rest} & {"+", "-"}:
        return
    named = [trees.named(_bare(part)) for part in trees.inside(whole)]
    read = [items[name] for name in named if name in items and items[name].kind in ADDED]
    if (len(read) > 1 and len({_when(item) for item in read}) > 1) or _optional(read):
        yield from (i.name for i in read if _may_be_blank(i, reader, items) and i.name not in asked)


def _optional(read: list[Item]) -> bool:
    return len(read) > 1 and any(not is_required(item) for item in read)


def _bare(part: Syntax) -> Syntax:
    """What a sum adds, out of the functions that pass a blank on."""
    while isinstance(part, Negation) or (isinstance(part, Call) and part.name in PASSING_ON):
        part = part.operand if isinstance(part, Negation) else part.arguments[0]
    return part


def _when(item: Item) -> tuple[str, ...]:
    """The conditions under which it is asked, as they are written."""
    return (*item.groups, item.row.cell("relevant"))


def _may_be_blank(item: Item, reader: Item, items: Mapping[str, Item]) -> bool:
    """Whether it may be passed over, or not be asked where the sum is worked out."""
    if not is_required(item):
        return True
    if item.row.cell("relevant") not in ("", reader.row.cell("relevant")):
        return True
    outer = [items[name] for name in item.groups if name in items and name not in reader.groups]
    return any(group.row.cell("relevant") for group in outer)
