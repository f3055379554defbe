"""What happened, put in words: one message for one reply wherever it fits a phone screen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from flows import (
    answers,
    enclosing,
    illustrations,
    list_words,
    receipts,
    refusing,
    reviewing,
    summary,
    whereabouts,
)
from flows.events import (
    Answered,
    Asked,
    DeskEvent,
    Finished,
    Helped,
    MenuLine,
    Noted,
    Photographed,
    Prompted,
    Refused,
    Reviewed,
    Shown,
    Skipped,
    Spot,
    Summed,
    Told,
)
from flows.messages import Choice, Enclosure, Expects, Message
from flows.questions import KINDS, Asking, Option, ranks
from flows.questions.asking import lacks_lines, none_offered
from flows.wording import Words

SCREEN = 350  # characters before the choices that fit a phone screen
TIPS = 3  # how often the line about numbers is shown

Closing = Asked | Refused | Helped | Prompted | Summed | Finished | Shown
"""What ends a message."""


@dataclass(slots=True)
class _First:
    """What has to be said before the next message closes."""

    receipts: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    files: list[Enclosure] = field(default_factory=list)


class Speech:
    """Speaks to one person. `tips` counts how often the line about numbers was already shown."""

    def __init__(self, words: Words, tips: int = TIPS) -> None:
        self.words = words
        self.tips = tips

    def messages(self, events: Iterable[DeskEvent]) -> list[Message]:
        """The messages that tell `events`, in order."""
        said: list[Message] = []
        first = _First()
        for event in illustrations.unseen(events):
            first.files += enclosing.enclosures(self.words, event)
            match event:
                case Answered() | Photographed():
                    first.receipts.append(receipts.receipt(self.words, event))
                    first.before += receipts.remarks(self.words, event)
                case Told() | Noted() | Skipped():
                    first.before += self._told(event)
                case Refused(again=True):
                    first.before.append(refusing.refused(self.words, event))
                case Reviewed():
                    said.append(_with(reviewing.told(self.words, event), first.receipts, []))
                    first.receipts = []
                case Asked() | Refused() | Helped() | Prompted() | Summed() | Finished() | Shown():
                    first.before += self._because(event)
                    said += self._last(self._closing(event), first)
                    first = _First()
                case _:
                    assert_never(event)
        if first.receipts or first.before:
            said.append(_with(Message(""), first.receipts, first.before))
        return said

    def _last(self, message: Message, first: "_First") -> list[Message]:
        """The message with what comes before it, in one piece if it fits a screen, else in two."""
        message = replace(message, enclosed=(*first.files, *message.enclosed))
        told = (*first.receipts, *first.before, message.step, message.text)
        if first.before and sum(map(len, told)) > SCREEN:
            return [_with(Message(""), first.receipts, first.before), message]
        return [_with(message, first.receipts, first.before)]

    def _closing(self, event: Closing) -> Message:
        match event:
            case Asked():
                return self._asked(event)
            case Refused():
                return self._refusal(event)
            case Helped():
                return self._helped(event)
            case Prompted():
                text, choices = self._prompt(event), _menu(event.lines)
                return Message(text, choices=choices, role="ask", enclosed=event.enclosed)
            case Summed():
                return summary.told(self.words, event, _menu(event.lines))
            case Shown():
                return Message(event.text, enclosed=event.enclosed)
            case Finished():
                return Message(self.words("summary.done", count=event.answered), role="sum")

    # ---- questions

    def _asked(self, event: Asked) -> Message:
        asking, spot = event.asking, event.spot
        return Message(
            text="\n".join([asking.text, *self._tails(event)]),
            step=whereabouts.step(self.words, spot),
            choices=self._choices(event),
            role="ask",
            expects=self._expects(event),
            progress=event.turn or ((spot.number, spot.of) if spot.number else None),
        )

    def _because(self, event: DeskEvent) -> list[str]:
        """Why the question comes now, where a form is corrected: what the commune said of it."""
        asked = event.asked if isinstance(event, Helped) else event
        if not isinstance(asked, Asked):
            return []
        if not asked.returned:
            return [self.words("returned.added")] if asked.added else []
        where, reason = whereabouts.where(self.words, asked.spot), _sentence(asked.returned)
        kind = asked.asking.kind
        is_paper = asked.spot.is_evidence and kind in receipts.FILES
        key = f"returned.{receipts.FILES[kind]}" if is_paper else "returned"
        return [self.words(key, where=where, reason=reason)]

    def _tails(self, event: Asked) -> list[str]:
        """The lines under a question that say how to answer it."""
        asking, tails = event.asking, []
        if lacks_lines(asking):
            return [self.words(f"refused.{none_offered(asking)}", skip=self.words("word.skip"))]
        is_turned = event.page is not None and event.page.is_turned
        if event.read:
            tails.append(self.words("code.read", shown=answers.short(event.read)))
        elif event.kept:
            tails.append(self._kept(event))
        if asking.kind == "select_multiple":
            tails.append(self.words("tip.many"))
        elif asking.kind == "rank":
            tails.append(self._order(asking))
        elif asking.options and self.tips < TIPS and not is_turned:
            tails.append(self.words("tip.one"))
        elif asking.scale:
            tails.append(self.words("tip.scale", **answers.on_scale(self.words, asking.scale)))
        elif asking.kind in ("geopoint", "barcode") and not event.read:
            tails.append(self.words("tip.place" if asking.kind == "geopoint" else "tip.code"))
        if event.page:
            tails.append(list_words.tip(self.words, event.page))
        skip = self.words("word.skip")
        is_open = not (asking.required or event.kept or asking.placed or is_turned)
        skips = is_open and skip not in asking.text
        return [*tails, self.words("tip.skip", skip=skip)] if skips else tails

    def _order(self, asking: Asking) -> str:
        """How to put the lines in order, or which are in order already."""
        if not asking.placed:
            return self.words("tip.rank", example=ranks.example(asking.options))
        kept = answers.shown(self.words, KINDS[asking.kind].show(asking, " ".join(asking.placed)))
        return self.words("tip.rank_left", kept=kept, count=len(asking.left))

    def _kept(self, event: Asked) -> str:
        kind = event.asking.kind
        if kind in receipts.FILES:
            key = f"tip.replace_{receipts.FILES[kind]}" if event.returned else "tip.keep_sent"
            return self.words(key)
        return self.words("tip.keep", kept=answers.short(answers.shown(self.words, event.kept)))

    def _choices(self, event: Asked) -> tuple[Choice, ...]:
        if event.asking.kind == "acknowledge":
            return (Choice(1, self.words("menu.acknowledge"), press=event.presses[0]),)
        if event.read:
            return (Choice(1, self.words("code.right"), press=event.presses[0]),)
        presses = event.presses or ("",) * len(event.shown)
        lines = tuple(
            Choice(option.number, option.label, self._note(option), press)
            for option, press in zip(event.shown, presses, strict=True)
            if option.name not in event.asking.placed
        )
        return (*lines, *list_words.ways(self.words, event.page)) if event.page else lines

    def _note(self, option: Option) -> str:
        return "" if option.points is None else receipts.points(self.words, option.points)

    def _points(self, points: float) -> str:
        return self.words("points", points=self.words.number(points))

    def _expects(self, event: Asked) -> Expects:
        if event.asking.kind == "select_multiple":
            return "many"
        return KINDS[event.asking.kind].expects

    def _refusal(self, event: Refused) -> Message:
        menu = event.facts.get("menu")
        if event.asked is None:
            lines = menu if isinstance(menu, tuple) else ()
            return Message(refusing.refused(self.words, event), choices=_menu(lines), role="ask")
        asked = self._asked(event.asked)
        return Message(
            refusing.refused(self.words, event),
            choices=asked.choices,
            role="ask",
            expects=asked.expects,
            progress=asked.progress,
        )

    def _helped(self, event: Helped) -> Message:
        hint = [event.hint] if event.hint else []
        lines = [*hint, self.words("help.commands"), "", event.asked.asking.text]
        asked = self._asked(event.asked)
        return Message(
            "\n".join(lines),
            step=asked.step,
            choices=asked.choices,
            role="ask",
            expects=asked.expects,
            progress=asked.progress,
        )

    # ---- outside the form

    def _told(self, event: Told | Noted | Skipped) -> list[str]:
        if isinstance(event, Noted):
            return [self.noted(event)]
        if isinstance(event, Skipped):
            return [self._skipped(event.spot), *receipts.left(self.words, event)]
        return [self.words(event.key, **refusing.facts(self.words, event.facts))]

    def noted(self, event: Noted) -> str:
        """The text, and what stands there: "Cả nhà có: 5"."""
        shown = answers.shown(self.words, event.shown)
        is_led_up_to = event.text.endswith((":", "?", "…"))
        return f"{event.text}{'' if is_led_up_to else ':'} {shown}" if shown else event.text

    def _skipped(self, spot: Spot) -> str:
        number = spot.number or spot.letter
        key = "skipped.photo" if spot.is_evidence else "skipped"
        where = whereabouts.where(self.words, spot)
        return self.words(key if number else "skipped.bare", where=where, number=number)

    def _prompt(self, event: Prompted) -> str:
        return self.words(event.key, **refusing.facts(self.words, event.facts))


def shows_tip(events: Iterable[DeskEvent]) -> bool:
    """Whether these events end in a question whose choices the line about numbers explains."""
    return any(isinstance(event, Asked) and event.asking.options for event in events)


def _with(message: Message, receipts: Sequence[str], before: Sequence[str]) -> Message:
    lead = "\n\n".join(text for text in before if text)
    if not message.text:
        return replace(message, receipt="\n".join(receipts), text=lead)
    return replace(message, receipt="\n".join(receipts), lead=lead)


def _menu(lines: Iterable[MenuLine]) -> tuple[Choice, ...]:
    named = (line for line in lines if line.label)  # one without takes what is typed
    return tuple(Choice(n, line.label, line.note, line.press) for n, line in enumerate(named, 1))


def _sentence(reason: str) -> str:
    """The reason as the end of a sentence."""
    line = " ".join(reason.split())
    return line if line.endswith((".", "!", "?", "…")) else f"{line}."
