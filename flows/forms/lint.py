"""Everything that can be known to be wrong with a workbook before it is converted, all at once."""

from collections.abc import Callable, Iterable

from flows.forms import pack_sheet
from flows.forms.checks import (
    alike,
    bare,
    blanks,
    choices,
    compared,
    constraints,
    cycles,
    defaults,
    expressions,
    files,
    foreign,
    headers,
    known,
    languages,
    later,
    lengths,
    lookups,
    media,
    members,
    misspelt,
    others,
    parameters,
    patterns,
    portability,
    ranges,
    reach,
    repeats,
    scores,
    spelling,
    survey,
    tables,
    targets,
    triggers,
)
from flows.forms.checks.draft import Draft, draft
from flows.forms.faults import Fault
from flows.forms.pack_sheet import PackInfo
from flows.forms.workbook import FORM_SHEETS, Workbook
from flows.scoring import ScoreModel

CHECKS: tuple[Callable[[Draft], Iterable[Fault]], ...] = (
    survey.sheets,
    headers.headers,
    misspelt.headers,
    misspelt.references_nowhere,
    foreign.sheets,
    survey.types,
    foreign.blocks,
    foreign.apps,
    foreign.last_saved,
    survey.names,
    spelling.capitals,
    survey.labels,
    survey.groups,
    tables.tables,
    tables.headers,
    repeats.repeats,
    choices.lists,
    members.choices,
    choices.rows,
    choices.twins,
    choices.filters,
    others.others,
    parameters.parameters,
    defaults.defaults,
    alike.alike,
    files.names,
    files.contents,
    media.files,
    files.choices,
    files.points,
    files.unused,
    lookups.pulled,
    lookups.instances,
    expressions.unknown_names,
    expressions.grammar,
    bare.words,
    ranges.ranges,
    patterns.patterns,
    portability.portability,
    triggers.triggers,
    cycles.cycles,
    later.later,
    compared.strangers,
    constraints.constraints,
    reach.reach,
    blanks.blanks,
    scores.scores,
    targets.targets,
    known.hidden,
    known.reasons,
    languages.missing,
    lengths.lengths,
)


def lint(
    workbook: Workbook, expanded: Workbook, model: ScoreModel | None, pack: PackInfo | None
) -> list[Fault]:
    """Every fault, serious or not, by sheet and row.

    `expanded` and `model` come from `scoring_sheets.expand`, `pack` from `pack_sheet.read`; both
    leave faulty rows out without a word, because they are told of here.
    """
    subject = draft(workbook, expanded, model, pack)
    found = [fault for check in CHECKS for fault in check(subject)]
    return sorted([*found, *pack_sheet.faults(workbook)], key=_place)


def _place(fault: Fault) -> tuple[int, int]:
    sheets = [*FORM_SHEETS, fault.sheet]
    return sheets.index(fault.sheet), fault.row or 0
