"""`or_other` written out: a choice "Khác" in the list, and a question that asks what it is."""

from collections.abc import Iterator
from dataclasses import replace

from flows import wording
from flows.forms import columns
from flows.forms.repeats import code_of
from flows.forms.workbook import Row, Sheet, Workbook

OTHER = "other"
"""The name of the choice, as ODK and Kobo call it; a list that has it keeps its own words."""
ENDING = "_other"
MARKS = ("or_other", "or other", "or specify other")
SELECTS = ("select_one", "select_multiple")


def expand(workbook: Workbook) -> Workbook:
    """The workbook with ordinary rows for every `or_other`, in each language that it has.

    Never raises. Generated rows carry in `source` and `number` the row they were made from.
    """
    survey = workbook.sheet("survey")
    asking = [row for row in survey.rows if is_open(row)]
    if not asking:
        return workbook
    rows = tuple(made for row in survey.rows for made in _written_out(row, survey))
    header = tuple(dict.fromkeys((*survey.header, "relevant")))
    lists = {columns.kind_and_list(row.cell("type"))[1]: row for row in reversed(asking)}
    sheets = {
        **workbook.sheets,
        "survey": replace(survey, header=header, rows=rows),
        "choices": _with_others(workbook.sheet("choices"), lists),
    }
    return replace(workbook, sheets=sheets)


def generated_names(workbook: Workbook) -> set[str]:
    """The names of the questions that `expand` adds."""
    rows = workbook.sheet("survey").rows
    return {row.cell("name") + ENDING for row in rows if is_open(row)}


def is_open(row: Row) -> bool:
    """Whether a row of the survey offers something that is not on its list."""
    kind, _, rest = row.cell("type").partition(" ")
    return kind in SELECTS and " ".join(rest.split()[1:]).lower() in MARKS


def _written_out(row: Row, survey: Sheet) -> Iterator[Row]:
    if not is_open(row):
        yield row
        return
    kind, list_name = columns.kind_and_list(row.cell("type"))
    yield replace(row, cells={**row.cells, "type": f"{kind} {list_name}"})
    name = row.cell("name")
    cells = {"type": "text", "name": name + ENDING, "relevant": f"selected(${{{name}}}, '{OTHER}')"}
    for header in columns.family(survey.header, "label"):
        cells[header] = wording.words(_code(header))("other.which")
    yield Row(row.number, cells, source="survey")


def _with_others(choices: Sheet, lists: dict[str, Row]) -> Sheet:
    """The choices with one more for each of these lists, right after its last one."""
    last = {row.cell("list_name"): at for at, row in enumerate(choices.rows)}
    rows: list[Row] = []
    has_it = {row.cell("list_name") for row in choices.rows if row.cell("name") == OTHER}
    for at, row in enumerate(choices.rows):
        rows.append(row)
        name = row.cell("list_name")
        if name in lists and name not in has_it and last[name] == at:
            rows.append(_choice(name, choices, lists[name]))
    return replace(choices, rows=tuple(rows))


def _choice(list_name: str, choices: Sheet, asked_by: Row) -> Row:
    cells = {"list_name": list_name, "name": OTHER}
    for header in columns.family(choices.header, "label"):
        cells[header] = wording.words(_code(header))("other.choice")
    return Row(asked_by.number, cells, source="survey")


def _code(header: str) -> str:
    return code_of(header.partition(columns.LANGUAGE)[2])
