"""Fills in a form as somebody of the invented commune might: with luck, but always to its end."""

from collections.abc import Iterator
from random import Random

from flows.events import Asked, Event
from flows.interview import Interview
from flows.questions import Asking
from flows.replies import Attachment, Reply

MOST_STEPS = 200  # replies; no form asks so much
OFTEN = 0.8  # how often the best line of a list is true
WORDS = "Nhà có làm (mẫu)"


class Unanswerable(Exception):
    """No reply we know is taken by this question."""


def fill(
    interview: Interview, chance: Random, photo: Attachment, questions: int | None = None
) -> tuple[str, ...]:
    """Answer `questions` questions, all of them for None; gives those that the photo answers.

    Raises Unanswerable naming the question.
    """
    backed: list[str] = []
    for _ in range(MOST_STEPS):
        asked = _asked(interview.ask())
        if asked is None or (questions is not None and questions <= 0):
            return tuple(backed)
        sent = _answer(interview, asked, chance, photo)
        backed += [asked.asking.name] if sent.attachments else []
        questions = None if questions is None else questions - 1
    raise Unanswerable(f"more than {MOST_STEPS} questions")


def _answer(interview: Interview, asked: Asked, chance: Random, photo: Attachment) -> Reply:
    """The first reply that is taken."""
    returned = bool(asked.returned)
    for reply in _replies(asked.asking, chance, photo, returned=returned):
        before = interview.kept
        interview.hear(reply)
        after = _asked(interview.ask())
        if interview.kept != before and (after is None or after.asking.name != asked.asking.name):
            return reply
    raise Unanswerable(asked.asking.name)


def _replies(
    asking: Asking, chance: Random, photo: Attachment, *, returned: bool
) -> Iterator[Reply]:
    """What might be said, the likeliest first."""
    if asking.kind in {"image", "file"}:
        yield from (Reply(attachments=(photo,)), Reply("bỏ qua"))
        return
    if returned:
        yield Reply("giữ")
    if asking.kind == "rank":
        yield Reply(" ".join(str(option.number) for option in asking.options))
    if asking.options:
        best = chance.random() < OFTEN
        first = asking.options[0 if best else min(1, len(asking.options) - 1)]
        yield Reply(str(first.number))
    yield from (Reply("giữ"), Reply(WORDS))
    yield from (Reply(str(number)) for number in (2, 1, 0, 3, 5, 10))
    yield from (Reply("1/9/2025"), Reply("bỏ qua"))


def _asked(events: list[Event]) -> Asked | None:
    return next((event for event in events if isinstance(event, Asked)), None)
