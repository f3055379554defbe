"""The reports a commune owes, as staff see them: each with its day, and what becomes of it."""

from collections.abc import Mapping, Sequence
from datetime import date

from flows import deadlines
from flows.deadlines import press, short
from flows.events import DeskEvent, MenuLine, Prompted, Told
from flows.plan.model import Deadline, Due, Plan
from flows.plan.season import Season
from flows.plan.shipped import NATION
from flows.wording import Words

WHAT_LONGEST = 70  # characters of what is reported, in a line
NOTES = 3  # remarks on one report that fit its page


def page(words: Words, found: Season, today: date, start: int) -> tuple[DeskEvent, ...]:
    """Every report of the season, a page from the line `start` on; before it, where they differ."""
    lines = [_line(words, found, due, today) for due in found.dues]
    shown = deadlines.paged(words, lines, start, press(found.year, "d"))
    more = (
        MenuLine(words("owed.add"), press(found.year, "a")),
        MenuLine(words("owed.take_over"), press(found.year, "k")),
        deadlines.back(words, found.year),
    )
    key = "owed" if found.dues else "owed.none"
    prompted = Prompted(key, (*shown, *more), {"year": found.year, "count": len(found.dues)})
    return (*differing(words, found), prompted)


def differing(words: Words, found: Season) -> tuple[Told, ...]:
    """The reports that name different days, each with its document, and which day holds."""
    if not found.conflict:
        return ()
    told = [
        words("owed.differs", when=_written(words, found, due), text=stands(words, found, due))
        for due in found.conflict
    ]
    until = deadlines.day_in(words, found.conflict[0].safe, found.year)
    return (Told("owed.conflict", {"lines": "\n".join(told), "until": until}),)


def one(words: Words, found: Season, due: Due, today: date) -> tuple[DeskEvent, ...]:
    """One report: what, to whom, until when, by which document; and that it was sent."""
    said, code, year = due.deadline, due.deadline.code, found.year
    facts = {
        "text": _sentence(said),
        "when": deadlines.when(words, due, year),
        "days": deadlines.left(words, due.safe, today),
        "name": stands(words, found, due),
    }
    is_sent = code in found.filed
    lines = [
        MenuLine(words("owed.not_sent"), press(year, "u", code))
        if is_sent
        else MenuLine(words("owed.sent"), press(year, "f", code))
    ]
    if code in found.added:
        lines.append(MenuLine(words("owed.end"), press(year, "x", code)))
    lines += [MenuLine(words("owed.others"), press(year, "d")), deadlines.back(words, year)]
    told = [Told("owed.note", {"text": note}) for note in notes(due)]
    return (*told, Prompted("owed.one_sent" if is_sent else "owed.one", tuple(lines), facts))


def end(words: Words, found: Season, due: Due) -> Prompted:
    """Shall a report that staff added not hold any more?"""
    number = found.added[due.deadline.code]
    lines = (
        MenuLine(words("owed.end_yes"), press(found.year, "y", number)),
        MenuLine(words("owed.end_no"), press(found.year, "o", due.deadline.code)),
    )
    facts = {"when": deadlines.when(words, due, found.year), "text": _sentence(due.deadline)}
    return Prompted("owed.end_sure", lines, facts)


# ---- those of other plans


def other_plans(
    words: Words, found: Season, plans: Mapping[str, tuple[Plan, int]], start: int
) -> Prompted:
    """Which plan's reports? By code, each plan with how many reports it could give."""
    ordered = sorted(plans.values(), key=lambda each: _nearness(found.plan, each[0]))
    lines = [
        MenuLine(short(plan.name), press(found.year, "k", plan.code, 0), str(count))
        for plan, count in ordered
    ]
    shown = deadlines.paged(words, lines, start, press(found.year, "k", ""))
    back = MenuLine(words("owed.others"), press(found.year, "d"))
    return Prompted("owed.which_plan" if lines else "owed.no_plan", (*shown, back))


def of_plan(words: Words, found: Season, plan: Plan, dues: Sequence[Due], start: int) -> Prompted:
    """Which report of that plan shall bind the commune too?"""
    lines = [
        MenuLine(
            _called(words, found, due),
            press(found.year, "t", plan.code, due.deadline.code),
            deadlines.when(words, due, found.year),
        )
        for due in dues
    ]
    shown = deadlines.paged(words, lines, start, press(found.year, "k", plan.code))
    back = MenuLine(words("owed.other_plans"), press(found.year, "k"))
    return Prompted("owed.which_report", (*shown, back), {"name": short(plan.name)})


def province_of(plan: Plan) -> str:
    """The province a plan's issuer names ("tỉnh Lai Châu"), "" for none."""
    _, found, province = plan.source.issuer.partition("tỉnh ")
    return f"{found}{province.partition(',')[0].strip()}"


def _nearness(own: Plan, other: Plan) -> tuple[bool, bool, str]:
    """Plans of the same province come first, then those of above."""
    return (
        province_of(other) != province_of(own) or not province_of(own),
        other.tier == "commune",
        other.name,
    )


# ---- words


def _line(words: Words, found: Season, due: Due, today: date) -> MenuLine:
    is_sent = due.deadline.code in found.filed
    note = words("owed.is_sent") if is_sent else deadlines.left(words, due.safe, today)
    label = f"{_written(words, found, due)} · {_called(words, found, due)}"
    return MenuLine(label, press(found.year, "o", due.deadline.code), note)


def _called(words: Words, found: Season, due: Due) -> str:
    to = ", ".join(due.deadline.to)
    return short(words("owed.to", name=to) if to else due.deadline.what, WHAT_LONGEST)


def _written(words: Words, found: Season, due: Due) -> str:
    """The day as it is written, and nothing beside it."""
    day = deadlines.day_in(words, due.written, found.year)
    key = "owed.before" if due.deadline.rule.kind == "before" else "due.by"
    return words(key, day=day)


def stands(words: Words, found: Season, due: Due) -> str:
    """The document and where it says so; for one of staff's own, that they added it."""
    name = found.documents.get(due.deadline.plan, "")
    return at(words, due.deadline.plan, name, due.deadline.section) if name else words("owed.own")


def at(words: Words, plan: str, name: str, section: str) -> str:
    """The section of a document; the national days stand in a document each."""
    key = "owed.document_whole" if plan == NATION else "owed.document"
    return words(key, name=short(name), text=section)


def _sentence(deadline: Deadline) -> str:
    what = short(deadline.what[:1].upper() + deadline.what[1:], 120).rstrip(".")
    to = ", ".join(deadline.to)
    return f"{what} → {to}." if to else f"{what}."


def notes(due: Due) -> tuple[str, ...]:
    said = due.deadline
    found = (due.inferred, due.note, said.ambiguity, said.caveat)
    return tuple(short(note, 200) for note in found if note)[:NOTES]
