"""A workbook -> the roster it says, or every fault in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from flows.forms.faults import Fault, WorkbookError
from flows.roster import cells, people, places
from flows.roster.intake import Intake, take_in
from flows.roster.model import (
    AREAS,
    UNIT_KINDS,
    Clan,
    Commune,
    Household,
    Roster,
    Unit,
    Village,
    listed,
)
from flows.roster.people import Known
from flows.roster.plans import plan
from flows.roster.remarks import remarks
from flows.roster.sheet_reader import Index, index, reader
from flows.vietnamese import digits

_NO_COMMUNE = "Hãy ghi một hàng: mã và tên của xã."
_MORE_COMMUNES = "Mỗi tệp chỉ có một xã. Hãy để một hàng, và làm tệp riêng cho xã khác."


@dataclass(frozen=True, slots=True)
class Draft:
    """The sheets of a workbook that all could be read, but for the people.

    Who they are depends on whom we know already; `commune` says whom to ask for.
    """

    commune: Commune
    villages: Mapping[str, Village]
    clans: Mapping[str, Clan]
    units: Mapping[str, Unit]
    households: Mapping[str, Household]
    intake: Intake
    places: dict[str, tuple[str, int]]


def draft(content: bytes) -> Draft:
    """Read the file up to its people. Raises WorkbookError when its commune is not known."""
    intake = take_in(content)
    commune = _commune(intake)
    if commune is None:
        raise WorkbookError(intake.faults)
    seen: dict[str, tuple[str, int]] = {commune.code: (plan("commune").title, 1)}
    villages = _villages(intake, commune.code, seen)
    of_village = index(plan("villages").title, commune.code, _names(villages))
    clans = _clans(intake, commune.code, seen, of_village)
    units = _units(intake, commune.code, seen, of_village)
    of_clan = index(plan("clans").title, commune.code, _names(clans))
    households = _households(intake, commune.code, seen, of_village, of_clan)
    return Draft(commune, villages, clans, units, households, intake, seen)


def finish(begun: Draft, known: Known, year: int) -> tuple[Roster, tuple[Fault, ...]]:
    """The roster with its people, and remarks that keep nobody waiting.

    `year` is this year. Raises WorkbookError with every fault of the whole workbook.
    """
    indexes = {
        "villages": _index(begun, "villages", begun.villages),
        "clans": _index(begun, "clans", begun.clans),
        "units": _index(begun, "units", begun.units),
        "households": Index(
            plan("households").title, begun.commune.code, _names(begun.households), {}
        ),
    }
    homes = {code: household.village for code, household in begun.households.items()}
    rows = people.read(
        reader(begun.intake, "people", begun.places),
        people.Where(begun.commune, indexes, homes, year),
    )
    found = people.named(rows, known, begun.commune.code, begun.places)
    if any(fault.serious for fault in begun.intake.faults):
        raise WorkbookError(begun.intake.faults)
    roster = Roster(
        begun.commune, begun.villages, begun.clans, begun.units, begun.households, listed(found)
    )
    return roster, (*begun.intake.faults, *remarks(roster, begun.places))


def _commune(intake: Intake) -> Commune | None:
    title = plan("commune").title
    rows = list(reader(intake, "commune", {}).rows())
    if len(rows) != 1:
        if "commune" in intake.sheets:
            text = _MORE_COMMUNES if rows else _NO_COMMUNE
            intake.complain(Fault(title, rows[1].row.number if rows else None, "", text))
        return None
    (row,) = rows
    code = row.take("code", lambda text: digits(text), "")
    name = row.take("name", cells.name, "")
    area = row.take("area", lambda text: cells.choice(text, AREAS), "")
    province = row.take("province", cells.name, "")
    if not row.sound:
        return None
    try:
        return places.commune(code.removesuffix(".0"), name, province, area)
    except places.WrongCell as wrong:
        row.wrong(wrong.column, str(wrong))
        return None


def _villages(
    intake: Intake, commune: str, seen: dict[str, tuple[str, int]]
) -> Mapping[str, Village]:
    found = []
    for row in reader(intake, "villages", seen).rows():
        village = Village(row.code(commune), row.take("name", cells.name, ""))
        if village.code:  # else everything that refers to it would be found wanting too
            found.append(village)
    return listed(found)


def _clans(
    intake: Intake, commune: str, seen: dict[str, tuple[str, int]], of_village: Index
) -> Mapping[str, Clan]:
    found = []
    for row in reader(intake, "clans", seen).rows():
        clan = Clan(
            row.code(commune),
            row.take("name", cells.name, ""),
            row.take("village", of_village.code, ""),
        )
        if clan.code:  # else everything that refers to it would be found wanting too
            found.append(clan)
    return listed(found)


def _units(
    intake: Intake, commune: str, seen: dict[str, tuple[str, int]], of_village: Index
) -> Mapping[str, Unit]:
    found = []
    members = partial(cells.whole, least=0, most=cells.MOST_MEMBERS)
    for row in reader(intake, "units", seen).rows():
        unit = Unit(
            row.code(commune),
            row.take("name", cells.name, ""),
            row.take("kind", lambda text: cells.choice(text, UNIT_KINDS), ""),
            row.take("members", members, None),
            row.take("phone", cells.phone, ""),
            row.take("village", of_village.code, ""),
        )
        if unit.code:  # else everything that refers to it would be found wanting too
            found.append(unit)
    return listed(found)


def _households(
    intake: Intake,
    commune: str,
    seen: dict[str, tuple[str, int]],
    of_village: Index,
    of_clan: Index,
) -> Mapping[str, Household]:
    found = []
    some = partial(cells.whole, least=1, most=cells.MOST_PEOPLE)
    none_or_some = partial(cells.whole, least=0, most=cells.MOST_PEOPLE)
    for row in reader(intake, "households", seen).rows():
        household = Household(
            row.code(commune),
            row.take("name", cells.name, ""),
            row.take("village", of_village.code, ""),
            row.take("members", some, None),
            row.take("adults", none_or_some, None),
            row.take("phone", cells.phone, ""),
            row.every("clans", of_clan.code),
        )
        if (household.adults or 0) > (household.members or 0) and household.members is not None:
            row.wrong("adults", "Số người lớn nhiều hơn số người của hộ. Hãy sửa lại.")
        if household.code:
            found.append(household)
    return listed(found)


def _index(begun: Draft, key: str, entries: Mapping[str, Village | Clan | Unit]) -> Index:
    return index(plan(key).title, begun.commune.code, _names(entries))


def _names(entries: Mapping[str, Village | Clan | Unit | Household]) -> Mapping[str, str]:
    return {code: entry.name for code, entry in entries.items()}
