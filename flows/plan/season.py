"""One commune's season: the reports it owes, and the days on which its own steps close."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from flows.plan.model import Due, Plan

Step = Literal["answer", "review", "hand_over", "correct", "verify", "decide", "report"]
STEPS: tuple[Step, ...] = get_args(Step)
"""What has to be finished by a day: the form, the village meeting, its list, what was returned,
verification, the decision, the report."""


@dataclass(frozen=True, slots=True)
class StepDay:
    """The last day of one step. `proposed` is what was counted backwards, `closes` what holds.

    `milestones` are days before it on which people are reminded, the largest first (0: that day).
    """

    step: Step
    closes: date
    proposed: date
    milestones: tuple[int, ...]

    @property
    def moved(self) -> bool:
        """Whether staff chose another day than the proposed one."""
        return self.closes != self.proposed


@dataclass(frozen=True, slots=True)
class Season:
    """The year of one commune under its plan.

    `dues` are the reports that bind it, the earliest safe day first; `filed` those already sent, by
    code; `safe` is the earliest safe day that its steps are counted back from, None when no dated
    report binds it (then `steps` is empty). `late` says that the steps do not fit any more.
    """

    year: int
    commune: str
    plan: Plan
    dues: tuple[Due, ...] = ()
    filed: frozenset[str] = frozenset()
    safe: date | None = None
    steps: Mapping[Step, StepDay] = field(default_factory=dict)
    late: bool = False
    bases: Mapping[str, str] = field(default_factory=dict)
    """Code of a target with an ambiguous base -> the reading this commune chose."""


def season_of(today: date) -> int:
    """The year whose season `today` belongs to: until the end of March still the one before.

    The second season's days (28/2 and 31/3) are the last of a year.
    """
    return today.year if today.month > 3 else today.year - 1
