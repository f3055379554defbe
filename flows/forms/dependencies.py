"""Which node is recalculated after which: the form's expressions put in order."""

from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from flows.forms.model import Bind, Question
from flows.xpath import Expression
from flows.xpath.reads import Read


class Cycle(ValueError):
    """Nodes that wait for each other; the argument lists their paths."""


def order(binds: Iterable[Bind], questions: Iterable[Question]) -> dict[str, int]:
    """The paths to recalculate, numbered so that each stands after all it reads.

    Raises Cycle.
    """
    binds = list(binds)
    _look_at_themselves(binds)
    reads = {path: _reads(path, found) for path, found in _sources(binds, questions)}
    graph = {
        path: [other for other in reads if other != path and _before(other, path, found)]
        for path, found in reads.items()
    }
    try:
        return {path: at for at, path in enumerate(TopologicalSorter(graph).static_order())}
    except CycleError as error:
        raise Cycle(*error.args[1]) from None


def dependents(
    binds: Iterable[Bind], questions: Iterable[Question], paths: Iterable[str]
) -> dict[str, tuple[str, ...]]:
    """For each of `paths`, the recalculated paths that read it."""
    reads = {path: _reads(path, found) for path, found in _sources(binds, questions)}
    return _inverted(reads, paths)


def checks(binds: Iterable[Bind], paths: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """For each of `paths`, the nodes whose constraint or requirement reads it."""
    reads = {
        bind.path: _reads(bind.path, [e for e in (bind.constraint, bind.required) if e])
        for bind in binds
    }
    return _inverted({path: found for path, found in reads.items() if found}, paths)


def _sources(
    binds: Iterable[Bind], questions: Iterable[Question]
) -> Iterator[tuple[str, list[Expression]]]:
    filters = {q.path: q.itemset.filtered for q in questions if q.itemset and q.itemset.filtered}
    for bind in binds:
        found = [e for e in (bind.relevant, bind.calculate, filters.get(bind.path)) if e]
        if found:
            yield bind.path, found


def _reads(path: str, expressions: Iterable[Expression]) -> frozenset[Read]:
    return frozenset(read for expression in expressions for read in expression.reads(path))


def _before(other: str, path: str, reads: frozenset[Read]) -> bool:
    """Whether `other` must be known before `path`: it is read, or it is a group around either."""
    if path.startswith(other + "/"):
        return True
    return any(
        read.path == other
        or read.path.startswith(other + "/")
        or (read.below and _is_inside(other, read.path))
        for read in reads
        if read.path != path
    )


def _is_inside(path: str, group: str) -> bool:
    return path.startswith(group.rstrip("/") + "/")


def _look_at_themselves(binds: Iterable[Bind]) -> None:
    """Raises Cycle for a value or a relevance that hangs on itself, or on what is inside it."""
    for bind in binds:
        own = _reads(bind.path, [e for e in (bind.relevant, bind.calculate) if e])
        if any(r.path == bind.path or _is_inside(r.path, bind.path) for r in own):
            raise Cycle(bind.path, bind.path)


def _inverted(
    reads: Mapping[str, frozenset[Read]], paths: Iterable[str]
) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for path in paths:
        readers = tuple(
            reader
            for reader, seen in reads.items()
            if any(r.path == path or (r.below and _is_inside(path, r.path)) for r in seen)
        )
        if readers:
            found[path] = readers
    return found
