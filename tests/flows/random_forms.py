"""Small forms and conversations that nobody thought of, for Hypothesis to play with."""

from dataclasses import dataclass, field

from forms_for_tests import form, table
from hypothesis import strategies as st

from flows.events import Asked
from flows.forms.model import Form, Question
from flows.interview import Interview
from flows.replies import Attachment, Reply

HEADER = (
    "type | name | label | relevant | required | constraint | default | calculation"
    " | choice_filter | parameters"
)
CHOICES = "yn: yes = Có, no = Không, rest = Nghỉ\npart: a = Sáng, b = Chiều, c = Tối"
KINDS = (
    *("text", "integer", "date", "time", "dateTime", "decimal", "range", "geopoint", "barcode"),
    *("select_one yn", "select_multiple yn", "acknowledge", "image", "rank part"),
    *("select_one part", "select_multiple part"),
)
FILTERED = ("select_one part", "select_multiple part", "rank part")
CONDITIONS = {
    "text": "{} != ''",
    "integer": "{} > 2",
    "date": "{} != ''",
    "time": "{} != ''",
    "dateTime": "{} > now()",
    "select_one yn": "{} = 'yes'",
    "select_multiple yn": "selected({}, 'no')",
    "acknowledge": "{} = 'OK'",
    "image": "{} = ''",
    "decimal": "{} * 2 >= 3",
    "range": "{} != 4",
    "geopoint": "{} != ''",
    "barcode": "string-length({}) > 1",
    "select_one part": "{} != 'b'",
    "select_multiple part": "count-selected({}) < 2",
    "rank part": "selected-at({}, 0) != 'a'",
    "calculate": "{} != 5",
}
FILTERS = {
    "integer": "{} < 3 or name = 'a'",
    "select_one yn": "name = 'a' or {} = 'yes'",
    "select_multiple part": "selected({}, name) or name = 'c'",
    "text": "{} != '' or name = 'b'",
}
CONSTRAINTS = {
    "integer": ". < 10",
    "date": ". <= today()",
    "select_one yn": ". != 'rest'",
    "decimal": ". >= 0.5",
    "select_multiple part": "count-selected(.) <= 2",
}
DEFAULTS = {
    "integer": ["4", "2 + 3"],
    "date": ["today()"],
    "text": ["Nà Hon"],
    "decimal": ["2.5", "5 div 2"],
    "select_one part": ["a"],
    "range": ["2"],
}

WORDS = (
    *(
        "1",
        "2",
        "12",
        "3 bao",
        "có",
        "không",
        "nghỉ",
        "1 2",
        "hôm nay",
        "20/11",
        "19:30",
        "ok",
        "",
        "😀",
        "2,5",
        "22.39, 103.45",
        "sáng",
        "chiều tối",
        "3 1 2",
    ),
    *("bỏ qua", "giữ", "quay lại", "tiếp", "xem lại", "?", "sửa 1", "sửa 2", "sửa 3", "sửa a"),
)
GOOD = {
    "integer": Reply("1"),
    "date": Reply("hôm nay"),
    "time": Reply("19:30"),
    "dateTime": Reply("hôm nay 19:30"),
    "select_one": Reply("dòng 1"),
    "select_multiple": Reply("dòng 1 2"),
    "acknowledge": Reply("ok"),
    "image": Reply(attachments=(Attachment("photo", "a.jpg"),)),
    "text": Reply("ở bản"),
    "decimal": Reply("2,5"),
    "range": Reply("2"),
    "geopoint": Reply("22.39, 103.45"),
    "barcode": Reply("8934563138165"),
}
LINES = ("dòng 1", "dòng 2", "dòng 3")


