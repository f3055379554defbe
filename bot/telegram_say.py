"""How a Message looks in Telegram: parts that fit, a bold heading, and short numbered buttons."""

import unicodedata
from dataclasses import dataclass

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

from bot.channel import Pace
from flows.messages import Choice, Message, as_text

MOST_TEXT = 4096
MOST_BUTTONS = 100
"""Telegram's own limits: UTF-16 units of one message, buttons under it."""

PACE = Pace(overall=25, chat=1.05, group=3.05)
"""Below what Telegram asks for: 30 a second in all, 1 a second a chat, 20 a minute a group."""

MOST_ALBUM = 10
"""Pictures of one album, by Telegram's rule."""

MOST_LABELS = 10  # a longer list is read in the text and answered by number
LONG_LABEL = 12
CUT_LABEL = 32


@dataclass(frozen=True, slots=True)
class Part:
    """One Telegram message. Formatting lies beside the text, never in it.

    So nothing a person has typed, and nothing written in a form, can become formatting.
    """

    text: str
    bold: tuple[MessageEntity, ...] = ()
    buttons: InlineKeyboardMarkup | None = None


def parts(message: Message) -> list[Part]:
    """The message as Telegram takes it: the whole text in order, buttons under the last part."""
    texts = _texts(message)
    buttons = _keyboard(message.choices)
    last = len(texts) - 1
    return [
        Part(text, _bold(text, message) if n == 0 else (), buttons if n == last else None)
        for n, text in enumerate(texts)
    ]


def units(text: str) -> int:
    """The length Telegram counts: UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def _texts(message: Message) -> list[str]:
    def within(most: int) -> list[str]:
        return [unicodedata.normalize("NFC", text) for text in as_text(message, most)]

    texts = within(MOST_TEXT)
    # Characters outside the first plane (📷) count double: half as many of any kind surely fit.
    fit = all(units(text) <= MOST_TEXT for text in texts)
    # Telegram refuses a message of blanks only, which a cut at line ends can leave.
    return [text for text in (texts if fit else within(MOST_TEXT // 2)) if text.strip()]


def _bold(text: str, message: Message) -> tuple[MessageEntity, ...]:
    heading = unicodedata.normalize("NFC", message.step)
    start = text.find(f"\n\n{heading}") + 2 if message.receipt else 0
    if not heading or not text.startswith(heading, start):
        return ()
    return (MessageEntity(type="bold", offset=units(text[:start]), length=units(heading)),)


def _keyboard(choices: tuple[Choice, ...]) -> InlineKeyboardMarkup | None:
    pressable = [choice for choice in choices if choice.press][:MOST_BUTTONS]
    if not pressable:
        return None
    labels = [_label(choice, short=len(pressable) > MOST_LABELS) for choice in pressable]
    wide = 1 if any(len(label) > LONG_LABEL for label in labels) else 2
    in_row = 5 if len(pressable) > MOST_LABELS else wide
    buttons = [
        InlineKeyboardButton(text=label, callback_data=choice.press)
        for label, choice in zip(labels, pressable, strict=True)
    ]
    rows = [buttons[at : at + in_row] for at in range(0, len(buttons), in_row)]
    return InlineKeyboardMarkup(inline_keyboard=rows)


def _label(choice: Choice, *, short: bool) -> str:
    if short:
        return str(choice.number)
    number = f"{choice.number}. " if choice.number else ""
    label = " ".join(unicodedata.normalize("NFC", f"{number}{choice.label}").split())
    return label if len(label) <= CUT_LABEL else label[: CUT_LABEL - 1].rstrip() + "…"
