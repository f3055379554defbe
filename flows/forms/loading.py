"""A workbook becomes a form: read, expand the scores, check, convert, read back, put in order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from flows.forms import (
    actions,
    beside,
    dependencies,
    level_sheets,
    lint,
    media,
    other_rows,
    pack_sheet,
    repeats,
    scoring_sheets,
    sheets,
    xform,
)
from flows.forms.checks import cycles, defaults
from flows.forms.convert import CONVERTED, to_xform
from flows.forms.faults import Fault, WorkbookError
from flows.forms.model import Bind, Form
from flows.forms.pack_sheet import WHY, PackInfo
from flows.forms.workbook import Workbook
from flows.levels import LevelModel, LevelsModel, TargetModel
from flows.scoring import CriterionModel, IndicatorModel, ScoreModel
from flows.xpath import XPathError

FIGURES = frozenset({"int", "integer", "decimal"})
"""Types of a bind whose answers expressions read as numbers."""


def load(content: bytes, file_name: str) -> tuple[Form, tuple[Fault, ...]]:
    """The form in a .md, .csv or .xlsx workbook, or in a .zip of one with the files beside it.

    With it comes what its author might still improve.

    Raises WorkbookError with every serious fault found, each with its sheet and row.
    """
    expanded, judged, faults = _accept(sheets.read(content, file_name))
    return _read_back(expanded, judged), faults


def load_accepted(content: bytes, file_name: str) -> Form:
    """The form in a workbook that `load` once accepted: rules that came later do not judge it."""
    workbook = sheets.read(content, file_name)
    return _read_back(*_expand(workbook, pack_sheet.read(workbook)))


def plain(workbook: Workbook) -> Workbook:
    """The workbook as ODK Collect and Kobo know it: the scores as `calculate` rows, no more sheets.

    Raises WorkbookError with every serious fault.
    """
    expanded, *_ = _accept(workbook)
    kept = {name: expanded.sheet(name) for name in CONVERTED if expanded.sheet(name).header}
    return Workbook(expanded.file_name, kept, files=expanded.files)


@dataclass(frozen=True, slots=True)
class Judged:
    """What a workbook says beside its questions: how it is judged, and whose it is."""

    score: ScoreModel | None
    levels: LevelsModel | None
    pack: PackInfo | None


def _accept(workbook: Workbook) -> tuple[Workbook, Judged, tuple[Fault, ...]]:
    """The expanded workbook, and what might be improved. Raises WorkbookError."""
    pack = pack_sheet.read(workbook)
    expanded, judged = _expand(workbook, pack)
    faults = lint.lint(workbook, expanded, judged.score, pack)
    serious = [fault for fault in faults if fault.serious]
    if serious:
        raise WorkbookError(serious)
    return expanded, judged, tuple(faults)


def _expand(workbook: Workbook, pack: PackInfo | None) -> tuple[Workbook, Judged]:
    scored, score = scoring_sheets.expand(other_rows.expand(media.spread(workbook)))
    levelled, levels = level_sheets.expand(scored)
    return levelled, Judged(score, levels, pack)


def build(parts: xform.Parts, judged: Judged) -> Form:
    """Put the parts of a form in order. Raises dependencies.Cycle."""
    binds = parts.binds.values()
    paths = [leaf.path for leaf in parts.blank]
    score, levels, pack = judged.score, judged.levels, judged.pack
    indicators = score.indicators if score else ()
    targets = levels.targets if levels else ()
    backed: list[IndicatorModel | TargetModel] = [*indicators, *targets]
    by_name = {question.name: question for question in parts.questions}
    names = {leaf.name: leaf.path for leaf in parts.blank}
    known = frozenset(names[name] for name in (pack.known if pack else ()) if name in names)
    counts, home = repeats.counts(parts), repeats.homes(parts)
    dependents = dependencies.dependents(binds, parts.questions, paths, counts)
    order = dependencies.order(binds, parts.questions, counts)
    repeated = repeats.build(parts, order, home)
    lasting = actions.lasting(binds)
    written = actions.targets(parts.actions) | lasting
    answered = {question.path for question in parts.questions if question.kind != "note"}
    evidence_for = {b.evidence: b.question for b in backed if b.evidence and b.question}
    reasons = {name + WHY: name for name in by_name if known and name + WHY in by_name}
    profile = pack.profile if pack else ()
    asked = {q.name for q in parts.questions if q.kind != "note" and q.path not in home}
    return Form(
        id=parts.id,
        title=parts.title,
        version=parts.version,
        language=parts.language,
        languages=parts.languages,
        blank=repeats.outside(parts, home),
        binds=parts.binds,
        questions=parts.questions,
        prefills=parts.prefills,
        instances=parts.instances,
        texts=parts.texts,
        order=order,
        dependents=dependents,
        checks=dependencies.checks(binds, paths),
        score=score,
        levels=levels,
        pack=pack,
        paths=names,
        by_name=by_name,
        filters={q.path: q.itemset for q in parts.questions if q.itemset and q.itemset.filtered},
        generated=_scored(score) | _levelled(levels),
        indicators={i.question: i for i in indicators if i.question},
        targets={t.question: t for t in targets if t.question},
        evidence_for=evidence_for,
        known=known,
        follows=_follows(parts, known, dependents),
        stamps={bind.path: bind.preload for bind in binds if bind.preload},
        figures=frozenset(bind.path for bind in binds if bind.type in FIGURES),
        reasons=reasons,
        repeats=repeated,
        rows=repeats.rows(repeated, parts.questions, home),
        repeat_of=home,
        wide=dependencies.wide(binds, parts.questions, home),
        places={question.path: question.index for question in parts.questions},
        numbered=frozenset(asked - set(reasons) - set(evidence_for) - set(profile)),
        actions=parts.actions,
        written=written,
        lasting=lasting,
        unasked=(written | {path for path, _ in parts.prefills}) - answered,
        overtakes=_overtakes(parts, paths),
        locks=dependencies.locks(binds, paths),
    )


def _overtakes(parts: xform.Parts, paths: list[str]) -> Mapping[str, tuple[str, ...]]:
    """For each path, the questions that are asked and whose calculation reads it."""
    asked = {question.path for question in parts.questions if question.kind != "note"}
    binds = [Bind(b.path, calculate=b.calculate) for b in parts.binds.values() if b.path in asked]
    return dependencies.dependents(binds, (), paths)


def _read_back(expanded: Workbook, judged: Judged) -> Form:
    """Convert the workbook and read the form, telling of what no check of its cells can see."""
    try:
        parts = xform.parse(to_xform(expanded), beside.lists(expanded))
        if unusable := list(_unusable_defaults(parts, expanded)):
            raise WorkbookError(unusable)
        return replace(build(parts, judged), media=media.of(expanded))
    except dependencies.Cycle as cycle:
        raise WorkbookError([cycles.unforeseen(cycle.args, expanded)]) from None
    except XPathError as error:
        text = f"Có một công thức viết chưa đúng: {error}"
        raise WorkbookError([Fault("survey", None, "", text)]) from None


def _unusable_defaults(parts: xform.Parts, workbook: Workbook) -> Iterator[Fault]:
    given = {leaf.path: leaf.default for leaf in parts.blank}
    for question in parts.questions:
        default = given.get(question.path, "")
        if question.kind != "note" and not question.may_hold(default):
            text = defaults.unusable(question.kind, default)
            yield _fault(workbook, question.name, "default", text)


def _fault(workbook: Workbook, name: str, column: str, text: str) -> Fault:
    """A fault at the survey row of that name, or where that row was generated from."""
    for row in workbook.sheet("survey").rows:
        if row.cell("name") == name:
            return Fault(row.source or "survey", row.number, "" if row.source else column, text)
    return Fault("survey", None, column, text)


def _follows(
    parts: xform.Parts, known: frozenset[str], dependents: Mapping[str, tuple[str, ...]]
) -> frozenset[str]:
    """The paths whose computed default reads what is known, itself or through calculations."""
    found = set(known)
    waiting = list(known)
    while waiting:
        fresh = set(dependents.get(waiting.pop(), ())) - found
        found |= fresh
        waiting += fresh
    return frozenset(
        path
        for path, expression in parts.prefills
        if any(read.path in found for read in expression.reads(path))
    )


def _levelled(levels: LevelsModel | None) -> frozenset[str]:
    """The names of the calculates that the targets became."""
    if levels is None:
        return frozenset()
    parts: list[LevelModel | TargetModel] = [*levels.levels, *levels.targets]
    return frozenset([levels.level_at, *(part.holds_at for part in parts)])


def _scored(score: ScoreModel | None) -> frozenset[str]:
    """The names of the calculates that the scoring sheets became."""
    if score is None:
        return frozenset()
    names = {score.total_at, score.most_at, score.verdict_at}
    parts: list[CriterionModel | IndicatorModel] = [*score.criteria, *score.indicators]
    for part in parts:
        names |= {part.points_at, part.most_at, part.passed_at}
    return frozenset(names - {""})
