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
    """Seconds of the processor, medians, and bytes; `read` is loading without pyxform's part.

    `first` and `last` are the steps of the first and the last fifth of the conversation.
    """

    converted: float
    read: float
    step: float
    first: float
    last: float
    restored: float
    memory: float


def assessment(rounds: int) -> Sized:
    """40 questions with scores, as a commune fills them in."""
    return measured(forms.assessment(), rounds)


def census(rounds: int) -> Sized:
    """480 questions behind conditions."""
    return measured(forms.census(), rounds)


def long(rounds: int) -> Sized:
    """250 questions."""
    return measured(forms.plain(250, forms.LANGUAGES[:1]), rounds)


def longest(rounds: int) -> Sized:
    """1,000 questions in four languages."""
    return measured(forms.plain(1000, forms.LANGUAGES), rounds)


def nested(rounds: int) -> Sized:
    """Three rosters, one in the other: 5 hamlets, 15 homes, 45 people."""
    return measured(forms.nested(), rounds)


def measured(workbook: bytes, rounds: int) -> Sized:
    """Load the form and go through it that many times."""
    converted, read, form = _loaded(workbook)
    walks = [_walk(form) for _ in range(rounds)]
    steps = [median(same) for same in zip(*(seconds for seconds, _ in walks), strict=True)]
    fifth = max(1, len(steps) // 5)
    kept = walks[0][1].kept
    return Sized(
        converted=converted,
        read=read,
        step=median(steps),
        first=median(steps[:fifth]),
        last=median(steps[-fifth:]),
        restored=median(_timed(lambda: _restored(form, kept).ask()) for _ in range(rounds * 5)),
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
