"""A check for calculations that wait for each other, so that none could ever begin."""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from flows.forms import references
from flows.forms.checks.draft import Draft, Item, read_items
from flows.forms.faults import Fault

MOST_RINGS = 20  # told at once
# What is recalculated by itself. Constraints and the like are read when their answer comes in.
RECALCULATED = ("calculation", "relevant", "choice_filter")


def cycles(draft: Draft) -> Iterator[Fault]:
    """One fault for each ring of names, at the first row of the ring that the author wrote."""
    items = {item.name: item for item in read_items(draft.expanded.sheet("survey")) if item.name}
    graph = {name: _waits_for(item) & set(items) for name, item in items.items()}
    for ring in _rings(graph):
        yield _fault(ring, items)


def _waits_for(item: Item) -> set[str]:
    """A value is blank while it or a group around it is not relevant: it waits for those too."""
    # What is written when an answer changes waits for nothing: it may even read itself.
    own = [c for c in RECALCULATED if c != "calculation" or not item.row.cell("trigger")]
    formulas = [item.row.cell(column) for column in own]
    return {name for text in formulas for name in references.names(text)} | set(item.groups[-1:])


def _rings(graph: dict[str, set[str]]) -> Iterator[list[str]]:
    for _ in range(MOST_RINGS):
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            ring = list(error.args[1])  # each is read by the one after it; first and last are one
            graph[ring[1]].discard(ring[0])
            yield ring
        else:
            return


def _fault(ring: list[str], items: dict[str, Item]) -> Fault:
    own = [items[name].row for name in ring if not items[name].row.source]
    row = min(own or [items[ring[0]].row], key=lambda one: one.number)
    column = next((c for c in RECALCULATED if row.cell(c) and not row.source), "")
    chain = " → ".join(reversed(ring))
    text = f"Các công thức chờ nhau thành vòng: {chain}. Hãy bỏ bớt một tham chiếu."
    return Fault(row.source or "survey", row.number, column, text)
