"""Reads the people's sheet, and finds out which row is whom: the same person, or a new one."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from flows.roster import cells
from flows.roster.cells import Unfit
from flows.roster.columns import ROLE_ALIASES, ROLE_WORDS, YOU_WORDS, plain
from flows.roster.model import Commune, Duty, Person, short, spoken_to
from flows.roster.sheet_reader import Index, RowReader, SheetReader

_ELSEWHERE = ("staff", "province_viewer")
"""Roles that somebody may hold who lives elsewhere."""

_SAME_TWICE = (
    "Hai hàng cùng tên và năm sinh (hàng {first} và hàng này). Một người ghi hai lần thì xóa một "
    "hàng; hai người khác nhau thì ghi mã người cho cả hai, ví dụ {one} và {two}."
)
_SEVERAL = (
    "Danh sách đang có {count} người cùng tên và năm sinh này ({codes}). Hãy ghi đúng mã người."
)
_ALIKE = (
    "Có phải là {name}{born}, mã {code}, đã có trong danh sách? Nếu phải, hãy ghi {code} vào cột "
    "Mã người. Nếu là người khác, hãy ghi mã mới, ví dụ {new}."
)


class Homeless(Unfit):
    """A role that is of somebody's own household or village, and he has none."""


@dataclass(frozen=True, slots=True)
class Known:
    """The people already on the roster, by code; the gone ones came off it some time ago."""

    present: Mapping[str, Person] = field(default_factory=dict)
    gone: Mapping[str, Person] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Where:
    """What people's rows refer to. `homes` are the villages of the households, by code."""

    commune: Commune
    indexes: Mapping[str, Index]
    homes: Mapping[str, str]
    year: int


Rows = Sequence[tuple[RowReader, Person]]


def read(sheet: SheetReader, where: Where) -> Rows:
    """Every person of the sheet with his row; the code is "" where none is written."""
    return [(row, _person(row, where)) for row in sheet.rows()]


def named(rows: Rows, known: Known, commune: str, written: Collection[str]) -> list[Person]:
    """The people with their codes: whoever has none and is nobody known gets the next one.

    Asks, by a fault in the row, wherever it could be one or the other. `written` are all codes of
    the workbook.
    """
    everybody = {**known.gone, **known.present}
    numbers = _numbers(commune, {*written, *everybody})
    free: dict[tuple[str, int | None], list[str]] = {}
    for code, person in everybody.items():
        if code not in written:
            free.setdefault(_key(person), []).append(code)
    _refuse_twins(rows, numbers, commune)
    matched = [_matched(row, person, free, commune) for row, person in rows]
    taken = {person.code for person in matched}
    left = {code: known.present[code] for code in known.present if code not in taken}
    alike = _pairs(left)
    found = []
    for (row, _), person in zip(rows, matched, strict=True):
        one = person if person.code else replace(person, code=next(numbers))
        if not person.code and row.sound:
            _ask_whether(row, one, alike, commune)
        found.append(one)
    return found


def _person(row: RowReader, where: Where) -> Person:
    of = where.indexes
    households = row.every("households", of["households"].code)
    village = row.take("village", of["villages"].code, "")
    homes = [where.homes[code] for code in households if where.homes[code]]
    if village and homes and village not in homes:
        at = short(homes[0], where.commune.code)
        row.wrong("village", f"Hộ của người này ở {at}, không phải ở đây. Hãy sửa một trong hai.")
    birth_year = row.take("birth_year", lambda text: cells.birth_year(text, where.year), None)
    you = {word: word for word in YOU_WORDS}
    person = Person(
        code=row.code(where.commune.code),
        name=row.take("name", cells.name, ""),
        birth_year=birth_year,
        phone=row.take("phone", cells.phone, ""),
        village=village or (homes[0] if homes else ""),
        households=households,
        units=row.every("units", of["units"].code),
        you=row.take("you", lambda text: cells.choice(text, you), "")
        or spoken_to(birth_year, where.year),
    )
    person = replace(person, duties=_duties(row, person, where))
    away = any(duty.role in _ELSEWHERE for duty in person.duties)
    if row.sound and not person.resident and not away:
        row.wrong("village", "Chưa rõ người này ở đâu. Hãy ghi mã thôn bản, mã hộ hoặc mã đơn vị.")
    return person


def _duties(row: RowReader, person: Person, where: Where) -> tuple[Duty, ...]:
    found: set[Duty] = set()

    def duty(text: str) -> str:
        try:
            found.add(_duty(text, person, where))
        except Homeless:
            if row.sound:  # else what is wrong with his home was told already
                raise
        return text

    row.every("roles", duty)
    clans = row.every("clan_head", where.indexes["clans"].code)
    units = row.every("unit_head", where.indexes["units"].code)
    found |= {Duty("clan_head", code) for code in clans}
    found |= {Duty("unit_head", code) for code in units}
    return tuple(sorted(found))


