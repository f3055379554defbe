"""Says where in a long list one is, and how to see the rest of it."""

from flows.long_lists import Page
from flows.messages import Choice
from flows.turning import Turn
from flows.wording import Words


def tip(words: Words, page: Page) -> str:
    """The line under the question: what may be typed to see other lines."""
    if page.sought and page.count == 1:
        return words("list.found_one", sought=page.sought, number=page.options[0].number)
    if page.sought:
        facts = {"sought": page.sought, "count": _count(words, page.count)}
        return words("list.found_more" if page.left else "list.found", **facts)
    if not page.left:
        return words("list.end")
    if not page.first:
        return words("list.start", count=_count(words, page.count))
    last = page.first + len(page.options)
    return words("list.middle", first=page.first + 1, last=last, count=_count(words, page.count))


def ways(words: Words, page: Page) -> tuple[Choice, ...]:
    """The lines under the list that lead on: they are tapped, and say what may be typed."""
    return tuple(
        Choice(0, words(f"list.do.{turn}"), _note(words, page, turn), press)
        for turn, press in page.presses.items()
    )


def _count(words: Words, lines: int) -> str:
    """How many lines, in figures: "1.000"."""
    return words.number(lines)


def _note(words: Words, page: Page, turn: Turn) -> str:
    match turn:
        case "more":
            return words("list.left", count=_count(words, page.left))
        case "all":
            return words("list.lines", count=_count(words, page.whole))
        case "before":
            return ""
