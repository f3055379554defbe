"""After a meeting: its list posted for the village, looked at again, and handed to the commune."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flows.ballots import called
from flows.events import MenuLine, Prompted, Told
from flows.meeting import LONGEST_POSTING, POSTED_DAYS, Item, Meeting, seal
from flows.menus import PAGE
from flows.questions import KINDS, Asking
from flows.recording import Wrong
from flows.replies import Reply
from flows.village import back, spoken_day
from flows.wording import Words

REMARK_LONGEST = 1000  # characters
CONTACT_LONGEST = 100  # characters
NAMED = ("family", "clan", "village")
"""Titles whose subjects are named on a posted list; citizens are only counted."""
HERE = ("passed", "not_passed")
"""States in which the village may still look at a form again."""
AGAIN = ("remark", "mistake", "papers")
"""Short reasons offered for looking at one again."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody said about a posted list."""

    text: str
    contact: str
    said_on: date


@dataclass(frozen=True, slots=True)
class Posted:
    """A posted list as everybody may read it: names by title, citizens only as a number.

    Points, reasons, and who did not pass are not in it.
    """

    meeting: Meeting
    is_up: bool
    is_official: bool
    names: Mapping[str, tuple[str, ...]]
    citizens: int


def public(meeting: Meeting, items: Sequence[Item], today: date) -> Posted:
    """What everybody may read of it; after its last day, no name any more."""
    is_up = not meeting.may_hand_over(today)
    passed = [item for item in items if item.state == "passed"] if is_up else []
    names: dict[str, tuple[str, ...]] = {}
    for item in passed:
        if item.title in NAMED:
            names[item.title] = (*names.get(item.title, ()), item.subject)
    return Posted(
        meeting=meeting,
        is_up=is_up,
        is_official=all(item.official for item in items),
        names=names,
        citizens=sum(item.title == "citizen" for item in passed),
    )


def page(
    words: Words, meeting: Meeting, items: Sequence[Item], today: date, remarks: int
) -> Prompted:
    """The meeting after its end, and what the village can do with its list."""
    passed = sum(item.state == "passed" for item in items)
    facts = {
        "day": spoken_day(words, meeting.held_on) if meeting.held_on else "",
        "passed": passed,
        "failed": sum(item.state == "not_passed" for item in items),
        "shown": _posting(words, meeting, today),
    }
    lines = _lines(words, meeting, items, remarks)
    return Prompted("posting", (*lines, back(words, meeting.village)), facts)


def days(words: Words, meeting: Meeting) -> Prompted:
    """For how many days?"""
    facts = {"count": POSTED_DAYS, "skip": words("word.skip")}
    return Prompted("posting.days", (MenuLine("", f"ni.{meeting.id}.days"),), facts)


def take_days(words: Words, reply: Reply) -> int:
    """The number of days that was typed. Raises NotUnderstood or Wrong."""
    asking = Asking("days", "integer", words("posting.days", count=POSTED_DAYS, skip=""))
    return sound_days(int(KINDS["integer"].read(asking, reply, date.min)))


def sound_days(number: int) -> int:
    """The number itself. Raises Wrong where a list cannot be posted for so long."""
    if not 0 < number <= LONGEST_POSTING:
        raise Wrong("posting.odd_days", limit=LONGEST_POSTING)
    return number


def confirm(words: Words, meeting: Meeting, items: Sequence[Item]) -> Prompted:
    """Hand these over? Afterwards the village has them no more."""
    count = sum(item.state == "passed" for item in items)
    lines = (
        MenuLine(words("posting.sure"), f"ni.{meeting.id}.sure.{seal(meeting, items)}"),
        MenuLine(words("posting.not_yet"), f"ni.{meeting.id}"),
    )
    return Prompted("posting.confirm", lines, {"count": count})


def too_early(words: Words, until: date) -> Told:
    """Why a posted list stays where it is, and from when it may go."""
    following = until + timedelta(days=1)
    facts = {"day": spoken_day(words, until), "shown": spoken_day(words, following)}
    return Told("posting.too_early", facts)


def again(words: Words, meeting: Meeting, items: Sequence[Item], start: int) -> Prompted:
    """Which one shall the village look at again?"""
    here = [item for item in items if item.state in HERE]
    first = min(start // PAGE * PAGE, max(len(here) - 1, 0) // PAGE * PAGE)
    lines = [_line(words, meeting, item) for item in here[first : first + PAGE]]
    if first + PAGE < len(here):
        lines.append(MenuLine(words("menu.more"), f"ni.{meeting.id}.again.{first + PAGE}"))
    lines.append(MenuLine(words("posting.back"), f"ni.{meeting.id}"))
    return Prompted("posting.again", tuple(lines))


def why(words: Words, meeting: Meeting, item: Item) -> Prompted:
    """Why again? A short reason, or one's own words."""
    press = f"ni.{meeting.id}.why.{item.assessment_id}.{item.revision}"
    lines = [MenuLine(words(f"again.{name}"), f"{press}.{name}") for name in AGAIN]
    lines += [MenuLine(words("posting.back"), f"ni.{meeting.id}"), MenuLine("", press)]
    return Prompted("posting.why", tuple(lines), {"subject": called(words, item)})


def remarks(
    words: Words, meeting: Meeting, said: Sequence[Remark], at: int, *, is_head: bool
) -> Prompted:
    """One remark of those that came, newest first; the head goes back to what he may do."""
    leave = MenuLine(words("menu.back"), "m")
    lines = [MenuLine(words("posting.back"), f"ni.{meeting.id}") if is_head else leave]
    at = min(at, len(said) - 1)
    if at + 1 < len(said):
        following = MenuLine(words("posting.next_remark"), f"gy.{meeting.id}.{at + 1}")
        lines.insert(0, following)
    if not said:
        return Prompted("posting.no_remarks", tuple(lines), {"village": meeting.place})
    one = said[at]
    contact = "\n" + words("posting.contact", name=one.contact) if one.contact else ""
    facts = {
        "village": meeting.place,
        "number": at + 1,
        "of": len(said),
        "day": spoken_day(words, one.said_on),
        "text": one.text,
        "shown": contact,
    }
    return Prompted("posting.remark", tuple(lines), facts)


def _lines(words: Words, meeting: Meeting, items: Sequence[Item], remarks: int) -> list[MenuLine]:
    base, passed = f"ni.{meeting.id}", sum(item.state == "passed" for item in items)
    lines: list[MenuLine] = []
    if meeting.state == "closed" and passed:
        lines.append(
            MenuLine(words("posting.post", count=POSTED_DAYS), f"{base}.post.{POSTED_DAYS}")
        )
        lines.append(MenuLine(words("posting.post_other"), f"{base}.days"))
    if remarks:
        note = words("posting.remarks_count", count=remarks)
        lines.append(MenuLine(words("posting.remarks"), f"gy.{meeting.id}.0", note))
    if passed:
        lines.append(MenuLine(words("posting.hand_over"), f"{base}.hand"))
    if any(item.state in HERE for item in items):
        lines.append(MenuLine(words("posting.look_again"), f"{base}.again.0"))
    return lines


def _posting(words: Words, meeting: Meeting, today: date) -> str:
    until = meeting.posted_until
    if until is None:
        return words("posting.choose")
    day = spoken_day(words, until)
    return words("posting.over" if meeting.may_hand_over(today) else "posting.until", day=day)


def _line(words: Words, meeting: Meeting, item: Item) -> MenuLine:
    press = f"ni.{meeting.id}.why.{item.assessment_id}.{item.revision}"
    return MenuLine(called(words, item), press, words(f"offer.{item.state}"))
