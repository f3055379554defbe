"""What others were told, or wrote down, about somebody who is deleted: it names him no more."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    Text,
    cast,
    delete,
    or_,
    select,
    union_all,
    update,
)

from flows import messages
from flows.messages import Message
from storage import tables
from storage.database import Tx, sheet
from storage.selves import FORGOTTEN, Selves

_letters, _people = sheet(tables.Letter), sheet(tables.Person)
_letter, _person, _role = _letters.c, _people.c, sheet(tables.Role).c
_answer, _move, _assessment = (
    sheet(table).c for table in (tables.Answer, tables.Move, tables.Assessment)
)
_subject, _place = sheet(tables.Subject).c, sheet(tables.Place).c

LONG = 8  # letters; a shorter answer is nobody's own words
QUOTED = 60  # letters of an answer that a receipt surely repeats
GONE = messages.dump(Message(f"({FORGOTTEN})"))


@dataclass(frozen=True, slots=True)
class Traces:
    """By what a text of somebody else's is known to be about him.

    Where one of `words` or `keys` stands, or a button of one of `forms`, the whole text is his;
    of all others only `names` and `phones` are.
    """

    names: tuple[str, ...]
    phones: tuple[str, ...]
    words: tuple[str, ...]
    keys: tuple[str, ...]
    forms: tuple[int, ...]

    def clear(self, text: str) -> str:
        """The text with his names and numbers taken out."""
        for name in (*self.names, *self.phones):
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", FORGOTTEN, text)
        return text


async def traces(tx: Tx, selves: Selves, forms: Sequence[int]) -> Traces:
    """What he wrote and sent in these forms. Ask before they are emptied."""
    texts = select(_answer.value).where(_answer.assessment_id.in_(forms))
    handed_in = sheet(tables.Submission).c
    versions = select(handed_in.answers).where(handed_in.assessment_id.in_(forms))
    evidence = sheet(tables.Evidence).c
    keys = select(evidence.key).where(evidence.assessment_id.in_(forms))
    values = set((await tx.execute(texts)).scalars())
    for answers in (await tx.execute(versions)).scalars():
        values |= {str(value) for value in answers.values()}
    sent = frozenset((await tx.execute(keys)).scalars())
    said = (" ".join(value.split())[:QUOTED] for value in values if _is_his_words(value, sent))
    return Traces(
        names=tuple(sorted(selves.names, key=len, reverse=True)),
        phones=selves.phones,
        words=tuple(sorted(set(said))),
        keys=tuple(sorted(sent)),
        forms=tuple(forms),
    )


async def clear(tx: Tx, selves: Selves, his: Traces) -> None:
    """Take him out of what onlookers were told, and out of what stands in the village's books."""
    lookers = await _onlookers(tx, selves, his)
    await _letters_of(tx, lookers, his)
    await _menus_of(tx, lookers, his)
    await _books(tx, selves, his)
    await _announcements(tx, selves, his)


def _is_his_words(value: str, keys: frozenset[str]) -> bool:
    """Whether an answer is a sentence: no code, no number, no photo."""
    is_long = len(value) >= LONG and " " in value.strip()
    return is_long and not set(value.split()) <= keys


async def _onlookers(tx: Tx, selves: Selves, his: Traces) -> list[int]:
    """Who may have read of him: heads and staff above him, who shares a subject or typed for him.

    Whoever has the same name keeps his letters as they are: they speak of himself.
    """
    theirs = select(_role.subject_id).where(_role.person_id.in_(selves.ids))
    above = select(_place.parent_code).where(_place.code == selves.place_code)
    at_work: ColumnElement[bool] = _role.place_code.is_not(None)
    if selves.place_code is not None:
        at_work = or_(_role.place_code == selves.place_code, _role.place_code.in_(above))
    acting = select(_role.person_id).where(or_(_role.subject_id.in_(theirs), at_work))
    typing = select(_answer.typist_id).where(_answer.assessment_id.in_(his.forms))
    moving = select(_move.person_id).where(_move.assessment_id.in_(his.forms))
    query = select(_person.id).where(
        or_(*(_person.id.in_(one) for one in (acting, typing, moving))),
        _person.id.not_in(selves.ids),
        _person.name.not_in(selves.names),
    )
    return list((await tx.execute(query)).scalars())


async def _letters_of(tx: Tx, lookers: Sequence[int], his: Traces) -> None:
    about = _letter.assessment_id.in_(his.forms)
    whole = or_(about, *map(_holds, (*his.words, *his.keys, *_presses(his.forms))))
    # What waits to be said would say nothing now.
    waiting = (about, _letter.state == "queued")
    reminder = sheet(tables.Reminder)
    of_those = reminder.c.letter_id.in_(select(_letter.id).where(*waiting))
    await tx.execute(delete(reminder).where(of_those))
    await tx.execute(delete(tables.Letter).where(*waiting))
    mine = _letter.person_id.in_(lookers)
    blanked = update(tables.Letter).where(mine, whole)
    await tx.execute(blanked.values(message=GONE))
    named = [_holds(text) for text in (*his.names, *his.phones)]
    if not named:
        return
    query = select(_letter.id, _letter.message).where(mine, or_(*named))
    for row in (await tx.execute(query)).all():
        change = update(tables.Letter).where(_letter.id == row.id)
        await tx.execute(change.values(message=_cleared(row.message, his)))


