"""Tells people what they did not ask for: a return, a result, a decision; never at night."""

from collections.abc import Sequence
from datetime import timedelta

from bot.moment import ZONE
from flows import quiet, unasked
from flows.events import DeskEvent
from flows.wording import words
from storage import mail
from storage.database import Tx
from storage.moves import By
from storage.people import Reached


async def tell(  # noqa: PLR0913 - one letter, told in full
    tx: Tx,
    to: Sequence[Reached],
    events: Sequence[DeskEvent],
    *,
    once: str,
    by: By,
    about: int | None = None,
    after: timedelta = timedelta(0),
) -> int:
    """Promise these words to everyone in `to`, each in his own; how many letters that are.

    `about` is the assessment they are about; `after` leaves time to take them back by `once`.
    """
    not_before = quiet.allowed_from((by.now + after).astimezone(ZONE))
    count = 0
    for one in to:
        say = words(one.language, one.you)
        said = unasked.messages(say, events)
        name = f"{once}:{one.recipient.person_id}"
        count += await mail.post(
            tx,
            one.recipient,
            said,
            once=name,
            now=by.now,
            not_before=not_before,
            kind="notice",
            about=about,
        )
    return count
