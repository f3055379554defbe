"""What a form costs whoever fills it in: how many messages and bytes go to and fro.

The shortest and the longest way are found by playing the form, greedily and again with some luck.
They are bounds found by search, not proven ones: another way may be shorter or longer still. Words
are of a fixed length (see `possible_replies`), a roster without a count gets a few members, and a
form too large to be played to its end says so. Pictures are counted, their bytes are not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from flows import possible_replies
from flows.events import Asked, DeskEvent, Event, Finished, Summed
from flows.forms import addresses
from flows.forms.addresses import COUNTS
from flows.forms.model import Form, Question
from flows.interview import Interview
from flows.messages import as_text
from flows.possible_replies import Possible
from flows.questions import MOST_CHARACTERS
from flows.replies import Reply
from flows.speech import Speech, shows_tip
from flows.wording import Words, words

TAG = "cost"
LONGEST_MESSAGE = 4_096  # characters: Telegram's
MEMBERS = 3  # of a roster that people fill in until they say it is all
EFFORT = 1_200  # answers given or looked at, half for each way; a pack has 70 or so in one try
AFRESH = 10  # as many answers is the cost of filling in a form with rosters once more
MOST_REPLIES = 1_500  # of one way
TRIES = 5
WHIMS = 0.3  # how often a later try does not take what looks best


@dataclass(frozen=True, slots=True)
class Exchange:
    """One way through a form. `sent` and `heard` count bytes of text to and from the person.

    `files` are pictures and recordings the person sends, in `replies` too. `stopped` names the
    question at which the way was given up, "" when it came to the end.
    """

    answers: int
    messages: int
    sent: int
    replies: int
    heard: int
    files: int
    stopped: str

    @property
    def length(self) -> tuple[int, int, int]:
        """What is compared: messages, then pictures, then bytes."""
        return self.messages, self.files, self.sent + self.heard


@dataclass(frozen=True, slots=True)
class Cost:
    """The shortest and the longest way that was found, in one language of the form."""

    language: str
    shortest: Exchange
    longest: Exchange


def costs(form: Form, now: datetime, effort: int = EFFORT) -> tuple[Cost, ...]:
    """What the form costs, once for each of its languages.

    `now` carries the time zone. `effort` limits how many answers are given and looked at in the
    search: with none left, a way goes on with the first answer that is taken. Raises XPathError for
    a formula that cannot be worked out.
    """
    few, many = (
        _best(form, now, _Effort(effort // 2), longest=longest) for longest in (False, True)
    )
    return tuple(_cost(form, (few, many), each, now) for each in form.languages or ("",))


def _cost(form: Form, ways: tuple["Way", "Way"], language: str, now: datetime) -> Cost:
    """Both ways in that language; which words are longer, only speaking them tells."""
    shortest, longest = (exchanged(form, way, language, now) for way in ways)
    if longest.length < shortest.length and not (shortest.stopped or longest.stopped):
        shortest, longest = longest, shortest
    return Cost(language, shortest, longest)


@dataclass(frozen=True, slots=True)
class Way:
    """Replies, one after the other; `stopped` names the question that came next, "" for none."""

    replies: tuple[Reply, ...]
    stopped: str


def exchanged(form: Form, way: Way, language: str, now: datetime) -> Exchange:
    """What goes to and fro when these are the replies."""
    interview = Interview.begin(form, {}, now=now, language=language, tag=TAG)
    spoken, tips = _words(language), 0
    sent = [*_texts(interview, interview.ask(), spoken, tips)]
    for reply in way.replies:
        events = interview.hear(reply)
        sent += _texts(interview, events, spoken, tips)
        tips += shows_tip(events)
    return Exchange(
        answers=len(interview.showing.asked_for()),
        messages=len(sent),
        sent=sum(len(text.encode()) for text in sent),
        replies=len(way.replies),
        heard=sum(len(reply.text.encode()) for reply in way.replies),
        files=sum(len(reply.attachments) for reply in way.replies),
        stopped=way.stopped,
    )


def _words(language: str) -> Words:
    return words(language.rpartition("(")[2].removesuffix(")"))


def _texts(
    interview: Interview, events: Sequence[Event], spoken: Words, tips: int
) -> Iterator[str]:
    told = [_ending(interview, event) for event in events]
    for message in Speech(spoken, tips).messages(told):
        yield from as_text(message, LONGEST_MESSAGE)


def _ending(interview: Interview, event: Event) -> DeskEvent:
    """The end as people see it: with the score."""
    if not isinstance(event, Finished):
        return event
    form, language = interview.form, interview.sheet.language or interview.form.language
    return Summed(event, form.title, form.pack.official if form.pack else True, language, ())


@dataclass(slots=True)
class _Effort:
    """How many answers may still be looked at."""

    left: int


def _best(form: Form, now: datetime, effort: _Effort, *, longest: bool) -> Way:
    """The best of some tries; one that was given up has no rival."""
    found: list[Way] = []
    for attempt in range(TRIES):
        chance = Random(attempt) if attempt else None  # noqa: S311 (the same at every run)
        found.append(_Walk(form, now, effort, chance, longest=longest).run())
        if effort.left <= 0 or len(found[-1].replies) >= MOST_REPLIES:
            break
    ended = [way for way in found if not way.stopped]
    if len(ended) < 2:
        return (ended or found)[0]
    best = max if longest else min
    return best(ended, key=lambda way: exchanged(form, way, form.language, now).length)


class _Walk:
    """One way through the form, looking a question ahead."""

    def __init__(
        self, form: Form, now: datetime, effort: _Effort, chance: Random | None, *, longest: bool
    ) -> None:
        self._form, self._now, self._effort = form, now, effort
        self._chance, self._longest = chance, longest
        self._words = _words(form.language)
        self._steers = frozenset(_steering(form))
        self._interview = Interview.begin(form, {}, now=now, tag=TAG)
        self._ahead = Interview.begin(form, {}, now=now, tag=TAG)

    def run(self) -> Way:
        said: list[Reply] = []
        while question := self._interview.current:
            reply = self._answer(question) if len(said) < MOST_REPLIES else None
            if reply is None:
                return Way(tuple(said), question.name)
            said.append(reply)
            self._effort.left -= 1
        return Way(tuple(said), "")

    def _answer(self, question: Question) -> Reply | None:
        """The first reply that is taken, the best looking first."""
        asked = next(event for event in self._interview.ask() if isinstance(event, Asked))
        before = self._interview.kept
        for reply, value in self._ordered(question, asked):
            self._interview.hear(reply)
            if self._interview.kept != before:
                if not self._form.repeats:
                    self._ahead.sheet.enter(question.path, value)
                return reply
        return None

    def _ordered(self, question: Question, asked: Asked) -> list[Possible]:
        path, today = question.path, self._now.date()
        every = possible_replies.possible(self._form, asked, path, today, self._words)
        if path.startswith(COUNTS):
            return sorted(every, key=lambda pair: (pair[1] == "yes") != self._goes_on(path))
        weights = self._weights(path, every)
        every.sort(key=lambda pair: (weights[pair[1]], _size(pair[0])), reverse=self._longest)
        if self._chance and self._chance.random() < WHIMS:
            self._chance.shuffle(every)
        return every

    def _goes_on(self, roster: str) -> bool:
        """Whether a roster that anybody may end gets one more member."""
        return self._longest and len(self._interview.sheet.growth.rosters[roster].members) < MEMBERS

    def _weights(self, path: str, every: list[Possible]) -> dict[str, int]:
        """How many questions are asked for after each answer; where none follows, 0 for all."""
        if addresses.plain(path) not in self._steers or self._effort.left <= 0:
            return dict.fromkeys((value for _, value in every), 0)
        self._effort.left -= len(every)
        ahead = self._looking_ahead()
        weights = {}
        for _, value in every:
            taken = ahead.sheet.take(path, value)
            weights[value] = len(ahead.showing.asked_for()) if taken else 0
        return weights

    def _looking_ahead(self) -> Interview:
        """A session that stands where this one does, and may be written in.

        Answers written one over the other leave no trace, but members of a roster do.
        """
        if not self._form.repeats:
            return self._ahead
        self._effort.left -= AFRESH
        return Interview(self._form, self._interview.kept, now=self._now, tag=TAG)


def _size(reply: Reply) -> int:
    """A picture is more than any words."""
    return len(reply.text) + len(reply.attachments) * MOST_CHARACTERS


def _steering(form: Form) -> Iterator[str]:
    """The paths on which it hangs, through whatever calculations, what is asked."""
    steered = {path for path, bind in form.binds.items() if bind.relevant}
    steered |= {path for path in form.order if path.startswith(COUNTS)} | set(form.filters)
    read_by: dict[str, set[str]] = {}
    for path, readers in form.dependents.items():
        for reader in readers:
            read_by.setdefault(reader, set()).add(path)
    waiting, found = list(steered), set[str]()
    while waiting:
        fresh = read_by.get(waiting.pop(), set()) - found
        found |= fresh
        waiting += fresh
    yield from found
