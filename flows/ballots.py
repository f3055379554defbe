"""The list before a meeting and the votes on it: all at once, all but some, or one by one."""

from collections.abc import Sequence
from datetime import date

from flows import vietnamese
from flows.events import MenuLine, Prompted
from flows.meeting import Item, Meeting, outcome, seal
from flows.menus import PAGE
from flows.questions import KINDS, Asking
from flows.recording import Wrong
from flows.replies import Reply
from flows.village import back
from flows.wording import Words

REASON_LONGEST = 200  # characters; it has to fit a message with what can be done about it
REASONS = ("papers", "high", "short", "votes")
"""Short reasons offered for what did not pass."""
NAMED = 4  # names in a sentence; more are counted

_NO = ("không", "không thông qua", "không đồng ý", "no")
_YES = ("thông qua", "đồng ý", "có", "yes")


def listed(words: Words, meeting: Meeting, items: Sequence[Item], start: int) -> Prompted:
    """The forms before the meeting with their own points, a page from `start` on."""
    here = [item for item in items if item.is_here]
    first = min(start // PAGE * PAGE, max(len(here) - 1, 0) // PAGE * PAGE)
    lines = [_line(words, meeting, item) for item in here[first : first + PAGE]]
    if first + PAGE < len(here):
        lines.append(MenuLine(words("menu.more"), f"ho.{meeting.id}.list.{first + PAGE}"))
    lines += _ways(words, meeting, items)
    facts = {
        "count": len(here),
        "done": len(here) - len(outcome(items).undecided),
        "needed": meeting.needed,
        "of": meeting.representatives,
    }
    # Last: what is typed and names no line may be "cả danh sách trừ hộ 3, 7".
    slot = MenuLine("", f"ho.{meeting.id}.said.{seal(meeting, items)}.{first}")
    return Prompted("meeting.list", (*lines, slot), facts)


def _line(words: Words, meeting: Meeting, item: Item) -> MenuLine:
    notes = [own_points(words, item), _vote(words, item)]
    press = f"ho.{meeting.id}.item.{item.assessment_id}.{item.revision}.l"
    return MenuLine(called(words, item), press, " · ".join(filter(None, notes)))


def _ways(words: Words, meeting: Meeting, items: Sequence[Item]) -> list[MenuLine]:
    found, base, mark = outcome(items), f"ho.{meeting.id}", seal(meeting, items)
    lines: list[MenuLine] = []
    if found.undecided:
        note = words("meeting.forms", count=len(found.undecided))
        lines.append(MenuLine(words("meeting.all"), f"{base}.all.{mark}", note))
    if found.undecided or found.passed:
        lines.append(MenuLine(words("meeting.all_but"), f"{base}.but.{mark}"))
    if found.undecided:
        lines.append(MenuLine(words("meeting.each"), f"{base}.each"))
    if found.passed or found.failed:
        lines.append(MenuLine(words("meeting.onward"), f"{base}.photos"))
    return lines or [back(words, meeting.village)]


def but(words: Words, meeting: Meeting, items: Sequence[Item]) -> Prompted:
    """Which ones not? Numbers of households or names."""
    slot = MenuLine("", f"ho.{meeting.id}.but.{seal(meeting, items)}")
    return Prompted("meeting.but", (slot,), {"skip": words("word.skip")})


def one(words: Words, meeting: Meeting, item: Item, mode: str) -> Prompted:
    """How many are in favour of this one? With the mode "e" the next one follows."""
    press = f"ho.{meeting.id}.item.{item.assessment_id}.{item.revision}.{mode}"
    facts = {
        "subject": called(words, item),
        "points": own_points(words, item) or words("meeting.no_points"),
        "of": meeting.representatives,
        "needed": meeting.needed,
        "kept": _vote(words, item) and "\n" + words("meeting.voted", shown=_vote(words, item)),
    }
    return Prompted("meeting.one", (MenuLine("", press),), facts)


def in_favour(words: Words, meeting: Meeting, reply: Reply) -> int | bool:
    """How many are in favour, or just whether it passes. Raises NotUnderstood or Wrong."""
    for said, passes in ((_NO, False), (_YES, True)):
        if any(vietnamese.says(vietnamese.plainly(reply.text), word) for word in said):
            return passes
    asking = Asking("count", "integer", words("meeting.attendees", kept=""))
    number = int(KINDS["integer"].read(asking, reply, date.min))
    if not 0 <= number <= (meeting.representatives or 0):
        raise Wrong("meeting.more_than_there", number=number, of=meeting.representatives)
    return number


def why(words: Words, meeting: Meeting, item: Item, mode: str) -> Prompted:
    """Why did it not pass? A short reason, or one's own words."""
    press = f"ho.{meeting.id}.why.{item.assessment_id}.{item.revision}.{mode}"
    offered = (MenuLine(words(f"reason.{name}"), f"{press}.{name}") for name in REASONS)
    return Prompted(
        "meeting.why", (*offered, MenuLine("", press)), {"subject": called(words, item)}
    )


def reason(words: Words, chosen: str, reply: Reply) -> str:
    """The reason that was chosen or typed. Raises NotUnderstood or Wrong."""
    if chosen in REASONS:
        return words(f"reason.{chosen}")
    said = " ".join(KINDS["text"].read(Asking("why", "text", ""), reply, date.min).split())
    if sum(map(str.isalpha, said)) < 2:
        raise Wrong("reason.words_please")
    if len(said) > REASON_LONGEST:
        raise Wrong("reason.too_long", limit=REASON_LONGEST)
    return said


def called(words: Words, item: Item) -> str:
    """The subject, with the title where it is not the family's."""
    return item.subject if item.title == "family" else _titled(words, item)


def own_points(words: Words, item: Item) -> str:
    """The self-score as people read it; "" where the form has none."""
    if item.points is None or item.most is None:
        return words("summary.level", number=item.level) if item.level else ""
    of = f"{words.number(item.points)}/{words.number(item.most)}"
    return words("points", points=of)


def brief(names: Sequence[str]) -> str:
    """Who is meant, in a few words: "Hộ 03, Hộ 07"."""
    short = [name.partition(" · ")[0] for name in names]
    return ", ".join(short[:NAMED]) + (", …" if len(short) > NAMED else "")


def _titled(words: Words, item: Item) -> str:
    return f"{item.subject} · {words(f'title.{item.title}')}"


def _vote(words: Words, item: Item) -> str:
    """How the meeting decided on it so far: "thông qua 15"."""
    ballot = item.ballot
    if ballot is None or not item.is_decided:
        return ""
    said = words("meeting.passes" if ballot.passed else "meeting.fails")
    return said if ballot.in_favour is None else f"{said} ({ballot.in_favour})"
