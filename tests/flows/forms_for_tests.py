"""Small forms written as tables, and the few words with which the tests of interviews speak."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from random import Random

from flows.events import Answered, Asked, Event, Finished, Noted, Refused
from flows.forms import loading
from flows.forms.model import Form
from flows.interview import Interview
from flows.replies import Attachment, Reply
from flows.worksheet import Worksheet

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
TAG = "7-1"


@cache
def form(table: str) -> Form:
    """The form written in a Markdown table."""
    return loading.load(table.encode(), "phieu.md")[0]


def survey(header: str, *rows: str, choices: str = "", settings: str = "") -> Form:
    """A form from survey rows without their outer bars; `choices` are "list: a = A, b = B"."""
    return form(table(header, *rows, choices=choices, settings=settings))


def table(header: str, *rows: str, choices: str = "", settings: str = "") -> str:
    """The Markdown table of such a form."""
    lines = [f"| survey | {header} |", *(f"| | {row} |" for row in rows)]
    if choices:
        lines.append("| choices | list_name | name | label |")
        for one in choices.split("\n"):
            name, _, rest = one.partition(": ")
            lines += (f"| | {name} | {item.replace(' = ', ' | ')} |" for item in rest.split(", "))
    if settings:
        lines += ["| settings | default_language |", f"| | {settings} |"]
    return "\n".join(lines)


def begin(
    of: Form, *, language: str = "", now: datetime = NOW, known: Mapping[str, str] | None = None
) -> Interview:
    """A new interview."""
    return Interview.begin(of, known or {}, now=now, language=language, tag=TAG)


def restored(
    interview: Interview, *, now: datetime = NOW, of: Form | None = None, language: str = ""
) -> Interview:
    """The same session read back from what is kept of it, perhaps over another form."""
    language = language or interview.sheet.language
    return Interview(of or interview.form, interview.kept, now=now, language=language, tag=TAG)


def answered(of: Form, *texts: str) -> Interview:
    """An interview that has heard these replies."""
    interview = begin(of)
    say(interview, *texts)
    return interview


def say(interview: Interview, *texts: str) -> list[Event]:
    """What happened at the last of these replies."""
    events = interview.ask()
    for text in texts:
        events = interview.hear(Reply(text))
    return events


def press(interview: Interview, payload: str) -> list[Event]:
    """What happened when the button was pressed."""
    return interview.hear(Reply(press=payload))


def photos(*keys: str) -> tuple[Attachment, ...]:
    """Photos that were kept."""
    return tuple(Attachment("photo", key) for key in keys)


def awaited(interview: Interview) -> str:
    """The name of the question that awaits an answer, "" at the end."""
    return interview.current.name if interview.current else ""


def asked(events: Sequence[Event]) -> Asked:
    """The question at the end of what happened."""
    last = events[-1]
    assert isinstance(last, Asked)
    return last


def finished(events: Sequence[Event]) -> Finished:
    """The end at the end of what happened."""
    last = events[-1]
    assert isinstance(last, Finished)
    return last


def taken(events: Sequence[Event]) -> Answered:
    """The answer that was taken."""
    (found,) = (event for event in events if isinstance(event, Answered))
    return found


def refused(events: Sequence[Event]) -> Refused:
    """The refusal."""
    (found,) = (event for event in events if isinstance(event, Refused))
    return found


def notes(events: Sequence[Event]) -> list[str]:
    """The texts that were to be read."""
    return [event.text for event in events if isinstance(event, Noted)]


def sheet(of: Form, raw: Mapping[str, str] | None = None, language: str = "") -> Worksheet:
    """A worksheet with these values by name."""
    by_path = {of.paths[name]: value for name, value in (raw or {}).items()}
    chance = Random(1)  # noqa: S311 (the same at every run; no secret hangs on it)
    return Worksheet(of, by_path, NOW, chance, language)


def write(on: Worksheet, **values: str) -> None:
    """Enter values by name, in this order."""
    for name, value in values.items():
        on.enter(on.form.paths[name], value)
