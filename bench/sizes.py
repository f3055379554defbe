"""What forms of many sizes cost: to load, to answer a question at either end, to come back to."""

import gc
import time
import tracemalloc
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median

from bench import forms
from bench.engine import NOW
from flows.events import Refused
from flows.forms import convert, loading, sheets, xform
from flows.forms.model import Form, Question
from flows.interview import Interview
from flows.lineup import ASKS_FOR_MORE
from flows.replies import Reply

MEMBERS = 3  # of every roster that is open: 15 homes and 45 people in five hamlets
SESSIONS = 20  # whose memory is counted together
SAID: Mapping[str, tuple[str, ...]] = {
    "integer": ("5", "12", "2"),
    "decimal": ("5",),
    "text": ("Chữ mẫu", "0912345678"),
    "date": ("20/11/2001",),
    "select_one": ("dòng 1",),
    "select_multiple": ("dòng 1 2", "dòng 1"),
    "file": ("bỏ qua",),
}
"""What is replied to each kind of question: the next where the one before is refused."""


@dataclass(frozen=True, slots=True)
class Sized:
    """Seconds of the processor, and bytes; `read` is loading without pyxform's part.

    A step is the quickest of several rounds: what else the machine does only ever adds to it.
    `step` is the median of all steps, `first` and `last` of those of the first and the last fifth
    of the conversation.
    """

    converted: float
    read: float
    step: float
    first: float
    last: float
    restored: float
    memory: float


def table() -> list[tuple[str, str, str]]:
    """What is measured, the figure, and its bound, for every size of form."""
    assessment = measured(forms.assessment(), rounds=40)
    census = measured(forms.census(), rounds=6)
    long = measured(forms.plain(250, forms.LANGUAGES[:1]), rounds=6)
    longest = measured(forms.plain(1000, forms.LANGUAGES), rounds=4)
    nested = measured(forms.nested(), rounds=6)
    return [
        ("form of 40 questions, a step", _micro(assessment.step), "≤ 100 µs"),
        *_rest(assessment, "≤ 1.5 ms", "≤ 50 kB"),
        ("form of 550 binds, read", f"{census.read:.2f} s", "≤ 0.3 s"),
        ("  written by pyxform before that", f"{census.converted:.2f} s", ""),
        ("  a step", _micro(census.step), "≤ 100 µs"),
        *_rest(census),
        *_whole("form of 250 questions", long),
        *_whole("1,000 rows in 4 languages", longest),
        *_whole("3 nested rosters, 65 members", nested),
    ]


def _whole(form: str, sized: Sized) -> list[tuple[str, str, str]]:
    loaded = f"{sized.converted:.2f} + {sized.read:.2f} s"
    return [
        (f"{form}, loaded", loaded, "pyxform + reading it"),
        ("  a step", _micro(sized.step), ""),
        *_rest(sized),
    ]


def _rest(sized: Sized, restored: str = "", memory: str = "") -> list[tuple[str, str, str]]:
    return [
        ("  a step at the beginning, at the end", _both(sized), "alike"),
        ("  session restored", f"{sized.restored * 1e3:.2f} ms", restored),
        ("  memory of an open session", f"{sized.memory / 1000:.0f} kB", memory),
    ]


def _micro(seconds: float) -> str:
    return f"{seconds * 1e6:.0f} µs"


def _both(sized: Sized) -> str:
    return f"{sized.first * 1e6:.0f}, {sized.last * 1e6:.0f} µs"


def measured(workbook: bytes, rounds: int) -> Sized:
    """Load the form and go through it that many times."""
    converted, read, form = _loaded(workbook)
    walks = [_walk(form) for _ in range(rounds)]
    steps = [min(same) for same in zip(*(seconds for seconds, _ in walks), strict=True)]
    fifth = max(1, len(steps) // 5)
    kept = walks[0][1].kept
    return Sized(
        converted=converted,
        read=read,
        step=median(steps),
        first=median(steps[:fifth]),
        last=median(steps[-fifth:]),
        restored=min(_timed(lambda: _restored(form, kept).ask()) for _ in range(rounds * 5)),
        memory=_memory(form, kept),
    )


def _loaded(workbook: bytes) -> tuple[float, float, Form]:
    """Seconds of pyxform, seconds of reading what it made, and the form."""
    table = sheets.read(workbook, "phieu.md")
    begun = time.process_time()
    xml = convert.to_xform(table)
    converted = time.process_time() - begun
    read = _timed(lambda: loading.build(xform.parse(xml), loading.Judged(None, None, None)))
    form, _ = loading.load(workbook, "phieu.md")  # only now: expressions are understood once
    return converted, read, form


def _walk(form: Form) -> tuple[list[float], Interview]:
    """Seconds of each reply that was taken, and the session at its end."""
    session = Interview.begin(form, {}, now=NOW, language=form.language, tag="1-1")
    seconds = []
    while (question := session.current) is not None:
        for text in _replies(session, question):
            begun = time.process_time()
            events = session.hear(Reply(text))
            spent = time.process_time() - begun
            if not isinstance(events[0], Refused):
                break
        seconds.append(spent)
    return seconds, session


def _replies(session: Interview, question: Question) -> tuple[str, ...]:
    if question.mark.startswith(ASKS_FOR_MORE):
        members = session.sheet.growth.rosters[question.path].members
        return ("có",) if len(members) < MEMBERS else ("hết",)
    return SAID[question.kind]


def _restored(form: Form, kept: Mapping[str, str]) -> Interview:
    return Interview(form, kept, now=NOW, language=form.language, tag="1-1")


def _timed(act: Callable[[], object]) -> float:
    begun = time.process_time()
    act()
    return time.process_time() - begun


def _memory(form: Form, kept: Mapping[str, str]) -> float:
    """Bytes of one open session that has put its question."""
    gc.collect()
    tracemalloc.start()
    sessions = [_restored(form, kept) for _ in range(SESSIONS)]
    for session in sessions:
        session.ask()
    gc.collect()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return held / SESSIONS
