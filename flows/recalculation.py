"""What follows from an answer: relevance, calculations, choices and members, in their order."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import heappop, heappush

from flows import member_choices
from flows.casting import cast
from flows.fields import Field, Roster
from flows.forms.addresses import COUNTS
from flows.forms.model import Form, Item, Itemset
from flows.growth import Growth
from flows.tally import Tally
from flows.xpath.tree import Node
from flows.xpath.values import Figure
from flows.xpath.world import World


class Recalculation:
    """Keeps the nodes of one worksheet in step with what was entered, and tells the tally.

    `turned` says, of what turned relevant or irrelevant since it was cleared, whether it counted
    before, and `turns` counts how often something did. `fresh` has the computed defaults of members
    that appeared, by address; `sprung` are their nodes.
    """

    def __init__(self, form: Form, growth: Growth, world: World, tally: Tally) -> None:
        self.form = form
        self.growth = growth
        self.world = world
        self.tally = tally
        self.turned: dict[str, bool] = {}
        self.turns = 0
        self.fresh: dict[str, str] = {}
        self.sprung: list[Field] = []
        self._nodes = growth.nodes
        self._begun = False

    def fill(self, fields: Iterable[Field], raw: Mapping[str, str]) -> None:
        """Write what the session kept, and work everything out."""
        for field in fields:
            field.text = self._typed(field.path, field.raw)
        for path, value in raw.items():
            node = self._nodes.get(path)
            if node is not None:
                node.raw = value
                node.text = self._typed(path, value)
                node.given = path not in self.form.lasting
        order: Iterable[str] = self.form.order
        if self.form.repeats:
            self.growth.plant()
            # One by one: members appear while their count is worked out.
            order = (at for path in self.form.order for at in self.growth.addresses(path))
            for field in self._nodes.values():
                field.text = self._typed(field.path, field.raw)
        for address in order:
            self.refresh(address, [])
        self._begun = True

    def settle(self, changed: list[Field]) -> None:
        """Refresh what reads the changed nodes, what reads those, and so on, each after all it
        reads."""
        address = ""
        queue: list[tuple[int, str]] = []
        waiting: set[str] = set()
        while True:
            for rank, reader in self._readers(changed) if changed else ():
                if reader not in waiting and reader != address:
                    waiting.add(reader)
                    heappush(queue, (rank, reader))
            if not queue:
                return
            _, address = heappop(queue)
            waiting.discard(address)
            changed = []
            self.refresh(address, changed)

    def _readers(self, changed: Iterable[Field]) -> Iterator[tuple[int, str]]:
        """What to refresh after the changed nodes, and its rank."""
        order, dependents, repeated = self.form.order, self.form.dependents, self.form.repeat_of
        for field in changed:
            path = field.path
            if path in self.form.checks or path in self.form.locks:
                self._cast_doubt(field)
            for reader in dependents.get(path, ()):
                if not repeated:
                    yield order[reader], reader
                    continue
                if reader in self.form.repeats:
                    self.turns += 1  # whether one is asked for members
                    self.tally.turn(reader)
                for address in self._addresses(field, reader):
                    yield order[reader], address

    def _cast_doubt(self, field: Field) -> None:
        """What was known of others is not known any more: whether they may stand, or are asked."""
        for checked in self.form.checks.get(field.path, ()):
            for address in self._addresses(field, checked):
                self.tally.doubt(address)
        for locked in self.form.locks.get(field.path, ()):
            if locked in self.form.repeats:
                self.tally.turn(locked)  # whether one is asked for members
            for address in self._addresses(field, locked):
                self.tally.turn(address)

    def _addresses(self, field: Field, reader: str) -> Iterable[str]:
        """Where the path stands that reads the field: a reader outside of all repeats once."""
        is_once = reader not in self.form.repeat_of and not reader.startswith(COUNTS)
        return (reader,) if is_once else self.growth.targets(field, reader)

    def refresh(self, address: str, changed: list[Field]) -> None:
        """Work out anew what stands at that address, adding what has changed."""
        node = self._nodes.get(address)
        if node is None:
            if roster := self.growth.rosters.get(address):
                self.resize(roster, self.growth.wanted(roster, self.world), changed)
            return
        bind = self.form.binds[node.path]
        if bind.relevant is not None:
            above = node.parent
            relevant = not isinstance(above, Field) or above.relevant
            relevant = relevant and bind.relevant.true(self.world, node)
            if relevant != node.relevant:
                self._mark(node, relevant, changed)
        if bind.calculate is not None and node.relevant and not node.given:
            node.raw = cast(bind.type, bind.calculate.kept(self.world, node))
        if bind.type == "rank":
            self.tally.doubt(address)  # more lines may be offered than were
        self.show(node, changed)

    def _mark(self, node: Field, relevant: bool, changed: list[Field]) -> None:
        node.relevant = relevant
        self._turn(node.address, was=not relevant)
        changed.append(node)
        self.show(node, changed)
        for child in node.children:
            if isinstance(child, Field):
                self._mark_below(child, relevant, changed)

    def _mark_below(self, child: Field, relevant: bool, changed: list[Field]) -> None:
        bind = self.form.binds.get(child.path)
        own = bind is None or bind.relevant is None or bind.relevant.true(self.world, child)
        if child.relevant != (relevant and own):
            self._mark(child, relevant and own, changed)
        if relevant and own and bind is not None and bind.calculate is not None:
            self.refresh(child.address, changed)

    def _turn(self, address: str, *, was: bool) -> None:
        self.turns += 1
        self.turned.setdefault(address, was)
        self.tally.turn(address)

    # ---- members of rosters

    def resize(self, roster: Roster, to: int, changed: list[Field]) -> None:
        """Let members come or go until there are so many, as far as there is room."""
        gone = self.growth.cut(roster, to)
        fresh = self.growth.grow(roster, to)
        changed += gone
        for field in gone:
            self._turn(field.address, was=field.relevant)
        for field in fresh:
            self._turn(field.address, was=False)
            field.text = self._typed(field.path, field.raw) if field.relevant else ""
        changed += fresh
        if self._begun:
            self._work_out(fresh, changed)

    def _work_out(self, fresh: Sequence[Field], changed: list[Field]) -> None:
        """Calculate what is inside new members, and write their computed defaults."""
        for member in fresh:
            repeat = self.form.repeats.get(member.path)
            for path in repeat.order if repeat else ():
                inner = path.removeprefix(COUNTS).removeprefix(member.path)
                sign = COUNTS if path.startswith(COUNTS) else ""
                self.refresh(f"{sign}{member.address}{inner}", changed)
            for path, expression in repeat.prefills if repeat else ():
                node = self._nodes[member.address + path.removeprefix(member.path)]
                if not node.given and not node.raw:
                    bind = self.form.binds.get(path)
                    value = expression.text(self.world, node)
                    node.raw = cast(bind.type if bind else "", value)
                    node.given = True
                    self.fresh[node.address] = node.raw
                    self.show(node, changed)
                    self.sprung.append(node)

    # ---- what the form reads

    def show(self, node: Field, changed: list[Field]) -> None:
        """Let the form read what was entered, or a blank while it may not."""
        text = self._readable(node) if node.raw and node.relevant else ""
        if text != node.text:
            node.text = text
            self.tally.doubt(node.address)
            changed.append(node)

    def _readable(self, node: Field) -> str:
        itemset = self.form.filters.get(node.path)
        if itemset is None:
            return Figure(node.raw) if node.path in self.form.figures else node.raw
        names = {item.name for item in self.let_through(itemset, node)}
        if itemset.from_members:
            return node.raw if node.raw in names else ""
        return " ".join(name for name in node.raw.split() if name in names)

    def _typed(self, path: str, text: str) -> str:
        """The answer as expressions read it: as a number where one is asked for."""
        return Figure(text) if text and path in self.form.figures else text

    def let_through(self, itemset: Itemset, node: Field) -> Sequence[Item]:
        """The choices offered at the node now."""
        if itemset.filtered is None:
            return itemset.items
        rows = itemset.filtered.evaluate(self.world, node)
        if itemset.from_members:
            return member_choices.items(rows if isinstance(rows, list) else (), self._read_at)
        return itemset.at_rows(rows if isinstance(rows, list) else ())

    def _read_at(self, value: str, node: Node) -> str:
        """An answer as people read it, by the choices of the question at its node."""
        return self.world.choice_label(value, node.path, node)