async def _menus_of(tx: Tx, lookers: Sequence[int], his: Traces) -> None:
    """Menus that somebody was shown last, and may still choose from."""
    query = select(_person.id, _person.asking).where(_person.id.in_(lookers), _person.asking != "")
    for row in (await tx.execute(query)).all():
        text = json.dumps(_cleared(json.loads(row.asking), his), ensure_ascii=False)
        if text != row.asking:
            change = update(tables.Person).where(_person.id == row.id)
            await tx.execute(change.values(asking=text))


async def _books(tx: Tx, selves: Selves, his: Traces) -> None:
    """Names in what was written down of meetings, remarks and of who was asked, where he lives."""
    meeting, remark = sheet(tables.Meeting).c, sheet(tables.Remark).c
    here = meeting.place_code == selves.place_code
    posted = remark.meeting_id.in_(select(meeting.id).where(here))
    subjects = select(_subject.id).where(_subject.place_code == selves.place_code)
    asked = _assessment.subject_id.in_(subjects)
    owed = sheet(tables.OwnDeadline).c.place_code.in_(_communes(selves))
    for table, where, names in (
        (tables.OwnDeadline, owed, ("what", "receiver")),
        (tables.Meeting, here, ("secretary",)),
        (tables.Remark, posted, ("text", "contact")),
        (tables.Assessment, asked, ("respondent",)),
    ):
        for name in names:
            await _rewrite(tx, table, name, where, his)


def _communes(selves: Selves) -> CompoundSelect[Any]:
    """The places above where he lives, and that place itself: where staff write of him."""
    here = _place.code == selves.place_code
    return union_all(select(_place.code).where(here), select(_place.parent_code).where(here))


async def _announcements(tx: Tx, selves: Selves, his: Traces) -> None:
    """What his commune told many: everybody's copy names him no more, and shows no photo of his."""
    told = sheet(tables.Announcement).c
    ours = told.place_code.in_(_communes(selves))
    shown = update(tables.Announcement).where(ours, told.picture.in_(his.keys))
    await tx.execute(shown.values(picture=""))
    named = [told.text.contains(text, autoescape=True) for text in (*his.names, *his.phones)]
    query = select(told.id, told.text).where(ours, or_(*named)) if named else None
    for number, text in (await tx.execute(query)).all() if query is not None else ():
        change = update(tables.Announcement).where(told.id == number)
        await tx.execute(change.values(text=his.clear(text)))
        await _copies_of(tx, number, his)


async def _copies_of(tx: Tx, announcement: int, his: Traces) -> None:
    """The letters of one announcement: thousands, but few that differ."""
    of_it, written = _letter.announcement_id == announcement, cast(_letter.message, Text)
    for text in (await tx.execute(select(written).where(of_it).distinct())).scalars().all():
        change = update(tables.Letter).where(of_it, written == text)
        await tx.execute(change.values(message=_cleared(json.loads(text), his)))


async def _rewrite(
    tx: Tx, table: type[tables.Table], name: str, where: ColumnElement[bool], his: Traces
) -> None:
    columns = sheet(table).c
    known = [columns[name].contains(text, autoescape=True) for text in (*his.names, *his.phones)]
    if not known:
        return
    query: Select[Any, Any] = select(columns.id, columns[name]).where(where, or_(*known))
    for number, text in (await tx.execute(query)).all():
        change = update(table).where(columns.id == number)
        await tx.execute(change.values({name: his.clear(text)}))


def _presses(forms: Iterable[int]) -> Iterable[str]:
    """How buttons about a form begin, as JSON has them: of its questions, its end, its desk."""
    for number in forms:
        yield from (f'"press":"{verb}.{number}-' for verb in ("q", "r", "z"))
        yield f'"press":"dv.{number}.'


def _holds(text: str) -> ColumnElement[bool]:
    """Whether the message of a letter holds this text, as JSON writes it."""
    written = text if text.startswith('"press"') else json.dumps(text, ensure_ascii=False)[1:-1]
    return cast(_letter.message, Text).contains(written, autoescape=True)


def _cleared(value: Any, his: Traces) -> Any:
    """The same value with every text in it cleared."""
    match value:
        case str():
            return his.clear(value)
        case Mapping():
            return {key: _cleared(each, his) for key, each in value.items()}
        case list():
            return [_cleared(each, his) for each in value]
        case _:
            return value
