"""The end of a meeting: its signed minutes, the summary, what may still be corrected, the close."""

from collections.abc import Sequence
from datetime import date

from flows.ballots import brief
from flows.events import MenuLine, Prompted
from flows.meeting import DETAILS, Item, Meeting, outcome, seal
from flows.questions import KINDS, Asking
from flows.recording import Wrong
from flows.replies import Reply
from flows.village import back, spoken_day
from flows.wording import Words

MOST_PAGES = 20


def photos(words: Words, meeting: Meeting) -> Prompted:
    """Photos of the signed minutes, one or several; they may come later."""
    base, count = f"ho.{meeting.id}", len(meeting.minutes)
    lines = [MenuLine(words("meeting.photos_done" if count else "meeting.photos_later"), base)]
    if count:
        lines.append(MenuLine(words("meeting.photos_drop"), f"{base}.photos.drop"))
    shown = "\n" + words("meeting.photos_kept", count=count) if count else ""
    slot = MenuLine("", f"{base}.photos")
    return Prompted("meeting.photos", (*lines, slot), {"shown": shown})


def take_photos(meeting: Meeting, reply: Reply) -> tuple[str, ...]:
    """The keys of all photos of the minutes with those of the reply, each once.

    Raises NotUnderstood, or Wrong when they are too many.
    """
    keys = KINDS["file"].read(Asking("minutes", "file", ""), reply, date.min)
    together = tuple(dict.fromkeys((*meeting.minutes, *keys.split())))
    if len(together) > MOST_PAGES:
        raise Wrong("meeting.photos_too_many", limit=MOST_PAGES)
    return together


def summary(
    words: Words, meeting: Meeting, items: Sequence[Item], absent: Sequence[str]
) -> Prompted:
    """What will be decided. `absent` are the households that handed in nothing."""
    found = outcome(items)
    facts = {
        "day": spoken_day(words, meeting.held_on) if meeting.held_on else "",
        "all": meeting.attendees,
        "of": meeting.representatives,
        "name": meeting.secretary,
        "passed": len(found.passed),
        "failed": _counted(found.failed),
        "shown": "".join(f"\n{line}" for line in _remarks(words, meeting, items, absent)),
    }
    return Prompted("meeting.summary", _next(words, meeting, items), facts)


def corrections(words: Words, meeting: Meeting) -> Prompted:
    """Everything that was written down may be changed before the end."""
    base = f"ho.{meeting.id}"
    parts = (*DETAILS, "passing", "list", "photos")
    lines = (MenuLine(words(f"meeting.edit_{part}"), f"{base}.{part}") for part in parts)
    return Prompted("meeting.edit", (*lines, MenuLine(words("meeting.to_summary"), base)))


def without_minutes(words: Words, meeting: Meeting, items: Sequence[Item]) -> Prompted:
    """Close without a photo of the minutes? Asked once more."""
    base = f"ho.{meeting.id}"
    lines = (
        MenuLine(words("meeting.send_photos"), f"{base}.photos"),
        MenuLine(words("meeting.close_anyway"), f"{base}.sure.{seal(meeting, items)}"),
    )
    return Prompted("meeting.without_minutes", lines)


def _next(words: Words, meeting: Meeting, items: Sequence[Item]) -> tuple[MenuLine, ...]:
    found, base = outcome(items), f"ho.{meeting.id}"
    lines: list[MenuLine] = []
    if found.can_close:
        lines.append(MenuLine(words("meeting.close"), f"{base}.close.{seal(meeting, items)}"))
    if found.undecided:
        lines.append(MenuLine(words("meeting.vote_on"), f"{base}.list.0"))
    if not meeting.minutes:
        lines.append(MenuLine(words("meeting.send_photos"), f"{base}.photos"))
    lines.append(MenuLine(words("meeting.correct"), f"{base}.edit"))
    return (*lines, back(words, meeting.village))


def _remarks(
    words: Words, meeting: Meeting, items: Sequence[Item], absent: Sequence[str]
) -> list[str]:
    """What the head should know before he closes."""
    found = outcome(items)
    lines: list[str] = []
    if found.undecided:
        lines.append(words("meeting.undecided", count=len(found.undecided)))
    if found.gone:
        lines.append(words("meeting.gone", shown=brief(_names(found.gone))))
    if absent:
        lines.append(words("meeting.absent", count=len(absent), shown=brief(absent)))
    if not meeting.minutes:
        lines.append(words("meeting.no_minutes"))
    return lines


def _counted(items: Sequence[Item]) -> str:
    return f"{len(items)} ({brief(_names(items))})" if items else "0"


def _names(items: Sequence[Item]) -> list[str]:
    return [item.subject for item in items]
