"""What somebody might reply to a question: few replies, but those that may lead to other questions.

Words are short ones and long ones of a fixed length; of numbers those are tried that the form
itself speaks of, those next to them, and the ends of what is allowed.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

from flows import vietnamese
from flows.events import Asked
from flows.forms import addresses
from flows.forms.checks import trees
from flows.forms.model import Bind, Form
from flows.questions import KINDS, Bounds, NotUnderstood
from flows.replies import Attachment, AttachmentKind, Reply
from flows.wording import Words
from flows.xpath import Expression
from flows.xpath.syntax import Literal

MOST_LINES = 12  # of one list: the first ones and the last one
MOST_NUMBERS = 14
SHORT, LONG = "Có ạ", "Nhà có làm, cả nhà cùng đọc sách và học thêm mỗi tối ở nhà văn hóa bản (mẫu)"
SENT: Mapping[str, AttachmentKind] = {
    "image": "photo",
    "file": "file",
    "audio": "voice",
    "video": "video",
}
PATTERNED = (
    *("0000000000", "000000", "000000000000", "1", "A1", "A", "an", "Lò Văn An (mẫu)", "2026"),
    *("nobody@example.org", "https://example.org/", "a_1"),
)
"""What a pattern may ask of a text: a phone that nobody has, an address, letters, figures."""
SAID = {
    "acknowledge": ("ok",),
    "text": (SHORT, LONG, *PATTERNED),
    "time": ("19:30",),  # "7:30" would be asked back: morning or evening?
    "geopoint": ("22.36, 103.62",),
    "barcode": ("8934567",),
}

Possible = tuple[Reply, str]
"""A reply, and what it writes."""


def possible(form: Form, asked: Asked, path: str, today: date, words: Words) -> list[Possible]:
    """The replies that the question understands; passing it over is the last of them.

    Whether its constraint takes them is not asked here.
    """
    kind, found = asked.asking.kind, dict[str, Reply]()
    for reply in _replies(form, asked, path, today):
        try:
            found.setdefault(KINDS[kind].read(asked.asking, reply, today), reply)
        except NotUnderstood:
            continue
    every = [(reply, value) for value, reply in found.items()]
    return every if asked.asking.required else [*every, (Reply(words("word.skip")), "")]


def _replies(form: Form, asked: Asked, path: str, today: date) -> Iterator[Reply]:
    asking = asked.asking
    if asking.kind in SENT:
        yield Reply(attachments=(Attachment(SENT[asking.kind], key="mau.jpg"),))
    elif asking.options:
        numbers = [option.number for option in asking.options]
        few = numbers if len(numbers) <= MOST_LINES else [*numbers[: MOST_LINES - 1], numbers[-1]]
        yield from map(Reply, _lines(asking.kind, few))
    elif asking.kind in ("date", "month", "year", "dateTime"):
        yield from map(Reply, _days(asking.kind, today))
    elif asking.kind in ("integer", "decimal", "range"):
        about = asking.bounds or (asking.scale and Bounds(asking.scale.first, asking.scale.last))
        yield from (Reply(each) for each in _numbers(form, addresses.plain(path), about or None))
    else:
        yield from map(Reply, SAID.get(asking.kind, ()))


def _lines(kind: str, numbers: list[int]) -> Iterator[str]:
    """Bare numbers first; where labels have figures of their own, "dòng 2" says the line."""
    if kind in ("select_multiple", "rank"):
        yield " ".join(map(str, numbers))
        yield "dòng " + " ".join(map(str, numbers))
    for number in numbers if kind != "rank" else ():
        yield str(number)
        yield f"dòng {number}"


def _days(kind: str, today: date) -> Iterator[str]:
    for back in (0, 1, 366, 7_000, 25_000):
        day = vietnamese.speak_date(today - timedelta(days=back))
        yield f"{day} 19:30" if kind == "dateTime" else day


def _numbers(form: Form, path: str, bounds: Bounds | None) -> Iterator[str]:
    ends = [end for end in (bounds.least, bounds.most) if end is not None] if bounds else []
    spoken = sorted({Decimal(each) for each in _spoken_of(form, path)})
    near = [number + step for number in spoken for step in (0, 1, -1)]
    tried = dict.fromkeys([*ends, *map(Decimal, (0, 1, 2)), *near])
    for number in list(tried)[:MOST_NUMBERS]:
        yield f"{number:f}".replace(".", ",")


def _spoken_of(form: Form, path: str) -> Iterator[int]:
    """The whole numbers in the formulas of the question and of all that read it."""
    for reader in (path, *form.dependents.get(path, ())):
        for expression in _formulas(form.binds.get(reader)):
            for part in trees.parts(expression.tree):
                if isinstance(part, Literal) and isinstance(part.value, float):
                    yield int(max(min(part.value, 1e6), -1e6))


def _formulas(bind: Bind | None) -> Iterator[Expression]:
    every = (bind.relevant, bind.calculate, bind.constraint) if bind else ()
    return (expression for expression in every if expression)
