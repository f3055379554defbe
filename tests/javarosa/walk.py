"""A random walk through one form, taken by our engine and by JavaRosa side by side."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bot.moment import ZONE, system_now
from flows import rearranging, triggers
from flows.fields import Field, Roster
from flows.forms import convert, loading, sheets
from flows.forms.addresses import COUNTS
from flows.forms.model import Form, Question
from flows.worksheet import Worksheet
from tests.javarosa.engine import JavaRosa, Leaf, State, Stumbled

WORDS = ("", "Nà Hon", "a", "12", "không rõ")
VALUES = {
    "integer": ("0", "1", "2", "3", "5", "8", "12", "31", "100", "-1"),
    "decimal": ("0", "0.5", "2.5", "10", "-3.25"),
    "time": ("07:30:00.000+07:00", "19:05:00.000+07:00"),
    "dateTime": ("2026-11-20T19:30:00.000+07:00", "2030-01-31T00:00:00.000+07:00"),
    "acknowledge": ("OK",),
    "image": ("anh.jpg",),
    "file": ("giay.pdf",),
    "geopoint": ("22.396 103.457 0.0 0.0", "21.0 105.5 0.0 0.0"),
    "barcode": ("8934563138165", "A-1"),
}
NAMED = {"true": "1", "false": "0"}  # JavaRosa hands a yes or a no in as a figure
# 5 div 0 where a number is asked for; blank here (docs/odk.md)
ENDLESS = ("Infinity", "-Infinity", "2147483647", "-2147483648")
FIGURE = re.compile(r"-?[0-9]+[.][0-9]*")
MEMBERS = 4  # of an open repeat, at most
GONE = "-"
Step = tuple[str, str]
"""An answer and where it is written; what else there may be, `Walker` says."""
NOWHERE = Leaf("", False, False, True, None)  # no such member: nothing of it is asked for
UNASKED = "/meta"  # what every form carries about itself; each engine makes its own


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the engines part: after which answers, at which leaf, and what each of them has."""

    steps: tuple[Step, ...]
    path: str
    ours: Leaf
    theirs: Leaf


@dataclass(frozen=True, slots=True)
class Leg:
    """What was `done` on our side since the engines were last compared, how the form `stands` now,
    and where they part, if they do."""

    done: tuple[Step, ...]
    stands: State
    difference: Difference | None


@dataclass(frozen=True, slots=True)
class Walked:
    """How far the two went together, and where they parted, if they did."""

    steps: int
    difference: Difference | None


def walk(judge: JavaRosa, content: bytes, name: str, seed: int, steps: int) -> Walked:
    """Take `steps` random answers; stops where the two differ."""
    taken = -1  # they are compared before the first answer too
    now = system_now().astimezone(ZONE)
    for leg in legs(judge, content, name, seed, steps, now):
        taken += 1
        if leg.difference:
            return Walked(taken, leg.difference)
    return Walked(taken, None)


def legs(
    judge: JavaRosa, content: bytes, name: str, seed: int, steps: int, now: datetime
) -> Iterator[Leg]:
    """The form as it is opened, and after each of at most `steps` random answers."""
    form = loading.load(content, name)[0]
    plain = loading.plain(sheets.read(content, name))
    theirs = judge.load(convert.to_xform(plain), plain.files)
    ours = Walker(form, Random(seed), now)  # noqa: S311 (the same walk every time)
    # The time of beginning: each engine has a clock of its own.
    done = ours.all((path, theirs[path].value) for path in form.stamps)
    taken: list[Step] = []
    for _ in range(steps + 1):
        theirs, gone = _cut(judge, ours.sheet, theirs)
        done += ours.all(gone)
        yield Leg(tuple(done), ours.state(), _compare(ours.state(), theirs, tuple(taken)))
        step = ours.choose()
        if step is None:
            return
        taken.append(step)
        done = ours.all([step])
        theirs = _follow(judge, *step)
        for pruned in ours.pruned(theirs):
            done += ours.all([pruned])
            theirs = judge.write(*pruned)


def _follow(judge: JavaRosa, path: str, value: str) -> State:
    """What was done on our side, done by JavaRosa."""
    if path.startswith(COUNTS):
        roster = path.removeprefix(COUNTS)
        return judge.add(roster) if value == "+" else judge.remove(f"{roster}[{value}]")
    return judge.write(path, value)


