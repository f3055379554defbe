"""One commune's season: the reports it owes, and the days on which its own steps close."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from flows.plan.model import Due, Plan, Target

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
    report binds it (then `steps` is empty). `late` says that the steps do not fit any more: that
    some would have had to close before `since`, the day on which all this was chosen.
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
    pulling: tuple[str, ...] = ()
    """Codes of the reports from which the steps may be counted back, the earliest first."""
    added: Mapping[str, int] = field(default_factory=dict)
    """Code of a report that staff added -> the number under which they did."""
    documents: Mapping[str, str] = field(default_factory=dict)
    """Code of each plan a report comes from -> its name."""
    chosen: Mapping[Step, date] = field(default_factory=dict)
    """Days that staff chose."""
    unfit: Mapping[Step, date] = field(default_factory=dict)
    """Those of them that do not fit any more: the proposed ones hold instead."""
    since: date = date.min

    @property
    def first(self) -> Due | None:
        """The report from which the steps are counted back."""
        return next(iter(self.waiting), None)

    @property
    def waiting(self) -> tuple[Due, ...]:
        """The reports from which steps may be counted and that were not sent, earliest first."""
        wanted = set(self.pulling) - self.filed
        return tuple(due for due in self.dues if due.deadline.code in wanted)

    @property
    def conflict(self) -> tuple[Due, ...]:
        """Reports that name different days, earliest first; empty where all agree."""
        found = self.waiting
        return found if len({due.safe for due in found}) > 1 else ()

    @property
    def over(self) -> tuple[Step, ...]:
        """Steps that would have had to close before anybody could begin."""
        return self.closed_before(self.since)

    @property
    def open_bases(self) -> tuple[Target, ...]:
        """Targets whose base has to be chosen before they can be reported."""
        targets = self.plan.targets
        return tuple(one for one in targets if one.bases and one.code not in self.bases)

    def closed_before(self, day: date) -> tuple[Step, ...]:
        """Steps that closed before that day, first step first."""
        return tuple(step for step, at in self.steps.items() if at.closes < day)

    def due(self, code: str) -> Due | None:
        """The report with this code."""
        return next((due for due in self.dues if due.deadline.code == code), None)


def season_of(today: date) -> int:
    """The year whose season `today` belongs to: until the end of March still the one before.

    The second season's days (28/2 and 31/3) are the last of a year.
    """
    return today.year if today.month > 3 else today.year - 1
