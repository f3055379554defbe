"""What a village meeting does to assessments: passes them, fails them, hands them over."""

from collections.abc import Sequence
from dataclasses import dataclass

from flows.assessment import NotAllowed
from flows.meeting import Item, Meeting, outcome
from storage import meetings, moves
from storage.database import Tx
from storage.moves import By, Seen, Stale


@dataclass(frozen=True, slots=True)
class Closed:
    """What was decided. `left_out` were voted on and taken back, or changed, before the end."""

    passed: tuple[Item, ...]
    failed: tuple[Item, ...]
    left_out: tuple[Item, ...]


async def close(tx: Tx, meeting: Meeting, items: Sequence[Item], by: By) -> Closed:
    """Make the meeting's decisions count. Only what it decided and is still as it was.

    There is no undo: everybody is told, and the trail has to show what the village said then. One
    form is looked at again instead, for a reason that stands beside it (`reconsider`).
    """
    found = outcome(items)
    passed = [item for item in found.passed if await _move(tx, meeting, item, "pass", by)]
    failed = [item for item in found.failed if await _move(tx, meeting, item, "fail", by)]
    done = {item.assessment_id for item in (*passed, *failed)}
    voted = [item for item in items if item.ballot is not None]
    left_out = tuple(item for item in voted if item.assessment_id not in done)
    await meetings.vote(tx, meeting.id, {item.assessment_id: None for item in left_out})
    await meetings.close(tx, meeting.id, by.now)
    return Closed(tuple(passed), tuple(failed), left_out)


async def reconsider(tx: Tx, item: Item, reason: str, by: By) -> bool:
    """Put a decided one before the next meeting again; false when it is not there any more."""
    try:
        await moves.move(tx, _seen(item), "reconsider", by, reason=reason)
    except (NotAllowed, Stale):
        return False
    return True


async def hand_over(tx: Tx, meeting: Meeting, items: Sequence[Item], by: By) -> int:
    """Hand to the commune all that this meeting passed; how many that are."""
    passed = [item for item in items if item.state == "passed"]
    done = [item for item in passed if await _move(tx, meeting, item, "hand_over", by)]
    await meetings.change(tx, meeting.id, state="handed_over")
    return len(done)


async def _move(tx: Tx, meeting: Meeting, item: Item, name: str, by: By) -> bool:
    """Whether the move was made; false for what is not as it was any more."""
    said = item.ballot.reason if item.ballot and name == "fail" else ""
    try:
        await moves.move(tx, _seen(item), name, by, reason=said or f"meeting:{meeting.id}")
    except (NotAllowed, Stale):
        return False
    return True


def _seen(item: Item) -> Seen:
    return Seen(item.assessment_id, item.state, item.revision)
