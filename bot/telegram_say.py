"""How a Message looks in Telegram: pictures and papers, then parts that fit, with short buttons."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.channel import Bring, Brought, Pace
from flows.messages import Choice, Enclosure, Message, as_text

MOST_TEXT = 4096
MOST_BUTTONS = 100
"""Telegram's own limits: UTF-16 units of one message, buttons under it."""

PACE = Pace(overall=25, chat=1.05, group=3.05)
"""Below what Telegram asks for: 30 a second in all, 1 a second a chat, 20 a minute a group."""

MOST_CAPTION = 1024
"""UTF-16 units beside a sound or a film, by Telegram's rule."""

MOST_ALBUM = 10
"""Pictures of one album, by Telegram's rule."""

PLAYED: Mapping[str, Literal["voice", "audio", "video"]] = {
    "audio/ogg": "voice",
    "audio/mpeg": "audio",
    "audio/mp4": "audio",
    "video/mp4": "video",
}
"""What Telegram plays, by media type; any other sound or film goes as a paper."""

GONE = ("chat not found", "user is deactivated", "user_deactivated", "peer_id_invalid")
"""What stands, in small letters, in a refusal that means that nobody is there any more."""

MOST_LABELS = 10  # a longer list is read in the text and answered by number
LONG_LABEL = 12
CUT_LABEL = 32


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text, in UTF-16 code units as Telegram counts them."""

    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Button:
    """What stands on a button, and what it carries: 1 to 64 bytes."""

    label: str
    press: str


@dataclass(frozen=True, slots=True)
class Part:
    """One text. Formatting lies beside it, never in it; `buttons` are rows, none for no keyboard.

    So nothing a person has typed, and nothing written in a form, can become formatting.
    """

    text: str
    bold: tuple[Span, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo with its caption, "" for none."""

    content: bytes
    name: str
    caption: str


@dataclass(frozen=True, slots=True)
class Album:
    """Photos sent together: 2 to MOST_ALBUM."""

    pictures: tuple[Picture, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A file, under the name people see."""

    content: bytes
    name: str


@dataclass(frozen=True, slots=True)
class Recording:
    """A sound or a film to be played in the chat, with what stands beside it."""

    kind: Literal["voice", "audio", "video"]
    content: bytes
    name: str
    caption: str


Piece = Picture | Album | Recording | Paper | Part
"""What one request to Telegram sends."""


async def pieces(message: Message, bring: Bring | None) -> list[Piece]:
    """The whole message as requests, in order: pictures, papers, words. What is gone is left out.

    `bring` fetches what is enclosed; without it nothing is.
    """
    found = [(each, await bring(each.key)) for each in message.enclosed] if bring else []
    there = [(each, brought) for each, brought in found if brought is not None]
    return [*_pictures(there), *_recordings(there), *_papers(there), *parts(message)]


def parts(message: Message) -> list[Part]:
    """The words as Telegram takes them: the whole text in order, buttons under the last part."""
    texts = _texts(message)
    buttons = _keyboard(message.choices)
    last = len(texts) - 1
    return [
        Part(text, _bold(text, message), buttons if n == last else ())
        for n, text in enumerate(texts)
    ]


def units(text: str) -> int:
    """The length Telegram counts: UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def _pictures(there: Sequence[tuple[Enclosure, Brought]]) -> list[Picture | Album]:
    shown = [
        Picture(brought.content, brought.name, each.name)
        for each, brought in there
        if each.kind == "picture"
    ]
    albums = [tuple(shown[at : at + MOST_ALBUM]) for at in range(0, len(shown), MOST_ALBUM)]
    return [Album(album) if len(album) > 1 else album[0] for album in albums]


def _papers(there: Sequence[tuple[Enclosure, Brought]]) -> list[Paper]:
    return [
        Paper(brought.content, each.name or brought.name)
        for each, brought in there
        if each.kind == "paper"
    ]


def _recordings(there: Sequence[tuple[Enclosure, Brought]]) -> list[Recording | Paper]:
    return [
        # Half as many characters of any kind surely fit.
        Recording(played, brought.content, brought.name, each.name[: MOST_CAPTION // 2])
        if (played := PLAYED.get(brought.kind))
        else Paper(brought.content, brought.name)
        for each, brought in there
        if each.kind in ("sound", "film")
    ]


def _texts(message: Message) -> list[str]:
    def within(most: int) -> list[str]:
        return [unicodedata.normalize("NFC", text) for text in as_text(message, most)]

    texts = within(MOST_TEXT)
    # Characters outside the first plane (📷) count double: half as many of any kind surely fit.
    fit = all(units(text) <= MOST_TEXT for text in texts)
    # Telegram refuses a message of blanks only, which a cut at line ends can leave.
    return [text for text in (texts if fit else within(MOST_TEXT // 2)) if text.strip()]


def _bold(text: str, message: Message) -> tuple[Span, ...]:
    heading = unicodedata.normalize("NFC", message.step)
    start = text.find(f"\n\n{heading}") + 2 if message.receipt else 0
    if not heading or not text.startswith(heading, start):
        return ()
    return (Span(units(text[:start]), units(heading)),)


def _keyboard(choices: tuple[Choice, ...]) -> tuple[tuple[Button, ...], ...]:
    pressable = [choice for choice in choices if choice.press][:MOST_BUTTONS]
    short = len(pressable) > MOST_LABELS
    buttons = tuple(Button(_label(choice, short=short), choice.press) for choice in pressable)
    wide = 1 if any(len(button.label) > LONG_LABEL for button in buttons) else 2
    in_row = 5 if short else wide
    return tuple(buttons[at : at + in_row] for at in range(0, len(buttons), in_row))


def _label(choice: Choice, *, short: bool) -> str:
    if short and choice.number:
        return str(choice.number)
    number = f"{choice.number}. " if choice.number else ""
    label = " ".join(unicodedata.normalize("NFC", f"{number}{choice.label}").split())
    return label if len(label) <= CUT_LABEL else label[: CUT_LABEL - 1].rstrip() + "…"
