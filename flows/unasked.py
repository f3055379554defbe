"""What nobody asked for, in words: its lines carry no numbers that could be typed by mistake."""

from collections.abc import Sequence
from dataclasses import replace

from flows.events import DeskEvent
from flows.messages import Message
from flows.speech import Speech
from flows.wording import Words


def messages(say: Words, events: Sequence[DeskEvent]) -> list[Message]:
    """The messages that tell `events`; the numbers a person types belong to what was asked before.

    What is tapped says what it does; where nothing can be tapped, a last line says what to type.
    """
    return [_beside(say, message) for message in Speech(say).messages(events)]


def _beside(say: Words, message: Message) -> Message:
    if not message.choices:
        return message
    choices = tuple(replace(choice, number=0) for choice in message.choices)
    # Only told: what was asked before still waits, and a page goes on showing its lines as such.
    text = f"{message.text}\n{say('notice.how')}"
    return replace(message, text=text, choices=choices, role="tell")
