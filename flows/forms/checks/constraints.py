"""Checks of constraints against all that could be answered: one that nothing fulfils, and names."""

from collections.abc import Iterable, Iterator, Sequence

from flows.forms.checks import domains, trees, truths
from flows.forms.checks.compared import Chosen
from flows.forms.checks.draft import Draft, Item
from flows.forms.checks.expressions import Formula
from flows.forms.checks.truths import Patience
from flows.forms.faults import Fault
from flows.xpath.syntax import Syntax
from flows.xpath.values import Figure

MOST_TRIED = 10  # choices of a select_multiple: 1,023 combinations
REFUSES_ALL = "Ô này không cho chọn một lựa chọn nào, nên không ai trả lời được câu này."
NO_NUMBER = "Không có số nào vừa ô này, nên không ai trả lời được. Hãy xem lại hai đầu của khoảng."


def constraints(draft: Draft) -> Iterator[Fault]:
    """Constraints that refuse every answer, or one choice for ever."""
    chosen, patience = Chosen(draft), Patience()
    for item in draft.items:
        formula = Formula("survey", item.row, "constraint", item.row.cell("constraint"))
        whole = trees.tree(formula) if formula.text else None
        if whole is None:
            continue
        slips = chosen.unknown(whole, item.name)
        tried = _answers(chosen, item, whole, patience)
        if text := _refuses_all(item, whole, tried):
            yield _fault(item, " ".join((text, *slips)), serious=True)
        elif slips:
            yield from chosen.hints(formula, item.name)
        elif text := _refuses_some(item, whole, tried):
            yield _fault(item, text, serious=False)


def _fault(item: Item, text: str, *, serious: bool) -> Fault:
    return Fault("survey", item.row.number, "constraint", text, serious)


def _refuses_all(item: Item, whole: Syntax, tried: Sequence[str]) -> str:
    if not tried or any(True for _ in truths.accepts(whole, item.name, tried)):
        return ""
    return NO_NUMBER if item.kind in domains.NUMBERS else REFUSES_ALL


def _refuses_some(item: Item, whole: Syntax, tried: Sequence[str]) -> str:
    if item.kind in domains.NUMBERS:
        return ""
    refused = {name: f'"{name}"' for text in tried for name in text.split()}
    for text in truths.accepts(whole, item.name, tried):
        for name in text.split():
            refused.pop(name, None)
    if not refused:
        return ""
    named = ", ".join(refused.values())
    return f"Không ai chọn được {named}. Hãy bỏ lựa chọn ấy, hoặc sửa ô này."


def _answers(chosen: Chosen, item: Item, whole: Syntax, patience: Patience) -> Sequence[str]:
    """All that may be answered, or numbers of which one would be taken, where any were; () when
    that is too much, or the constraint looks elsewhere too."""
    if item.kind in domains.NUMBERS:
        is_it, is_whole = domains.is_answer_of(item.name), item.kind == "integer"
        known = domains.is_limits(whole, is_it)
        return _figures(domains.examples([whole], is_it, is_whole=is_whole)) if known else ()
    names = chosen.offered.to(item)
    if not names or not trees.looks_only_at_itself(whole, item.name):
        return ()
    is_single = item.kind == "select_one"
    if not is_single and len(names) > MOST_TRIED:
        return ()
    tried = len(names) if is_single else 2 ** len(names)
    if not patience.spend(2 * tried):
        return ()
    return names if is_single else tuple(domains.ticked(names))


def _figures(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(Figure, texts))
