"""Writes what a new roster changes: in bulk, erasing nothing, within the caller's transaction."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from flows import gazetteer
from flows.gazetteer import GazetteerPlace
from flows.roster.differences import Differences
from flows.roster.model import (
    SAMPLE,
    SHEETS,
    Clan,
    Entry,
    Household,
    Person,
    Roster,
    Unit,
    Village,
    household_title,
)
from storage import memberships, tables
from storage.database import Row, Tx, put, sheet
from storage.enrolled import here
from storage.memberships import Moment

_place, _subject, _person = (
    sheet(table).c for table in (tables.Place, tables.Subject, tables.Person)
)


async def keep_places(tx: Tx, places: Iterable[GazetteerPlace]) -> None:
    """Write places of the official list or of the past, with what lies above and comes after."""
    wanted: dict[str, GazetteerPlace] = {}
    for one in places:
        _with_kin(one, wanted)
    rows: list[Row] = [
        {
            "code": one.code,
            "name": one.title,
            "kind": one.level,
            "parent_code": one.parent or None,
            "valid_from": one.valid_from,
            "valid_to": one.valid_to,
            "successor_code": one.successor or None,
        }
        for one in wanted.values()
    ]
    await put(tx, tables.Place, rows)


def _with_kin(one: GazetteerPlace, wanted: dict[str, GazetteerPlace]) -> None:
    """What it refers to is written first."""
    for code in filter(None, (one.parent, one.successor)):
        if code not in wanted:
            _with_kin(gazetteer.place(code), wanted)
    wanted[one.code] = one


async def write(tx: Tx, found: Differences, at: Moment, *, ending: bool) -> None:
    """Write what a new roster changes. With `ending`, what it names no more is marked as gone.

    Who came by himself, his account and what he answered are never touched.
    """
    roster = found.roster
    await _write_places(tx, roster)
    await _write_subjects(tx, found)
    await _write_people(tx, found)
    if ending:
        await memberships.end(tx, found, at)
    await memberships.write(tx, found, at)


async def _write_places(tx: Tx, roster: Roster) -> None:
    commune = roster.commune
    if commune.province:
        await keep_places(tx, [gazetteer.place(commune.province)])
    sample = commune.code == SAMPLE
    keys = ("code", "name", "kind", "parent_code", "area", "valid_to", "sample")
    above = (commune.code, commune.name, "commune", commune.province or None, commune.area)
    villages = [
        (village.code, village.name, "village", commune.code, "")
        for village in roster.villages.values()
    ]
    rows = [dict(zip(keys, (*row, None, sample), strict=True)) for row in (above, *villages)]
    await put(tx, tables.Place, rows)


async def _write_subjects(tx: Tx, found: Differences) -> None:
    """New ones are inserted, known ones overwritten; who is written down is there again."""
    roster = found.roster
    commune = roster.commune
    entries = [entry for key in SHEETS for entry in found.sheets[key].written]
    rows = [_subject_row(entry, commune.code) for entry in entries if _is_assessed(entry)]
    # A sample, or a roster of an earlier version, may have villages that nobody can assess yet.
    rows += [_subject_row(village, commune.code) for village in roster.villages.values()]
    rows.append(_row("commune", commune.code, commune.name, commune.code))
    sample = commune.code == SAMPLE
    by_code = {row["code"]: {**row, "sample": sample, "gone_at": None} for row in rows}
    known = await _known(tx, _subject, commune.code)
    await _insert(tx, tables.Subject, [by_code[code] for code in by_code if code not in known])
    await _update(tx, tables.Subject, [by_code[code] for code in by_code if code in known])


def _is_assessed(entry: Entry) -> bool:
    return not isinstance(entry, Person) or entry.resident


def _subject_row(entry: Entry, commune: str) -> dict[str, object]:
    match entry:
        case Village():
            return _row("village", entry.code, entry.name, entry.code)
        case Clan():
            return _row("clan", entry.code, entry.name, entry.village or commune)
        case Unit():
            more = {"members": entry.members, "phone": entry.phone, "unit_kind": entry.kind}
            return _row("unit", entry.code, entry.name, entry.village or commune) | more
        case Household():
            title = household_title(entry.code, entry.name)
            counts = {"members": entry.members, "adults": entry.adults, "phone": entry.phone}
            return _row("household", entry.code, title, entry.village) | counts
        case Person():
            return _row("citizen", entry.code, entry.name, entry.village or commune)


def _row(kind: str, code: str, name: str, place: str) -> dict[str, object]:
    blank = {"members": None, "adults": None, "phone": "", "unit_kind": ""}
    return {"kind": kind, "code": code, "name": name, "place_code": place, **blank}


async def _write_people(tx: Tx, found: Differences) -> None:
    commune = found.roster.commune.code
    people = [one for one in found.sheets["people"].written if isinstance(one, Person)]
    rows = {person.code: _person_row(person, commune) for person in people}
    known = await _known(tx, _person, commune)
    await _insert(tx, tables.Person, [rows[code] for code in rows if code not in known])
    await _update(tx, tables.Person, [rows[code] for code in rows if code in known])


def _person_row(person: Person, commune: str) -> dict[str, object]:
    return {
        "code": person.code,
        "name": person.name,
        "you": person.you,
        "phone": person.phone,
        "birth_year": person.birth_year,
        "place_code": person.village or commune,
        "gone_at": None,
        "sample": commune == SAMPLE,
    }


async def _known(tx: Tx, columns: Any, commune: str) -> set[str]:
    """The codes that rows of this commune have, of subjects or of people."""
    query = select(columns.code).where(columns.place_code.in_(here(commune)))
    return {row.code for row in await tx.execute(query)}


async def _insert(tx: Tx, table: type[tables.Table], rows: Sequence[Row]) -> None:
    if rows:
        await tx.execute(insert(sheet(table)), rows)


async def _update(tx: Tx, table: type[tables.Table], rows: Sequence[dict[str, object]]) -> None:
    """Overwrite the rows of these codes in the columns they name."""
    if not rows:
        return
    columns = sheet(table).c
    names = [name for name in rows[0] if name not in ("code", "sample")]
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
    statement = update(sheet(table)).where(columns.code == bindparam("of_code")).values(values)
    each = [
        {"of_code": row["code"], **{f"new_{name}": row[name] for name in names}} for row in rows
    ]
    await tx.execute(statement, each)
