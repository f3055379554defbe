"""How far a form is on its way to the title: five stages, each subject counted at the furthest."""

from typing import Literal, get_args

Stage = Literal["none", "registered", "passed", "verified", "recognised"]
STAGES: tuple[Stage, ...] = get_args(Stage)
"""Nothing; registered; its own score is enough; the commune's check too; the decision is made."""

_ON_THE_WAY = frozenset({"submitted", "passed", "handed_over", "returned"})
_CHECKED = frozenset({"verified", "proposed"})


def stage(state: str, verdict: str, verified_verdict: str) -> Stage:
    """The furthest stage of an assessment in this state; "" for none at all.

    A verdict of "" comes from criteria that set no least points: nobody fails them. What failed
    later (at the meeting, at the check, at the decision) is registered and no further.
    """
    if state in ("", "withdrawn"):
        return "none"
    if state == "recognised":
        return "recognised"
    if state in _CHECKED and verified_verdict != "fail":
        return "verified"
    return "passed" if state in _ON_THE_WAY and verdict != "fail" else "registered"
