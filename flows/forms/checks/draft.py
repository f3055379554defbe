"""The workbook under examination, with what every check looks up in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice

from flows import vietnamese
from flows.forms import columns, level_sheets, other_rows, scoring_sheets
from flows.forms.pack_sheet import PackInfo
from flows.forms.workbook import Row, Sheet, Workbook
from flows.scoring import ScoreModel

REPEAT = "begin_repeat"
GROUPS = ("begin_group", REPEAT)
ENDS = ("end_group", "end_repeat")
HEADER = "label"  # the appearance of a row that heads a table
MOST_WORDS = 500  # more are not compared with a misspelt one: a hint is not worth seconds


@dataclass(frozen=True, slots=True)
class Item:
    """One row of the survey: its type taken apart, and the groups around it, outermost first."""

    row: Row
    kind: str
    list_name: str
    groups: tuple[str, ...]

    @property
    def name(self) -> str:
        """The row's name, "" when it has none."""
        return self.row.cell("name")

    @property
    def is_header(self) -> bool:
        """Whether it heads a table of questions: its choices are read, and none is chosen."""
        looks = self.row.cell("appearance").split()
        return self.kind in other_rows.SELECTS and HEADER in looks


@dataclass(frozen=True, slots=True)
class Draft:
    """`workbook` is as the author wrote it, `expanded` has the generated rows.

    `items` are the author's survey rows, `lists` the choices by list, `known` every name that
    `${…}` may refer to; `by_name` has the first row of each name, `rosters` the names of rosters.
    """

    workbook: Workbook
    expanded: Workbook
    model: ScoreModel | None
    pack: PackInfo | None
    items: tuple[Item, ...]
    lists: dict[str, list[Row]]
    known: frozenset[str]
    by_name: Mapping[str, Item]
    rosters: frozenset[str]

    def item(self, name: str) -> Item | None:
        """The first survey row of that name."""
        return self.by_name.get(name)


def draft(
    workbook: Workbook, expanded: Workbook, model: ScoreModel | None, pack: PackInfo | None
) -> Draft:
    """Look everything up once."""
    items = tuple(read_items(workbook.sheet("survey")))
    lists: dict[str, list[Row]] = {}
    for row in workbook.sheet("choices").rows:
        lists.setdefault(row.cell("list_name"), []).append(row)
    # All that might be generated: a fault in one scoring row shall not make its readers look wrong.
    known = {item.name for item in items} | scoring_sheets.generated_names(workbook)
    known |= level_sheets.generated_names(workbook) | other_rows.generated_names(workbook)
    by_name = {item.name: item for item in reversed(items)}
    rosters = frozenset(item.name for item in items if item.kind == REPEAT)
    return Draft(
        workbook, expanded, model, pack, items, lists, frozenset(known - {""}), by_name, rosters
    )


def read_items(survey: Sheet) -> Iterable[Item]:
    """The rows of a survey with the groups they stand in; unpaired ends close nothing."""
    groups: tuple[str, ...] = ()
    for row in survey.rows:
        kind, list_name = columns.kind_and_list(row.cell("type"))
        if kind in ENDS:
            groups = groups[:-1]
        yield Item(row, kind, list_name, groups)
        if kind in GROUPS:
            groups = (*groups, row.cell("name"))


def perhaps(word: str, known: Iterable[str]) -> str:
    """A hint at the nearest known word, "" when none is near."""
    some = list(islice(known, MOST_WORDS))
    plain = vietnamese.fold(word)
    same = [one for one in some if vietnamese.fold(one) == plain]  # but for marks and capitals
    near = same or get_close_matches(word, some, n=1, cutoff=0.6)
    return f' Có phải là "{near[0]}"?' if near else ""
