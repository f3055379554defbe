"""How much time each step of a commune's year is given, as flows/library/steps.yaml says it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from flows.plan.season import STEPS, Step

FILE = "steps.yaml"


@dataclass(frozen=True, slots=True)
class Spacing:
    """How long before the next step one closes, and when people are reminded of it.

    `working_days` lie in between; with `posted` also the days for which a meeting's list is
    posted; with `together` it closes on the very same day. `milestones` are in days.
    """

    step: Step
    milestones: tuple[int, ...]
    working_days: int = 0
    posted: bool = False
    together: bool = False


@cache
def spacings() -> Mapping[Step, Spacing]:
    """The spacing of each step, first step first."""
    # What reads YAML is loaded only where a season is asked for.
    import yaml

    told = yaml.safe_load((files("flows") / "library" / FILE).read_bytes())
    return {step: _spacing(step, **told[step]) for step in STEPS}


def _spacing(
    step: Step,
    *,
    milestones: list[int],
    working_days: int = 0,
    posted: bool = False,
    together: bool = False,
) -> Spacing:
    ordered = tuple(sorted(milestones, reverse=True))
    return Spacing(step, ordered, working_days, posted, together)
