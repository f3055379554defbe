"""What becomes of a message that could not be taken in: once more, wait, or set aside."""

import logging
from collections.abc import Awaitable, Callable
from typing import Literal

from bot.channel import Incoming, Receive

ATTEMPTS = 4

Outcome = Literal["heard", "parked", "again"]
Park = Callable[[Incoming, Exception], Awaitable[None]]

log = logging.getLogger(__name__)


class Setbacks:
    """Counts failures per message, and parks what fails every time, so that others are heard.

    `wait_for` are the failures that time mends and that say nothing about the message (a full
    disk): such a message is never parked.
    """

    def __init__(self, park: Park, wait_for: tuple[type[Exception], ...]) -> None:
        self._park = park
        self._wait_for = wait_for
        self._failures: dict[str, int] = {}

    async def hear(self, incoming: Incoming, receive: Receive) -> Outcome:
        """Hand the message to `receive`, once. Only "again" must be tried again."""
        try:
            await receive(incoming)
        except self._wait_for as error:
            log.error("waiting message=%s error=%s", incoming.message_id, type(error).__name__)
            return "again"
        except Exception as error:  # noqa: BLE001 - whatever broke, the next person must be heard
            return await self._failed(incoming, error)
        self._failures.pop(incoming.message_id, None)
        return "heard"

    async def _failed(self, incoming: Incoming, error: Exception) -> Outcome:
        failures = self._failures.get(incoming.message_id, 0) + 1
        self._failures[incoming.message_id] = failures
        # The text of an error may quote an answer: the log names its kind, the parked row keeps it.
        log.error(
            "failed message=%s failures=%d error=%s",
            incoming.message_id,
            failures,
            type(error).__name__,
        )
        return "again" if failures < ATTEMPTS else await self.set_aside(incoming, error)

    async def set_aside(self, incoming: Incoming, error: Exception) -> Outcome:
        """Park the message; "again" when even that fails, for it must not be lost."""
        try:
            await self._park(incoming, error)
        except Exception as unparked:  # noqa: BLE001 - the sender still has it: it comes again
            name = type(unparked).__name__
            log.error("not parked message=%s error=%s", incoming.message_id, name)
            return "again"
        self._failures.pop(incoming.message_id, None)
        return "parked"
