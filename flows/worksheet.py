"""One form being filled in: its nodes, what is relevant, and what follows from each answer.

This is the only mutable thing in flows/: a sheet of scrap paper. It lives for one message, is
rebuilt from the flat answers each time, and copying it at every step would buy nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from heapq import heappop, heappush
from random import Random

from flows import member_choices, triggers
from flows.fields import Field, Roster, plant
from flows.forms.addresses import COUNTS
from flows.forms.model import MORE, Form, Item, Itemset, Phrase, Question, Wording
from flows.growth import Growth
from flows.lineup import Lineup
from flows.tally import Tally
from flows.xpath import Expression
from flows.xpath.tree import Node
from flows.xpath.values import Figure
from flows.xpath.world import World

NOT_A_NUMBER = "NaN"  # JavaRosa stores it as blank


class Worksheet:
    """The nodes of one session of `form`. `now` carries the time zone dates are read in."""

    def __init__(
        self, form: Form, raw: Mapping[str, str], now: datetime, chance: Random, language: str
    ) -> None:
        self.form = form
        self.language = language
        document = Node("document")
        fields = plant(form.blank, document)
        self.growth = Growth(form, fields, raw)
        self._nodes = self.growth.nodes
        self.lineup = Lineup(form, self.growth)
        self.tally = Tally(form, self.lineup, self.relevant, self.locked)
        self.world = World(
            now=now,
            chance=chance,
            document=document,
            instances=form.instances,
            find=self._find,
            itext=self._itext,
            choice_label=self._choice_label,
        )
        self.changes = 0
        self.fresh: dict[str, str] = {}
        self.overtaken: list[str] = []
        self._sprung: list[Field] = []
        self.was_crowded = False
        self._turned: dict[str, bool] = {}
        self._begun = False
        self._fill(fields, raw)
        self._begun = True

    def _fill(self, fields: Iterable[Field], raw: Mapping[str, str]) -> None:
        """Write what the session kept, and work everything out."""
        for field in fields:
            field.text = self._typed(field.path, field.raw)
        for path, value in raw.items():
            if path in self._nodes:
                node = self._nodes[path]
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
            self._refresh(address, [])

    def text(self, path: str) -> str:
        """What the form reads at `path`: blank when it is not relevant."""
        node = self._nodes.get(path)
        if node is not None:
            return node.text
        return "" if self.growth.rosters[path].is_open else MORE[1]

    def by_name(self, name: str) -> str:
        """What the form reads at the node called `name`; blank when there is none."""
        node = self._nodes.get(self.form.paths.get(name, ""))
        return node.text if node else ""

    def raw(self, path: str) -> str:
        """What was entered at `path`, relevant or not."""
        return self._nodes[path].raw

    def relevant(self, path: str) -> bool:
        """Whether what stands at `path` counts now; a member that is gone does not."""
        node = self._nodes.get(path)
        if node is not None:
            return node.relevant
        roster = self.growth.rosters.get(path)
        return roster is not None and self._is_there(roster)

    def enter(self, path: str, value: str) -> None:
        """Write `value` at `path`, and work out again what follows from it."""
        node = self._nodes[path]
        if self._put(node, value):
            self._follow(node)

    def _put(self, node: Field, value: str) -> bool:
        """Write the value, and work out what reads it; whether it is another than before."""
        node.given = True
        if node.raw == value:
            return False
        node.raw = value
        self.changes += 1
        self.tally.doubt(node.address)
        changed: list[Field] = []
        self._show(node, changed)
        self._settle(changed)
        return True

    def _follow(self, node: Field, chain: int = 0) -> None:
        """What else comes of a new answer: changes of others overtaken, rows the form writes."""
        self._overtake([node])
        self._spring(chain)
        for target, value in triggers.settings(self.form, self.growth, self.world, node):
            is_new = self._put(target, value)
            self.fresh[target.address] = target.raw
            if is_new and chain < triggers.LONGEST_CHAIN:
                self._follow(target, chain + 1)

    def _spring(self, chain: int = 0) -> None:
        """What comes of the computed defaults of members that have just appeared."""
        sprung, self._sprung = self._sprung, []
        for node in sprung if chain < triggers.LONGEST_CHAIN else ():
            self._follow(node, chain + 1)

    def _overtake(self, changed: Iterable[Field]) -> None:
        """Calculate anew what somebody answered otherwise, now that its grounds have changed."""
        stood = {node: node.raw for node in triggers.overtaken(self.form, self.growth, changed)}
        for node in stood:
            node.given = False
        for node in stood:
            again: list[Field] = []
            self._refresh(node.address, again)
            self._settle(again)
        for node, value in stood.items():
            node.given = node.relevant and node.raw == value
            if not node.given:
                self.overtaken.append(node.address)
                self.tally.doubt(node.address)

    def take(self, path: str, value: str) -> bool:
        """Enter `value` if it keeps the constraint of `path`; else leave all as it stood."""
        node = self._nodes[path]
        raw, given = node.raw, node.given
        members = self.growth.aside, self.fresh.copy()
        self._turned.clear()
        is_new = self._put(node, value)
        self.was_crowded = bool(self.form.repeats) and self._is_crowded()
        if self.keeps_constraint(path) and not self.was_crowded:
            if is_new:
                self._follow(node)
            return True
        self._put(node, raw)
        self._sprung = []
        node.given = given
        self.growth.aside, self.fresh = members  # of members that were there for a moment only
        return False

    def sound(self, path: str) -> bool:
        """Whether what stands at `path` may stand: offered, within its constraint, there if it
        must be; of a roster, whether all of its members are there."""
        if path in self.growth.rosters:
            return not self.growth.rosters[path].is_open
        node = self._nodes[path]
        if not node.text:
            return not node.raw and not self.required(path)
        return self.keeps_constraint(path) and not self._is_partly_ranked(node)

    def closed(self) -> Iterator[str]:
        """Where something counted before the last `take`, and does not count any more."""
        return (path for path, was in self._turned.items() if was and not self.relevant(path))

    def keeps_constraint(self, path: str) -> bool:
        if path.startswith(COUNTS):
            return True
        node = self._nodes[path]
        bind = self.form.binds.get(node.path)
        if bind is None or bind.constraint is None or not node.text:
            return True
        return bind.constraint.true(self.world, node)

    def required(self, path: str) -> bool:
        if path.startswith(COUNTS):
            return True
        node = self._nodes[path]
        bind = self.form.binds.get(node.path)
        if bind is None or bind.required is None:
            return False
        return bind.required.true(self.world, node)

    def locked(self, path: str) -> bool:
        """Whether what stands at `path` is only shown now, and not asked."""
        node = self._nodes.get(path)
        bind = self.form.binds.get(node.path) if node else None
        locks = bind.readonly if bind else None
        return locks is not None and node is not None and locks.true(self.world, node)

    def offered(self, question: Question) -> Sequence[Item]:
        """The choices of `question` that its filter lets through now."""
        itemset = question.itemset
        if itemset is None:
            return ()
        if itemset.filtered is None:
            return itemset.items
        return self._let_through(itemset, self._nodes[question.path])

    def say(self, wording: Wording | None, at: str = "") -> str:
        """A text in the session's language, its `${…}` filled in; blank when there is none."""
        pieces = self._phrase(wording or {}).pieces
        if len(pieces) == 1 and isinstance(pieces[0], str):
            return pieces[0].strip()
        roster = self.growth.rosters.get(at)
        node = roster.site if roster else self._nodes.get(at, self.world.document)
        return "".join(
            piece if isinstance(piece, str) else piece.text(self.world, node) for piece in pieces
        ).strip()

    def prefill(self, inside: str = "") -> dict[str, str]:
        """Write the form's computed defaults, as a new session begins, or those of one member; what
        was written."""
        return {
            node.address: self.default(node.address, expression)
            for path, expression in self.form.prefills
            for node in self.growth.found.get(path, ())
            if not node.raw and node.address.startswith(inside)
        }

    def default(self, path: str, expression: Expression) -> str:
        """Write the computed default of `path` as it comes out now; what was written."""
        value = expression.text(self.world, self._nodes[path])
        self.enter(path, "" if value == NOT_A_NUMBER else value)
        return self.raw(path)

    def appeared(self, member: str) -> None:
        """Take a member into account that was put in among the others."""
        inside = [node for at, node in self._nodes.items() if at.startswith(member)]
        self._overtake(inside)

    def written(self) -> tuple[dict[str, str], list[str]]:
        """What the form wrote by itself since it was last asked, by path, and whose answers it has
        worked out anew."""
        written, overtaken = self.fresh, self.overtaken
        for path in self.form.lasting:
            held = ((node.address, node.raw) for node in self.growth.found.get(path, ()))
            written |= {address: raw for address, raw in held if raw}
        self.fresh, self.overtaken = {}, []
        return written, overtaken

    # ---- members of rosters

    def given(self) -> dict[str, str]:
        """All that was entered."""
        lasting = self.form.lasting
        return {
            path: node.raw
            for path, node in self._nodes.items()
            if node.given or (node.raw and node.path in lasting)
        }

    def standings(self) -> dict[str, str]:
        """How many members the rosters have, as far as no count says so."""
        rosters = self.growth.rosters.values()
        return {r.key: r.standing for r in rosters if r.repeat.count is None or r.edits}

    def wanted(self, roster: Roster) -> int:
        """How many members its count asks for now."""
        return self.growth.wanted(roster, self.world)

    def _is_crowded(self) -> bool:
        """Whether a count asks for more members than there may be."""
        rosters = self.growth.rosters.values()
        return any(self.wanted(one) > len(one.members) for one in rosters if one.repeat.count)

    def _is_there(self, roster: Roster) -> bool:
        """Whether people may be asked for members now."""
        bind = self.form.binds.get(roster.repeat.path)
        own = bind is None or bind.relevant is None or bind.relevant.true(self.world, roster.site)
        return roster.parent.relevant and own

    def add(self, roster: Roster) -> None:
        """One more member of a roster that people fill in until they say it is all."""
        gone = f"{roster.address}[{len(roster.members) + 1}]"
        self.growth.forget(gone)
        changed: list[Field] = []
        self._resize(roster, len(roster.members) + 1, changed)
        self.close(roster, is_open=True)
        self._settle(changed)
        self._overtake(changed)
        self._spring()

    def close(self, roster: Roster, *, is_open: bool = False) -> None:
        """That is all; or, after all, it may not be."""
        roster.is_open = is_open
        self.changes += 1
        self.tally.doubt(roster.key)

    def _resize(self, roster: Roster, to: int, changed: list[Field]) -> None:
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
                self._refresh(f"{sign}{member.address}{inner}", changed)
            for path, expression in repeat.prefills if repeat else ():
                node = self._nodes[member.address + path.removeprefix(member.path)]
                if not node.given and not node.raw:
                    value = expression.text(self.world, node)
                    node.raw = "" if value == NOT_A_NUMBER else value
                    node.given = True
                    self.fresh[node.address] = node.raw
                    self._show(node, changed)
                    self._sprung.append(node)

    def _find(self, path: str) -> Sequence[Node]:
        return self.growth.found.get(path, ())

    # ---- what follows from what

    def _settle(self, changed: list[Field]) -> None:
        """Refresh what reads the changed nodes, what reads those, and so on, each after all it
        reads."""
        address = ""
        queue: list[tuple[int, str]] = []
        waiting: set[str] = set()
        while True:
            for rank, reader in self._readers(changed):
                if reader not in waiting and reader != address:
                    waiting.add(reader)
                    heappush(queue, (rank, reader))
            if not queue:
                return
            _, address = heappop(queue)
            waiting.discard(address)
            changed = []
            self._refresh(address, changed)

    def _readers(self, changed: Iterable[Field]) -> Iterator[tuple[int, str]]:
        """What to refresh after the changed nodes, and its rank; what was known of the soundness
        of others is not known any more."""
        order, checks, dependents = self.form.order, self.form.checks, self.form.dependents
        is_flat = not self.form.repeats
        for field in changed:
            path = field.path
            for checked in checks.get(path, ()):
                for address in (checked,) if is_flat else self.growth.targets(field, checked):
                    self.tally.doubt(address)
            for locked in self.form.locks.get(path, ()):
                for address in (locked,) if is_flat else self.growth.targets(field, locked):
                    self.tally.turn(address)
            for reader in dependents.get(path, ()):
                if is_flat:
                    yield order[reader], reader
                    continue
                if reader in self.form.repeats:
                    self.tally.turn(reader)  # whether one is asked for members
                for address in self.growth.targets(field, reader):
                    yield order[reader], address

    def _refresh(self, address: str, changed: list[Field]) -> None:
        node = self._nodes.get(address)
        if node is None:
            if roster := self.growth.rosters.get(address):
                self._resize(roster, self.wanted(roster), changed)
            return
        bind = self.form.binds[node.path]
        if bind.relevant is not None:
            above = node.parent
            relevant = not isinstance(above, Field) or above.relevant
            relevant = relevant and bind.relevant.true(self.world, node)
            if relevant != node.relevant:
                self._mark(node, relevant, changed)
        if bind.calculate is not None and node.relevant and not node.given:
            value = bind.calculate.kept(self.world, node)
            node.raw = "" if value == NOT_A_NUMBER else value
        if bind.type == "rank":
            self.tally.doubt(address)  # more lines may be offered than were
        self._show(node, changed)

    def _mark(self, node: Field, relevant: bool, changed: list[Field]) -> None:
        node.relevant = relevant
        self._turn(node.address, was=not relevant)
        changed.append(node)
        self._show(node, changed)
        for child in node.children:
            if isinstance(child, Field):
                self._mark_below(child, relevant, changed)

    def _turn(self, address: str, *, was: bool) -> None:
        self._turned.setdefault(address, was)
        self.tally.turn(address)

    def _mark_below(self, child: Field, relevant: bool, changed: list[Field]) -> None:
        bind = self.form.binds.get(child.path)
        own = bind is None or bind.relevant is None or bind.relevant.true(self.world, child)
        if child.relevant != (relevant and own):
            self._mark(child, relevant and own, changed)
        if relevant and own and bind is not None and bind.calculate is not None:
            self._refresh(child.address, changed)

    def _show(self, node: Field, changed: list[Field]) -> None:
        """Let the form read what was entered, or a blank while it may not."""
        text = self._readable(node) if node.relevant else ""
        if text != node.text:
            node.text = text
            self.tally.doubt(node.address)
            changed.append(node)

    def _readable(self, node: Field) -> str:
        itemset = self.form.filters.get(node.path)
        if itemset is None or not node.raw:
            return self._typed(node.path, node.raw)
        names = {item.name for item in self._let_through(itemset, node)}
        if itemset.from_members:
            return node.raw if node.raw in names else ""
        return " ".join(name for name in node.raw.split() if name in names)

    def _typed(self, path: str, text: str) -> str:
        """The answer as expressions read it: as a number where one is asked for."""
        return Figure(text) if text and path in self.form.figures else text

    def _let_through(self, itemset: Itemset, node: Field) -> Sequence[Item]:
        if itemset.filtered is None:
            return itemset.items
        rows = itemset.filtered.evaluate(self.world, node)
        if itemset.from_members:
            return member_choices.items(rows if isinstance(rows, list) else (), self._read_at)
        kept = {id(row) for row in rows} if isinstance(rows, list) else set()
        return [item for item in itemset.items if id(item.node) in kept]

    def _read_at(self, value: str, node: Node) -> str:
        """An answer as people read it, by the choices of the question at its node."""
        return self._choice_label(value, node.path, node)

    def _is_partly_ranked(self, node: Field) -> bool:
        """Whether an order lacks some of the lines that are offered now."""
        bind = self.form.binds.get(node.path)
        if bind is None or bind.type != "rank":
            return False
        question = self.form.by_name[node.path.rpartition("/")[2]]
        itemset = question.itemset or Itemset(())
        names = {item.name for item in self._let_through(itemset, node)}
        return not names.issubset(node.text.split())

    # ---- texts

    def _phrase(self, wording: Wording) -> Phrase:
        for language in (self.language, self.form.language, ""):
            if language in wording:
                return wording[language]
        return next(iter(wording.values()), Phrase(()))

    def _itext(self, key: str) -> str:
        return self.say(self.form.texts.get(key))

    def _choice_label(self, value: str, path: str, node: Node) -> str:
        question = next((q for q in self.form.questions if q.path == path), None)
        items = question.itemset.items if question and question.itemset else ()
        return next((self.say(item.label) for item in items if item.name == value), "")