@dataclass
class _Survey:
    """The rows written so far, and what later rows may ask about."""

    draw: st.DrawFn
    rows: list[str] = field(default_factory=list)
    earlier: list[tuple[str, str]] = field(default_factory=list)

    def add(self, kind: str, name: str) -> None:
        label = f"Câu {name}?" if kind != "calculate" else ""
        required = "yes" if kind in KINDS and self.draw(st.booleans()) else ""
        constraint = self.maybe([CONSTRAINTS[kind]] if kind in CONSTRAINTS else [])
        default = self.maybe(DEFAULTS.get(kind, []))
        calculation = self.sum() if kind == "calculate" else ""
        choice_filter = self.filter() if kind in FILTERED else ""
        if default and choice_filter:
            default = ""  # it may not be offered: a form that its author would have to mend
        cells = (kind, name, label, self.condition(), required, constraint, default, calculation)
        parameters = "start=0 end=10 step=2" if kind == "range" else ""
        self.rows.append(" | ".join((*cells, choice_filter, parameters)))
        if kind in CONDITIONS:
            self.earlier.append((name, kind))

    def maybe(self, values: list[str]) -> str:
        return self.draw(st.sampled_from(["", *values]))

    def condition(self) -> str:
        about = [CONDITIONS[kind].format(f"${{{name}}}") for name, kind in self.earlier]
        return self.maybe(about)

    def filter(self) -> str:
        known = [(name, FILTERS[kind]) for name, kind in self.earlier if kind in FILTERS]
        return self.maybe([filtering.format(f"${{{name}}}") for name, filtering in known])

    def sum(self) -> str:
        numbers = [f"${{{n}}}" for n, kind in self.earlier if kind in ("integer", "calculate")]
        return f"{self.draw(st.sampled_from(numbers))} + 1" if numbers else "2 + 2"


@st.composite
def tables(draw: st.DrawFn) -> str:
    """A form of a few rows: conditions, a group, calculations, defaults, constraints, filters."""
    written = _Survey(draw)
    kinds = draw(st.lists(st.sampled_from((*KINDS, "note", "calculate")), min_size=2, max_size=6))
    opens = draw(st.integers(0, len(kinds) * 2))
    for at, kind in enumerate(kinds):
        if at == opens:
            written.add("begin_group", "home")
        written.add(kind, f"q{at}")
    if opens < len(kinds):
        written.rows.append("end_group" + " |" * HEADER.count("|"))
    return table(HEADER, *written.rows, choices=CHOICES)


def forms() -> st.SearchStrategy[Form]:
    """The same, loaded."""
    return tables().map(form)


@dataclass(frozen=True)
class Tap:
    """A button pressed: one of those that stood there `ago` questions before."""

    ago: int
    which: int


Said = str | Tap | Reply
conversations = st.lists(
    st.sampled_from(WORDS)
    | st.builds(Tap, st.integers(0, 2), st.integers(0, 2))
    | st.sampled_from((GOOD["image"], GOOD["text"])),
    max_size=14,
)


class Buttons:
    """Remembers the buttons that were shown, as a phone does."""

    def __init__(self) -> None:
        self._shown: list[tuple[str, ...]] = []

    def see(self, events: list[object]) -> None:
        self._shown += [e.presses for e in events if isinstance(e, Asked) and e.presses]

    def reply(self, said: Said) -> Reply:
        """What is sent when this is said; a tap where there is no button is a bad one."""
        if isinstance(said, Reply):
            return said
        if isinstance(said, str):
            return Reply(said)
        row = self._shown[-1 - said.ago] if said.ago < len(self._shown) else ("q.x.0.0",)
        return Reply(press=row[said.which % len(row)])


def play(interview: Interview, conversation: list[Said]) -> None:
    """Say everything, one after the other."""
    buttons = Buttons()
    buttons.see(list(interview.ask()))
    for said in conversation:
        buttons.see(list(interview.hear(buttons.reply(said))))


def play_to_the_end(interview: Interview, most: int = 40) -> int:
    """Answer well until nothing is asked any more; how many answers that took."""
    for count in range(most):
        if (question := interview.current) is None:
            return count
        answer(interview, question)
    return most


def answer(interview: Interview, question: Question) -> None:
    """Answer well; an order is told one line after the other."""
    if question.kind != "rank":
        interview.hear(GOOD[question.kind])
        return
    for line in LINES:
        if interview.current == question:
            interview.hear(Reply(line))
