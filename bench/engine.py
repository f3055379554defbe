"""How long the interview takes for one reply, and to come back from stored answers."""

import time
from datetime import datetime
from importlib.resources import files
from statistics import median

from bot.moment import ZONE
from flows.forms import loading
from flows.forms.model import Form
from flows.interview import Interview
from flows.replies import Reply

NOW = datetime(2026, 11, 24, 9, tzinfo=ZONE)
ROUNDS = 60


def cdht() -> Form:
    """The citizen pack, as it is shipped."""
    workbook = (files("flows") / "library" / "packs" / "cdht.md").read_bytes()
    return loading.load(workbook, "cdht.md")[0]


def steps(form: Form) -> float:
    """Median seconds of one reply: understood, entered, recalculated, the next question made."""
    seconds: list[float] = []
    for _ in range(ROUNDS):
        session = _begun(form)
        while (question := session.current) is not None:
            reply = Reply("bỏ qua" if question.kind == "image" else "1")
            begun = time.perf_counter()
            session.hear(reply)
            seconds.append(time.perf_counter() - begun)
    return median(seconds)


def restores(form: Form) -> float:
    """Median seconds to rebuild a complete session from its stored answers."""
    session = _begun(form)
    while (question := session.current) is not None:
        session.hear(Reply("bỏ qua" if question.kind == "image" else "1"))
    kept = session.kept
    seconds: list[float] = []
    for _ in range(ROUNDS * 10):
        begun = time.perf_counter()
        Interview(form, kept, now=NOW, language=form.language, tag="1-1")
        seconds.append(time.perf_counter() - begun)
    return median(seconds)


def _begun(form: Form) -> Interview:
    return Interview.begin(form, {"area": "remote"}, now=NOW, language=form.language, tag="1-1")