def _cut(judge: JavaRosa, sheet: Worksheet, theirs: State) -> tuple[State, list[Step]]:
    """Without the members that a smaller count leaves out: JavaRosa keeps them (docs/odk.md), and
    what is cut off there is gone for good here too."""
    gone = []
    for roster in [one for one in sheet.growth.rosters.values() if one.repeat.count]:
        most = beyond = len(roster.members)
        while any(path.startswith(f"{roster.address}[{most + 1}]") for path in theirs):
            try:
                theirs = judge.remove(f"{roster.address}[{most + 1}]")
            except Stumbled:  # there is no screen of a roster that nobody is asked for
                break
            beyond += 1
            gone.append((f"{GONE}{roster.address}[{beyond}]", ""))
    return theirs, gone


class Walker:
    """Our engine, answering at random. Members of open repeats come and go: ("#/data/people", "+")
    adds one, ("#/data/people", "2") takes the second away, and ("-/data/people[2]", "") forgets
    what one that was cut off had answered."""

    def __init__(self, form: Form, chance: Random, now: datetime) -> None:
        self.chance = chance
        self.form = form
        self.now = now
        self.sheet = self._sheet({})
        self.sheet.prefill()
        # JavaRosa opens a repeat with a first member; here people are asked whether there is one.
        while empty := [one for one in self._rosters() if not one.members]:
            self.sheet.add(empty[0])

    def _sheet(self, raw: dict[str, str]) -> Worksheet:
        return Worksheet(self.form, raw, self.now, self.chance, self.form.language)

    def state(self) -> State:
        """Where our form stands."""
        return _ours(self.sheet)

    def choose(self) -> Step | None:
        """One random step; None where nothing is asked for."""
        rosters = self._open()
        if rosters and self.chance.random() < 0.25:
            return self._resize(self.chance.choice(rosters))
        rows = self.sheet.lineup.rows()
        asked = [q for q in rows if q.kind != "note" and self.sheet.relevant(q.path)]
        asked = [question for question in asked if not question.path.startswith(COUNTS)]
        if not asked:
            return self._resize(self.chance.choice(rosters)) if rosters else None
        question = self.chance.choice(asked)
        value = _value(question, self.sheet, self.chance)
        while self.form.overtakes and value == self.sheet.raw(question.path):
            # Said once more, it counts there as a change of what others are worked out from.
            question = self.chance.choice(asked)
            value = _value(question, self.sheet, self.chance)
        return question.path, value

    def all(self, steps: Iterable[Step]) -> list[Step]:
        """Take these steps; they are given back."""
        taken = list(steps)
        for path, value in taken:
            self._take(path, value)
        return taken

    def _take(self, path: str, value: str) -> None:
        roster = self.sheet.growth.rosters.get(path)
        if path.startswith(GONE):
            self.sheet.growth.forget(path.removeprefix(GONE))
        elif roster is None:
            self.sheet.enter(path, value)
        elif value == "+":
            self.sheet.add(roster)
        else:
            self._drop(roster, int(value))

    def _resize(self, roster: Roster) -> Step:
        if not roster.members or (len(roster.members) < MEMBERS and self.chance.random() < 0.6):
            return roster.key, "+"
        return roster.key, str(self.chance.randint(1, len(roster.members)))

    def _drop(self, roster: Roster, number: int) -> None:
        member = roster.members[number - 1]
        late = triggers.hanging(self.form, self.sheet.growth, member)
        late += self._moving_up(roster.members[number : number + 1])
        given = {path: value for path, value in self.sheet.given().items() if path not in late}
        kept = given | self.sheet.standings() | {roster.key: f"{len(roster.members) - 1}+"}
        self.sheet = self._sheet(rearranging.without(kept, roster.address, number))

    def _moving_up(self, members: Sequence[Field]) -> list[str]:
        """Calculated answers that people changed, in the member that takes the place of the one
        that has gone: JavaRosa works them out anew, and here they stay (docs/odk.md)."""
        changed = {path for paths in self.form.overtakes.values() for path in paths}
        within = tuple(f"{member.address}/" for member in members)
        nodes = self.sheet.growth.nodes.items()
        return [at for at, node in nodes if at.startswith(within) and node.path in changed]

    def _open(self) -> list[Roster]:
        open_now = (one for one in self._rosters() if self.sheet.relevant(one.key))
        return [one for one in open_now if not self.sheet.locked(one.key)]

    def _rosters(self) -> list[Roster]:
        """Those that people fill in until they say it is all."""
        return [one for one in self.sheet.growth.rosters.values() if one.repeat.count is None]

    def pruned(self, theirs: State) -> Iterator[tuple[str, str]]:
        """Chosen before, and not offered any more: JavaRosa forgets it, and leaves what reads it as
        it was (docs/odk.md). Here it is blanked on both sides, as a person would."""
        for row in self.sheet.lineup.rows():
            if not (row.itemset and row.itemset.filtered and row.path in theirs):
                continue
            seen, kept = self.sheet.text(row.path), self.sheet.raw(row.path)
            if kept != seen == theirs[row.path].value:
                yield row.path, seen


