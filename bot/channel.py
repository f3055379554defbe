"""What any channel must do: hand over what people say, and say what it is asked to."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from flows.messages import Message
from flows.replies import AttachmentKind, Problem


@dataclass(frozen=True, slots=True)
class Upload:
    """Something sent beside the text. `content` is None for what carries no bytes (a location).

    `kind` is what the channel says it is; what it really is, the evidence store decides.
    `problem` is set when the channel itself could not bring the content ("too_big").
    """

    kind: AttachmentKind
    content: bytes | None = None
    name: str = ""
    problem: Problem = ""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message of one person, as a channel heard it.

    `message_id` is unique within the channel and the same when it is delivered again. `album`
    joins photos that were sent together. `press` is a button's payload, handed back unread.
    """

    channel: str
    address: str
    message_id: str
    text: str = ""
    press: str = ""
    uploads: tuple[Upload, ...] = ()
    album: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a channel can do. `max_text` is in characters of one message."""

    buttons: bool
    edit: bool
    files_in: bool
    files_out: bool
    deep_link: bool
    max_text: int


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a channel takes what nobody asked for; replies are not held to it.

    `overall` is in messages a second for the whole channel, `chat` and `group` are the least
    seconds between two messages of one private chat and of one group.
    """

    overall: float
    chat: float
    group: float


class Unreachable(Exception):
    """This person will not get the message: they blocked us, or left."""


class TryLater(Exception):
    """The channel is busy or away. `seconds` says how long to wait, when it knows.

    `unsure` says that the message, or its first part, may have arrived all the same: the answer to
    it was lost. An answer that it was not done, also one of 500 and more, is not unsure.
    """

    def __init__(self, reason: str, seconds: float | None = None, *, unsure: bool = False) -> None:
        super().__init__(reason)
        self.seconds = seconds
        self.unsure = unsure


class Refused(Exception):
    """The channel will never take this message as it is; the argument says why."""


class Stay(Exception):
    """The letter does not leave after all: it is not ours to carry, or nobody needs it any more."""


@dataclass(frozen=True, slots=True)
class Brought:
    """The content of an enclosure: bytes, media type, file name."""

    content: bytes
    kind: str
    name: str


Bring = Callable[[str], Awaitable[Brought | None]]
"""Fetches an enclosure by its key; None for what is not there any more."""

Receive = Callable[[Incoming], Awaitable[None]]


Leave = Callable[[], Awaitable[None]]
"""Awaited in the last moment before a letter's first request: it marks the letter as on its way.

Raises Stay when it must not go."""


async def at_once() -> None:
    """Leave without further ado."""


class Channel(Protocol):
    """One way of talking to people. `pace` is None where saying a thing twice does no harm.

    Such a channel (a page that shows what lies on its shelf) needs no pace and no mark; what
    nobody asked for lies there, noted as sent, before it is told to send it.
    """

    name: str
    abilities: Abilities
    pace: Pace | None

    async def send(
        self, address: str, message: Message, *, letter: int, leave: Leave = at_once
    ) -> None:
        """Say `message` to `address` after `leave`. Raises Stay, Unreachable, TryLater, Refused.

        Whatever else it raises after `leave` leaves the letter in doubt: fetch enclosures before.
        """


Now = Callable[[], datetime]
