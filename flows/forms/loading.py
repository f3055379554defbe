"""A workbook becomes a form: read, expand the scores, check, convert, read back, put in order."""

from flows.forms import dependencies, lint, pack_sheet, scoring_sheets, sheets, xform
from flows.forms.convert import to_xform
from flows.forms.faults import Fault, WorkbookError
from flows.forms.model import Form
from flows.forms.pack_sheet import PackInfo
from flows.scoring import CriterionModel, IndicatorModel, ScoreModel


def load(content: bytes, file_name: str) -> tuple[Form, tuple[Fault, ...]]:
    """The form in a .md, .csv or .xlsx workbook, and what its author might still improve.

    Raises WorkbookError with every serious fault found, each with its sheet and row.
    """
    workbook = sheets.read(content, file_name)
    pack = pack_sheet.read(workbook)
    expanded, score = scoring_sheets.expand(workbook)
    faults = lint.lint(workbook, expanded, score, pack)
    serious = [fault for fault in faults if fault.serious]
    if serious:
        raise WorkbookError(serious)
    return build(xform.parse(to_xform(expanded)), score, pack), tuple(faults)


def build(parts: xform.Parts, score: ScoreModel | None, pack: PackInfo | None) -> Form:
    """Put the parts of a form in order. Raises dependencies.Cycle."""
    binds = parts.binds.values()
    paths = [leaf.path for leaf in parts.blank]
    indicators = score.indicators if score else ()
    return Form(
        id=parts.id,
        title=parts.title,
        version=parts.version,
        language=parts.language,
        languages=parts.languages,
        blank=parts.blank,
        binds=parts.binds,
        questions=parts.questions,
        prefills=parts.prefills,
        instances=parts.instances,
        texts=parts.texts,
        order=dependencies.order(binds, parts.questions),
        dependents=dependencies.dependents(binds, parts.questions, paths),
        checks=dependencies.checks(binds, paths),
        score=score,
        pack=pack,
        paths={leaf.name: leaf.path for leaf in parts.blank},
        by_name={question.name: question for question in parts.questions},
        filters={q.path: q.itemset for q in parts.questions if q.itemset and q.itemset.filtered},
        generated=_generated(score),
        indicators={i.question: i for i in indicators if i.question},
        evidence_for={i.evidence: i.question for i in indicators if i.evidence and i.question},
    )


def _generated(score: ScoreModel | None) -> frozenset[str]:
    """The names of the calculates that the scoring sheets became."""
    if score is None:
        return frozenset()
    names = {score.total_at, score.most_at, score.verdict_at}
    parts: list[CriterionModel | IndicatorModel] = [*score.criteria, *score.indicators]
    for part in parts:
        names |= {part.points_at, part.most_at, part.passed_at}
    return frozenset(names - {""})
