"""The questions of one session in order: those of the form, and those of every member there is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from flows.fields import Field, Roster
from flows.forms.addresses import COUNTS
from flows.forms.model import Form, Question, Repeat
from flows.growth import Growth

ASKS_FOR_MORE = "a"
"""How the mark of a question about one more member begins."""


class Lineup:
    """Made anew when members come or go; without repeats it is that of the form.

    `spans` maps the path of each outermost roster to where its rows begin and end.
    """

    def __init__(self, form: Form, growth: Growth) -> None:
        self._form = form
        self._growth = growth
        self._shape = -1
        self._rows: Sequence[Question] = form.questions
        self._by_name = form.by_name
        self._places: Mapping[str, int] = form.places
        self._own: dict[str, tuple[Question, ...]] = {}
        self._askers: dict[str, Question] = {}
        self._edits = 0
        self.spans: dict[str, tuple[int, int]] = {}

    def rows(self) -> Sequence[Question]:
        """All that can be shown, relevant or not."""
        if self._form.repeats and self._shape != self._growth.shape:
            self._shape = self._growth.shape
            self._rows = self._lay_out()
            self._by_name = {row.name: row for row in self._rows}
            self._places = {row.path: at for at, row in enumerate(self._rows)}
        return self._rows

    def named(self, name: str) -> Question | None:
        """The question of that name; inside repeats that is its address."""
        self.rows()
        return self._by_name.get(name)

    def places(self) -> Mapping[str, int]:
        """Where each question stands among the rows, by its address."""
        self.rows()
        return self._places

    def own(self, member: Field) -> tuple[Question, ...]:
        """What is asked about that member itself, and not about those inside it."""
        self.rows()
        return self._own[member.address]

    def _lay_out(self) -> list[Question]:
        rows: list[Question] = []
        if self._edits != (edits := self._growth.edits):
            self._edits = edits
            self._own.clear()  # their marks are others now
            self._askers.clear()
        for row in self._form.rows:
            if isinstance(row, Question):
                rows.append(row)
                continue
            start = len(rows)
            rows += self._of(self._growth.rosters[COUNTS + row.path], ())
            self.spans[row.path] = (start, len(rows))
        return rows

    def _of(self, roster: Roster, place: tuple[int, ...]) -> Iterator[Question]:
        """The questions of all members, and the one that asks whether there is one more."""
        repeat = roster.repeat
        for number, member in enumerate(roster.members, 1):
            here = (*place, repeat.first, number)
            own = iter(self._own.get(member.address) or self._make(repeat, member, here))
            for row in repeat.rows:
                if isinstance(row, Repeat):
                    inner = COUNTS + roster.holds(row, member) + "/" + row.name
                    yield from self._of(self._growth.rosters[inner], here)
                else:
                    yield next(own)
        if repeat.count is None and _may_grow(roster):
            here = (*place, repeat.first, len(roster.members) + 1)
            yield self._asker(roster, here)

    def _asker(self, roster: Roster, here: tuple[int, ...]) -> Question:
        """The question whether there is one more, made anew only when there is."""
        known = self._askers.get(roster.key)
        if known is None or known.place != here:
            more = roster.repeat.more if roster.members else roster.repeat.first_one
            mark = ASKS_FOR_MORE + self._mark(here)
            known = replace(more, path=roster.key, name=roster.key, place=here, mark=mark)
            self._askers[roster.key] = known
        return known

    def _make(self, repeat: Repeat, member: Field, here: tuple[int, ...]) -> tuple[Question, ...]:
        """The questions about one member, made once: it keeps its number as long as the sheet."""
        mark = self._mark(here)
        asked = (row for row in repeat.rows if isinstance(row, Question))
        own = tuple(_of_member(row, repeat, member, (*here, row.index), mark) for row in asked)
        self._own[member.address] = own
        return own

    def _mark(self, place: tuple[int, ...]) -> str:
        return f"{'-'.join(map(str, place[1::2]))}~{self._edits}"


def _of_member(
    row: Question, repeat: Repeat, member: Field, place: tuple[int, ...], mark: str
) -> Question:
    address = member.address + row.path.removeprefix(repeat.path)
    return replace(row, path=address, name=address, place=place, mark=mark)


def _may_grow(roster: Roster) -> bool:
    most = roster.repeat.bounds.most
    return most is None or len(roster.members) < most
