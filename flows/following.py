"""Which plan a commune follows, how it reads targets with an open base, and the calendar's link."""

from collections.abc import Sequence

from flows import deadlines
from flows.deadlines import press, short
from flows.desk import leave
from flows.events import MenuLine, Prompted
from flows.plan.amounts import worded
from flows.plan.model import Plan, Target
from flows.plan.season import Season
from flows.wording import Words

OF_LONGEST = 80  # characters of what a target is counted of, in a line


def plans(words: Words, year: int, every: Sequence[Plan], followed: str, start: int) -> Prompted:
    """Which plan? `followed` is the code of the one the commune follows in that year."""
    lines = [
        MenuLine(
            short(plan.name),
            press(year, "w", plan.code),
            words("following.now") if plan.code == followed else "",
        )
        for plan in every
        if plan.tier != "nation" and plan.last_year >= year
    ]
    shown = deadlines.paged(words, lines, start, press(year, "w", ""))
    back = deadlines.back(words, year) if followed else leave(words)
    key = "following.which" if followed else "following.first"
    return Prompted(key, (*shown, back), {"year": year})


def one(words: Words, year: int, plan: Plan, followed: str) -> Prompted:
    """From which year shall the commune follow that plan?"""
    years = [each for each in (year, year + 1) if plan.first_year <= each <= plan.last_year]
    lines = [
        MenuLine(
            words("following.from", year=each), press(year, "v", plan.code, each, followed or "-")
        )
        for each in years
    ]
    others = MenuLine(words("following.others"), press(year, "w"))
    facts = {
        "name": plan.name,
        "text": plan.source.issuer,
        "since": plan.first_year,
        "until": plan.last_year,
    }
    key = "following.one" if years else "following.not_yet"
    return Prompted(key, (*lines, others), facts)


# ---- targets with an open base


def bases(words: Words, found: Season, start: int) -> Prompted:
    """The targets whose base the plan leaves open, each with the reading that was chosen."""
    targets = [target for target in found.plan.targets if target.bases]
    lines = [
        MenuLine(
            target_in_words(words, target),
            press(found.year, "b", target.code),
            found.bases.get(target.code) or words("following.no_base"),
        )
        for target in targets
    ]
    shown = deadlines.paged(words, lines, start, press(found.year, "b", ""))
    key = "following.bases" if lines else "following.no_bases"
    return Prompted(key, (*shown, deadlines.back(words, found.year)))


def base(words: Words, found: Season, target: Target) -> Prompted:
    """How is that target counted? One reading is chosen; it is printed wherever it is told."""
    chosen = found.bases.get(target.code, "")
    lines = [
        MenuLine(
            reading,
            press(found.year, "c", target.code, number),
            words("following.chosen") if reading == chosen else "",
        )
        for number, reading in enumerate(target.bases)
    ]
    facts = {
        "title": target_in_words(words, target),
        "text": target.section,
        "reason": target.ambiguity,
    }
    back = MenuLine(words("following.other_targets"), press(found.year, "b"))
    return Prompted("following.base", (*lines, back), facts)


def target_in_words(words: Words, target: Target) -> str:
    """The target in one line: "năm 2030: 70% …"."""
    amount = worded(target.op, target.value, target.unit)
    return words(
        "following.target", year=target.year, number=amount, text=short(target.of, OF_LONGEST)
    )


# ---- the calendar


def calendar(words: Words, year: int, link: str) -> Prompted:
    """The address at which a phone or a computer finds all these days by itself."""
    return Prompted("following.calendar", (deadlines.back(words, year),), {"link": link})
