"""Members of rosters that appear and go while a form is filled in, for its worksheet."""

from bisect import insort
from collections.abc import Iterator, Mapping, Sequence
from math import isfinite

from flows.fields import MOST_MEMBERS, Field, Roster
from flows.forms.addresses import COUNTS, above, is_inside, numbers
from flows.forms.model import Form, Repeat
from flows.xpath.world import World


class Growth:
    """Keeps the nodes of a session by address and by path, as members come and go.

    `aside` are answers by address that await their member: kept ones, and those of members that
    were cut off when a count went down. That dict is replaced and never changed, so that whoever
    holds on to it can put it back. `short` are the keys of the rosters whose count asks for more
    members than a session may have.
    """

    def __init__(self, form: Form, fields: list[Field], raw: Mapping[str, str]) -> None:
        self.form = form
        self.nodes = {field.address: field for field in fields}
        self.found: dict[str, list[Field]] = {field.path: [field] for field in fields}
        self.rosters: dict[str, Roster] = {}
        self.aside: dict[str, str] = dict(raw) if form.repeats else {}
        self.shape = 0
        self.count = 0
        self.short: set[str] = set()

    def standing(self, path: str) -> Sequence[Field]:
        """The nodes of that path, one for each member, in document order."""
        return self.found.get(path, ())

    def plant(self) -> None:
        """The rosters that stand in no member, with the members the session kept."""
        for repeat in self.form.repeats.values():
            if not repeat.above:
                self._place(repeat, self.nodes[above(repeat.path)])

    def _place(self, repeat: Repeat, parent: Field) -> list[Field]:
        roster = Roster(repeat, parent)
        self.rosters[roster.key] = roster
        wanted = roster.recall(self.aside.get(roster.key, ""))
        if repeat.count is None:
            least = int(repeat.bounds.least or 0)
            return self.grow(roster, max(wanted, least))
        return []

    @property
    def edits(self) -> int:
        """How often members were renumbered in this session."""
        return sum(roster.edits for roster in self.rosters.values())

    def wanted(self, roster: Roster, world: World) -> int:
        """How many members the count asks for; blank and what is no number ask for none."""
        count = roster.repeat.count
        if count is None:
            return len(roster.members)
        number = count.number(world, roster.site)
        return max(0, int(number)) if isfinite(number) else 0

    def count_at(self, roster: Roster) -> str:
        """The address of the question that is the count of a roster; "" when none is."""
        path = roster.repeat.count_at
        home = roster.parent.home
        while path and home is not None:
            if is_inside(path, home.path):
                return home.address + path.removeprefix(home.path)
            around = home.parent
            home = around.home if isinstance(around, Field) else None
        return path

    def has_room(self, more: int) -> bool:
        """Whether the session may have that many members more."""
        return self.count + more <= MOST_MEMBERS

    def grow(self, roster: Roster, to: int) -> list[Field]:
        """Members up to that number, as far as there is room; their nodes."""
        made: list[Field] = []
        more, room = to - len(roster.members), MOST_MEMBERS - self.count
        self.short.discard(roster.key)
        if more > room and roster.repeat.count:
            self.short.add(roster.key)
        for _ in range(min(more, room)):
            fresh = roster.sprout()
            self.count += 1
            self.shape += 1
            for field in fresh:
                self._take_in(field)
            made += fresh
            for inner in roster.repeat.inner:
                made += self._place(inner, self.nodes[roster.holds(inner, fresh[0])])
        return made

    def cut(self, roster: Roster, to: int) -> list[Field]:
        """Take the last members away, down to that number; what they answered is laid aside."""
        gone: list[Field] = []
        while len(roster.members) > to:
            member = roster.wither()
            gone += self._leave(member)
            self.shape += 1
        return gone

    def forget(self, member: str) -> None:
        """Drop what was laid aside for the member at that address: a new one begins blank."""
        self.aside = {at: said for at, said in self.aside.items() if member + "/" not in at}

    def targets(self, field: Field, reader: str) -> Iterator[str]:
        """The addresses at which the path `reader` must be refreshed after `field` has changed."""
        if reader.startswith(COUNTS):
            path = reader.removeprefix(COUNTS)
            yield from (key for key, one in self.rosters.items() if one.repeat.path == path)
            return
        home = None if reader in self.form.wide else _shared(field, reader)
        if home is None:
            yield from (one.address for one in self.found.get(reader, ()))
        elif self.form.repeat_of[reader] == home.path:
            yield home.address + reader.removeprefix(home.path)
        else:
            inside = (one.address for one in self.found.get(reader, ()))
            yield from (address for address in inside if is_inside(address, home.address))

    def addresses(self, path: str) -> list[str]:
        """Everything of that path in the order of recalculation: rosters, or nodes."""
        if path.startswith(COUNTS):
            plain = path.removeprefix(COUNTS)
            return [key for key, one in self.rosters.items() if one.repeat.path == plain]
        return [field.address for field in self.found.get(path, ())]

    def _take_in(self, field: Field) -> None:
        """Know the node, in document order among those of its path."""
        self.nodes[field.address] = field
        row = self.found.setdefault(field.path, [])
        if row and _order(row[-1]) > _order(field):
            insort(row, field, key=_order)
        else:
            row.append(field)
        value = self.aside.get(field.address)
        if value is not None:
            field.raw = value
            field.given = field.path not in self.form.lasting
        above = field.parent
        field.relevant = not isinstance(above, Field) or above.relevant

    def _leave(self, member: Field) -> list[Field]:
        gone = [member, *(one for one in _below(member) if isinstance(one, Field))]
        laid: dict[str, str] = {}
        for field in gone:
            del self.nodes[field.address]
            self.found[field.path].remove(field)
            if field.given or (field.raw and field.path in self.form.lasting):
                laid[field.address] = field.raw
        inside = [r for r in self.rosters.values() if is_inside(r.address, member.address)]
        for roster in inside:
            laid[roster.key] = roster.standing
            del self.rosters[roster.key]
            self.short.discard(roster.key)
        self.aside = self.aside | laid
        self.count -= 1 + sum(len(roster.members) for roster in inside)
        return gone


def _shared(field: Field, reader: str) -> Field | None:
    """The innermost member that holds `field` and has the path `reader` inside."""
    home = field.home
    while home is not None and reader != home.path and not is_inside(reader, home.path):
        around = home.parent
        home = around.home if isinstance(around, Field) else None
    return home


def _below(member: Field) -> Iterator[object]:
    for child in member.children:
        yield child
        if isinstance(child, Field):
            yield from _below(child)


def _order(field: Field) -> tuple[int, ...]:
    return numbers(field.address)