def _duty(text: str, person: Person, where: Where) -> Duty:
    """The role an item of the cell names: "đại diện hộ", "trưởng bản B02". Raises Unfit."""
    words = text.split()
    roles = {plain(word): role for word, role in {**ROLE_ALIASES, **ROLE_WORDS}.items()}
    for size in range(len(words), 0, -1):
        role = roles.get(plain(" ".join(words[:size])))
        if role is not None:
            return Duty(role, _of(role, " ".join(words[size:]), person, where))
    raise Unfit(f'Không có vai trò "{text}". Hãy chọn một: {"; ".join(ROLE_WORDS)}.')


def _of(role: str, text: str, person: Person, where: Where) -> str:
    """Of what somebody has a role: what is written, else his own household or village."""
    if role == "household":
        if text:
            return where.indexes["households"].code(text)
        if len(person.households) == 1:
            return person.households[0]
        raise Homeless("Đại diện hộ nào? Hãy ghi mã hộ liền sau, ví dụ: đại diện hộ B01-002.")
    if role == "village_head":
        if text or person.village or person.households:  # a home whose village is wrong was told
            return where.indexes["villages"].code(text) if text else person.village
        raise Homeless("Trưởng thôn, bản nào? Hãy ghi mã liền sau, ví dụ: trưởng thôn bản B01.")
    place = where.commune.code if role == "staff" else where.commune.province
    if text and text != place:
        raise Unfit(f'Sau vai trò này không cần ghi gì. Hãy bỏ "{text}".')
    if not place:
        raise Unfit("Trang Xã chưa ghi tỉnh, nên chưa biết xem số liệu của tỉnh nào.")
    return place


def _numbers(commune: str, codes: set[str]) -> Iterator[str]:
    """Codes for new people: nobody has or had them."""
    given = (re.fullmatch(rf"{re.escape(commune)}-N([0-9]{{5,}})", code) for code in codes)
    number = max((int(match[1]) for match in given if match), default=0)
    while True:
        number += 1
        yield f"{commune}-N{number:05}"


def _refuse_twins(rows: Rows, numbers: Iterator[str], commune: str) -> None:
    seen: dict[tuple[str, int | None], int] = {}
    for row, person in rows:
        if person.code or not person.name:
            continue
        first = seen.setdefault(_key(person), row.row.number)
        if first != row.row.number:
            one, two = (short(next(numbers), commune) for _ in range(2))
            row.wrong("code", _SAME_TWICE.format(first=first, one=one, two=two))


def _matched(
    row: RowReader,
    person: Person,
    free: Mapping[tuple[str, int | None], Sequence[str]],
    commune: str,
) -> Person:
    """The person with the code of the one known person of that name and year, if there is one."""
    found = () if person.code or not person.name else free.get(_key(person), ())
    if len(found) > 1:
        codes = ", ".join(short(code, commune) for code in found)
        row.wrong("code", _SEVERAL.format(count=len(found), codes=codes))
    return replace(person, code=found[0]) if len(found) == 1 else person


def _ask_whether(
    row: RowReader, person: Person, alike: Mapping[tuple[object, ...], Person], commune: str
) -> None:
    """Somebody new who shares two traits with somebody missing may be the same, misspelt."""
    known = next((alike[pair] for pair in combinations(_traits(person), 2) if pair in alike), None)
    if known is None:
        return
    born = f", sinh năm {known.birth_year}" if known.birth_year else ""
    codes = {"code": short(known.code, commune), "new": short(person.code, commune)}
    row.wrong("code", _ALIKE.format(name=known.name, born=born, **codes))


def _pairs(people: Mapping[str, Person]) -> Mapping[tuple[object, ...], Person]:
    found: dict[tuple[object, ...], Person] = {}
    for person in people.values():
        for pair in combinations(_traits(person), 2):
            found.setdefault(pair, person)
    return found


def _traits(person: Person) -> list[tuple[str, object]]:
    """What tells people apart, in a fixed order."""
    traits: list[tuple[str, object]] = [("name", person.name.casefold())]
    if person.birth_year:
        traits.append(("year", person.birth_year))
    if person.phone:
        traits.append(("phone", person.phone))
    return traits + [("household", code) for code in person.households[:1]]


def _key(person: Person) -> tuple[str, int | None]:
    return person.name.casefold(), person.birth_year
