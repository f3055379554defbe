"""The shape of an understood expression: a small tree of frozen values."""

from dataclasses import dataclass
from typing import Literal as Only

Axis = Only[
    "ancestor",
    "ancestor-or-self",
    "attribute",
    "child",
    "descendant",
    "descendant-or-self",
    "following",
    "following-sibling",
    "namespace",
    "parent",
    "preceding",
    "preceding-sibling",
    "self",
]
TestKind = Only["name", "node", "text", "comment", "processing-instruction"]


@dataclass(frozen=True, slots=True)
class Literal:
    """A text in quotes or a number."""

    value: str | float


@dataclass(frozen=True, slots=True)
class Logic:
    """Two or more parts joined by `and`, or by `or`."""

    word: Only["and", "or"]
    parts: tuple["Syntax", ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """`left sign right` with one of = != < <= > >=."""

    sign: str
    left: "Syntax"
    right: "Syntax"


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """A first number and what happens to it, from left to right: ("+", second), ("-", third)…"""

    first: "Syntax"
    rest: tuple[tuple[str, "Syntax"], ...]


@dataclass(frozen=True, slots=True)
class Negation:
    """`-operand`."""

    operand: "Syntax"


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments; the name is as people write it ("jr:itext")."""

    name: str
    arguments: tuple["Syntax", ...]


@dataclass(frozen=True, slots=True)
class Union:
    """Node-sets put together with `|`."""

    parts: tuple["Syntax", ...]


@dataclass(frozen=True, slots=True)
class Test:
    """Which nodes of an axis a step keeps. `namespace` None means any, "" means none."""

    kind: TestKind
    name: str = ""
    namespace: str | None = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path."""

    axis: Axis
    test: Test
    predicates: tuple["Syntax", ...] = ()

    @property
    def plain(self) -> bool:
        """A child by its own name and nothing else, as in "/data/q"."""
        test = self.test
        named = test.kind == "name" and test.name != "*" and test.namespace == ""
        return self.axis == "child" and named and not self.predicates


@dataclass(frozen=True, slots=True)
class Path:
    """Steps from the top ("root"), from the node itself ("here") or from another expression."""

    base: "Only['root', 'here'] | Syntax"
    steps: tuple[Step, ...]

    @property
    def plain(self) -> str:
        """The path as a text when it is absolute and made of plain names only, else ""."""
        if self.base != "root" or not self.steps or not all(step.plain for step in self.steps):
            return ""
        return "".join(f"/{step.test.name}" for step in self.steps)


@dataclass(frozen=True, slots=True)
class Filter:
    """`(nodes)[predicate]`: predicates on a node-set as a whole."""

    base: "Syntax"
    predicates: tuple["Syntax", ...]


Syntax = Literal | Logic | Comparison | Arithmetic | Negation | Call | Union | Path | Filter

ANYTHING_INSIDE = Step("descendant-or-self", Test("node"))
