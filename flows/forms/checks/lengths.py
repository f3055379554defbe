"""Checks of how much is said at once: on a phone screen, in one message, in one form."""

from collections.abc import Iterator, Sequence

from flows.forms import columns, references
from flows.forms.checks.draft import ENDS, GROUPS, Draft, Item
from flows.forms.checks.survey import METADATA, SELECTS
from flows.forms.faults import Fault
from flows.forms.pack_sheet import HIDDEN
from flows.forms.workbook import Row
from flows.speech import SCREEN

TELEGRAM = 4_096  # characters of one message
AROUND = 400  # of those, what stands around a question: its number, the last receipt, how to answer
MOST_ASKED = 100  # questions; the shipped packs have 15 to 25
UNASKED = (*GROUPS, *ENDS, *METADATA, HIDDEN, "calculate", "note")
SPOKEN = ("label", "hint", "constraint_message", "required_message")


def lengths(draft: Draft) -> Iterator[Fault]:
    """Texts too long for a screen or a message, in each language; a form too long for a chat."""
    header = draft.workbook.sheet("survey").header
    for column in (each for family in SPOKEN for each in columns.family(header, family)):
        yield from _screens(draft, column)
    for column in columns.family(header, "label"):
        yield from _messages(draft, column)
    asked = [item for item in draft.items if item.kind and item.kind not in UNASKED]
    if len(asked) > MOST_ASKED:
        text = f"Phiếu có {len(asked)} câu. Hỏi qua điện thoại thì nên chia làm nhiều phiếu ngắn."
        yield Fault("survey", asked[MOST_ASKED].row.number, "", text, serious=False)


def _screens(draft: Draft, column: str) -> Iterator[Fault]:
    for item in draft.items:
        length = _length(item.row, column)
        if length > SCREEN and _said_at_once(draft, item, column) <= TELEGRAM:
            text = (
                f"Lời dài {length} chữ, một màn hình điện thoại chứa chừng {SCREEN}. Nên rút gọn."
            )
            yield Fault("survey", item.row.number, column, text, serious=False)


def _messages(draft: Draft, column: str) -> Iterator[Fault]:
    """Notes that follow one another go into one message, and so do a question and its choices."""
    notes: list[Item] = []
    for item in (*draft.items, None):
        if item and item.kind == "note":
            notes.append(item)
            continue
        together = sum(_length(note.row, column) for note in notes)
        if together > TELEGRAM:
            yield _cut(notes[0].row, column, together)
        notes = []
        if item and (length := _said_at_once(draft, item, column)) > TELEGRAM:
            yield _cut(item.row, column, length)


def _cut(row: Row, column: str, length: int) -> Fault:
    text = (
        f"Tin dài chừng {length} chữ kể cả lựa chọn, Telegram chỉ nhận {TELEGRAM} một tin nên sẽ "
        "cắt đôi. Nên viết ngắn lại, hoặc chia làm hai câu."
    )
    return Fault("survey", row.number, column, text, serious=False)


def _said_at_once(draft: Draft, item: Item, column: str) -> int:
    """About how many characters the message has that asks it; 0 for what is not asked."""
    if item.kind == "note":
        return _length(item.row, column)
    rows: Sequence[Row] = draft.lists.get(item.list_name, []) if item.kind in SELECTS else []
    if item.kind in UNASKED:
        return 0
    lines = sum(_length(row, column) + len(f"\n{n}. ") for n, row in enumerate(rows, 1))
    return AROUND + _length(item.row, column) + lines


def _length(row: Row, column: str) -> int:
    """How long a text is; what `${…}` will say is not known."""
    return len(references.REFERENCE.sub("", row.cell(column)))
