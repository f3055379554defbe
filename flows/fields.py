"""The nodes of one form being filled in, and the rosters whose members come and go among them."""

import re
from collections.abc import Sequence

from flows.forms.addresses import COUNTS, above
from flows.forms.model import Leaf, Repeat
from flows.xpath.tree import Node

MOST_MEMBERS = 1000
"""Of all rosters of a session together."""
_CHILDLESS: list[Node] = []  # of every answer alike: nothing is ever put in there
_STANDING = re.compile(r"([0-9]+)(\+?)(?:~([0-9]+))?")


class Field(Node):
    """A node of the form: `raw` is what was entered, `text` what the form reads (blank while the
    node is not relevant). What is `given` by a person is not calculated any more.

    `path` has plain names, `address` the numbers of members too; `home` is the innermost member
    that holds the node (a member holds itself), None outside the repeats.
    """

    __slots__ = ("address", "at", "given", "home", "raw", "relevant")

    def __init__(self, leaf: Leaf, parent: Node) -> None:
        # Not through Node's own: a session has hundreds, and the leaf knows its path already.
        self.kind = "element"
        self.name = leaf.name
        self.namespace = ""
        self.path = self.address = leaf.path
        self.parent = parent
        self.children = [] if leaf.is_group else _CHILDLESS
        self.attributes = ()
        self.text = self.raw = leaf.default
        self.relevant = True
        self.given = False
        self.at = leaf.at
        self.home: Field | None = None
        parent.children.append(self)


def plant(blank: Sequence[Leaf], parent: Node) -> list[Field]:
    """The nodes of a form outside its repeats."""
    made: list[Field] = []
    for leaf in blank:
        made.append(Field(leaf, parent if leaf.parent < 0 else made[leaf.parent]))
    return made


class Roster:
    """The members of one repeat under one parent. `key` is how the session keeps their number.

    Where people are asked for one more, `is_open` says that they have not said "that is all" yet.
    `edits` counts how often members were renumbered, so that buttons of before answer nothing.
    `site` is where the expression of the count stands.
    """

    __slots__ = ("edits", "is_open", "key", "members", "parent", "repeat", "site")

    def __init__(self, repeat: Repeat, parent: Field) -> None:
        self.repeat = repeat
        self.parent = parent
        self.key = f"{COUNTS}{parent.address}/{repeat.name}"
        self.members: list[Field] = []
        self.is_open = repeat.count is None
        self.edits = 0
        self.site = Node("element", repeat.name, parent)

    @property
    def address(self) -> str:
        """Where its members stand, without their numbers."""
        return self.key.removeprefix(COUNTS)

    @property
    def is_kept(self) -> bool:
        """Whether a session must keep how it stands: no count of the form says so."""
        return self.repeat.count is None or self.edits > 0

    @property
    def standing(self) -> str:
        """How it stands, for the session to keep: "3+~1" are three or more, renumbered once."""
        return self.kept(len(self.members))

    def kept(self, count: int) -> str:
        """The same, of so many."""
        more, edits = "+" if self.is_open else "", f"~{self.edits}" if self.edits else ""
        return f"{count}{more}{edits}"

    def recall(self, standing: str) -> int:
        """Take up what the session kept; how many members that were."""
        found = _STANDING.fullmatch(standing)
        if found is None:
            return 0
        self.edits = int(found[3] or 0)
        if self.repeat.count is None:
            self.is_open = bool(found[2])
        return int(found[1])

    def sprout(self) -> list[Field]:
        """One more member, in its place among the other nodes: its nodes, its own first."""
        number = len(self.members) + 1
        made: list[Field] = []
        for leaf in self.repeat.blank:
            parent = made[leaf.parent] if made else self.parent
            field = Field(leaf, parent)
            field.address = f"{parent.address}/{leaf.name}" if made else f"{self.address}[{number}]"
            field.home = made[0] if made else field
            made.append(field)
        self._put_in_place(made[0])
        self.members.append(made[0])
        return made

    def _put_in_place(self, member: Field) -> None:
        """Before what comes after the repeat: it was made behind everything."""
        row = self.parent.children
        at = len(row) - 1
        while at and _comes_after(row[at - 1], member):
            at -= 1
        row.insert(at, row.pop())

    def wither(self) -> Field:
        """The last member, taken out of the tree."""
        last = self.members.pop()
        row = self.parent.children
        row.remove(last)
        return last

    def holds(self, repeat: Repeat, member: Field) -> str:
        """The address of the group in `member` that holds the rosters of an inner repeat."""
        return member.address + above(repeat.path).removeprefix(self.repeat.path)


def _comes_after(node: Node, member: Field) -> bool:
    return isinstance(node, Field) and node.at > member.at


def standing_of(value: str) -> bool:
    """Whether the value is one that `Roster.standing` wrote."""
    return _STANDING.fullmatch(value) is not None
