"""A form as the interview walks it: read once from a workbook, frozen, shared by every session."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from flows.forms.actions import Actions
from flows.forms.media import Media
from flows.forms.pack_sheet import PackInfo
from flows.levels import LevelsModel, TargetModel
from flows.questions import Bounds, Option, Scale
from flows.scoring import IndicatorModel, ScoreModel
from flows.xpath import Expression
from flows.xpath.tree import Node


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text in one language: plain pieces and the expressions spoken between them (`${…}`)."""

    pieces: tuple[str | Expression, ...]


Wording = Mapping[str, Phrase]
"""The same text by language; a form without languages keeps its only one under ""."""


@dataclass(frozen=True, slots=True)
class Item:
    """One choice of a list. `node` is its row in the list's instance, for choice filters."""

    name: str
    label: Wording
    points: float | None
    node: Node


@dataclass(frozen=True, slots=True)
class Itemset:
    """The choices of a select question; `filtered`, if there is a filter, picks those offered.

    Choices `from_members` have no items: `filtered` finds the answers of members that make them.
    `places` tells where the first item of a name stands, and `rows` where the one of a node does:
    lists may be thousands long, and are looked through for every answer.
    """

    items: tuple[Item, ...]
    filtered: Expression | None = None
    from_members: bool = False
    places: Mapping[str, int] = field(init=False, repr=False, compare=False)
    rows: Mapping[int, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        backwards = range(len(self.items) - 1, -1, -1)
        places = {self.items[at].name: at for at in backwards}
        object.__setattr__(self, "places", places)
        object.__setattr__(self, "rows", {id(item.node): at for at, item in enumerate(self.items)})

    def named(self, names: Iterable[str]) -> tuple[Item, ...]:
        """The items of these names, in the order of the list."""
        found = {self.places[name] for name in names if name in self.places}
        return tuple(self.items[at] for at in sorted(found))

    def at_rows(self, rows: Iterable[Node]) -> tuple[Item, ...]:
        """The items of these nodes, in the order of the list."""
        found = {self.rows[id(row)] for row in rows if id(row) in self.rows}
        return tuple(self.items[at] for at in sorted(found))


@dataclass(frozen=True, slots=True)
class Bind:
    """What holds for one node: its data type and its expressions, each None when not given.

    `readonly` says when the row is shown instead of asked; a row that never is asked is a note.
    `preload` says what the program itself writes there: start, end or today, "" for nothing.
    """

    path: str
    type: str = "string"
    relevant: Expression | None = None
    calculate: Expression | None = None
    constraint: Expression | None = None
    required: Expression | None = None
    readonly: Expression | None = None
    constraint_message: Wording | None = None
    required_message: Wording | None = None
    preload: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A group that people see as a heading."""

    path: str
    label: Wording


@dataclass(frozen=True, slots=True)
class Question:
    """One row that is shown: a question or a note. `index` counts them in document order.

    A note that may have a value `shows` it as a question of that kind would.

    In a repeat, a form has each question once, and a session once for every member: with the
    address of the member's answer for `path` and `name`, its `place` among the others, and what
    its buttons carry to know the member (`mark`). `guidance` is longer help, after the hint.
    """

    index: int
    path: str
    name: str
    kind: str
    label: Wording
    hint: Wording
    itemset: Itemset | None
    appearance: str
    groups: tuple[Group, ...]
    scale: Scale | None = None
    guidance: Wording | None = None
    shows: str = ""
    place: tuple[int, ...] = ()
    mark: str = ""

    @property
    def order(self) -> tuple[int, ...]:
        """Where it stands among all that is shown; larger comes later."""
        return self.place or (self.index,)

    def may_hold(self, value: str) -> bool:
        """Whether `value` can stand here as an answer, as XForms stores it; blank always can.

        An answer to an older version of the form, or a default its author mistyped, may not.
        """
        if not value:
            return True
        match self.shows or self.kind:
            case "integer" | "decimal" as kind:
                return NUMBERS[kind].fullmatch(value) is not None
            case "range":
                is_number = NUMBERS["decimal"].fullmatch(value) is not None
                return is_number and (self.scale is None or self.scale.has(Decimal(value)))
            case "geopoint":
                return POINT.fullmatch(value) is not None
            case "date" | "month" | "year":
                return _is_day(value)
            case "time" | "dateTime" as kind:
                return _is_moment(value, kind)
            case "select_one" if self.itemset and self.itemset.from_members:
                return True
            case "select_one" | "select_multiple" as kind:
                chosen = value.split() if kind == "select_multiple" else [value]
                names = self.itemset.places if self.itemset else ()
                return all(name in names for name in chosen)
            case "rank":
                chosen = value.split()
                names = self.itemset.places if self.itemset else ()
                is_known = all(name in names for name in chosen)
                return is_known and len(chosen) == len(set(chosen))
            case kind:
                return kind != "note"


MORE = ("yes", "no")
"""What may be said to the question about one more member of a roster: there is one, that is all."""
POINT = re.compile(r"(?:-?[0-9]+(?:[.][0-9]+)? ?){2,4}")
NUMBERS = {"integer": re.compile("-?[0-9]+"), "decimal": re.compile("-?[0-9]+([.][0-9]+)?")}
DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


TIME = "[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.][0-9]+)?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?"
MOMENTS = {"time": re.compile(TIME), "dateTime": re.compile(f"{DAY.pattern}T{TIME}")}


def _is_moment(value: str, kind: str) -> bool:
    """Whether it is a time of day, or a day with one ("dateTime"), as ISO writes them."""
    spelled = value if kind == "dateTime" else f"2000-01-01T{value}"
    try:
        return MOMENTS[kind].fullmatch(value) is not None and bool(datetime.fromisoformat(spelled))
    except ValueError:
        return False


def _is_day(value: str) -> bool:
    try:
        return DAY.fullmatch(value) is not None and bool(date.fromisoformat(value))
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Leaf:
    """One node of the blank form: its path, the position of its parent in the list, its default.

    `at` counts the nodes in document order.
    """

    path: str
    name: str
    parent: int
    is_group: bool
    default: str
    at: int = 0


@dataclass(frozen=True, slots=True)
class Repeat:
    """A group that is filled in once for each member of a roster, in the words of the form.

    `index` counts the repeats in document order. `above` is the path of the repeat around it, ""
    for none. `count` says how many members there are, None where people are asked for one more;
    `count_at` is the path of the question that is the count, "" when it is worked out otherwise.
    `bounds` limit how many there may be. `blank` lists the nodes of one member, its own first,
    without those of repeats inside; `order` the paths among them that are recalculated, in order;
    `prefills` are their computed defaults. `rows` is what is shown for each member, `first` the
    index of the first question in them. `more` asks whether there is one more member, `first_one`
    whether there is any.
    """

    index: int
    path: str
    name: str
    label: Wording
    above: str
    count: Expression | None
    count_at: str
    bounds: Bounds
    blank: tuple[Leaf, ...]
    order: tuple[str, ...]
    prefills: tuple[tuple[str, Expression], ...]
    rows: tuple["Question | Repeat", ...]
    first: int
    more: Question
    first_one: Question

    @property
    def inner(self) -> tuple["Repeat", ...]:
        """The repeats right inside this one."""
        return tuple(row for row in self.rows if isinstance(row, Repeat))


@dataclass(frozen=True, slots=True)
class Form:
    """A loaded form.

    `blank` lists the instance's nodes, parents first. `prefills` are (path, expression) evaluated
    once when a session begins. `order` lists the paths that are recalculated, in the order of
    their dependencies; `dependents` maps a path to those of `order` that read it, and `checks` to
    the questions whose constraint or requirement reads it. `paths` and `by_name` find nodes and
    questions by their name, `filters` the lists that offer only some rows; `generated` names
    the calculates made from the scoring sheets; `indicators` maps a question to the indicator it
    answers, `targets` to the target it decides, and `evidence_for` an evidence question to the
    question it backs. `known` are the paths of hidden nodes that the program fills in, `follows`
    the paths whose computed default comes from those; `figures` the paths whose answers are
    numbers, `stamps` those the program writes itself (start, end, today); `reasons` maps a question
    that asks for the reason of an answer to the question of that answer.

    `repeats` are the repeats by path, outer before inner; what is inside them is in `questions`,
    but not in `blank`. `rows` has questions and outermost repeats in order. `repeat_of` maps a path
    to the innermost repeat it is in; `wide` are the paths that read other members. `places` maps
    the path of a question to its place in `questions`; `numbered` names the questions outside
    repeats that count as one each: evidence and reasons go by the number of what they belong to,
    the pack's profile by letters.

    `actions` say what is written when an answer changes, and `written` are all the paths the form
    writes by itself and a session must keep: those, and the `lasting` calculations that hold on to
    what they came to (`once()`); `unasked` are the rows with such a value, or a computed default,
    for which nobody is asked. `overtakes` maps a path to the questions people may answer whose
    calculation reads it, and `locks` to those that are only shown, not asked, as it says.

    `lists` remembers long lists that are always the same, in words, by path and language.
    `media` are the pictures and sounds beside the words, and `shelf` is the version of the pack
    whose files they are, "" for a form that is no pack's.
    """

    id: str
    title: str
    version: str
    language: str
    languages: tuple[str, ...]
    blank: tuple[Leaf, ...]
    binds: Mapping[str, Bind]
    questions: tuple[Question, ...]
    prefills: tuple[tuple[str, Expression], ...]
    instances: Mapping[str, Node]
    texts: Mapping[str, Wording]
    order: Mapping[str, int]
    dependents: Mapping[str, tuple[str, ...]]
    checks: Mapping[str, tuple[str, ...]]
    score: ScoreModel | None
    levels: LevelsModel | None
    pack: PackInfo | None
    paths: Mapping[str, str]
    by_name: Mapping[str, Question]
    filters: Mapping[str, Itemset]
    generated: frozenset[str]
    indicators: Mapping[str, IndicatorModel]
    targets: Mapping[str, TargetModel]
    evidence_for: Mapping[str, str]
    known: frozenset[str]
    follows: frozenset[str]
    figures: frozenset[str]
    stamps: Mapping[str, str]
    reasons: Mapping[str, str]
    repeats: Mapping[str, Repeat]
    rows: tuple[Question | Repeat, ...]
    repeat_of: Mapping[str, str]
    wide: frozenset[str]
    places: Mapping[str, int]
    numbered: frozenset[str]
    actions: Actions
    written: frozenset[str]
    lasting: frozenset[str]
    unasked: frozenset[str]
    overtakes: Mapping[str, tuple[str, ...]]
    locks: Mapping[str, tuple[str, ...]]
    lists: dict[tuple[str, str], tuple[Option, ...]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )
    media: Media = field(default_factory=Media)
    shelf: str = ""
