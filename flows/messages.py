"""What the bot says, as a value: the text, the numbered choices, and what a screen may draw."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Role = Literal["ask", "tell", "sum"]
Expects = Literal["", "text", "number", "photo", "file", "many"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One numbered line; with 0 for a number it can be tapped, not typed.

    `note` is what stands beside it ("10 điểm").

    `press` is what its button carries: at most 64 bytes of ASCII, opaque to every channel.
    """

    number: int
    label: str
    note: str = ""
    press: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One criterion of a summary: points reached out of the points possible."""

    label: str
    points: float
    most: float


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A picture or a paper that goes with a message, by the key under which the office keeps it.

    A "sound" and a "film" are played where a channel can. `key` is opaque to channels; `name` is
    the file name people see of a paper, else what stands beside it.
    """

    kind: Literal["picture", "paper", "sound", "film"]
    key: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One message: what was kept from the last reply, then what is said or asked now.

    `receipt` stands first ("Đã ghi câu 3: Thường xuyên."), so that one reply needs one message; a
    screen puts its own tick before it. `lead` is what has to be said before the question comes.
    `step` is the heading ("Câu 4/10 · Tự học"), `progress` the same as numbers.

    `role` tells a screen how to draw it: a question, a plain sentence, or a summary with its
    `bars`. Channels that only have text ignore it. `expects` says what would answer it; "many"
    takes several numbers at once ("1 3"), so its choices carry no `press` and a screen may offer
    boxes to tick.
    """

    text: str
    receipt: str = ""
    lead: str = ""
    step: str = ""
    choices: tuple[Choice, ...] = ()
    role: Role = "tell"
    expects: Expects = ""
    progress: tuple[int, int] | None = None
    bars: tuple[Bar, ...] = ()
    enclosed: tuple[Enclosure, ...] = ()


def as_text(message: Message, most: int) -> list[str]:
    """The whole message as plain text, cut at line ends into parts of at most `most` characters."""
    lines = [*(f"✅ {line}" for line in message.receipt.split("\n")), ""] if message.receipt else []
    lines += [*message.lead.split("\n"), ""] if message.lead else []
    lines += [message.step] if message.step else []
    lines += message.text.split("\n") if message.text else []
    if message.choices:
        lines += ["", *(_line(choice) for choice in message.choices)]
    return _cut(lines, most)


def dump(message: Message) -> dict[str, Any]:
    """The message as JSON keeps it: a key for each field."""
    # Written out: dataclasses.asdict copies so deeply that it costs as much as the database.
    return {
        "text": message.text,
        "receipt": message.receipt,
        "lead": message.lead,
        "step": message.step,
        "choices": [
            {"number": c.number, "label": c.label, "note": c.note, "press": c.press}
            for c in message.choices
        ],
        "role": message.role,
        "expects": message.expects,
        "progress": message.progress,
        "bars": [{"label": b.label, "points": b.points, "most": b.most} for b in message.bars],
        "enclosed": [{"kind": e.kind, "key": e.key, "name": e.name} for e in message.enclosed],
    }


def restore(stored: Mapping[str, Any]) -> Message:
    """The message that `dump` wrote."""
    progress = stored["progress"]
    return Message(
        **{
            **stored,
            "choices": tuple(Choice(**choice) for choice in stored["choices"]),
            "bars": tuple(Bar(**bar) for bar in stored["bars"]),
            "enclosed": tuple(Enclosure(**each) for each in stored.get("enclosed", ())),
            "progress": (progress[0], progress[1]) if progress else None,
        }
    )


def _line(choice: Choice) -> str:
    sign = f"{choice.number}." if choice.number else "·"
    return f"{sign} {choice.label}" + (f" ({choice.note})" if choice.note else "")


def _cut(lines: list[str], most: int) -> list[str]:
    pieces = [line[at : at + most] for line in lines for at in range(0, max(len(line), 1), most)]
    parts = pieces[:1]
    for piece in pieces[1:]:
        if len(parts[-1]) + 1 + len(piece) <= most:
            parts[-1] += "\n" + piece
        else:
            parts.append(piece)
    return parts


def short(text: str, most: int) -> str:
    """The text on one line, cut where it is longer than `most` characters."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