def _value(question: Question, sheet: Worksheet, chance: Random) -> str:
    """Something that may stand there, or nothing."""
    if chance.random() < 0.1:
        return ""
    names = [item.name for item in sheet.offered(question)]
    match question.kind:
        case "date":
            today = sheet.world.now.date()
            return (today + timedelta(days=chance.randint(-400, 400))).isoformat()
        case "month" | "year" as kind:
            day = sheet.world.now.date() - timedelta(days=chance.randint(0, 9000))
            return day.replace(day=1, month=1 if kind == "year" else day.month).isoformat()
        case "select_one":
            return chance.choice(names) if names else ""
        case "select_multiple":
            return " ".join(name for name in names if chance.random() < 0.5)
        case "rank":
            return " ".join(chance.sample(names, len(names)))
        case "range" if question.scale:
            return str(question.scale.first + question.scale.step * chance.randint(0, 4))
    return chance.choice(VALUES.get(question.kind, WORDS))


def _compare(ours: State, theirs: State, taken: tuple[Step, ...]) -> Difference | None:
    told = {path: leaf for path, leaf in theirs.items() if UNASKED not in path}
    for path in sorted({*ours, *told}):
        mine, yours = ours.get(path, NOWHERE), told.get(path, NOWHERE)
        if not _agree(mine, yours):
            return Difference(taken, path, mine, yours)
    return None


def _agree(mine: Leaf, yours: Leaf) -> bool:
    """Whether both have the same; what stands where nothing is asked counts for neither."""
    if not (mine.relevant or yours.relevant):
        return True
    mine, yours = (leaf._replace(value=_plain(leaf.value)) for leaf in (mine, yours))
    if not mine.value and yours.value in ENDLESS:
        yours = yours._replace(value="")
    # Each once, and none without an answer (docs/odk.md).
    theirs = yours.offered and tuple(dict.fromkeys(filter(None, yours.offered)))
    same_choices = mine.offered is None or theirs is None or mine.offered == theirs
    return mine[:4] == yours[:4] and same_choices and mine.locked in (None, yours.locked)


def told(state: State) -> dict[str, tuple[str, bool, bool, tuple[str, ...] | None]]:
    """What counts of a state, written as both engines could: value, required, constraint kept,
    choices, of all that is asked for."""
    return {
        path: (_plain(leaf.value), leaf.required, leaf.kept, leaf.offered)
        for path, leaf in sorted(state.items())
        if leaf.relevant
    }


def _plain(value: str) -> str:
    """The value without what only its writing differs in: 10.0, 1 for a yes, a day's midnight."""
    value = value.removesuffix("T00:00:00.000+07:00")
    is_figure = FIGURE.fullmatch(value) is not None
    return NAMED.get(value, value.rstrip("0").rstrip(".") if is_figure else value)


def _ours(sheet: Worksheet) -> State:
    asked = {question.path: question for question in sheet.lineup.rows()}
    inside = [leaf for repeat in sheet.form.repeats.values() for leaf in repeat.blank]
    groups = {leaf.path for leaf in (*sheet.form.blank, *inside) if leaf.is_group}
    return {
        path: Leaf(
            sheet.text(path),
            sheet.relevant(path),
            sheet.required(path),
            sheet.keeps_constraint(path),
            _offered(asked.get(path), sheet),
            _is_locked(asked.get(path), sheet),
        )
        for path, field in sheet.growth.nodes.items()
        if field.path not in groups and UNASKED not in path
    }


def _is_locked(question: Question | None, sheet: Worksheet) -> bool | None:
    if question is None or "label" in question.appearance:  # that heads a table: a note here
        return None
    return question.kind == "note" or sheet.locked(question.path)


def _offered(question: Question | None, sheet: Worksheet) -> tuple[str, ...] | None:
    if question is None or question.itemset is None:
        return None
    return tuple(item.name for item in sheet.offered(question))
