"""Which questions of a session are asked for now, with which number, and which may still wait."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from flows.forms.addresses import COUNTS
from flows.forms.model import Form, Question
from flows.lineup import Lineup

ASKED, NOTED = 1, 2
"""How a row is shown now: as a question, or as a note; 0 while it is not relevant."""


class Tally:
    """Kept up from answer to answer: only what the worksheet says has turned is looked at again.

    It keeps a byte for each row, because counting and finding bytes costs next to nothing.
    `relevant` says of a path whether it counts now, `locked` whether it is only shown.
    """

    def __init__(
        self,
        form: Form,
        lineup: Lineup,
        relevant: Callable[[str], bool],
        locked: Callable[[str], bool],
    ) -> None:
        self._form = form
        self._lineup = lineup
        self._relevant = relevant
        self._locked = locked
        self._rows: Sequence[Question] | None = None
        self._places: Mapping[str, int] = {}
        self._count: int | None = None
        self._shown = bytearray()
        self._counted = bytearray()  # 1: asked for, with a number of its own
        self._waits = bytearray()  # 1: may wait for an answer; 0: surely does not
        self._askers: Sequence[int] = ()  # rows that ask for one more member
        self._asked_for: list[Question] | None = None
        self._turned: set[str] = set()
        self._doubted: set[str] = set()

    def turn(self, address: str) -> None:
        """What stands at that address became relevant, or is not relevant any more."""
        self._turned.add(address)

    def doubt(self, address: str) -> None:
        """What stands at that address may not be sound any more, or may be sound now."""
        self._doubted.add(address)

    def asked_for(self) -> Sequence[Question]:
        """The questions that are relevant now, in order; notes are not questions."""
        rows = self._look()
        if self._asked_for is None:
            pairs = zip(rows, self._shown, strict=True)
            self._asked_for = [row for row, shown in pairs if shown == ASKED]
        return self._asked_for

    def asks(self, path: str) -> bool:
        """Whether that question is asked for now."""
        self._look()
        at = self._places.get(path)
        return at is not None and self._shown[at] == ASKED

    def among(self, paths: Iterable[str]) -> list[Question]:
        """Those of the paths whose questions are asked for now, in the order of the form."""
        rows = self._look()
        places = sorted(at for path in paths if (at := self._places.get(path)) is not None)
        return [rows[at] for at in places if self._shown[at] == ASKED]

    def first_waiting(self, waits: Callable[[Question], bool]) -> Question | None:
        """The first question asked for that waits for an answer, by what `waits` says of it."""
        rows = self._look()
        at = self._waits.find(1)
        while at >= 0:
            if self._shown[at] == ASKED and waits(rows[at]):
                return rows[at]
            self._waits[at] = 0  # until it is doubted again
            at = self._waits.find(1, at + 1)
        return None

    def notes_before(self, path: str) -> Iterator[Question]:
        """The notes between the question before that one and itself; before the end for ""."""
        rows = self._look()
        end = self._places.get(path, 0) if path else len(rows)
        at = self._shown.find(NOTED, self._shown.rfind(ASKED, 0, end) + 1, end)
        while at >= 0:
            yield rows[at]
            at = self._shown.find(NOTED, at + 1, end)

    def count(self) -> int:
        """How many numbers there are: a roster has one, however many its members are."""
        rows = self._look()
        if self._count is None:
            self._count = self._before(len(rows))
        return self._count

    def number(self, path: str) -> int | None:
        """The number of the question at that path; None when it has none now."""
        self._look()
        at = self._places.get(path)
        return self._before(at) + 1 if at is not None and self._counted[at] else None

    def number_of_roster(self, outer: str) -> int | None:
        """The number of the outermost roster at that path; None while nothing of it is asked."""
        self._look()
        start, end = self._lineup.spans.get(outer, (0, 0))
        return self._before(start) + 1 if self._is_asked_within(start, end) else None

    def _before(self, at: int) -> int:
        rosters = 0
        for start, end in self._lineup.spans.values():
            rosters += end <= at and self._is_asked_within(start, end)
        return self._counted.count(1, 0, at) + rosters

    def _is_asked_within(self, start: int, end: int) -> bool:
        return self._shown.find(ASKED, start, end) >= 0

    def _look(self) -> Sequence[Question]:
        """Take up what has changed since the last look; all rows, as they are now.

        Members of rosters never come or go without a word of it: each of their nodes turns.
        """
        if self._rows is not None and not (self._turned or self._doubted):
            return self._rows
        rows = self._lineup.rows()
        if rows is not self._rows:
            self._lay_out(rows)
        elif self._turned:
            self._mark_turned(rows)
        for address in self._doubted:
            if (at := self._places.get(address)) is not None:
                self._waits[at] = 1
        self._doubted.clear()
        self._turned.clear()
        return rows

    def _lay_out(self, rows: Sequence[Question]) -> None:
        """All rows anew; what was settled stays so."""
        pairs = zip(self._rows or (), self._waits, strict=True)
        settled = {row.path for row, waits in pairs if not waits} - self._turned
        numbered = self._form.numbered
        self._asked_for = self._count = None
        self._rows, self._places = rows, self._lineup.places()
        self._shown = bytearray(map(self._how, rows))
        pairs = zip(rows, self._shown, strict=True)
        self._counted = bytearray(shown == ASKED and row.name in numbered for row, shown in pairs)
        self._waits = bytearray(row.path not in settled for row in rows)
        if self._form.repeats:
            self._askers = [at for at, row in enumerate(rows) if row.path.startswith(COUNTS)]

    def _mark_turned(self, rows: Sequence[Question]) -> None:
        self._asked_for = self._count = None
        turned = (self._places.get(address) for address in self._turned)
        for at in (*self._askers, *turned):
            if at is not None:
                self._mark(at, rows[at])

    def _mark(self, at: int, row: Question) -> None:
        self._shown[at] = shown = self._how(row)
        self._counted[at] = shown == ASKED and row.name in self._form.numbered
        self._waits[at] = 1

    def _how(self, row: Question) -> int:
        if not self._relevant(row.path):
            return 0
        if row.kind == "note" or (self._form.locks and self._locked(row.path)):
            return 0 if row.path.startswith(COUNTS) else NOTED
        return ASKED
