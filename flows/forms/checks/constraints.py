"""Checks of constraints against all that could be answered: one that nothing fulfils, and names."""

from collections.abc import Iterator

from flows.forms.checks import compared, domains, trees, truths
from flows.forms.checks.draft import Draft, Item
from flows.forms.checks.expressions import Formula
from flows.forms.faults import Fault
from flows.xpath.syntax import Syntax
from flows.xpath.values import Figure

MOST_TRIED = 10  # choices of a select_multiple: 1,023 combinations
REFUSES_ALL = "Ô này không cho chọn một lựa chọn nào, nên không ai trả lời được câu này."
NO_NUMBER = "Không có số nào vừa ô này, nên không ai trả lời được. Hãy xem lại hai đầu của khoảng."


def constraints(draft: Draft) -> Iterator[Fault]:
    """Constraints that refuse every answer, or one choice for ever."""
    chosen = compared.selects(draft)
    for item in draft.items:
        formula = Formula("survey", item.row, "constraint", item.row.cell("constraint"))
        whole = trees.tree(formula) if formula.text else None
        if whole is None:
            continue
        slips = compared.unknown(whole, item.name, chosen, draft)
        if text := _refuses_all(draft, item, whole):
            yield _fault(item, " ".join((text, *slips)), serious=True)
        elif slips:
            yield from compared.hints(formula, item.name, chosen, draft)
        elif text := _refuses_some(draft, item, whole):
            yield _fault(item, text, serious=False)


def _fault(item: Item, text: str, *, serious: bool) -> Fault:
    return Fault("survey", item.row.number, "constraint", text, serious)


def _refuses_all(draft: Draft, item: Item, whole: Syntax) -> str:
    if item.kind in domains.NUMBERS:
        is_it = domains.is_answer_of(item.name)
        if not domains.is_limits(whole, is_it):
            return ""
        tried = domains.examples([whole], is_it, is_whole=item.kind == "integer")
        return "" if truths.accepts(whole, item.name, map(Figure, tried)) else NO_NUMBER
    tried = _answers(draft, item, whole)
    return REFUSES_ALL if tried and not truths.accepts(whole, item.name, tried) else ""


def _refuses_some(draft: Draft, item: Item, whole: Syntax) -> str:
    tried = _answers(draft, item, whole)
    taken = {name for text in truths.accepts(whole, item.name, tried) for name in text.split()}
    names = domains.choices(draft, item) if tried else ()
    refused = [f'"{name}"' for name in names if name not in taken]
    if not refused:
        return ""
    return f"Không ai chọn được {', '.join(refused)}. Hãy bỏ lựa chọn ấy, hoặc sửa ô này."


def _answers(draft: Draft, item: Item, whole: Syntax) -> tuple[str, ...]:
    """All that may be chosen, () when that is too much, or the constraint looks elsewhere too."""
    names = domains.choices(draft, item)
    if not names or not trees.looks_only_at_itself(whole, item.name):
        return ()
    if item.kind == "select_one":
        return names
    return tuple(domains.ticked(names)) if len(names) <= MOST_TRIED else ()
