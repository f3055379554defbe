"""Plays a form in the terminal, one reply a line: no database, no network."""

import json
import re
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.console import SHOWN_AS
from bot.scanning import with_code
from flows import answers, commands, illustrations, levels, visit, wording
from flows.events import (
    Answered,
    Asked,
    DeskEvent,
    Event,
    Finished,
    Helped,
    Noted,
    Photographed,
    Refused,
    Reviewed,
    Skipped,
    Summed,
    Told,
)
from flows.forms.model import Form
from flows.interview import Interview
from flows.messages import as_text
from flows.questions import labels
from flows.replies import Attachment, AttachmentKind, Reply
from flows.scoring import as_json
from flows.speech import Speech
from flows.wording import Words
from storage import folder
from storage.folder import Folder, Rejected

WIDTH = 4000  # characters: a terminal has room
PHOTOS = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".heic"}
FILE = re.compile(r"@file\s+(.+)", re.DOTALL)
Write = Callable[[str], object]
Show = Callable[[Words, Interview, Iterable[Event]], None]


def rehearse(
    form: Form,
    lines: Iterable[str],
    show: Show,
    *,
    now: datetime,
    words: Words,
) -> bool:
    """Play `form` with `lines`, reading no more of them than it needs; whether it was finished.

    It begins in the language of `words`, and goes on in another where a line says so.
    """
    language = visit.language_of(form, words.language)
    session = Interview.begin(form, {}, now=now, language=language, tag="rehearsal")
    show(words, session, session.ask())
    replies = iter(lines)
    with TemporaryDirectory() as evidence:
        while session.current is not None:
            line = next(replies, None)
            if line is None:
                return False
            if code := _tongue(line, session, words.language):
                words, session = wording.words(code), visit.in_language(session, code)
                show(words, session, [visit.now_spoken(code), *session.ask()])
                continue
            heard = session.hear(_reply(line, session, Folder(Path(evidence))))
            show(words, session, heard)
    return True


def _tongue(line: str, session: Interview, spoken: str) -> str:
    """The code of the language that the line asks for; "" when it is none, or names a choice."""
    command, question = commands.command(line), session.current
    if question and labels.names_one(session.showing.asked(question).asking, line):
        return ""
    if command is None or command.name != "language" or command.language == spoken:
        return ""
    return command.language or visit.language_after(spoken, session.form)


def as_speech(write: Write) -> Show:
    """Shows events as people read them."""

    def show(words: Words, session: Interview, events: Iterable[Event]) -> None:
        for message in Speech(words).messages(_ending(session, event) for event in events):
            for each in message.enclosed:
                write(f"[{SHOWN_AS[each.kind]}: {', '.join(illustrations.files(each.key))}]\n")
            for part in as_text(message, WIDTH):
                write(part + "\n")

    return show


def as_lines(write: Write) -> Show:
    """Shows events as JSON, one object a line."""

    def show(words: Words, session: Interview, events: Iterable[Event]) -> None:
        for event in events:
            write(json.dumps(_json(session, event, words), ensure_ascii=False))

    return show


def unfinished(write: Write) -> None:
    """The last line of JSON when the input ended before the form."""
    write(json.dumps({"event": "unfinished"}))


def _ending(session: Interview, event: Event) -> DeskEvent:
    """The end as a summary with its score; there is no desk here, so nothing to choose from."""
    if not isinstance(event, Finished):
        return event
    form, language = session.form, session.sheet.language or session.form.language
    return Summed(event, form.title, form.pack.official if form.pack else True, language, ())


def _json(session: Interview, event: Event, words: Words) -> dict[str, object]:
    match event:
        case Asked():
            return {"event": "asked", **_asked(event)}
        case Noted(name):
            text = Speech(words).noted(event)
            return {"event": "noted", "name": name, "text": text, **_beside(event)}
        case Answered() | Skipped():
            value = event.value if isinstance(event, Answered) else ""
            return {"event": "answered", "name": event.spot.name, "value": value}
        case Photographed(spot, keys, code):
            return {"event": "photographed", "name": spot.name, "photos": len(keys), "code": code}
        case Refused():
            said = Speech(words).messages([event])
            return {"event": "refused", "reason": event.reason, "text": said[0].text}
        case Helped():
            return {"event": "helped", "name": event.asked.spot.name, "text": event.hint}
        case Reviewed(lines):
            shown = {line.spot.name: answers.shown(words, line.shown) for line in lines}
            return {"event": "reviewed", "answers": shown}
        case Finished():
            return {"event": "finished", **_finished(session, event)}
        case Told():
            said = Speech(words).messages([event])
            return {"event": "told", "key": event.key, "text": said[0].text}


def _beside(event: Asked | Noted) -> dict[str, object]:
    """The names of the files that go with it, if there are any."""
    named = [file for one in event.illustrations for file in illustrations.files(one.key)]
    return {"files": named} if named else {}


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
        **_beside(event),
    }


def _finished(session: Interview, event: Finished) -> dict[str, object]:
    language = session.sheet.language or session.form.language
    score = as_json(event.score, language) if event.score else None
    found = {"answers": session.showing.nested(), "score": score}
    return found | ({"levels": levels.as_json(event.levels, language)} if event.levels else {})


def _reply(line: str, session: Interview, evidence: Folder) -> Reply:
    """A line as a reply: "@file PATH" sends a file, an empty line passes over what may be blank."""
    said = line.strip()
    if sent := FILE.fullmatch(said):
        return Reply(attachments=(_file(Path(sent[1]), evidence),))
    question = session.current
    if not said and question and not session.sheet.required(question.path):
        return Reply("bỏ qua")
    return Reply(said)


def _file(path: Path, evidence: Folder) -> Attachment:
    """The file as the evidence folder takes it: its content decides what it is."""
    kind: AttachmentKind = "photo" if path.suffix.lower() in PHOTOS else "file"
    try:
        with path.open("rb") as file:
            kept = evidence.keep(file.read(folder.MOST_BYTES + 1), path.name)
    except Rejected as no:
        return Attachment(kind, name=path.name, problem=no.problem)
    except (OSError, ValueError):  # there is no such file, or no file can have such a name
        return Attachment(kind, name=path.name, problem="unreadable")
    return with_code(evidence, Attachment(kept.kind, kept.key, path.name))
