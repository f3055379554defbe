"""The pages of a sample for a visit: for which title, how many, and who was drawn."""

from collections.abc import Sequence
from dataclasses import dataclass

from flows.desk import PAGE, leave
from flows.draws import Wanted
from flows.events import MenuLine, Prompted
from flows.messages import short
from flows.verification import SAID
from flows.wording import Words


@dataclass(frozen=True, slots=True)
class Passed:
    """How many of a title the commune passed this year, and how many it has not looked at yet.

    `drawn` is how large its sample is, 0 while none was drawn.
    """

    title: str
    passed: int
    waiting: int
    drawn: int = 0


@dataclass(frozen=True, slots=True)
class Visit:
    """Whom to visit. `phone` is "" when none is known."""

    subject: str
    place: str
    phone: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sample as it was drawn. `day` is as people read it, `among` how many it was drawn from."""

    id: int
    title: str
    day: str
    by: str
    among: int
    visits: tuple[Visit, ...]


def titles(words: Words, every: Sequence[Passed]) -> Prompted:
    """For which title? Those of which something passed, or was drawn from already."""
    lines = [
        MenuLine(words(f"title.{one.title}"), f"dw.t.{one.title}", _note(words, one))
        for one in every
    ]
    key = "sample.titles" if lines else "sample.none"
    return Prompted(key, (*lines, leave(words)))


def how_many(words: Words, of: Passed) -> Prompted:
    """How many? Said before: it is drawn once, and only from what has passed by now."""
    facts = {"title": words(f"title.{of.title}"), "passed": of.passed}
    key = "sample.how_many_waiting" if of.waiting else "sample.how_many"
    slot = MenuLine("", f"dw.n.{of.title}")
    return Prompted(key, (slot, _other(words)), {**facts, "waiting": of.waiting})


def confirm(words: Words, of: Passed, wanted: Wanted) -> Prompted:
    """The last word before the lots are drawn."""
    count = wanted.of(of.passed)
    size = f"{wanted.size}{'p' if wanted.percent else ''}"
    line = MenuLine(words("sample.draw", count=count), f"dw.d.{of.title}.{size}")
    facts = {"title": words(f"title.{of.title}"), "count": count, "passed": of.passed}
    return Prompted("sample.confirm", (line, _other(words)), facts)


def drawn(words: Words, found: Drawn, page: int, *, again: bool = False) -> Prompted:
    """The list for the visit, a page from the line `page` on; `again` says it was drawn before."""
    first = min(page // PAGE, max(len(found.visits) - 1, 0) // PAGE) * PAGE
    shown = found.visits[first : first + PAGE]
    told = [words("sample.again")] if again else []
    told.append(
        words(
            "sample.drawn",
            title=words(f"title.{found.title}"),
            count=len(found.visits),
            passed=found.among,
            day=found.day,
            name=found.by,
        )
    )
    told += [f"· {_visit(words, one)}" for one in shown]
    lines = [MenuLine(words("menu.more"), f"dw.l.{found.id}.{first + PAGE}")]
    more = lines if first + PAGE < len(found.visits) else []
    return Prompted("desk.page", (*more, leave(words)), {"text": "\n".join(told)})


def _visit(words: Words, one: Visit) -> str:
    phone = one.phone or words("sample.no_phone")
    return " · ".join(filter(None, (short(one.subject, SAID), one.place, phone)))


def _note(words: Words, one: Passed) -> str:
    if one.drawn:
        return words("sample.was_drawn", count=one.drawn)
    return words("sample.passed", count=one.passed)


def _other(words: Words) -> MenuLine:
    return MenuLine(words("sample.other"), "dw")
