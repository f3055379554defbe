"""What verification finds on the lines of one assessment, and what follows from it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Literal

from flows import claims, corrections, rosters, scoring, wording
from flows.claims import Claim
from flows.corrections import Difference
from flows.forms.model import Form
from flows.interview import Interview
from flows.levels import Levels
from flows.scoring import Score

Outcome = Literal["changed", "returned"]

PHOTO_REASONS = ("blurred", "unfitting", "no_photo")
ANSWER_REASONS = ("vague", "unmatched")
POINT_REASONS = ("by_papers", "by_books", "too_high")
"""Names of reasons that are offered; their words stand in the catalogue."""

_PHOTO = re.compile(r"\b(?:ảnh|anh|hình|chụp|giấy|photo|picture|paper)\b", re.IGNORECASE)
_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_FILLERS = frozenset({"câu", "cau", "mục", "muc", "số", "so", "và", "va", "dạ", "ạ", "question"})


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found on one line that was not just accepted. `points` only where changed."""

    indicator: str
    outcome: Outcome
    reason: str
    points: float | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """One version that was handed in. `at` carries the time zone."""

    number: int
    answers: Mapping[str, str]
    at: datetime


@dataclass(frozen=True, slots=True)
class Sheet:
    """One version as those who verify it look at it.

    `judged` are the indicators or targets, `others` the answers beside them, and `score` is what
    the respondent gave himself. `area` is the answer of the area question.
    """

    form: Form
    judged: tuple[Claim, ...]
    others: tuple[Claim, ...]
    score: Score | None
    levels: Levels | None
    area: str = ""

    @property
    def askable(self) -> tuple[Claim, ...]:
        """The lines that one question answers, in the order of the form: each can be returned."""
        parts = (part for line in self.judged for part in line.parts)
        lines = {line.path: line for line in (*parts, *self.others, *self.judged) if line.path}
        order = sorted(lines, key=lambda path: rosters.place(self.form, path))
        return tuple(lines[path] for path in order)

    @property
    def pointed(self) -> tuple[Claim, ...]:
        """The indicators that count, so that the commune may give them other points."""
        return tuple(line for line in self.judged if line.most)


def sheet(form: Form, version: Version, language: str = "") -> Sheet:
    """The version as it was when it was handed in: what hangs on today hung on that day."""
    kept, now = version.answers, version.at
    finished = Interview(form, kept, now=now, language=language).showing.finished()
    area = form.score.area if form.score else ""
    return Sheet(
        form=form,
        judged=claims.claims(form, kept, now, language),
        others=claims.about(form, kept, now, language),
        score=finished.score,
        levels=finished.levels,
        area=kept.get(form.paths[area], "") if area else "",
    )


def verified(of: Sheet, found: Iterable[Finding]) -> Score | None:
    """The score after the points that were changed; None where nothing is scored."""
    if of.score is None or of.form.score is None:
        return None
    changes = {
        one.indicator: one.points
        for one in found
        if one.outcome == "changed" and one.points is not None
    }
    return scoring.verified(of.score, changes, of.form.score, of.area)


def returned(of: Sheet, found: Iterable[Finding]) -> dict[str, str]:
    """The questions to ask again, path -> reason."""
    lines = {line.name: line for line in of.askable}
    marks: dict[str, str] = {}
    for one in found:
        if one.outcome == "returned" and one.indicator in lines:
            marks |= dict.fromkeys(_paths(lines[one.indicator], one.reason), one.reason)
    return marks


def differences(
    form: Form, before: Version, now: Version, found: Iterable[Finding], language: str = ""
) -> tuple[Difference, ...]:
    """What changed from one version to a later one; `found` is what the earlier was returned for.

    A line that was returned is there even where it is the same again.
    """
    lines = {one.name: one for one in sheet(form, before, language).askable}
    marks = {
        lines[one.indicator].path: one.reason
        for one in found
        if one.outcome == "returned" and one.indicator in lines
    }
    was = corrections.returned(before.answers, marks)
    return corrections.differences(was, now.answers, form, now=now.at, language=language)


def chosen(lines: Sequence[Claim], text: str) -> tuple[list[int], list[str]]:
    """Which lines "4 8 a" names, by their place in `lines`, and the words that name none."""
    found: list[int] = []
    unknown: list[str] = []
    for token in _TOKEN.findall(text.casefold()):
        at = [n for n, line in enumerate(lines) if token in _names(line)]
        if not at and token not in _FILLERS:
            unknown.append(token)
        found += at
    return sorted(set(found)), unknown


def mark(line: Claim) -> str:
    """How people name the line: "4", "a", or "2, 3" when it is worked out from these."""
    if line.number is not None:
        return str(line.number)
    return line.letter or ", ".join(filter(None, map(mark, line.parts)))


def offered(line: Claim) -> tuple[str, ...]:
    """Names of the reasons for which this line may be returned."""
    return (*PHOTO_REASONS, *ANSWER_REASONS) if line.evidence_path else ANSWER_REASONS


def _names(line: Claim) -> set[str]:
    return set(mark(line).split(", ")) - {""}


def _paths(line: Claim, reason: str) -> tuple[str, ...]:
    """A bad photo is taken again, the answer stays. In free words, who knows: both are asked."""
    if not line.evidence_path or line.evidence_path == line.path:
        return (line.path,)
    if reason in _about_photos():
        return (line.evidence_path,)
    return (line.path, line.evidence_path) if _PHOTO.search(reason) else (line.path,)


@cache
def _about_photos() -> frozenset[str]:
    """The offered reasons about photos, in every language staff may speak."""
    spoken = [wording.words(code) for code in wording.languages()]
    return frozenset(say(f"desk.reason.{name}") for say in spoken for name in PHOTO_REASONS)
