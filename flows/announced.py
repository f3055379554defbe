"""What became of an announcement: the list of a commune's, and the fate of each one's letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flows.announcement import QUOTED, VERB, back
from flows.events import MenuLine, Prompted
from flows.menus import PAGE
from flows.messages import short
from flows.village import spoken_day
from flows.wording import Words

LISTED = 40  # characters of it on a line
FATES = ("waiting", "unknown", "failed", "expired", "taken_back")
"""What may become of a letter besides being sent."""


@dataclass(frozen=True, slots=True)
class Progress:
    """An announcement on its way, in letters: of `count`, `sent` have left, `read` of those.

    `waiting` have not left; what became of `unknown` nobody can say; `failed` could not be
    delivered, and `expired` came too late. Times are local.
    """

    id: int
    text: str
    sent_at: datetime
    stopped_at: datetime | None
    count: int
    waiting: int = 0
    sent: int = 0
    read: int = 0
    unknown: int = 0
    failed: int = 0
    expired: int = 0

    @property
    def taken_back(self) -> int:
        """How many were taken back: it was stopped, or somebody wanted none any more."""
        known = self.waiting + self.sent + self.unknown + self.failed + self.expired
        return max(self.count - known, 0)


def root(
    words: Words, listed: Sequence[Progress], start: int, draft: int | None, more: bool
) -> Prompted:
    """What was announced, newest first, from the line `start` on; and where to write."""
    first = MenuLine(words("announce.write"), f"{VERB}.n")
    if draft is not None:
        first = MenuLine(words("announce.go_on"), f"{VERB}.h.{draft}")
    lines = [first, *(_listed(words, one) for one in listed)]
    lines += [MenuLine(words("menu.more"), f"{VERB}.l.{start + PAGE}")] if more else []
    lines.append(MenuLine(words("desk.leave"), "ds"))
    return Prompted("announce.root", tuple(lines))


def summary(words: Words, one: Progress) -> Prompted:
    """What became of an announcement, letter by letter; while some wait, it can be stopped."""
    lines = [MenuLine(words("announce.look"), f"{VERB}.w.{one.id}")]
    if one.waiting:
        note = words("announce.left", count=one.waiting)
        lines.insert(0, MenuLine(words("announce.stop"), f"{VERB}.z.{one.id}", note))
        lines.append(MenuLine(words("announce.refresh"), f"{VERB}.s.{one.id}"))
    facts = {"day": spoken_day(words, one.sent_at.date()), "count": one.count}
    told = [words("announce.sent_on", when=f"{one.sent_at:%H:%M}", **facts)]
    told += [f"“{short(one.text, QUOTED)}”", *_counted(words, one)]
    if one.stopped_at:
        day = spoken_day(words, one.stopped_at.date())
        told.append(words("announce.stopped", when=f"{one.stopped_at:%H:%M}", day=day))
    return Prompted("announce.page", (*lines, back(words)), {"text": "\n".join(told)})


def confirm_stop(words: Words, one: Progress) -> Prompted:
    """Is it really to end? Asked, since a count that was typed twice would name a line here."""
    lines = (
        MenuLine(words("announce.stop_now"), f"{VERB}.e.{one.id}"),
        MenuLine(words("announce.send_on"), f"{VERB}.s.{one.id}"),
    )
    return Prompted("announce.confirm_stop", lines, {"count": one.waiting})


# ---- words


def _listed(words: Words, one: Progress) -> MenuLine:
    note = words("announce.people", count=one.count)
    note += f", {words('announce.left', count=one.waiting)}" if one.waiting else ""
    note += f", {words('announce.was_stopped')}" if one.stopped_at else ""
    day = f"{one.sent_at.day}/{one.sent_at.month}"
    return MenuLine(f"{day} · {short(one.text, LISTED)}", f"{VERB}.s.{one.id}", note)


def _counted(words: Words, one: Progress) -> list[str]:
    """A line for each fate that some letters have met."""
    told = [words("announce.count.sent", count=one.sent, number=one.read)]
    counts = {fate: int(getattr(one, fate)) for fate in FATES}
    return told + [words(f"announce.count.{fate}", count=n) for fate, n in counts.items() if n]
