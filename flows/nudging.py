"""What is said to whoever has the missing households of a village reminded."""

from collections.abc import Sequence

from flows.events import MenuLine, Prompted
from flows.wording import Words

VERB = "nc"
NAMED = 8  # households named; more are counted


def lines(words: Words, code: str, count: int, of: int) -> list[MenuLine]:
    """The line that has them reminded: `count` of the missing `of` have somebody to write to."""
    key = "nudge.all" if count == of else "nudge.some"
    return [MenuLine(words(key, count=count), f"{VERB}.{code}")] if count else []


def told(words: Words, now: int, before: int, unheard: Sequence[str], why: str) -> str:
    """What came of it: how many are reminded, who was today already, and whom to visit."""
    if why:
        return words(f"nudge.not.{why}")
    said = [words("nudge.done", count=now)] if now else []
    said += [words("nudge.before", count=before)] if before else []
    said += [_unheard(words, unheard)] if unheard else []
    return "\n".join(said) or words("nudge.nobody")


def page(words: Words, said: str, code: str, *, heads: bool) -> Prompted:
    """That, and the way back: to the village's counter for its head, else to its page."""
    back = MenuLine(words("village.back"), f"{'vi' if heads else 'bv'}.{code}")
    fill_in = [MenuLine(words("digest.fill_in"), f"vm.{code}.0")] if heads else []
    return Prompted("desk.page", (*fill_in, back), {"text": said})


def _unheard(words: Words, names: Sequence[str]) -> str:
    shown = ", ".join(names[:NAMED])
    more = len(names) - NAMED
    shown += words("nudge.and_more", count=more) if more > 0 else ""
    return words("nudge.unheard", count=len(names), shown=shown)
