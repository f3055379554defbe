"""Checks of choices whose labels are heard as one and the same: a number, a yes, a no."""

from collections.abc import Iterator
from decimal import Decimal

from flows import vietnamese
from flows.forms import columns
from flows.forms.checks.choices import folded
from flows.forms.checks.draft import Draft
from flows.forms.faults import Fault
from flows.forms.workbook import Row
from flows.vietnamese import One

Heard = Decimal | str
SAME = (
    ("có", "có rồi", "rồi", "vâng", "dạ", "ừ", "đúng", "yes", "ok"),
    ("không", "không có", "ko", "no"),
    ("chưa", "chưa có"),
)
"""Words that people use for one another; "không" and "chưa" are two answers."""
SAY = 'Người trả lời gõ "{}" thì không rõ là dòng này hay "{}" ở hàng {}. Nên viết cho khác hẳn.'


def alike(draft: Draft) -> Iterator[Fault]:
    """Two labels of one list that say the same number, or both yes, or both no."""
    header = columns.family(draft.workbook.sheet("choices").header, "label")
    for rows in draft.lists.values():
        for column in header:
            yield from _alike(rows, column)


def _alike(rows: list[Row], column: str) -> Iterator[Fault]:
    first: dict[Heard, Row] = {}
    for row in rows:
        heard = _heard(row.cell(column))
        if heard is None:
            continue
        before = first.setdefault(heard, row)
        said = before.cell(column)
        if before is not row and folded(said) != folded(row.cell(column)):
            word = heard if isinstance(heard, str) else vietnamese.speak_number(heard)
            text = SAY.format(word, said, before.number)
            yield Fault("choices", row.number, column, text, serious=False)


def _heard(label: str) -> Heard | None:
    """The number a label says, or the word for yes or no that it may stand for."""
    said = vietnamese.words(label)
    for words in SAME if said else ():
        if any(said == vietnamese.words(word) for word in words):
            return words[0]
    reading = vietnamese.decimal(label) if said else None
    return reading.value if isinstance(reading, One) else None
