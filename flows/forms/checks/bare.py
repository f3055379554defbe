"""Checks of words that stand in a formula without ${…} and without quotes, and so mean nothing."""

from collections.abc import Iterable, Iterator

from flows.forms.checks import trees
from flows.forms.checks.draft import Draft, perhaps
from flows.forms.checks.expressions import SAY_YES_OR_NO, YES_NO_FORMULAS, Formula, formulas
from flows.forms.faults import Fault
from flows.xpath.syntax import Comparison, Filter, Path, Syntax

COLUMNS_OF_CHOICES = "choice_filter"  # there a bare word is a column of the choices
FOR_EVER = ("yes", "có", "đúng", "no", "không", "sai")
WITH_BRACKETS = ("today", "now", "true", "false")
OR_EMPTY = "Để trống ô này nếu lúc nào cũng hỏi, hoặc ghi điều kiện, ví dụ: ${tuoi} > 18."
TIMES = "Ghi một số, ví dụ: 3, hoặc một câu hỏi, ví dụ: ${so_con}."


def words(draft: Draft) -> Iterator[Fault]:
    """One fault for each formula with bare words."""
    offered = frozenset(row.cell("name") for rows in draft.lists.values() for row in rows)
    for formula in formulas(draft):
        whole = trees.tree(formula) if formula.column != COLUMNS_OF_CHOICES else None
        found = list(dict.fromkeys(_words(whole))) if whole else []
        if found:
            texts = [_whole_cell(draft, formula, whole) or _text(draft, w, offered) for w in found]
            said = " ".join(dict.fromkeys(texts))
            yield Fault(formula.sheet, formula.row.number, formula.column, said)


def word(part: Syntax | None) -> str:
    """The bare word that a path begins with, "" for anything else."""
    is_here = isinstance(part, Path) and part.base == "here" and bool(part.steps)
    first = part.steps[0] if is_here and isinstance(part, Path) else None
    return first.test.name if first and first.plain else ""


def _words(whole: Syntax, against: str = "") -> Iterator[tuple[str, str]]:
    """Each bare word, and the question it is compared with; not what [ ] keep of members."""
    if found := word(whole):
        yield found, against
    for part in _outside_brackets(whole):
        yield from _words(part, _other_side(whole, part))


def _outside_brackets(whole: Syntax) -> Iterable[Syntax]:
    match whole:
        case Filter(base=base):
            return (base,)
        case Path(base=base):
            return () if isinstance(base, str) else (base,)
        case _:
            return trees.inside(whole)


def _other_side(whole: Syntax, part: Syntax) -> str:
    if not isinstance(whole, Comparison):
        return ""
    return trees.named(whole.right if part is whole.left else whole.left)


def _whole_cell(draft: Draft, formula: Formula, whole: Syntax | None) -> str:
    """What to say where the cell is nothing but a word."""
    alone = word(whole)
    if alone and formula.column in YES_NO_FORMULAS:
        return SAY_YES_OR_NO
    if not alone or alone in draft.known:
        return ""
    if formula.column == "repeat_count":
        return TIMES
    return OR_EMPTY if formula.column == "relevant" and alone.casefold() in FOR_EVER else ""


def _text(draft: Draft, found: tuple[str, str], offered: frozenset[str]) -> str:
    """What to write instead of a word that is compared with a question, "" for none."""
    bare, against = found
    item = draft.item(against) if against else None
    rows = draft.lists.get(item.list_name, []) if item else []
    is_choice = bare in (row.cell("name") for row in rows)
    if not is_choice and bare in draft.known:
        return f"Viết ${{{bare}}} thay cho {bare}."
    if "-" in bare and (taken := _difference(draft, bare)):
        return f"Viết {taken} thay cho {bare}."
    if bare in WITH_BRACKETS and not is_choice:
        return f"Viết {bare}() thay cho {bare}."
    near = "" if is_choice or bare in offered else _near(draft, bare)
    return f"Hãy đặt {bare} trong dấu nháy: '{bare}'.{near}"


def _difference(draft: Draft, bare: str) -> str:
    """`a-1` as what it was meant to be, "" where it is a name that has a hyphen."""
    taken = bare.split("-")
    is_meant = not draft.known.isdisjoint(taken)
    if not is_meant or not all(part in draft.known or part.isdecimal() for part in taken):
        return ""
    return " - ".join(f"${{{part}}}" if part in draft.known else part for part in taken)


def _near(draft: Draft, bare: str) -> str:
    close = perhaps(bare, draft.known)
    return close.replace('"', "${", 1).replace('"', "}", 1) if close else ""
