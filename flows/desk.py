"""The commune's desk: what waits, where, what was returned, and whether that was heard."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flows.events import DeskEvent, MenuLine, Prompted, Told
from flows.looks import Look
from flows.messages import short
from flows.verification import ASIDE, SAID, Undo, undo
from flows.wording import Words

PAGE = 8  # lines of one list

TOLD = ("read", "sent", "queued", "unknown", "failed", "nobody")
"""How far word of a return came, the best first."""


@dataclass(frozen=True, slots=True)
class Village:
    """What waits in one place: `code` is the commune's own for what lies in no village."""

    code: str
    name: str
    waiting: int


@dataclass(frozen=True, slots=True)
class Counts:
    """What waits at the desk. `oldest` is in whole days, None when nothing waits.

    `taken` are those that another staff member looks at now; they are not among the waiting.
    """

    waiting: int
    oldest: int | None
    corrected: int
    taken: int
    returned: int
    villages: tuple[Village, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """How far word of a return came to one person (TOLD); `at` is local time."""

    name: str
    state: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Back:
    """One assessment that went back and has not come again. `days` since then."""

    id: int
    subject: str
    place: str
    days: int
    told: str
    left: int = 0
    of: int = 0


def root(
    words: Words, counts: Counts, last: Undo | None, more: Sequence[MenuLine] = ()
) -> Prompted:
    """The first page of the desk; `more` leads to what others do for the commune."""
    lines = []
    if counts.waiting:
        lines.append(MenuLine(words("desk.begin"), "ds.q", str(counts.waiting)))
    if len(counts.villages) > 1:
        lines.append(MenuLine(words("desk.by_village"), "ds.v.0"))
    if counts.returned:
        lines.append(MenuLine(words("desk.sent_back"), "ds.t.0", str(counts.returned)))
    lines.append(MenuLine(words("desk.sample"), "dw"))
    lines += [*undo(words, last), *more, MenuLine(words("menu.back"), "m")]
    told = "\n".join(filter(None, _counted(words, counts)))
    return Prompted("desk.root", tuple(lines), {"text": told})


def villages(words: Words, counts: Counts, page: int) -> Prompted:
    """Where to go on: all of it, or one village."""
    every = MenuLine(words("desk.everywhere"), "ds.q", str(counts.waiting))
    lines = [MenuLine(v.name, f"ds.q.{v.code}", str(v.waiting)) for v in counts.villages]
    shown, further = _paged([every, *lines], page, "ds.v", words)
    return Prompted("desk.villages", (*shown, *further, leave(words)))


def sent_back(words: Words, found: Sequence[Back], page: int) -> Prompted:
    """What went back and has not come again, the longest first."""
    lines = [_back_line(words, one) for one in found]
    shown, further = _paged(lines, page, "ds.t", words)
    key = "desk.sent_back_list" if found else "desk.sent_back_none"
    return Prompted(key, (*shown, *further, leave(words)), {"count": len(found)})


def one_back(
    words: Words, one: Back, reasons: Sequence[str], heard: Sequence[Heard], phones: Sequence[str]
) -> Prompted:
    """One that went back: why, who heard of it, and whom to call when nobody did."""
    told = [" · ".join(filter(None, (one.subject, one.place)))]
    since = {"since": _since(words, one.days), "done": one.of - one.left, "of": one.of}
    told += [words("desk.back_since", **since)]
    told += [f"· {short(reason, ASIDE)}" for reason in reasons]
    told += [_heard(words, each) for each in heard] or [words("desk.heard.nobody")]
    if not any(each.state == "read" for each in heard):
        key = "desk.call" if phones else "desk.no_phone"
        told.append(words(key, phones=", ".join(phones)))
    lines = (MenuLine(words("desk.to_sent_back"), "ds.t.0"), leave(words))
    return Prompted("desk.page", lines, {"text": "\n".join(told)})


def finished(words: Words, counts: Counts, last: Undo | None, *said: str) -> Prompted:
    """Nothing more in this sitting; what was put off can be looked at again."""
    lines = []
    if counts.waiting:
        lines.append(MenuLine(words("desk.again"), "ds.q", str(counts.waiting)))
    lines += [*undo(words, last), leave(words)]
    told = [*said, words("desk.finished_put_off" if counts.waiting else "desk.finished")]
    if counts.taken:
        told.append(words("desk.taken", count=counts.taken))
    return Prompted("desk.page", tuple(lines), {"text": "\n".join(filter(None, told))})


def taken(words: Words, name: str, since: str, look: Look) -> tuple[DeskEvent, ...]:
    """Somebody else has the item: who, since when, and on to the next."""
    go_on = MenuLine(words("desk.next"), replace(look, revision=0).press("n"))
    told = Told("desk.taken_by", {"name": name, "since": since})
    return told, Prompted("desk.what_next", (go_on, leave(words)))


def leave(words: Words) -> MenuLine:
    """The line back to the desk."""
    return MenuLine(words("desk.leave"), "ds")


def _counted(words: Words, counts: Counts) -> list[str]:
    if not counts.waiting:
        told = [words("desk.nothing_waits")]
    else:
        key = "desk.waiting" if counts.oldest else "desk.waiting_today"
        told = [words(key, count=counts.waiting, days=counts.oldest)]
    told += [words("desk.waiting_corrected", count=counts.corrected)] if counts.corrected else []
    told += [words("desk.taken", count=counts.taken)] if counts.taken else []
    told += [words("desk.returned_left", count=counts.returned)] if counts.returned else []
    return told


def _back_line(words: Words, one: Back) -> MenuLine:
    note = f"{_since(words, one.days)}, {words(f'desk.told.{one.told}')}"
    label = " · ".join(filter(None, (short(one.subject, SAID), one.place)))
    return MenuLine(label, Look(one.id).press("b"), note)


def _since(words: Words, days: int) -> str:
    return words("desk.days_ago", days=days) if days else words("desk.today")


def _heard(words: Words, one: Heard) -> str:
    when = f" {one.at:%H:%M} {one.at.day}/{one.at.month}" if one.at else ""
    return words("desk.heard", name=one.name, told=words(f"desk.told.{one.state}"), when=when)


def _paged(
    lines: Sequence[MenuLine], page: int, press: str, words: Words
) -> tuple[Sequence[MenuLine], list[MenuLine]]:
    """The lines of a page that begins at the line `page`, and the line to those after it."""
    last = max(len(lines) - 1, 0) // PAGE * PAGE
    first = min(page // PAGE * PAGE, last)
    further = [MenuLine(words("menu.more"), f"{press}.{first + PAGE}")]
    return lines[first : first + PAGE], further if first + PAGE < len(lines) else []
