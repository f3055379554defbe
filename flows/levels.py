"""Levels of one assessment: which targets hold, and the highest level whose targets all hold."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flows.scoring import spoken

HOLDS = "yes"


@dataclass(frozen=True, slots=True)
class TargetModel:
    """One target. `question` is the one that answers it, "" when a condition over several does.

    `label` maps language name -> text; `criterion` names a row of `LevelsModel.criteria`.
    `evidence` names a question, or is "". `open` marks what stands for words of the decision that
    the pack does not have: it must hold like any other, but is no target that could be counted.
    `holds_at` names the generated calculation.
    """

    name: str
    label: Mapping[str, str]
    criterion: str
    question: str
    evidence: str
    open: bool
    holds_at: str


@dataclass(frozen=True, slots=True)
class LevelModel:
    """One level; `holds_at` names the calculation over its own targets."""

    number: int
    targets: tuple[TargetModel, ...]
    holds_at: str


@dataclass(frozen=True, slots=True)
class LevelsModel:
    """How a form is levelled. `levels` count up from 1; `criteria` are labels by name."""

    levels: tuple[LevelModel, ...]
    criteria: Mapping[str, Mapping[str, str]]
    level_at: str

    @property
    def targets(self) -> tuple[TargetModel, ...]:
        """Those of all levels, in their order."""
        return tuple(target for level in self.levels for target in level.targets)


@dataclass(frozen=True, slots=True)
class TargetResult:
    """One target and whether it holds; the rest as in `TargetModel`."""

    name: str
    label: Mapping[str, str]
    criterion: str
    question: str
    evidence: str
    open: bool
    holds: bool


@dataclass(frozen=True, slots=True)
class LevelResult:
    """One level: `holds` says that all targets of its own do, whatever the levels below."""

    number: int
    targets: tuple[TargetResult, ...]
    holds: bool

    @property
    def counted(self) -> tuple[TargetResult, ...]:
        """The targets that the pack has words for."""
        return tuple(target for target in self.targets if not target.open)

    @property
    def left_open(self) -> tuple[TargetResult, ...]:
        """What stands for words that the pack does not have."""
        return tuple(target for target in self.targets if target.open)


@dataclass(frozen=True, slots=True)
class Levels:
    """`reached` is the highest level that holds with all below it, 0 when there is none."""

    reached: int
    levels: tuple[LevelResult, ...]

    @property
    def in_reach(self) -> tuple[LevelResult, ...]:
        """The levels reached, and the one that comes next."""
        return self.levels[: self.reached + 1]


def levels(model: LevelsModel, value: Callable[[str], str]) -> Levels:
    """Read the levels; `value(name)` is a calculation's text, "" when it is not relevant."""
    reached = value(model.level_at)
    results = tuple(_level(level, value) for level in model.levels)
    return Levels(int(reached) if reached else 0, results)


def as_json(found: Levels, language: str) -> dict[str, Any]:
    """The levels in the words of the `targets` sheet, labels in one language (or in any)."""
    return {
        "level": found.reached,
        "levels": [
            {
                "level": level.number,
                "holds": level.holds,
                "targets": list(_targets_json(level, language)),
            }
            for level in found.levels
        ],
    }


def _targets_json(level: LevelResult, language: str) -> Iterator[dict[str, Any]]:
    for target in level.targets:
        yield {
            "name": target.name,
            "label": spoken(target.label, language, target.name),
            "criterion": target.criterion,
            "question": target.question,
            "evidence": target.evidence,
            "open": target.open,
            "holds": target.holds,
        }


def _level(model: LevelModel, value: Callable[[str], str]) -> LevelResult:
    targets = tuple(_target(target, value) for target in model.targets)
    return LevelResult(model.number, targets, value(model.holds_at) == HOLDS)


def _target(model: TargetModel, value: Callable[[str], str]) -> TargetResult:
    return TargetResult(
        name=model.name,
        label=model.label,
        criterion=model.criterion,
        question=model.question,
        evidence=model.evidence,
        open=model.open,
        holds=value(model.holds_at) == HOLDS,
    )
