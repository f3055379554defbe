"""Records of what JavaRosa had after each answer, for where there is no Java: `golden/*.json`."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

from flows.forms import loading
from tests.javarosa import gathered
from tests.javarosa.engine import State
from tests.javarosa.walk import Leg, Step, Walker, told

FOLDER = Path(__file__).with_name("golden")
WHOLE = 3  # so many states are kept whole, so that a failure can be read


@dataclass(frozen=True, slots=True)
class Golden:
    """The walk through one form: what was done, and the mark of the state both engines had then.

    `content` is the mark of the workbook, `now` the time at which it was filled in. `whole` are
    the first states, as `walk.told` writes them.
    """

    form: str
    content: str
    now: datetime
    seed: int
    legs: tuple[tuple[tuple[Step, ...], str], ...]
    whole: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Parting:
    """Where our engine left the record: after which answers, and what it has there."""

    done: tuple[Step, ...]
    ours: Any
    recorded: Any


def made(form: str, now: datetime, seed: int, legs: Iterable[Leg]) -> Golden:
    """The record of a walk that has been taken. Raises ValueError where the engines part."""
    kept, whole = [], []
    for leg in legs:
        if leg.difference:
            raise ValueError(f"{form}: {leg.difference}")
        kept.append((leg.done, state_mark(leg.stands)))
        whole += [_plain(leg.stands)] if len(whole) < WHOLE else []
    return Golden(form, content_mark(form), now, seed, tuple(kept), tuple(whole))


def replayed(golden: Golden) -> Parting | None:
    """Do what was done once more, with our engine alone; where it comes to something else."""
    content, name = gathered.content(golden.form), gathered.file_name(golden.form)
    form = loading.load(content, name)[0]
    ours = Walker(form, Random(golden.seed), golden.now)  # noqa: S311 (the same walk every time)
    taken: list[Step] = []
    for at, (done, mark) in enumerate(golden.legs):
        taken += ours.all(done)
        if state_mark(ours.state()) != mark:
            recorded = golden.whole[at] if at < len(golden.whole) else mark
            return Parting(tuple(taken), _plain(ours.state()), recorded)
    return None


def write(golden: Golden) -> None:
    """Keep the record, one leg a line."""
    head = {"form": golden.form, "content": golden.content, "now": golden.now.isoformat()}
    lines = [f"{_json(key)}: {_json(value)}," for key, value in head.items()]
    legs = ",\n".join(_json([*map(list, done), mark]) for done, mark in golden.legs)
    whole = ",\n".join(map(_json, golden.whole))
    lines += [f'"seed": {golden.seed},', f'"legs": [\n{legs}\n],', f'"whole": [\n{whole}\n]']
    FOLDER.mkdir(exist_ok=True)
    path_of(golden.form).write_text("{" + "\n".join(lines) + "}\n", "utf-8")


def read(form: str) -> Golden:
    """The record of a form. Raises FileNotFoundError."""
    found = json.loads(path_of(form).read_text("utf-8"))
    legs = tuple((tuple((at, said) for at, said in done), mark) for *done, mark in found["legs"])
    now = datetime.fromisoformat(found["now"])
    return Golden(form, found["content"], now, found["seed"], legs, tuple(found["whole"]))


def path_of(form: str) -> Path:
    """Where the record of a form is kept."""
    return FOLDER / f"{form.removesuffix('.md').replace(' ', '-')}.json"


def state_mark(state: State) -> str:
    """Eight hexadecimal digits by which two states are told apart."""
    return _mark(_json(told(state)).encode())


def content_mark(form: str) -> str:
    """The same of the workbook: another one may need another record."""
    return _mark(gathered.content(form))


def _mark(content: bytes) -> str:
    return sha256(content).hexdigest()[:8]


def _plain(state: State) -> Any:
    """The state as it comes back from a file."""
    return json.loads(_json(told(state)))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
