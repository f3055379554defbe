"""Whether conditions can ever hold together: every answer that matters is tried, in a sketch."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from math import prod
from random import Random

from flows.forms.checks import domains, trees
from flows.forms.checks.domains import Domain
from flows.xpath import Expression, Node, World, XPathError
from flows.xpath.syntax import Call, Comparison, Logic, Syntax
from flows.xpath.values import Figure

MOST_ROWS = 2_000  # combinations of answers tried for one condition
MOST_TRIALS = 400_000  # comparisons made for one workbook: a second or so, however hostile it is
ANY_DAY = datetime(2000, 1, 1, tzinfo=UTC)  # nothing that is plain asks what day it is


class Sketch:
    """Single answers by name, for expressions that look at nothing else."""

    def __init__(self) -> None:
        self.nodes: dict[str, Node] = {}
        self._at = Node("element", "sketch")
        chance = Random(0)  # noqa: S311 (nothing that is plain draws lots)
        self._world = World(now=ANY_DAY, chance=chance, document=Node("document"), find=self._find)

    def _find(self, path: str) -> Sequence[Node]:
        node = self.nodes.get(path.removeprefix(trees.DATA))
        return (node,) if node else ()

    def write(self, name: str, text: str) -> None:
        """Let `text` stand at a question."""
        self.nodes[name] = Node("element", name, text=text)

    def holds(self, expression: Expression, own: str = "") -> bool | None:
        """Whether it holds, seen from the question `own`; None when it cannot be worked out."""
        try:
            return expression.true(self._world, self.nodes.get(own, self._at))
        except XPathError:
            return None


def accepts(constraint: Syntax, own: str, texts: Iterable[str]) -> Iterator[str]:
    """Those of the answers that a constraint lets stand, or cannot judge."""
    sketch, expression = Sketch(), trees.running(constraint)
    for text in texts:
        sketch.write(own, text)
        if sketch.holds(expression, own) is not False:
            yield text


@dataclass(slots=True)
class Patience:
    """How many comparisons may still be made; with none left, everything passes."""

    left: int = MOST_TRIALS

    def spend(self, tries: int = 1) -> bool:
        """Take some; whether there were any."""
        self.left -= tries
        return self.left >= 0


def may_hold(conditions: Sequence[Syntax], known: Mapping[str, Domain], patience: Patience) -> bool:
    """Whether some answers fulfil all conditions. What is not known counts as fulfilled."""
    if patience.left <= 0:
        return True
    trial = _Trial(conditions, known, patience)
    return any(not patience.spend(trial.weight) or trial.stands(row) for row in trial.rows())


class _Trial:
    """One try: the parts that can be judged, and the answers they hang on."""

    def __init__(
        self, conditions: Sequence[Syntax], known: Mapping[str, Domain], patience: Patience
    ) -> None:
        self._conditions = conditions
        self._patience = patience
        self._sketch = Sketch()
        self._values: dict[str, tuple[str, ...]] = {}
        self._leaves: dict[int, Expression] = {}  # by identity: hashing trees takes time
        leaves = list(_leaves(conditions))
        self.weight = len(leaves)
        self._choose(_judgeable(leaves, known), known)
        for leaf in leaves:
            if _is_judged(leaf, known) and trees.names(leaf) <= self._values.keys():
                self._leaves[id(leaf)] = trees.running(leaf)

    def _choose(self, named: Iterable[str], known: Mapping[str, Domain]) -> None:
        """As many questions as can be tried together, those with the fewest answers first."""
        values = {name: self._texts(name, known[name]) for name in named}
        for name, texts in sorted(values.items(), key=lambda pair: (len(pair[1]), pair[0])):
            if prod(map(len, self._values.values())) * len(texts) <= MOST_ROWS:
                self._values[name] = texts

    def _texts(self, name: str, domain: Domain) -> tuple[str, ...]:
        if not domain.is_number:
            return domain.values
        own, every = domain.constraint, list(self._conditions)
        found = domains.examples(
            every if own is None else [*every, own],
            domains.is_answer_of(name),
            is_whole=domain.is_whole,
        )
        texts = tuple(map(Figure, found))
        if own is None or not self._patience.spend(len(texts) * len(list(_leaves([own])))):
            return (*texts, "")
        # Where its constraint refuses every number, that is told at its own row.
        return (*(tuple(accepts(own, name, texts)) or texts), "")

    def rows(self) -> Iterable[tuple[str, ...]]:
        return product(*self._values.values())

    def stands(self, row: tuple[str, ...]) -> bool:
        for name, text in zip(self._values, row, strict=True):
            self._sketch.write(name, text)
        return all(self._weigh(condition) is not False for condition in self._conditions)

    def _weigh(self, part: Syntax) -> bool | None:
        """Yes, no, or None for what is not known."""
        match part:
            case Logic(word=word, parts=joined):
                settles = word == "or"
                weights = [self._weigh(each) for each in joined]
                return settles if settles in weights else None if None in weights else not settles
            case Call(name="not", arguments=(only,)):
                weight = self._weigh(only)
                return None if weight is None else not weight
            case _:
                leaf = self._leaves.get(id(part))
                return self._sketch.holds(leaf) if leaf else None


def _leaves(conditions: Iterable[Syntax]) -> Iterable[Syntax]:
    """What conditions are made of once `and`, `or` and `not` are taken apart."""
    for part in conditions:
        match part:
            case Logic(parts=joined):
                yield from _leaves(joined)
            case Call(name="not", arguments=arguments):
                yield from _leaves(arguments)
            case _:
                yield part


def _judgeable(leaves: Iterable[Syntax], known: Mapping[str, Domain]) -> set[str]:
    return {name for leaf in leaves if _is_judged(leaf, known) for name in trees.names(leaf)}


def _is_judged(leaf: Syntax, known: Mapping[str, Domain]) -> bool:
    """Whether its truth follows from questions of which all that may stand there is tried."""
    found = trees.names(leaf)
    if not trees.is_plain(leaf) or not found <= known.keys():
        return False
    numbers = [name for name in found if known[name].is_number]
    if not numbers:
        return True
    is_one = len(found) == 1 and isinstance(leaf, Comparison)
    return is_one and domains.is_limits(leaf, domains.is_answer_of(numbers[0]))
