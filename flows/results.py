"""What the commune tells people about their form: returned, looked through, or taken back."""

from collections.abc import Iterable

from flows import findings
from flows.events import MenuLine, Prompted, Told
from flows.findings import Finding, Sheet
from flows.messages import short
from flows.verification import ASIDE, result
from flows.wording import Words

MOST = 4  # reasons that fit a phone; each stands above its question all the same


def returned(
    words: Words, whose: dict[str, object], sheet: Sheet, found: Iterable[Finding], press: str
) -> Prompted:
    """What has to be corrected, and a line that goes on exactly there."""
    told = list(_reasons(words, sheet, found))
    more = [words("notice.more", count=len(told) - MOST)] if len(told) > MOST else []
    lines = (MenuLine(words("notice.correct"), press),)
    facts = {**_whose(words, whose), "count": len(told), "lines": "\n".join(told[:MOST] + more)}
    return Prompted("notice.returned", lines, facts)


def verified(
    words: Words, whose: dict[str, object], sheet: Sheet, found: Iterable[Finding], official: bool
) -> Told:
    """What the commune found: the points that count, and why any differ from one's own."""
    found = tuple(found)
    score = findings.verified(sheet, found)
    told = list(_changes(words, sheet, found))
    if not official:
        told.insert(0, words("summary.unofficial"))
    key = f"notice.verified.{(score.verdict if score else '') or 'none'}"
    tail = "".join(f"\n{line}" for line in told)
    reached = result(words, score)
    return Told(
        key, {**_whose(words, whose), "score": f": {reached}" if reached else "", "lines": tail}
    )


def taken_back(words: Words, whose: dict[str, object]) -> Told:
    """What was told before does not hold any more."""
    return Told("notice.taken_back", _whose(words, whose))


def _whose(words: Words, whose: dict[str, object]) -> dict[str, object]:
    return {**whose, "title": words(f"title.{whose['title']}")}


def _reasons(words: Words, sheet: Sheet, found: Iterable[Finding]) -> Iterable[str]:
    kept = {one.indicator: one.reason for one in found if one.outcome == "returned"}
    for line in sheet.askable:
        if line.name in kept:
            reason = short(kept[line.name], ASIDE)
            told = words("desk.reason_line", number=findings.mark(line), reason=reason)
            yield f"· {told}"


def _changes(words: Words, sheet: Sheet, found: Iterable[Finding]) -> Iterable[str]:
    kept = {one.indicator: one for one in found if one.outcome == "changed"}
    for line in sheet.judged:
        one = kept.get(line.name)
        if one is not None and one.points is not None:
            facts = {"before": line.points or 0, "points": one.points, "most": line.most or 0}
            said = {name: words.number(value) for name, value in facts.items()}
            where = findings.mark(line)
            yield words("notice.changed", number=where, reason=short(one.reason, ASIDE), **said)
