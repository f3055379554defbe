"""What staff tell many at once: the letter itself, and the pages where it is written and sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flows import vietnamese
from flows.audience import (
    DIMENSIONS,
    ROLES,
    STATES,
    TITLES,
    Audience,
    Dimension,
    Option,
    Reach,
)
from flows.events import DeskEvent, MenuLine, Prompted, Refused, Shown, Told
from flows.menus import PAGE
from flows.messages import Choice, Enclosure, Message, as_text, short
from flows.questions import KINDS, Asking, NotUnderstood
from flows.replies import Reply
from flows.visit import Errand
from flows.wording import Words

VERB, MUTE, AGAIN = "tb", "tm", "on"
PICTURE = "a"
"""What the key of its picture begins with, before its colon and the number of the announcement."""

LONGEST = 600  # characters that staff may write
QUOTED = 120  # characters of it on a page
NAMED = 3  # villages named on a line; more are counted
LEAST_LETTERS = 2  # fewer tell nobody anything

_NOT_AFTER_ALL = ("thôi", "không", "không gửi", "bỏ qua", "quay lại", "back", "skip", "no")

TAGS: Mapping[Dimension, str] = {dimension: dimension[0] for dimension in DIMENSIONS}
"""Dimension -> the letter by which presses name it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An announcement that is being written. `commune` is what its people call the place."""

    id: int
    commune: str
    text: str
    picture: str
    audience: Audience


# ---- the letter


def letter(words: Words, draft: Draft) -> Message:
    """What people get: who speaks, the text, and the line with which they want no more."""
    name = draft.commune[:1].upper() + draft.commune[1:]
    return Message(
        words("announce.letter", commune=name, text=draft.text),
        choices=(Choice(0, words("announce.mute"), press=MUTE),),
        enclosed=_enclosed(draft),
    )


def _enclosed(draft: Draft) -> tuple[Enclosure, ...]:
    return (Enclosure("picture", f"{PICTURE}:{draft.id}"),) if draft.picture else ()


def muting(command: str) -> Errand:
    """What the words "mute" and "unmute" do."""
    return Errand(MUTE, AGAIN if command == "unmute" else "")


# ---- what is typed


def take_text(reply: Reply) -> str | DeskEvent:
    """The words that were typed; what is wrong with them when they cannot be sent."""
    text = vietnamese.clean(reply.text)
    if sum(map(str.isalpha, text)) < LEAST_LETTERS:
        return Told("announce.say_it")
    if len(text) > LONGEST:
        return Told("announce.too_long", {"length": len(text), "limit": LONGEST})
    return text


def take_picture(reply: Reply) -> str | DeskEvent:
    """The key of the photo that was sent, the first of several; what is wrong when it is none."""
    try:
        keys = KINDS["image"].read(Asking("picture", "image", ""), reply, date.min)
    except NotUnderstood as no:
        is_other = no.reason == "send_a_photo"
        return Told("announce.only_photo") if is_other else Refused(no.reason, no.facts, again=True)
    return keys.split()[0]


def leaves(reply: Reply) -> bool:
    """Whether nothing is to be sent after all."""
    said = vietnamese.plainly(reply.text).strip(" .")
    is_zero = vietnamese.integer(said) == vietnamese.One(0)
    return is_zero or any(vietnamese.says(said, word) for word in _NOT_AFTER_ALL)


def is_count(reply: Reply, count: int) -> bool:
    """Whether just that number was typed."""
    return vietnamese.integer(reply.text) == vietnamese.One(count)


# ---- pages


def write(words: Words, number: int = 0) -> Prompted:
    """The words, please; other words for the draft `number`."""
    slot = MenuLine("", f"{VERB}.t.{number}" if number else f"{VERB}.n")
    return Prompted("announce.ask_text", (back(words, number), slot), {"limit": LONGEST})


def ask_picture(words: Words, number: int) -> Prompted:
    """A photo, please."""
    slot = MenuLine("", f"{VERB}.p.{number}")
    return Prompted("announce.ask_picture", (back(words, number), slot))


def page(words: Words, draft: Draft, villages: Sequence[Option], reach: Reach) -> Prompted:
    """The draft: its words, whom it is for, how many that is, and what can be done with it."""
    lines = [MenuLine(words("announce.preview"), f"{VERB}.c.{draft.id}")]
    for dimension in DIMENSIONS:
        press = f"{VERB}.a.{draft.id}.{TAGS[dimension]}.0"
        note = _named(words, draft.audience, dimension, villages)
        lines.append(MenuLine(words(f"announce.by_{dimension}"), press, note))
    lines.append(MenuLine(words("announce.to_text"), f"{VERB}.t.{draft.id}"))
    lines += _picture_lines(words, draft)
    lines.append(MenuLine(words("announce.drop"), f"{VERB}.d.{draft.id}"))
    lines.append(back(words))
    told = [words("announce.draft", text=short(draft.text, QUOTED)), reached(words, reach)]
    told += [words("announce.with_picture")] if draft.picture else []
    return Prompted("announce.page", tuple(lines), {"text": "\n".join(told)})


def choose(
    words: Words, draft: Draft, dimension: Dimension, villages: Sequence[Option], start: int
) -> Prompted:
    """Whom it is for in one respect: each line adds one, or takes it away again."""
    known, chosen = options(words, dimension, villages), draft.audience.of(dimension)
    first = min(max(start, 0) // PAGE * PAGE, max(len(known) - 1, 0) // PAGE * PAGE)
    at = f"{draft.id}.{TAGS[dimension]}"
    lines = [
        MenuLine(f"✅ {one.label}", f"{VERB}.r.{at}.{first}.{one.code}")
        if one.code in chosen
        else MenuLine(one.label, f"{VERB}.g.{at}.{first}.{one.code}")
        for one in known[first : first + PAGE]
    ]
    if len(known) > PAGE:
        further = first + PAGE if first + PAGE < len(known) else 0
        lines.append(MenuLine(words("menu.more"), f"{VERB}.a.{at}.{further}"))
    lines += [MenuLine(words("announce.all"), f"{VERB}.k.{at}")] if chosen else []
    lines.append(MenuLine(words("announce.chosen"), f"{VERB}.h.{draft.id}"))
    lines.append(MenuLine("", f"{VERB}.m.{at}.{first}"))
    facts = {"text": _named(words, draft.audience, dimension, villages)}
    return Prompted(f"announce.which_{dimension}", tuple(lines), facts)


def preview(words: Words, draft: Draft) -> tuple[DeskEvent, ...]:
    """The letter as people will read it."""
    said = letter(words, draft)
    text = "\n".join(as_text(said, LONGEST * 2))
    return Told("announce.as_read"), Shown(said.enclosed, text)


def confirm(words: Words, draft: Draft, reach: Reach, when: str) -> Prompted:
    """How many get it, and the number to type; `when` says when it leaves, "" for at once."""
    told = [reached(words, reach)]
    told += [words("announce.leaves", when=when)] if when else []
    told.append(words("announce.type_count", count=reach.people))
    slot = MenuLine("", f"{VERB}.y.{draft.id}.{reach.people}")
    return Prompted("announce.page", (slot,), {"text": "\n".join(told)})


def confirm_drop(words: Words, draft: Draft) -> Prompted:
    """Is it really to be thrown away?"""
    lines = (
        MenuLine(words("announce.drop_now"), f"{VERB}.b.{draft.id}"),
        back(words, draft.id),
    )
    return Prompted("announce.confirm_drop", lines, {"text": short(draft.text, QUOTED)})


def back(words: Words, number: int = 0) -> MenuLine:
    """The line back to the draft `number`, or to the list."""
    if number:
        return MenuLine(words("announce.to_draft"), f"{VERB}.h.{number}")
    return MenuLine(words("announce.to_list"), VERB)


# ---- words


def options(words: Words, dimension: Dimension, villages: Sequence[Option]) -> Sequence[Option]:
    """What a dimension may name, as people call it."""
    match dimension:
        case "roles":
            return [Option(role, words(f"announce.role.{role}")) for role in ROLES]
        case "titles":
            return [Option(title, words(f"title.{title}")) for title in TITLES]
        case "states":
            return [Option(state, words(f"announce.state.{state}")) for state in STATES]
        case "villages":
            return villages


def reached(words: Words, reach: Reach) -> str:
    """How many get it, and who does not."""
    told = [words("announce.reach" if reach.people else "announce.nobody", count=reach.people)]
    missed = {"muted": reach.muted, "blocked": reach.blocked, "unasked": reach.unasked}
    told += [words(f"announce.missed.{why}", count=n) for why, n in missed.items() if n]
    if reach.nowhere:
        kinds = (words(f"announce.kind.{kind}", count=count) for kind, count in reach.nowhere)
        told.append(words("announce.nowhere", text=", ".join(kinds)))
    return "\n".join(told)


def _named(
    words: Words, audience: Audience, dimension: Dimension, villages: Sequence[Option]
) -> str:
    """What is chosen in one respect, in short."""
    chosen = audience.of(dimension)
    names = [one.label for one in options(words, dimension, villages) if one.code in chosen]
    if not names:
        return words("announce.everybody")
    shown = ", ".join(names[:NAMED])
    more = len(names) - NAMED
    return words("announce.and_more", text=shown, count=more) if more > 0 else shown


def _picture_lines(words: Words, draft: Draft) -> list[MenuLine]:
    key = "announce.other_picture" if draft.picture else "announce.add_picture"
    lines = [MenuLine(words(key), f"{VERB}.p.{draft.id}")]
    if draft.picture:
        lines.append(MenuLine(words("announce.no_picture"), f"{VERB}.x.{draft.id}"))
    return lines
