"""Which node is recalculated after which: the form's expressions put in order."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from flows.forms.addresses import COUNTS, is_inside
from flows.forms.model import Bind, Question
from flows.xpath import Expression
from flows.xpath.reads import Read, Way

Counts = Mapping[str, Expression]
_NONE: Counts = {}


class Cycle(ValueError):
    """Nodes that wait for each other; the argument lists their paths."""


def order(
    binds: Iterable[Bind], questions: Iterable[Question], counts: Counts = _NONE
) -> dict[str, int]:
    """The paths to recalculate, numbered so that each stands after all it reads.

    `counts` says how many members the repeats have, by COUNTS and their path; those keys are among
    the paths. Raises Cycle.
    """
    binds = list(binds)
    _look_at_themselves(binds)
    reads = {path: _reads(path, found) for path, found in _sources(binds, questions, counts)}
    graph = {path: _before(path, found, reads) for path, found in reads.items()}
    try:
        return {path: at for at, path in enumerate(TopologicalSorter(graph).static_order())}
    except CycleError as error:
        raise Cycle(*error.args[1]) from None


def dependents(
    binds: Iterable[Bind],
    questions: Iterable[Question],
    paths: Iterable[str],
    counts: Counts = _NONE,
) -> dict[str, tuple[str, ...]]:
    """For each of `paths`, the recalculated paths that read it."""
    reads = {path: _reads(path, found) for path, found in _sources(binds, questions, counts)}
    return _inverted(reads, paths)


def wide(
    binds: Iterable[Bind], questions: Iterable[Question], home: Mapping[str, str]
) -> frozenset[str]:
    """The paths inside a repeat whose expressions may read what stands at other members.

    `home` maps each path inside repeats to the innermost one.
    """
    if not home:
        return frozenset()
    repeats = set(home.values())
    found = set()
    binds = list(binds)
    checked = ((bind.path, _checked(bind)) for bind in binds)
    for path, expressions in (*_sources(binds, questions, _NONE), *checked):
        around = [r for r in repeats if path == r or is_inside(path, r)] if path in home else []
        if any(_crosses(w, around) for one in expressions for w in one.ways(path)):
            found.add(path)
    return frozenset(found)


def _checked(bind: Bind) -> list[Expression]:
    """What is not worked out in order, but looked at when it is needed."""
    return [e for e in (bind.constraint, bind.required, bind.readonly) if e]


def _crosses(way: Way, around: Iterable[str]) -> bool:
    """Whether the way leaves one of the repeats around, and comes back to all of its members."""
    return any(
        is_inside(repeat, way.top)
        and (
            way.path == repeat
            or is_inside(way.path, repeat)
            or (way.below and is_inside(repeat, way.path))
        )
        for repeat in around
    )


def checks(binds: Iterable[Bind], paths: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """For each of `paths`, the nodes whose constraint or requirement reads it."""
    reads = {
        bind.path: _reads(bind.path, [e for e in (bind.constraint, bind.required) if e])
        for bind in binds
    }
    return _inverted({path: found for path, found in reads.items() if found}, paths)


def locks(binds: Iterable[Bind], paths: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """For each of `paths`, the questions it may turn into rows that are only shown.

    One that hangs on nothing is there under its own path.
    """
    paths = list(paths)
    reads: dict[str, frozenset[Read]] = {}
    for bind in binds:
        if bind.readonly:
            read = _reads(bind.path, [bind.readonly]) or frozenset({Read(bind.path)})
            for path in (one for one in paths if one == bind.path or is_inside(one, bind.path)):
                reads[path] = reads.get(path, frozenset()) | read
    return _inverted(reads, paths)


def _sources(
    binds: Iterable[Bind], questions: Iterable[Question], counts: Counts
) -> Iterator[tuple[str, list[Expression]]]:
    yield from ((key, [count]) for key, count in counts.items())
    filters = {q.path: q.itemset.filtered for q in questions if q.itemset and q.itemset.filtered}
    for bind in binds:
        found = [e for e in (bind.relevant, bind.calculate, filters.get(bind.path)) if e]
        if found:
            yield bind.path, found


def _reads(path: str, expressions: Iterable[Expression]) -> frozenset[Read]:
    at = path.removeprefix(COUNTS)
    return frozenset(read for expression in expressions for read in expression.reads(at))


def _before(path: str, reads: frozenset[Read], known: Collection[str]) -> list[str]:
    """Which of `known` come before `path`: what it reads, and the groups around either."""
    seen = [read for read in reads if read.path != path]
    before = {COUNTS + path, *_groups_around(path.removeprefix(COUNTS))}
    for read in seen:
        before |= {read.path, *_groups_around(read.path)}
    before |= {COUNTS + other for other in before}  # the members are there before what is in them
    found = {other for other in before if other in known}
    for group in (read.path for read in seen if read.below):
        found |= {other for other in known if is_inside(other.removeprefix(COUNTS), group)}
    return sorted(found - {path})


def _groups_around(path: str) -> Iterator[str]:
    while path := path.rpartition("/")[0]:
        yield path


def _look_at_themselves(binds: Iterable[Bind]) -> None:
    """Raises Cycle for a value or a relevance that hangs on itself, or on what is inside it."""
    for bind in binds:
        own = _reads(bind.path, [e for e in (bind.relevant, bind.calculate) if e])
        if any(r.path == bind.path or is_inside(r.path, bind.path) for r in own):
            raise Cycle(bind.path, bind.path)


def _inverted(
    reads: Mapping[str, frozenset[Read]], paths: Iterable[str]
) -> dict[str, tuple[str, ...]]:
    """For each of `paths`, who reads it, in the order of `reads`."""
    at: dict[str, dict[str, None]] = {}
    below: list[tuple[str, str]] = []
    for reader, seen in reads.items():
        for read in seen:
            at.setdefault(read.path, {})[reader] = None
            below += [(read.path, reader)] if read.below else []
    found = {}
    for path in paths:
        readers = at.get(path, {}) | {r: None for group, r in below if is_inside(path, group)}
        if readers:
            found[path] = tuple(readers)
    return found
