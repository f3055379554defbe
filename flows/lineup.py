"""The questions of one session in order: those of the form, and those of every member there is."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from flows.fields import Field, Roster
from flows.forms.addresses import COUNTS
from flows.forms.model import Form, Question, Repeat
from flows.growth import Growth

ASKS_FOR_MORE = "a"
"""How the mark of a question about one more member begins."""


class Lineup:
    """Made anew when members come or go; without repeats it is that of the form."""

    def __init__(self, form: Form, growth: Growth) -> None:
        self._form = form
        self._growth = growth
        self._shape = -1
        self._rows: Sequence[Question] = form.questions
        self._by_name = form.by_name

    def rows(self) -> Sequence[Question]:
        """All that can be shown, relevant or not."""
        if self._form.repeats and self._shape != self._growth.shape:
            self._shape = self._growth.shape
            self._rows = [row for rows in map(self._outside, self._form.rows) for row in rows]
            self._by_name = {row.name: row for row in self._rows}
        return self._rows

    def named(self, name: str) -> Question | None:
        """The question of that name; inside repeats that is its address."""
        self.rows()
        return self._by_name.get(name)

    def _outside(self, row: Question | Repeat) -> Iterator[Question]:
        if isinstance(row, Question):
            yield row
        else:
            roster = self._growth.rosters[COUNTS + row.path]
            yield from self._of(roster, ())

    def _of(self, roster: Roster, place: tuple[int, ...]) -> Iterator[Question]:
        """The questions of all members, and the one that asks whether there is one more."""
        repeat = roster.repeat
        edits = self._growth.edits
        for number, member in enumerate(roster.members, 1):
            here = (*place, repeat.first, number)
            mark = f"{'-'.join(map(str, here[1::2]))}~{edits}"
            for row in repeat.rows:
                if isinstance(row, Repeat):
                    inner = self._growth.rosters[
                        COUNTS + roster.holds(row, member) + "/" + row.name
                    ]
                    yield from self._of(inner, here)
                else:
                    yield _of_member(row, repeat, member, (*here, row.index), mark)
        if repeat.count is None and _may_grow(roster):
            here = (*place, repeat.first, len(roster.members) + 1)
            more = repeat.more if roster.members else repeat.first_one
            mark = f"{ASKS_FOR_MORE}{'-'.join(map(str, here[1::2]))}~{edits}"
            yield replace(more, path=roster.key, name=roster.key, place=here, mark=mark)


def _of_member(
    row: Question, repeat: Repeat, member: Field, place: tuple[int, ...], mark: str
) -> Question:
    address = member.address + row.path.removeprefix(repeat.path)
    return replace(row, path=address, name=address, place=place, mark=mark)


def _may_grow(roster: Roster) -> bool:
    most = roster.repeat.bounds.most
    return most is None or len(roster.members) < most
