"""Plays a form in the terminal, one reply a line: no database, no network."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

from flows.events import Answered, Asked, Event, Finished, Helped, Noted, Refused, Reviewed, Skipped
from flows.forms.model import Form
from flows.interview import Interview
from flows.messages import as_text
from flows.replies import Attachment, AttachmentKind, Reply
from flows.scoring import as_json
from flows.speech import Speech
from flows.wording import Words

WIDTH = 4000  # characters: a terminal has room
PHOTOS = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".heic"}
Write = Callable[[str], object]


def rehearse(
    form: Form,
    lines: Iterable[str],
    show: Callable[[Interview, Iterable[Event]], None],
    *,
    now: datetime,
    language: str,
) -> bool:
    """Play `form` with `lines`; whether it was finished before they ended."""
    session = Interview.begin(form, {}, now=now, language=language, tag="rehearsal")
    show(session, session.ask())
    for line in lines:
        if session.current is None:
            break
        show(session, session.hear(_reply(line, session)))
    return session.current is None


def as_speech(words: Words, write: Write) -> Callable[[Interview, Iterable[Event]], None]:
    """Shows events as people read them."""

    def show(session: Interview, events: Iterable[Event]) -> None:
        for message in Speech(words).messages(events):
            for part in as_text(message, WIDTH):
                write(part + "\n")

    return show


def as_lines(words: Words, write: Write) -> Callable[[Interview, Iterable[Event]], None]:
    """Shows events as JSON, one object a line."""

    def show(session: Interview, events: Iterable[Event]) -> None:
        for event in events:
            write(json.dumps(_json(session, event, words), ensure_ascii=False))

    return show


def unfinished(session_ended: Write) -> None:
    """The last line when the input ended before the form."""
    session_ended(json.dumps({"event": "unfinished"}))


def _json(session: Interview, event: Event, words: Words) -> dict[str, object]:
    match event:
        case Asked():
            return {"event": "asked", **_asked(event)}
        case Noted(name, text):
            return {"event": "noted", "name": name, "text": text}
        case Answered():
            return {"event": "answered", "name": event.spot.name, "value": event.value}
        case Skipped(spot):
            return {"event": "answered", "name": spot.name, "value": ""}
        case Refused():
            said = Speech(words).messages([event])
            return {"event": "refused", "reason": event.reason, "text": said[0].text}
        case Helped():
            return {"event": "helped", "name": event.asked.spot.name, "text": event.hint}
        case Reviewed(lines):
            return {"event": "reviewed", "answers": {line.spot.name: line.shown for line in lines}}
        case Finished():
            return {"event": "finished", **_finished(session, event)}


def _asked(event: Asked) -> dict[str, object]:
    asking = event.asking
    return {
        "name": asking.name,
        "kind": asking.kind,
        "text": asking.text,
        "number": event.spot.number,
        "of": event.spot.of,
        "required": asking.required,
        "choices": [
            {"number": option.number, "name": option.name, "label": option.label}
            for option in asking.options
        ],
    }


def _finished(session: Interview, event: Finished) -> dict[str, object]:
    language = session.sheet.language or session.form.language
    score = as_json(event.score, language) if event.score else None
    return {"answers": session.showing.nested(), "score": score}


def _reply(line: str, session: Interview) -> Reply:
    """A line as a reply: "@file PATH" sends a file, an empty line passes over what may be blank."""
    said = line.strip()
    if said.startswith("@file"):
        return Reply(attachments=(_file(Path(said.removeprefix("@file").strip())),))
    question = session.current
    if not said and question and not session.sheet.required(question.path):
        return Reply("bỏ qua")
    return Reply(said)


def _file(path: Path) -> Attachment:
    kind: AttachmentKind = "photo" if path.suffix.lower() in PHOTOS else "file"
    if not path.is_file():
        return Attachment(kind, name=path.name, problem="unreadable")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Attachment(kind, key=f"{digest}{path.suffix.lower()}", name=path.name)


def language_of(form: Form, code: str) -> str:
    """The form's own name of the language with this code ("vi" -> "Tiếng Việt (vi)")."""
    return next((name for name in form.languages if name.endswith(f"({code})")), form.language)


def lines_of(stream: Iterable[str]) -> Iterator[str]:
    return (line.rstrip("\n") for line in stream)
