"""A check for calculations that wait for each other, so that none could ever begin."""

from collections.abc import Iterator, Sequence
from graphlib import CycleError, TopologicalSorter
from itertools import groupby

from flows.forms import references
from flows.forms.checks.draft import Draft, Item, read_items
from flows.forms.faults import Fault
from flows.forms.workbook import Row, Workbook

MOST_RINGS = 20  # told at once
# What is recalculated by itself. Constraints and the like are read when their answer comes in.
RECALCULATED = ("calculation", "relevant", "choice_filter")
WAITING = ("repeat_count", *RECALCULATED)
COUNT = "_count"  # pyxform puts the repeat_count of `people` into `people_count`


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
    column = "" if row.source else _column(row, ring)
    return Fault(row.source or "survey", row.number, column, _chain(ring))


def unforeseen(paths: Sequence[str], workbook: Workbook) -> Fault:
    """The fault for a ring of paths that only the XForm showed, at its first row.

    A path such as `../a` names nobody, and what asks for the members of a roster has no row.
    """
    names = {row.cell("name"): row for row in workbook.sheet("survey").rows if row.cell("name")}
    called = [path.rpartition("/")[2] for path in paths]
    ring = [name if name in names else name.removesuffix(COUNT) for name in called]
    rows = [names[name] for name in ring if name in names]
    if not rows:
        return Fault("survey", None, "", _chain(ring))
    row = min(rows, key=lambda one: (bool(one.source), one.number))
    filled = [column for column in WAITING if row.cell(column) and not row.source]
    return Fault(row.source or "survey", row.number, next(iter(filled), ""), _chain(ring))


def _chain(ring: Sequence[str]) -> str:
    """The ring as a person reads it: each waits for the one after it."""
    chain = " → ".join(name for name, _ in groupby(reversed(ring)))
    chain = chain if "→" in chain else f"{chain} → {chain}"
    return f"Các công thức chờ nhau thành vòng: {chain}. Hãy bỏ bớt một tham chiếu."


def _column(row: Row, ring: Sequence[str]) -> str:
    """The formula of a row that waits for another of the ring, else the first there is."""
    filled = [column for column in RECALCULATED if row.cell(column)]
    waiting = [c for c in filled if not set(ring).isdisjoint(references.names(row.cell(c)))]
    return next(iter((*waiting, *filled)), "")
