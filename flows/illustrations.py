"""What goes with the words of a question: its picture, one sheet of its choices, what to hear."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from flows.events import Asked, DeskEvent, Illustration, Noted, Photographed, Refused
from flows.forms import addresses
from flows.forms.media import Files
from flows.forms.model import Form, Question
from flows.questions import Option

FILE, SHEET = "f", "n"
"""What the keys begin with: one file beside a form, and one sheet of small pictures."""
MOST_ON_SHEET = 12
CHOICE, NUMBER = "/", ":"


def of(
    form: Form, language: str, question: Question, options: Sequence[Option]
) -> tuple[Illustration, ...]:
    """All of it, for a question that shows these choices, in the order in which it is sent.

    The pictures of the choices are one sheet, each with its number: one load on a weak network
    instead of one for each.
    """
    return tuple(_Drawing(form, language, question).of(options))


def numbered(rest: str) -> list[tuple[int, str]]:
    """Number and file of each picture on a sheet, from what its key says of them."""
    pairs = (each.partition(NUMBER) for each in rest.split(CHOICE))
    return [(int(number), file) for number, _, file in pairs if number.isdecimal()]


def files(key: str) -> list[str]:
    """The names of the files behind a key; none for a key that is not of here."""
    kind, _, rest = key.partition(NUMBER)
    named = rest.partition(NUMBER)[2]
    if kind == SHEET:
        return [file for _, file in numbered(named)]
    return [named] if kind == FILE else []


def unseen(events: Iterable[DeskEvent]) -> tuple[DeskEvent, ...]:
    """The events; a question that was on the screen already comes without its files, for on a weak
    network they are dear."""
    heard = tuple(map(_turned, events))
    again = any(isinstance(one, Photographed) or _is_refused(one) for one in heard)
    if not again:
        return heard
    return tuple(replace(e, illustrations=()) if isinstance(e, Asked | Noted) else e for e in heard)


def _turned(event: DeskEvent) -> DeskEvent:
    """On another page of a long list only what belongs to its lines is new."""
    if not isinstance(event, Asked) or event.page is None or not event.page.is_turned:
        return event
    new = (one for one in event.illustrations if one.kind == "choices" or one.about)
    return replace(event, illustrations=tuple(new))


def _is_refused(event: DeskEvent) -> bool:
    return isinstance(event, Refused) and event.again


class _Drawing:
    def __init__(self, form: Form, language: str, question: Question) -> None:
        self._form = form
        self._languages = (language, form.language, "")
        self._name = addresses.plain(question.path).rpartition("/")[2]

    def of(self, options: Sequence[Option]) -> Iterator[Illustration]:
        own = self._form.media.of_question(self._name)
        if picture := self._one(own, "big-image") or self._one(own, "image"):
            yield Illustration("picture", self._key(picture))
        if film := self._one(own, "video"):
            yield Illustration("film", self._key(film))
        if sound := self._one(own, "audio"):
            yield Illustration("sound", self._key(sound))
        yield from self._choices(options)

    def _choices(self, options: Sequence[Option]) -> Iterator[Illustration]:
        of_choice = self._form.media.of_choice
        found = [(option, of_choice(self._name, option.name)) for option in options]
        pictures = [(option.number, self._one(files, "image")) for option, files in found]
        drawn = [f"{number}{NUMBER}{file}" for number, file in pictures if file]
        if drawn:
            key = f"{SHEET}:{self._form.shelf}:{CHOICE.join(drawn[:MOST_ON_SHEET])}"
            yield Illustration("choices", key)
        for option, files in found:
            about = f"{option.number}. {option.label}"
            if film := self._one(files, "video"):
                yield Illustration("film", self._key(film), about)
            if sound := self._one(files, "audio"):
                yield Illustration("sound", self._key(sound), about)

    def _key(self, file: str) -> str:
        return f"{FILE}:{self._form.shelf}:{file}"

    def _one(self, files: Files, kind: str) -> str:
        """The file of that kind in the language spoken, else in another; "" for none."""
        spoken: Mapping[str, str] = files.get(kind, {})
        own = (spoken[language] for language in self._languages if language in spoken)
        return next(own, next(iter(spoken.values()), ""))
