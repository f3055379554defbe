"""One form being filled in: its nodes, what is relevant, and what follows from each answer.

This is the only mutable thing in flows/: a sheet of scrap paper. It lives for one message, is
rebuilt from the flat answers each time, and copying it at every step would buy nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from heapq import heappop, heappush
from random import Random

from flows.forms.model import Form, Item, Itemset, Leaf, Phrase, Question, Wording
from flows.xpath import Expression
from flows.xpath.tree import Node
from flows.xpath.values import Figure
from flows.xpath.world import World

NOT_A_NUMBER = "NaN"  # JavaRosa stores it as blank


class Field(Node):
    """A node of the form: `raw` is what was entered, `text` what the form reads (blank while the
    node is not relevant). What is `given` by a person is not calculated any more."""

    __slots__ = ("given", "raw", "relevant")

    def __init__(self, leaf: Leaf, parent: Node) -> None:
        # Not through Node's own: a session has hundreds, and the leaf knows its path already.
        self.kind = "element"
        self.name = leaf.name
        self.namespace = ""
        self.path = leaf.path
        self.parent = parent
        self.children = []
        self.attributes = ()
        self.text = self.raw = leaf.default
        self.relevant = True
        self.given = False
        parent.children.append(self)


class Worksheet:
    """The nodes of one session of `form`. `now` carries the time zone dates are read in."""

    def __init__(
        self, form: Form, raw: Mapping[str, str], now: datetime, chance: Random, language: str
    ) -> None:
        self.form = form
        self.language = language
        self._nodes: dict[str, Field] = {}
        self._found: dict[str, Sequence[Node]] = {}
        document = self._build()
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
        self._sound: dict[str, bool] = {}
        for path, value in raw.items():
            if path in self._nodes:
                node = self._nodes[path]
                node.raw = value
                node.text = self._typed(path, value)
                node.given = True
        for path in form.order:
            self._refresh(path, [])

    def text(self, path: str) -> str:
        """What the form reads at `path`: blank when it is not relevant."""
        return self._nodes[path].text

    def by_name(self, name: str) -> str:
        """What the form reads at the node called `name`; blank when there is none."""
        paths = self.form.paths
        return self._nodes[paths[name]].text if name in paths else ""

    def raw(self, path: str) -> str:
        """What was entered at `path`, relevant or not."""
        return self._nodes[path].raw

    def relevant(self, path: str) -> bool:
        return self._nodes[path].relevant

    def enter(self, path: str, value: str) -> None:
        """Write `value` at `path`, and work out again what follows from it."""
        node = self._nodes[path]
        node.given = True
        if node.raw == value:
            return
        node.raw = value
        self.changes += 1
        self._sound.pop(path, None)
        changed: list[str] = []
        self._show(node, changed)
        self._settle(changed)

    def take(self, path: str, value: str) -> bool:
        """Enter `value` if it keeps the constraint of `path`; else leave all as it stood."""
        node = self._nodes[path]
        raw, given = node.raw, node.given
        self.enter(path, value)
        if self.keeps_constraint(path):
            return True
        self.enter(path, raw)
        node.given = given
        return False

    def sound(self, path: str) -> bool:
        """Whether what stands at `path` may stand: offered, within its constraint, there if it
        must be."""
        known = self._sound.get(path)
        if known is None:
            known = self._sound[path] = self._check(path)
        return known

    def keeps_constraint(self, path: str) -> bool:
        node, bind = self._nodes[path], self.form.binds.get(path)
        if bind is None or bind.constraint is None or not node.text:
            return True
        return bind.constraint.true(self.world, node)

    def required(self, path: str) -> bool:
        bind = self.form.binds.get(path)
        if bind is None or bind.required is None:
            return False
        return bind.required.true(self.world, self._nodes[path])

    def offered(self, question: Question) -> Sequence[Item]:
        """The choices of `question` that its filter lets through now."""
        itemset = question.itemset
        if itemset is None:
            return ()
        return self._let_through(itemset, self._nodes[question.path])

    def say(self, wording: Wording | None, at: str = "") -> str:
        """A text in the session's language, its `${…}` filled in; blank when there is none."""
        pieces = self._phrase(wording or {}).pieces
        if len(pieces) == 1 and isinstance(pieces[0], str):
            return pieces[0].strip()
        node = self._nodes.get(at, self.world.document)
        return "".join(
            piece if isinstance(piece, str) else piece.text(self.world, node) for piece in pieces
        ).strip()

    def prefill(self) -> dict[str, str]:
        """Write the form's computed defaults, as a new session begins; what was written."""
        return {
            path: self.default(path, expression)
            for path, expression in self.form.prefills
            if path in self._nodes and not self._nodes[path].raw
        }

    def default(self, path: str, expression: Expression) -> str:
        """Write the computed default of `path` as it comes out now; what was written."""
        value = expression.text(self.world, self._nodes[path])
        self.enter(path, "" if value == NOT_A_NUMBER else value)
        return self.raw(path)

    # ---- the tree

    def _build(self) -> Node:
        document = Node("document")
        made: list[Field] = []
        for leaf in self.form.blank:
            field = Field(leaf, document if leaf.parent < 0 else made[leaf.parent])
            field.text = self._typed(field.path, field.raw)
            made.append(field)
        self._nodes = {field.path: field for field in made}
        self._found = {path: [field] for path, field in self._nodes.items()}
        return document

    def _find(self, path: str) -> Sequence[Node]:
        return self._found.get(path, ())

    # ---- what follows from what

    def _settle(self, changed: list[str]) -> None:
        """Refresh what reads the changed paths, what reads those, and so on, each after all it
        reads."""
        order, path = self.form.order, ""
        queue: list[tuple[int, str]] = []
        waiting: set[str] = set()
        while True:
            for reader in self._readers(changed):
                if reader not in waiting and reader != path:
                    waiting.add(reader)
                    heappush(queue, (order[reader], reader))
            if not queue:
                return
            _, path = heappop(queue)
            waiting.discard(path)
            changed = []
            self._refresh(path, changed)

    def _readers(self, changed: Iterable[str]) -> Iterator[str]:
        """The paths to refresh after the changed ones; what was known of their soundness is not
        known any more."""
        for path in changed:
            for checked in self.form.checks.get(path, ()):
                self._sound.pop(checked, None)
            yield from self.form.dependents.get(path, ())

    def _refresh(self, path: str, changed: list[str]) -> None:
        node, bind = self._nodes[path], self.form.binds[path]
        if bind.relevant is not None:
            above = node.parent
            relevant = not isinstance(above, Field) or above.relevant
            relevant = relevant and bind.relevant.true(self.world, node)
            if relevant != node.relevant:
                self._mark(node, relevant, changed)
        if bind.calculate is not None and node.relevant and not node.given:
            value = bind.calculate.kept(self.world, node)
            node.raw = "" if value == NOT_A_NUMBER else value
        self._show(node, changed)

    def _mark(self, node: Field, relevant: bool, changed: list[str]) -> None:
        node.relevant = relevant
        changed.append(node.path)
        self._show(node, changed)
        for child in node.children:
            if isinstance(child, Field):
                self._mark_below(child, relevant, changed)

    def _mark_below(self, child: Field, relevant: bool, changed: list[str]) -> None:
        bind = self.form.binds.get(child.path)
        own = bind is None or bind.relevant is None or bind.relevant.true(self.world, child)
        if child.relevant != (relevant and own):
            self._mark(child, relevant and own, changed)
        if relevant and own and bind is not None and bind.calculate is not None:
            self._refresh(child.path, changed)

    def _show(self, node: Field, changed: list[str]) -> None:
        """Let the form read what was entered, or a blank while it may not."""
        text = self._readable(node) if node.relevant else ""
        if text != node.text:
            node.text = text
            self._sound.pop(node.path, None)
            changed.append(node.path)

    def _readable(self, node: Field) -> str:
        itemset = self.form.filters.get(node.path)
        if itemset is None or not node.raw:
            return self._typed(node.path, node.raw)
        names = {item.name for item in self._let_through(itemset, node)}
        return " ".join(name for name in node.raw.split() if name in names)

    def _typed(self, path: str, text: str) -> str:
        """The answer as expressions read it: as a number where one is asked for."""
        return Figure(text) if text and path in self.form.figures else text

    def _let_through(self, itemset: Itemset, node: Field) -> Sequence[Item]:
        if itemset.filtered is None:
            return itemset.items
        rows = itemset.filtered.evaluate(self.world, node)
        kept = {id(row) for row in rows} if isinstance(rows, list) else set()
        return [item for item in itemset.items if id(item.node) in kept]

    def _check(self, path: str) -> bool:
        node = self._nodes[path]
        if not node.text:
            return not node.raw and not self.required(path)
        return self.keeps_constraint(path)

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
