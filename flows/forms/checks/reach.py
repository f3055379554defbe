"""Checks for what is never asked: a condition that cannot hold, or that waits for such a row."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from flows.forms.checks import domains, trees, truths
from flows.forms.checks.compared import Chosen
from flows.forms.checks.domains import Domain
from flows.forms.checks.draft import GROUPS, REPEAT, Draft, Item
from flows.forms.checks.expressions import Formula
from flows.forms.checks.truths import Patience
from flows.forms.faults import Fault
from flows.xpath.syntax import Syntax

MOST_NAMED = 3  # rows that go with an unreachable one
NEVER_ASKED = "nên hàng này không bao giờ được hỏi."
OFF = "Điều kiện này luôn sai, hàng này đang tắt. Nếu không dùng nữa thì nên xóa hàng."
IMPOSSIBLE = f"Điều kiện này không bao giờ đúng, {NEVER_ASKED} Hãy sửa điều kiện."
AGAINST = f'Điều kiện này trái với điều kiện của nhóm "{{}}" (hàng {{}}), {NEVER_ASKED}'
GOES_WITH = " Kéo theo cũng không được hỏi: {}."


@dataclass(slots=True)
class _Dead:
    """A row that is never reached, and those that are not because of it."""

    item: Item
    text: str
    serious: bool
    with_it: list[Item] = field(default_factory=list)


def reach(draft: Draft) -> Iterator[Fault]:
    """Rows that are never asked, each once: with its cause, and with what hangs on it."""
    search = _Search(draft)
    found = search.run()
    for dead in found.values():
        text = dead.text + _goes_with(dead.with_it)
        yield Fault("survey", dead.item.row.number, "relevant", text, dead.serious)
    for item in draft.items:
        formula = Formula("survey", item.row, "relevant", item.row.cell("relevant"))
        if formula.text and item.row.number not in found:
            yield from search.chosen.hints(formula)


def _goes_with(items: Sequence[Item]) -> str:
    if not items:
        return ""
    named = [f'"{item.name}" (hàng {item.row.number})' for item in items[:MOST_NAMED]]
    more = [f"{len(items) - MOST_NAMED} hàng nữa"] if len(items) > MOST_NAMED else []
    return GOES_WITH.format(", ".join((*named, *more)))


class _Search:
    """Finds the rows that die by themselves, then those that die of them, until none is left."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._patience = Patience()
        self.chosen = Chosen(draft)
        self._groups = {i.name: i for i in reversed(draft.items) if i.kind in GROUPS}
        self._known = domains.domains(draft)
        self._items = {i.name: i for i in reversed(draft.items) if i.name}
        self._trees = {i.row.number: _tree(i) for i in draft.items}
        self._found: dict[int, _Dead] = {}
        self._blank: dict[str, _Dead] = {}

    def run(self) -> Mapping[int, _Dead]:
        """The dead by their row number."""
        waiting = [item for item in self._draft.items if item.name]
        hanging: dict[str, list[Item]] = {}
        for item in waiting:
            for name in self._needs(item):
                hanging.setdefault(name, []).append(item)
        while waiting:
            fresh = []
            for item in waiting:
                if item.name not in self._blank and (cause := self._cause(item)):
                    self._blank[item.name] = cause
                    fresh.append(item.name)
            waiting = [item for name in fresh for item in hanging.get(name, ())]
        return self._found

    def _needs(self, item: Item) -> set[str]:
        """The names on which it hangs whether the row is reached."""
        found = (self._trees[item.row.number], *map(self._group_tree, item.groups))
        return set(item.groups).union(*(trees.names(tree) for tree in found if tree))

    def _cause(self, item: Item) -> _Dead | None:
        """Why the row is never reached; None while it may be."""
        around = next((self._blank[name] for name in item.groups if name in self._blank), None)
        own = self._trees[item.row.number]
        if around or own is None:
            return around
        outer = [each for each in map(self._group_tree, item.groups) if each is not None]
        if self._may(item, [own, *outer], self._blank):
            return None
        return self._because(item, own, outer)

    def _because(self, item: Item, own: Syntax, outer: Sequence[Syntax]) -> _Dead | None:
        if self._may(item, [own, *outer], {}):
            read = [name for tree in (own, *outer) for name in sorted(trees.names(tree))]
            dead = next((self._blank[name] for name in read if name in self._blank), None)
            if dead:  # else there was no patience left to find one
                dead.with_it.append(item)
            return dead
        return self._found.setdefault(item.row.number, self._told(item, own, outer))

    def _told(self, item: Item, own: Syntax, outer: Sequence[Syntax]) -> _Dead:
        if not trees.names(own):
            return _Dead(item, OFF, serious=False)
        slips = self.chosen.unknown(own)
        if slips:
            return _Dead(item, f"{' '.join(slips)} Vì vậy hàng này không bao giờ được hỏi.", True)
        if not outer or not self._may(item, [own], {}):
            return _Dead(item, IMPOSSIBLE, serious=True)
        group = self._contradicted(item, own)
        return _Dead(item, AGAINST.format(group.name, group.row.number), serious=True)

    def _contradicted(self, item: Item, own: Syntax) -> Item:
        """The group whose condition does not go with the row's, else the innermost with one."""
        groups = [self._groups[name] for name in item.groups if self._group_tree(name)]
        for group in groups:
            tree = self._group_tree(group.name)
            if tree is not None and not self._may(item, [own, tree], {}):
                return group
        return groups[-1]

    def _may(self, item: Item, conditions: Sequence[Syntax], blank: Mapping[str, _Dead]) -> bool:
        seen = self._seen_from(item, conditions, blank)
        return truths.may_hold(conditions, seen, self._patience)

    def _seen_from(
        self, item: Item, conditions: Sequence[Syntax], blank: Mapping[str, _Dead]
    ) -> Mapping[str, Domain]:
        """What may stand at the questions; of members of a roster only where one is meant."""
        here, seen = self._rosters(item), {}
        for name in {name for tree in conditions for name in trees.names(tree)}:
            read = self._items.get(name)
            theirs = self._rosters(read) if read else ()
            domain = Domain(("",)) if name in blank else self._known.get(name)
            if domain and theirs == here[: len(theirs)]:
                seen[name] = domain
        return seen

    def _rosters(self, item: Item) -> tuple[str, ...]:
        kinds = ((name, self._groups.get(name)) for name in item.groups)
        return tuple(name for name, group in kinds if group and group.kind == REPEAT)

    def _group_tree(self, name: str) -> Syntax | None:
        group = self._groups.get(name)
        return self._trees[group.row.number] if group else None


def _tree(item: Item) -> Syntax | None:
    text = item.row.cell("relevant")
    found = trees.understood(text) if text else None
    return found.tree if found else None
