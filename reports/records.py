"""Every assessment as it stands: subject, state, score, answers by question, evidence kept."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from storage.database import Tx
from storage.tables import Answer, Assessment, Evidence, Subject


async def rows(tx: Tx) -> Sequence[Mapping[str, object]]:
    """One row for each assessment, in the order they were opened; no names of people."""
    query = (
        select(
            Assessment.id,
            Subject.code.label("subject"),
            Assessment.title,
            Assessment.year,
            Assessment.state,
            Assessment.points,
            Assessment.most,
            Assessment.verdict,
        )
        .join(Subject, Subject.id == Assessment.subject_id)
        .order_by(Assessment.id)
    )
    answers = await _answers(tx)
    evidence = await _evidence(tx)
    return [
        {**row, "answers": answers.get(row["id"], {}), "evidence": evidence.get(row["id"], [])}
        for row in (await tx.execute(query)).mappings()
    ]


async def _answers(tx: Tx) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    columns = select(Answer.assessment_id, Answer.ref, Answer.value)
    query = columns.order_by(Answer.assessment_id, Answer.ref)
    for assessment_id, ref, value in await tx.execute(query):
        found.setdefault(assessment_id, {})[ref] = value
    return found


async def _evidence(tx: Tx) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    columns = select(Evidence.assessment_id, Evidence.ref, Evidence.key)
    query = columns.order_by(Evidence.assessment_id, Evidence.ref, Evidence.key)
    for assessment_id, ref, key in await tx.execute(query):
        found.setdefault(assessment_id, []).append(f"{ref} {key}")
    return found
