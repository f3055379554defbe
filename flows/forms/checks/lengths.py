"""Checks of how much is said at once: on a phone screen, in one message, in one form."""

from collections.abc import Iterator, Sequence
from heapq import nlargest

from flows.forms import columns, references
from flows.forms.checks.asked import is_asked
from flows.forms.checks.draft import Draft, Item
from flows.forms.checks.survey import SELECTS
from flows.forms.faults import Fault
from flows.forms.workbook import Row
from flows.long_lists import PAGE
from flows.speech import SCREEN

TELEGRAM = 4_096  # characters of one message
AROUND = 400  # of those, what stands around a question: its number, the last receipt, how to answer
MOST_ASKED = 100  # questions; the shipped packs have 15 to 25
MANY = "Phiếu có {} câu. Hỏi qua điện thoại thì nên chia làm nhiều phiếu ngắn."
TALL = "Lời dài {} chữ, màn hình điện thoại chứa chừng {}. Nên rút gọn."
CUT = (
    "Tin dài chừng {} chữ kể cả lựa chọn, Telegram chỉ nhận {} chữ một tin nên sẽ cắt đôi. "
    "Nên viết ngắn lại, hoặc chia làm hai câu."
)


def lengths(draft: Draft) -> Iterator[Fault]:
    """Texts too long for a screen or a message, in each language; a form too long for a chat."""
    header = draft.workbook.sheet("survey").header
    for text in columns.TRANSLATED:
        for column in columns.family(header, text):
            listed = _Listed(draft, column)
            yield from _screens(draft, listed)
            if text == "label":
                yield from _messages(draft, listed)
    asked = [item for item in draft.items if is_asked(item)]
    if len(asked) > MOST_ASKED:
        yield _hint(asked[MOST_ASKED].row, "", MANY.format(len(asked)))


def _hint(row: Row, column: str, text: str) -> Fault:
    return Fault("survey", row.number, column, text, serious=False)


def _screens(draft: Draft, listed: "_Listed") -> Iterator[Fault]:
    for item in draft.items:
        length = _length(item.row, listed.column)
        if length > SCREEN and listed.said_at_once(item) <= TELEGRAM:
            yield _hint(item.row, listed.column, TALL.format(length, SCREEN))


def _messages(draft: Draft, listed: "_Listed") -> Iterator[Fault]:
    """Notes that follow one another go into one message, and so do a question and its choices."""
    notes: list[Row] = []
    for item in draft.items:
        if item.kind == "note":
            notes.append(item.row)
        elif is_asked(item):
            yield from _together(notes, listed.column)
            notes = []
            length = listed.said_at_once(item)
            if length > TELEGRAM:
                yield _hint(item.row, listed.column, CUT.format(length, TELEGRAM))
    yield from _together(notes, listed.column)


def _together(notes: Sequence[Row], column: str) -> Iterator[Fault]:
    length = sum(_length(row, column) for row in notes)
    if length > TELEGRAM:
        yield _hint(notes[0], column, CUT.format(length, TELEGRAM))


class _Listed:
    """How long the lists are in one column, each measured once for all that choose from it."""

    def __init__(self, draft: Draft, column: str) -> None:
        self.column = column
        self._whole: dict[str, int] = {}
        self._page: dict[str, int] = {}
        for name, rows in draft.lists.items():
            said = [_length(row, column) + len("\n10. ") for row in rows]
            self._whole[name] = sum(said)
            self._page[name] = sum(nlargest(PAGE, said))

    def said_at_once(self, item: Item) -> int:
        """About how many characters the message has that asks it, with a page of a long list."""
        if not is_asked(item):
            return _length(item.row, self.column)
        lists = self._page if item.kind in SELECTS else self._whole
        return AROUND + _length(item.row, self.column) + lists.get(item.list_name, 0)


def _length(row: Row, column: str) -> int:
    """How long a text is; what `${…}` will say is not known."""
    return len(references.REFERENCE.sub("", row.cell(column)))
