"""One form being filled in: its nodes, what is relevant, and what follows from each answer.

This is the only mutable thing in flows/: a sheet of scrap paper. It lives for one message, is
rebuilt from the flat answers each time, and copying it at every step would buy nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from random import Random

from flows import triggers
from flows.casting import cast
from flows.fields import Field, Roster, plant
from flows.forms.addresses import COUNTS
from flows.forms.model import MORE, Form, Item, Itemset, Phrase, Question, Wording
from flows.growth import Growth
from flows.lineup import Lineup
from flows.recalculation import Recalculation
from flows.tally import Tally
from flows.xpath import Expression
from flows.xpath.tree import Node
from flows.xpath.world import World


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
            find=self.growth.standing,
            itext=self._itext,
            choice_label=self._choice_label,
        )
        self.changes = 0
        self.overtaken: list[str] = []
        self._followed = 0
        self.was_crowded = False
        self._there: list[str] = []
        self._there_at = -1
        self._closings = 0
        self._told: tuple[int, int] | None = None
        self._after = Recalculation(form, self.growth, self.world, self.tally)
        self._after.fill(fields, raw)

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
            self._begin_following(node)

    def _put(self, node: Field, value: str) -> bool:
        """Write the value, and work out what reads it; whether it is another than before."""
        node.given = True
        if node.raw == value:
            return False
        node.raw = value
        self.changes += 1
        self.tally.doubt(node.address)
        changed: list[Field] = []
        self._after.show(node, changed)
        self._after.settle(changed)
        return True

    def _begin_following(self, *nodes: Field) -> None:
        """What else comes of new answers, as far as it ever comes to rest."""
        self._followed = 0
        for node in nodes:
            self._follow(node)

    def _follow(self, node: Field) -> None:
        """What else comes of a new answer: changes of others overtaken, rows the form writes."""
        self._followed += 1
        self._overtake([node])
        self._spring()
        for target, value in triggers.settings(self.form, self.growth, self.world, node):
            is_new = self._put(target, value)
            self._after.fresh[target.address] = target.raw
            if is_new and self._followed < triggers.MOST_FOLLOWED:
                self._follow(target)

    def _spring(self) -> None:
        """What comes of the computed defaults of members that have just appeared."""
        sprung, self._after.sprung = self._after.sprung, []
        for node in sprung:
            self._follow(node)

    def _overtake(self, changed: Iterable[Field]) -> None:
        """Calculate anew what somebody answered otherwise, now that its grounds have changed."""
        stood = {node: node.raw for node in triggers.overtaken(self.form, self.growth, changed)}
        for node in stood:
            node.given = False
        for node in stood:
            again: list[Field] = []
            self._after.refresh(node.address, again)
            self._after.settle(again)
        for node, value in stood.items():
            node.given = node.relevant and node.raw == value
            if not node.given:
                self.overtaken.append(node.address)
                self.tally.doubt(node.address)

    def take(self, path: str, value: str) -> bool:
        """Enter `value` if it keeps the constraint of `path`; else leave all as it stood."""
        node = self._nodes[path]
        raw, given = node.raw, node.given
        members = self.growth.aside, self._after.fresh.copy()
        held = [(one.address, one.raw) for one in self._lasting()]
        self._after.turned.clear()
        self._note_rosters()
        is_new = self._put(node, value)
        self.was_crowded = bool(self.growth.short)
        if self.keeps_constraint(path) and not self.was_crowded:
            if is_new:
                self._begin_following(node)
            return True
        self._put(node, raw)
        self._hold(held)
        self._after.sprung = []
        node.given = given
        # Of members that were there for a moment only.
        self.growth.aside, self._after.fresh = members
        return False

    def _lasting(self) -> Iterator[Field]:
        """The nodes whose calculation holds on to what it came to."""
        return (node for path in self.form.lasting for node in self.growth.found.get(path, ()))

    def _hold(self, held: Iterable[tuple[str, str]]) -> None:
        """Let lasting calculations forget what an answer that was not taken made of them."""
        changed: list[Field] = []
        for address, raw in held:
            node = self._nodes[address]
            node.raw = raw
            self._after.show(node, changed)
        self._after.settle(changed)

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
        turned = (path for path, was in self._after.turned.items() if was)
        return (path for path in (*turned, *self._there) if not self.relevant(path))

    def _note_rosters(self) -> None:
        """Remember which rosters one is asked for, until something turns."""
        if self._there_at != self._after.turns:
            self._there_at = self._after.turns
            rosters = self.growth.rosters.values()
            self._there = [one.key for one in rosters if one.is_kept and self._is_there(one)]

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
        roster = self.growth.rosters.get(path)
        node: Node | None = roster.site if roster else self._nodes.get(path)
        while node is not None:  # a group locks all that is in it
            bind = self.form.binds.get(node.path)
            if bind and bind.readonly and bind.readonly.true(self.world, node):
                return True
            node = node.parent
        return False

    def offered(self, question: Question) -> Sequence[Item]:
        """The choices of `question` that its filter lets through now."""
        itemset = question.itemset
        if itemset is None:
            return ()
        if itemset.filtered is None:
            return itemset.items
        return self._after.let_through(itemset, self._nodes[question.path])

    def say(self, wording: Wording | None, at: str = "") -> str:
        """A text in the session's language, its `${…}` filled in; blank when there is none."""
        if not wording:
            return ""
        pieces = (wording.get(self.language) or self._phrase(wording)).pieces
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
        node = self._nodes[path]
        bind = self.form.binds.get(node.path)
        self.enter(path, cast(bind.type if bind else "", expression.text(self.world, node)))
        return self.raw(path)

    def appeared(self, member: str) -> None:
        """Take a member into account that was put in among the others."""
        inside = [node for at, node in self._nodes.items() if at.startswith(member)]
        self._overtake(inside)

    def written(self) -> tuple[dict[str, str], list[str]]:
        """What the form wrote by itself since it was last asked, by path, and whose answers it has
        worked out anew."""
        written, overtaken = self._after.fresh, self.overtaken
        written |= {node.address: node.raw for node in self._lasting() if node.raw}
        self._after.fresh, self.overtaken = {}, []
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
        """How many members the rosters have, as far as no count says so; nothing when that is as it
        was before."""
        if self._told == (now := (self._after.turns, self._closings)):
            return {}
        self._told = now
        rosters = self.growth.rosters.values()
        return {roster.key: roster.standing for roster in rosters if roster.is_kept}

    def wanted(self, roster: Roster) -> int:
        """How many members its count asks for now."""
        return self.growth.wanted(roster, self.world)

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
        self._after.resize(roster, len(roster.members) + 1, changed)
        self.close(roster, is_open=True)
        self._after.settle(changed)
        self._overtake(changed)
        sprung, self._after.sprung = self._after.sprung, []
        self._begin_following(*sprung)

    def close(self, roster: Roster, *, is_open: bool = False) -> None:
        """That is all; or, after all, it may not be."""
        roster.is_open = is_open
        self._closings += 1
        self.changes += 1
        self.tally.doubt(roster.key)

    def _is_partly_ranked(self, node: Field) -> bool:
        """Whether an order lacks some of the lines that are offered now."""
        bind = self.form.binds.get(node.path)
        if bind is None or bind.type != "rank":
            return False
        question = self.form.by_name[node.path.rpartition("/")[2]]
        itemset = question.itemset or Itemset(())
        names = {item.name for item in self._after.let_through(itemset, node)}
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
        at = self.form.places.get(path)
        itemset = None if at is None else self.form.questions[at].itemset
        if itemset and itemset.from_members:
            return value  # as it was called
        items = itemset.named([value]) if itemset else ()
        return next((self.say(item.label) for item in items), "")
