"""A random walk through one form, taken by our engine and by JavaRosa side by side."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from bot.moment import ZONE, system_now
from flows.forms import convert, loading, sheets
from flows.forms.model import Form, Question
from flows.worksheet import Worksheet
from tests.javarosa.engine import JavaRosa, Leaf, State

WORDS = ("", "Nà Hon", "a", "12", "không rõ")
VALUES = {
    "integer": ("0", "1", "2", "3", "5", "8", "12", "31", "100", "-1"),
    "decimal": ("0", "0.5", "2.5", "10", "-3.25"),
    "acknowledge": ("OK",),
    "image": ("anh.jpg",),
    "file": ("giay.pdf",),
    "geopoint": ("22.396 103.457 0.0 0.0", "21.0 105.5 0.0 0.0"),
    "barcode": ("8934563138165", "A-1"),
}
NAMED = {"true": "1", "false": "0"}  # JavaRosa hands a yes or a no in as a figure
UNASKED = "/meta"  # what every form carries about itself; each engine makes its own


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the engines part: after which answers, at which leaf, and what each of them has."""

    steps: tuple[tuple[str, str], ...]
    path: str
    ours: Leaf | None
    theirs: Leaf | None


@dataclass(frozen=True, slots=True)
class Walked:
    """How far the two went together, and where they parted, if they did."""

    steps: int
    difference: Difference | None


def walk(judge: JavaRosa, content: bytes, name: str, seed: int, steps: int) -> Walked:
    """Take `steps` random answers; stops where the two differ."""
    form = loading.load(content, name)[0]
    theirs = judge.load(convert.to_xform(loading.plain(sheets.read(content, name))))
    chance = Random(seed)  # noqa: S311 (the same walk every time)
    sheet = Worksheet(form, {}, system_now().astimezone(ZONE), chance, form.language)
    sheet.prefill()
    taken: list[tuple[str, str]] = []
    for path, value in (("", ""), *_answers(form, sheet, chance, steps)):
        if path:
            taken.append((path, value))
            sheet.enter(path, value)
            theirs = judge.write(path, value)
        if difference := _compare(form, sheet, theirs, tuple(taken)):
            return Walked(len(taken), difference)
    return Walked(len(taken), None)


def _answers(form: Form, sheet: Worksheet, chance: Random, steps: int) -> Iterator[tuple[str, str]]:
    """Random answers to questions that are asked for at that moment."""
    for _ in range(steps):
        asked = [q for q in form.questions if q.kind != "note" and sheet.relevant(q.path)]
        if not asked:
            return
        question = chance.choice(asked)
        yield question.path, _value(question, sheet, chance)


def _value(question: Question, sheet: Worksheet, chance: Random) -> str:
    """Something that may stand there, or nothing."""
    if chance.random() < 0.1:
        return ""
    names = [item.name for item in sheet.offered(question)]
    match question.kind:
        case "date":
            today = sheet.world.now.date()
            return (today + timedelta(days=chance.randint(-400, 400))).isoformat()
        case "select_one":
            return chance.choice(names) if names else ""
        case "select_multiple":
            return " ".join(name for name in names if chance.random() < 0.5)
        case "range" if question.scale:
            return str(question.scale.first + question.scale.step * chance.randint(0, 4))
    return chance.choice(VALUES.get(question.kind, WORDS))


def _compare(
    form: Form, sheet: Worksheet, theirs: State, taken: tuple[tuple[str, str], ...]
) -> Difference | None:
    ours = _ours(form, sheet)
    told = {path: leaf for path, leaf in theirs.items() if UNASKED not in path}
    for path in sorted({*ours, *told}):
        mine, yours = ours.get(path), told.get(path)
        if mine is None or yours is None or not _agree(mine, yours):
            return Difference(taken, path, mine, yours)
    return None


def _agree(mine: Leaf, yours: Leaf) -> bool:
    """Whether both have the same; what stands where nothing is asked counts for neither."""
    if not (mine.relevant or yours.relevant):
        return True
    mine, yours = (leaf._replace(value=_plain(leaf.value)) for leaf in (mine, yours))
    same_choices = mine.offered is None or yours.offered is None or mine.offered == yours.offered
    return mine[:4] == yours[:4] and same_choices


def _plain(value: str) -> str:
    """The value without what only its writing differs in: 10.0, 1 for a yes, a day's midnight."""
    value = value.removesuffix("T00:00:00.000+07:00")
    figure = value.removesuffix(".0")
    return NAMED.get(value, figure if figure.lstrip("-").isdigit() else value)


def _ours(form: Form, sheet: Worksheet) -> State:
    asked = {question.path: question for question in form.questions}
    return {
        leaf.path: Leaf(
            sheet.text(leaf.path),
            sheet.relevant(leaf.path),
            sheet.required(leaf.path),
            sheet.keeps_constraint(leaf.path),
            _offered(asked.get(leaf.path), sheet),
        )
        for leaf in form.blank
        if not leaf.is_group and UNASKED not in leaf.path
    }


def _offered(question: Question | None, sheet: Worksheet) -> tuple[str, ...] | None:
    if question is None or question.itemset is None:
        return None
    return tuple(item.name for item in sheet.offered(question))
