"""What happened, put in words: one message for one reply wherever it fits a phone screen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import assert_never

from flows.events import (
    Answered,
    Asked,
    DeskEvent,
    Finished,
    Helped,
    Line,
    MenuLine,
    Noted,
    Prompted,
    Refused,
    Reviewed,
    Skipped,
    Spot,
    Summed,
    Told,
)
from flows.messages import Bar, Choice, Expects, Message
from flows.questions import KINDS, Option
from flows.scoring import spoken
from flows.vietnamese import speak_number
from flows.wording import Words

SCREEN = 350  # characters before the choices that fit a phone screen
TIPS = 3  # how often the line about numbers is shown
SHOWN = 80  # characters of an answer that a receipt repeats
FILES = {"image", "file"}


class Speech:
    """Speaks to one person. `tips` counts how often the line about numbers was already shown."""

    def __init__(self, words: Words, tips: int = TIPS) -> None:
        self.words = words
        self.tips = tips

    def messages(self, events: Iterable[DeskEvent]) -> list[Message]:
        """The messages that tell `events`, in order."""
        said: list[Message] = []
        receipts: list[str] = []
        before: list[str] = []
        for event in events:
            match event:
                case Answered():
                    receipts.append(self._receipt(event))
                    before += self._remarks(event)
                case Told() | Noted() | Skipped():
                    before.append(self._told(event))
                case Refused(again=True):
                    before.append(self._refused(event))
                case Reviewed():
                    said.append(_with(self._reviewed(event), receipts, []))
                    receipts = []
                case Asked() | Refused() | Helped() | Prompted() | Summed() | Finished():
                    said += self._last(self._closing(event), receipts, before)
                    receipts, before = [], []
                case _:
                    assert_never(event)
        if receipts or before:
            said.append(_with(Message(""), receipts, before))
        return said

    def _last(self, message: Message, receipts: list[str], before: list[str]) -> list[Message]:
        """The message with what comes before it, in one piece if it fits a screen, else in two."""
        length = sum(len(text) for text in (*receipts, *before, message.step, message.text))
        if before and length > SCREEN:
            return [_with(Message(""), receipts, before), message]
        return [_with(message, receipts, before)]

    def _closing(self, event: Asked | Refused | Helped | Prompted | Summed | Finished) -> Message:
        match event:
            case Asked():
                return self._asked(event)
            case Refused():
                return self._refusal(event)
            case Helped():
                return self._helped(event)
            case Prompted():
                return Message(self._prompt(event), choices=_menu(event.lines), role="ask")
            case Summed():
                return self._summed(event)
            case Finished():
                return Message(self.words("summary.done", count=event.answered), role="sum")

    # ---- questions

    def _asked(self, event: Asked) -> Message:
        asking, spot = event.asking, event.spot
        return Message(
            text="\n".join([asking.text, *self._tails(event)]),
            step=self._step(spot),
            choices=self._choices(event),
            role="ask",
            expects=self._expects(event),
            progress=(spot.number, spot.of) if spot.number else None,
        )

    def _step(self, spot: Spot) -> str:
        if spot.is_evidence:
            return self.words("step.evidence", number=spot.number)
        if spot.number is None:
            return self.words("step.profile")
        step = self.words("step", number=spot.number, of=spot.of)
        return f"{step} · {spot.heading}" if spot.heading else step

    def _tails(self, event: Asked) -> list[str]:
        """The lines under a question that say how to answer it."""
        asking, tails = event.asking, []
        if event.kept:
            tails.append(self.words("tip.keep", kept=_short(event.kept)))
        if asking.kind == "select_multiple":
            tails.append(self.words("tip.many"))
        elif asking.options and self.tips < TIPS:
            tails.append(self.words("tip.one"))
        skips = not asking.required and not event.kept and self._skip_word() not in asking.text
        return [*tails, self.words("tip.skip")] if skips else tails

    def _skip_word(self) -> str:
        return self.words("tip.skip").partition('"')[2].partition('"')[0]

    def _choices(self, event: Asked) -> tuple[Choice, ...]:
        if event.asking.kind == "acknowledge":
            return (Choice(1, self.words("menu.acknowledge"), press=event.presses[0]),)
        presses = event.presses or ("",) * len(event.asking.options)
        return tuple(
            Choice(option.number, option.label, self._note(option), press)
            for option, press in zip(event.asking.options, presses, strict=True)
        )

    def _note(self, option: Option) -> str:
        if option.points is None:
            return ""
        return self.words("points", points=speak_number(option.points))

    def _expects(self, event: Asked) -> Expects:
        if event.asking.kind == "select_multiple":
            return "many"
        return KINDS[event.asking.kind].expects

    # ---- replies to what was said

    def _receipt(self, event: Answered) -> str:
        key = "receipt.photo" if event.kind in FILES else "receipt"
        shown = _short(event.shown)
        if event.points is not None:
            shown += f" ({self.words('points', points=speak_number(event.points))})"
        return self.words(key, where=self._where(event.spot), shown=shown)

    def _remarks(self, event: Answered) -> list[str]:
        """What a person should know about the answer just taken."""
        number = event.spot.number or ""
        closed, reused = event.now_closed, event.reused
        remarks = [self.words("remark.closed", count=closed)] if closed else []
        return remarks + (
            [self.words("remark.reused", reused=reused, number=number)] if reused else []
        )

    def _where(self, spot: Spot) -> str:
        if spot.number is not None:
            return self.words("where.number", number=spot.number)
        return self.words("where.letter", letter=spot.letter) if spot.letter else ""

    def _refused(self, event: Refused) -> str:
        """Why it was refused, in the form's own words where it has some."""
        own = str(event.facts.get("message") or "")
        return own or self.words(f"refused.{event.reason}", **self._spoken(event.facts))

    def _spoken(self, facts: Mapping[str, object]) -> dict[str, object]:
        """The facts of a refusal as people say them."""
        known = dict(facts)
        pressed = known.get("pressed")
        if isinstance(pressed, Spot):
            known |= {"pressed": self._where(pressed), "number": pressed.number or pressed.letter}
        if "sent" in known:
            known["sent"] = self.words(f"sent.{known['sent']}")
        if known.get("bounds"):
            known["bounds"] = f" {known['bounds']}"
        return known

    def _refusal(self, event: Refused) -> Message:
        menu = event.facts.get("menu")
        if event.asked is None:
            lines = menu if isinstance(menu, tuple) else ()
            return Message(self._refused(event), choices=_menu(lines), role="ask")
        asked = self._asked(event.asked)
        return Message(
            self._refused(event),
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

    def _told(self, event: Told | Noted | Skipped) -> str:
        if isinstance(event, Noted):
            return event.text
        if isinstance(event, Skipped):
            key = "skipped.photo" if event.spot.is_evidence else "skipped"
            return self.words(key, where=self._where(event.spot)).strip()
        return self.words(event.key, **self._facts(event.facts))

    def _prompt(self, event: Prompted) -> str:
        return self.words(event.key, **self._facts(event.facts))

    def _facts(self, facts: Mapping[str, object]) -> dict[str, object]:
        """The facts of a sentence; a spot among them is spoken as where one stands."""
        known = dict(facts)
        if "spot" in known:
            known["where"] = self._standing(known["spot"])
        return known

    def _standing(self, spot: object) -> str:
        """The place in the form that comes next: "câu 7/10", "ảnh của câu 3"."""
        if not isinstance(spot, Spot):
            return self.words("standing.all")
        if spot.is_evidence:
            return self.words("standing.photo", number=spot.number)
        if spot.number is None:
            return self.words("standing.start")
        return self.words("standing.at", number=spot.number, of=spot.of)

    def _reviewed(self, event: Reviewed) -> Message:
        lines = [self._line(line) for line in event.lines]
        text = "\n".join([self.words("review"), *lines, self.words("review.tip")])
        return Message(text, role="tell")

    def _line(self, line: Line) -> str:
        shown = _short(line.shown) or self.words("review.blank")
        if line.points is not None:
            shown += f" ({self.words('points', points=speak_number(line.points))})"
        if line.photos:
            shown += f", {self.words('review.photos', count=line.photos)}"
        where = line.spot.letter or str(line.spot.number)
        heading = line.spot.heading if not line.spot.letter else ""
        heading = heading or _short(line.text).rstrip("?:. ")
        return self.words("review.line", where=where, heading=heading, shown=shown)

    # ---- the end

    def _summed(self, event: Summed) -> Message:
        finished = event.finished
        head = [] if event.official else [self.words("summary.unofficial")]
        if finished.score is None:
            text = self.words("summary.done", count=finished.answered)
            return Message("\n".join([*head, text]), choices=_menu(event.lines), role="sum")
        bars = tuple(
            Bar(spoken(c.label, event.language, c.name), c.points, c.most)
            for c in finished.score.criteria
            if c.most
        )
        lines = [*head, self._total(finished), *map(self._bar, bars), *self._verdict(finished)]
        return Message("\n".join(lines), choices=_menu(event.lines), role="sum", bars=bars)

    def _total(self, finished: Finished) -> str:
        reached = finished.score
        points, most = (reached.total, reached.most) if reached else (0.0, 0.0)
        facts = {"points": speak_number(points), "most": speak_number(most)}
        return self.words("summary.total", count=finished.answered, **facts)

    def _bar(self, bar: Bar) -> str:
        facts = {"points": speak_number(bar.points), "most": speak_number(bar.most)}
        return self.words("summary.criterion", label=bar.label, **facts)

    def _verdict(self, finished: Finished) -> list[str]:
        reached = finished.score
        if reached is None or not reached.verdict:
            return []
        if reached.verdict == "pass":
            return [self.words("summary.pass")]
        lines = [self._weak(*weak) for weak in finished.weak]
        if reached.needed is not None and reached.total < reached.needed:
            lines.insert(0, self.words("summary.fail_total", needed=speak_number(reached.needed)))
        return lines or [self.words("summary.fail")]

    def _weak(self, spot: Spot, points: float, least: float) -> str:
        facts = {"points": speak_number(points), "least": speak_number(least)}
        return self.words("summary.weak", number=spot.number, heading=spot.heading, **facts)


def shows_tip(events: Iterable[DeskEvent]) -> bool:
    """Whether these events end in a question whose choices the line about numbers explains."""
    return any(isinstance(event, Asked) and event.asking.options for event in events)


def _with(message: Message, receipts: Sequence[str], before: Sequence[str]) -> Message:
    lead = "\n\n".join(text for text in before if text)
    if not message.text:
        return replace(message, receipt="\n".join(receipts), text=lead)
    return replace(message, receipt="\n".join(receipts), lead=lead)


def _menu(lines: Iterable[MenuLine]) -> tuple[Choice, ...]:
    return tuple(Choice(n, line.label, line.note, line.press) for n, line in enumerate(lines, 1))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"
