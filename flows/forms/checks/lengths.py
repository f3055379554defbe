"""Checks of how much is said at once: on a phone screen, in one message, in one form."""

from collections.abc import Iterator, Sequence
from heapq import nlargest

from flows.forms import columns, references
from flows.forms.checks.asked import is_asked
from flows.forms.checks.draft import Draft, Item
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
    for column in (each for text in columns.TRANSLATED for each in columns.family(header, text)):
        yield from _screens(draft, column)
    for column in columns.family(header, "label"):
        yield from _messages(draft, column)
    asked = [item for item in draft.items if is_asked(item)]
    if len(asked) > MOST_ASKED:
        yield _hint(asked[MOST_ASKED].row, "", MANY.format(len(asked)))


def _hint(row: Row, column: str, text: str) -> Fault:
    return Fault("survey", row.number, column, text, serious=False)


def _screens(draft: Draft, column: str) -> Iterator[Fault]:
    for item in draft.items:
        length = _length(item.row, column)
        if length > SCREEN and _said_at_once(draft, item, column) <= TELEGRAM:
            yield _hint(item.row, column, TALL.format(length, SCREEN))


def _messages(draft: Draft, column: str) -> Iterator[Fault]:
    """Notes that follow one another go into one message, and so do a question and its choices."""
    notes: list[Row] = []
    for item in draft.items:
        if item.kind == "note":
            notes.append(item.row)
        elif is_asked(item):
            yield from _together(notes, column)
            notes = []
            length = _said_at_once(draft, item, column)
            if length > TELEGRAM:
                yield _hint(item.row, column, CUT.format(length, TELEGRAM))
    yield from _together(notes, column)


def _together(notes: Sequence[Row], column: str) -> Iterator[Fault]:
    length = sum(_length(row, column) for row in notes)
    if length > TELEGRAM:
        yield _hint(notes[0], column, CUT.format(length, TELEGRAM))


def _said_at_once(draft: Draft, item: Item, column: str) -> int:
    """About how many characters the message has that asks it, with a page of a long list."""
    if not is_asked(item):
        return _length(item.row, column)
    said = [_length(row, column) + len("\n10. ") for row in draft.lists.get(item.list_name, ())]
    paged = len(said) > PAGE and item.kind in ("select_one", "select_multiple")
    return AROUND + _length(item.row, column) + sum(nlargest(PAGE, said) if paged else said)


def _length(row: Row, column: str) -> int:
    """How long a text is; what `${…}` will say is not known."""
    return len(references.REFERENCE.sub("", row.cell(column)))
