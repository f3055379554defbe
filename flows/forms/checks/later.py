"""Checks for conditions that wait for a question which is only asked further down."""

from collections.abc import Iterator

from flows.forms.checks import cycles, trees
from flows.forms.checks.asked import is_asked
from flows.forms.checks.draft import Draft
from flows.forms.checks.expressions import Formula
from flows.forms.faults import Fault

COLUMNS = ("relevant", "choice_filter")
SAY = (
    'Câu "{}" ở hàng {} mới hỏi, sau hàng này, nên lúc hỏi đến đây câu ấy còn trống. '
    "Nên đưa câu ấy lên trước."
)


def later(draft: Draft) -> Iterator[Fault]:
    """One hint for each question that is read before it is asked."""
    at = {item.name: n for n, item in enumerate(draft.items) if is_asked(item)}
    found = []
    for here, item in enumerate(draft.items):
        for column in COLUMNS:
            formula = Formula("survey", item.row, column, item.row.cell(column))
            whole = trees.tree(formula) if formula.text else None
            for name in sorted(trees.names(whole)) if whole else ():
                read = draft.items[at[name]] if at.get(name, -1) > here else None
                if read and item.name not in read.groups:
                    text = SAY.format(name, read.row.number)
                    found.append(Fault("survey", item.row.number, column, text, serious=False))
    if found:
        waiting = {fault.row for fault in cycles.cycles(draft)}
        yield from (fault for fault in found if fault.row not in waiting)
