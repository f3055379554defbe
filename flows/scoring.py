"""Points, criteria and the verdict of one assessment, read from the form's own calculations."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from math import isfinite
from typing import Any, Literal

Verdict = Literal["pass", "fail", ""]
VERDICTS: Mapping[str, Verdict] = {"pass": "pass", "fail": "fail"}
PASSED = {"yes": True, "no": False}
PLACES = 4  # decimals kept of a sum: 0.7 + 0.1 must reach 0.8


@dataclass(frozen=True, slots=True)
class Limit:
    """What must be reached: `value` points, or `value` percent of the points possible."""

    value: float
    percent: bool = False

    def of(self, most: float) -> float:
        """The points to reach when `most` are possible."""
        return _rounded(most * self.value / 100) if self.percent else self.value


@dataclass(frozen=True, slots=True)
class Threshold:
    """The limit by area class (an answer of the area question), and `plain` for all others."""

    plain: Limit | None = None
    by_area: Mapping[str, Limit] | None = None

    def limit(self, area: str) -> Limit | None:
        """What holds for that answer of the area question; "" when it is blank."""
        return (self.by_area or {}).get(area, self.plain)

    def limits(self) -> tuple[Limit, ...]:
        """All of them; empty when nothing has to be reached."""
        plain = (self.plain,) if self.plain else ()
        return (*plain, *(self.by_area or {}).values())


@dataclass(frozen=True, slots=True)
class IndicatorModel:
    """One scored line. `question` is "" when its points are computed from several answers.

    `label` maps language name -> text and is empty when the author gave none. `most_at` is "" when
    the indicator always applies, `passed_at` when it has no least; these and `points_at` name the
    generated calculations. `evidence` names a question, or is "".
    """

    name: str
    label: Mapping[str, str]
    question: str
    most: float
    least: float | None
    evidence: str
    points_at: str
    most_at: str
    passed_at: str


@dataclass(frozen=True, slots=True)
class CriterionModel:
    """One scored group; `passed_at` is "" when it has no threshold of its own."""

    name: str
    label: Mapping[str, str]
    threshold: Threshold
    indicators: tuple[IndicatorModel, ...]
    points_at: str
    most_at: str
    passed_at: str


@dataclass(frozen=True, slots=True)
class ScoreModel:
    """How a form is scored. `area` names the question that says which thresholds hold, or is "".

    `verdict_at` is "" when there is nothing to judge: no threshold and no least anywhere.
    """

    criteria: tuple[CriterionModel, ...]
    threshold: Threshold
    label: Mapping[str, str]
    area: str
    total_at: str
    most_at: str
    verdict_at: str

    @property
    def indicators(self) -> tuple[IndicatorModel, ...]:
        """Those of all criteria, in their order."""
        return tuple(one for criterion in self.criteria for one in criterion.indicators)


@dataclass(frozen=True, slots=True)
class IndicatorScore:
    """Points of one indicator. `passed` is None when nothing is asked of it."""

    name: str
    label: Mapping[str, str]
    question: str
    points: float
    most: float
    least: float | None
    passed: bool | None
    applies: bool
    evidence: str


@dataclass(frozen=True, slots=True)
class CriterionScore:
    """Points of one criterion; `needed` are points, None (as `passed`) without a threshold."""

    name: str
    label: Mapping[str, str]
    points: float
    most: float
    needed: float | None
    passed: bool | None
    indicators: tuple[IndicatorScore, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """`verdict` is "" when there is nothing to judge, `needed` None without a total threshold."""

    total: float
    most: float
    verdict: Verdict
    needed: float | None
    criteria: tuple[CriterionScore, ...]


def score(model: ScoreModel, value: Callable[[str], str]) -> Score:
    """Read the score; `value(name)` is a question's or calculation's text, "" when not relevant."""
    area = value(model.area) if model.area else ""
    most = _number(value(model.most_at))
    said = value(model.verdict_at) if model.verdict_at else ""
    return Score(
        total=_number(value(model.total_at)),
        most=most,
        verdict=VERDICTS.get(said, ""),
        needed=_needed(model.threshold, area, most),
        criteria=tuple(_criterion(criterion, area, value) for criterion in model.criteria),
    )


def weak(scored: Score) -> tuple[IndicatorScore, ...]:
    """The indicators under their least, in the order of the form."""
    every = [indicator for criterion in scored.criteria for indicator in criterion.indicators]
    return tuple(indicator for indicator in every if indicator.passed is False)


def verified(
    score: Score, changes: Mapping[str, float], model: ScoreModel, area: str = ""
) -> Score:
    """The score after the commune changed points: `changes` are points by indicator name.

    Everything above the indicators follows, as the form's own calculations have it; `area` is the
    answer of the area question. The score given is not changed. Raises NoSuchPoints, and
    LookupError for an indicator the score does not have.
    """
    _check_changes(score, changes)
    area = area if model.area else ""
    pairs = zip(score.criteria, model.criteria, strict=True)
    criteria = tuple(_rejudged(one, changes, of, area) for one, of in pairs)
    total = _sum(one.points for one in criteria)
    needed = _needed(model.threshold, area, score.most)
    failed = needed is not None and total < needed
    failed |= any(one.passed is False for one in criteria)
    failed |= any(indicator.passed is False for one in criteria for indicator in one.indicators)
    said: Verdict = "fail" if failed else "pass"
    verdict = said if model.verdict_at else ""
    return replace(score, total=total, verdict=verdict, needed=needed, criteria=criteria)


class NoSuchPoints(ValueError):
    """An indicator cannot have these points; `facts` are its name, label, points and most."""

    def __init__(self, indicator: IndicatorScore, points: float) -> None:
        super().__init__(f"{indicator.name} has 0 to {indicator.most:g} points, not {points:g}")
        self.facts: Mapping[str, object] = {
            "name": indicator.name,
            "label": indicator.label,
            "points": points,
            "most": indicator.most,
        }


def as_json(scored: Score, language: str) -> dict[str, Any]:
    """The score in the words of the scoring sheets, labels in one language (or in any there is)."""
    return {
        "total": scored.total,
        "max": scored.most,
        "verdict": scored.verdict,
        "threshold": scored.needed,
        "criteria": [_criterion_json(criterion, language) for criterion in scored.criteria],
    }


def spoken(label: Mapping[str, str], language: str, name: str) -> str:
    """The label in that language, else in the first it has, else the bare name."""
    return label.get(language) or next(iter(label.values()), name)


def _criterion(model: CriterionModel, area: str, value: Callable[[str], str]) -> CriterionScore:
    most = _number(value(model.most_at))
    return CriterionScore(
        name=model.name,
        label=model.label,
        points=_number(value(model.points_at)),
        most=most,
        needed=_needed(model.threshold, area, most),
        passed=PASSED.get(value(model.passed_at)) if model.passed_at else None,
        indicators=tuple(_indicator(indicator, value) for indicator in model.indicators),
    )


def _indicator(model: IndicatorModel, value: Callable[[str], str]) -> IndicatorScore:
    most = _number(value(model.most_at)) if model.most_at else model.most
    return IndicatorScore(
        name=model.name,
        label=model.label,
        question=model.question,
        points=_number(value(model.points_at)),
        most=most,
        least=model.least,
        passed=PASSED.get(value(model.passed_at)) if model.passed_at else None,
        applies=most > 0,
        evidence=model.evidence,
    )


def _needed(threshold: Threshold, area: str, most: float) -> float | None:
    limit = threshold.limit(area)
    return limit.of(most) if limit else None


def _number(text: str) -> float:
    """Calculations are blank before the first answer and "NaN" in no form of ours: both are 0."""
    number = float(text or 0)
    return number if isfinite(number) else 0.0


def _check_changes(score: Score, changes: Mapping[str, float]) -> None:
    every = {one.name: one for criterion in score.criteria for one in criterion.indicators}
    for name, points in changes.items():
        if name not in every:
            raise LookupError(f"there is no indicator {name}")
        if not 0 <= points <= every[name].most:  # false for what is no number, too
            raise NoSuchPoints(every[name], points)


def _rejudged(
    criterion: CriterionScore, changes: Mapping[str, float], model: CriterionModel, area: str
) -> CriterionScore:
    indicators = tuple(
        _repointed(one, changes[one.name]) if one.name in changes else one
        for one in criterion.indicators
    )
    points = _sum(one.points for one in indicators)
    needed = _needed(model.threshold, area, criterion.most)
    passed = None if needed is None else points >= needed
    return replace(criterion, points=points, needed=needed, passed=passed, indicators=indicators)


def _repointed(indicator: IndicatorScore, points: float) -> IndicatorScore:
    points = min(_rounded(points), indicator.most)
    judged = indicator.applies and indicator.least is not None
    passed = points >= (indicator.least or 0) if judged else None
    return replace(indicator, points=points, passed=passed)


def _sum(points: Iterable[float]) -> float:
    return _rounded(sum(points))


def _rounded(points: float) -> float:
    """As the form rounds: a half goes up. Python's own round would send it to the even side."""
    return float(Decimal(repr(points)).quantize(Decimal(1).scaleb(-PLACES), ROUND_HALF_UP))


def _criterion_json(criterion: CriterionScore, language: str) -> dict[str, Any]:
    return {
        "name": criterion.name,
        "label": spoken(criterion.label, language, criterion.name),
        "points": criterion.points,
        "max": criterion.most,
        "threshold": criterion.needed,
        "passed": criterion.passed,
        "indicators": [_indicator_json(one, language) for one in criterion.indicators],
    }


def _indicator_json(indicator: IndicatorScore, language: str) -> dict[str, Any]:
    return {
        "name": indicator.name,
        "label": spoken(indicator.label, language, indicator.name),
        "question": indicator.question,
        "points": indicator.points,
        "max": indicator.most,
        "min": indicator.least,
        "passed": indicator.passed,
        "applies": indicator.applies,
        "evidence": indicator.evidence,
    }
