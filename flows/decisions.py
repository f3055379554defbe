"""The steps of a decision at the desk: what to return and why, which points to change and why."""

from collections.abc import Sequence

from flows import findings
from flows.claims import Claim
from flows.events import MenuLine, Prompted
from flows.findings import POINT_REASONS, Finding
from flows.messages import short
from flows.verification import SAID, Item, result
from flows.wording import Words

MOST_REASON = 300  # characters; it stands above a question on a phone
LONGEST_LINES = 8  # lines that a question "which one?" repeats


def which(words: Words, item: Item, what: str) -> Prompted:
    """Ask which lines: to return ("r"), to change the points of ("p"), to see ("s")."""
    lines = (_slot(item, f"{what}c"), _back(words, item))
    facts = {"example": _example(choosable(item, what), several=what == "r")}
    return Prompted(f"desk.which.{what}", lines, facts)


def choosable(item: Item, what: str) -> Sequence[Claim]:
    """The lines among which `which` asks."""
    sheet = item.sheet
    if what == "p":
        return sheet.pointed
    return sheet.askable if what == "r" else (*sheet.others, *sheet.judged)


def among(words: Words, item: Item, what: str, at: Sequence[int]) -> Prompted:
    """One answer decides several lines: which of these is meant?"""
    every = choosable(item, what)
    lines = [MenuLine(short(every[n].heading, SAID), item.look.press(f"{what}q", n)) for n in at]
    return Prompted("desk.which.one", (*lines, _back(words, item)))


def why_returned(words: Words, item: Item, line: Claim, waiting: int) -> Prompted:
    """Ask why a line is returned; `waiting` holds it and those after it, a bit for each."""
    lines = [
        MenuLine(words(f"desk.reason.{name}"), item.look.press("w", f"{waiting:x}", name))
        for name in findings.offered(line)
    ]
    facts = {"number": findings.mark(line), "heading": line.heading or line.text}
    slot = _slot(item, "w", f"{waiting:x}")
    return Prompted("desk.why", (*lines, _back(words, item), slot), facts)


def confirm_return(words: Words, item: Item) -> Prompted:
    """Everything that goes back, with its reason, before it does."""
    by_name = {line.name: line for line in item.sheet.askable}
    told = [
        words("desk.reason_line", number=findings.mark(by_name[one.indicator]), reason=one.reason)
        for one in item.returned
        if one.indicator in by_name
    ]
    press = item.look.press
    lines = (
        MenuLine(words("desk.return_now", count=len(told)), press("xx")),
        MenuLine(words("desk.return_more"), press("ra")),
        MenuLine(words("desk.return_drop"), press("xn")),
        _back(words, item),
    )
    facts = {"subject": item.subject, "lines": "\n".join(f"· {line}" for line in told)}
    return Prompted("desk.confirm_return", lines, facts)


def how_many(words: Words, item: Item, at: int) -> Prompted:
    """Ask for the points of one indicator."""
    line = item.sheet.pointed[at]
    points, most = words.number(line.points or 0), words.number(line.most or 0)
    facts = {"number": findings.mark(line), "heading": line.heading, "points": points, "most": most}
    return Prompted("desk.how_many", (_slot(item, "pp", at), _back(words, item)), facts)


def why_changed(words: Words, item: Item, at: int, points: float) -> Prompted:
    """Ask why these points, and say what would come of them."""
    line = item.sheet.pointed[at]
    kept = _carried(points)
    lines = [
        MenuLine(words(f"desk.reason.{name}"), item.look.press("pw", at, kept, name))
        for name in POINT_REASONS
    ]
    found = [one for one in item.found if one.indicator != line.name]
    after = findings.verified(item.sheet, [*found, Finding(line.name, "changed", "", points)])
    facts = {
        "number": findings.mark(line),
        "before": words.number(line.points or 0),
        "after": words.number(points),
        "score": result(words, after),
    }
    slot = _slot(item, "pw", at, kept)
    return Prompted("desk.why_changed", (*lines, _back(words, item), slot), facts)


def points_of(carried: str) -> float | None:
    """The points that a press carries; None when it carries none."""
    whole, _, fraction = carried.partition("_")
    digits = whole + fraction
    if not digits.isascii() or not digits.isdecimal():
        return None
    return float(f"{whole or 0}.{fraction or 0}")


def _carried(points: float) -> str:
    return f"{points:.4f}".rstrip("0").rstrip(".").replace(".", "_")


def _slot(item: Item, what: str, *more: object) -> MenuLine:
    return MenuLine("", item.look.press(what, *more))


def _back(words: Words, item: Item) -> MenuLine:
    return MenuLine(words("desk.back"), item.look.press("i"))


def _example(lines: Sequence[Claim], *, several: bool) -> str:
    """Numbers that could be typed here: "4 8" or "4"."""
    named = [findings.mark(line) for line in lines if line.number is not None]
    return " ".join(named[:2] if several else named[:1])
