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


class Unreachable(Exception):
    """This person will not get the message: they blocked us, or left."""


class TryLater(Exception):
    """The channel is busy or away. `seconds` says how long to wait, when it knows."""

    def __init__(self, reason: str, seconds: float | None = None) -> None:
        super().__init__(reason)
        self.seconds = seconds


class Refused(Exception):
    """The channel will never take this message as it is; the argument says why."""


@dataclass(frozen=True, slots=True)
class Brought:
    """The content of an enclosure: bytes, media type, file name."""

    content: bytes
    kind: str
    name: str


Bring = Callable[[str], Awaitable[Brought | None]]
"""Fetches an enclosure by its key; None for what is not there any more."""

Receive = Callable[[Incoming], Awaitable[None]]


class Channel(Protocol):
    """One way of talking to people."""

    name: str
    abilities: Abilities

    async def send(self, address: str, message: Message, *, letter: int) -> None:
        """Say `message` to `address`. Raises Unreachable, TryLater or Refused."""


Now = Callable[[], datetime]
