"""Says in plain words what a new roster changes, line by line, for whoever loads it."""

from collections.abc import Iterator

from flows.roster import written
from flows.roster.differences import Change, Differences, SheetDifferences
from flows.roster.model import SHEETS, Commune, Entry, Household, household_title, short
from flows.roster.plans import plan

MOST_NEW = 20  # new entries told by name: of the first load nobody reads ten thousand
BLANK = "(trống)"


def lines(differences: Differences, year: int, *, everything: bool = False) -> Iterator[str]:
    """One line for each difference under a line of counts for each sheet.

    New entries are told by name up to MOST_NEW a sheet, or all with `everything`.
    """
    commune = differences.roster.commune
    if differences.nothing:
        yield f"{commune.name}: tệp giống hệt danh sách đang có, không có gì để đổi."
        return
    if differences.commune:
        was, now = (written.commune(one) for one in (differences.commune, commune))
        yield f"{plan('commune').title}: {_turned('commune', was, now)}"
    for key in SHEETS:
        if differences.sheets[key]:
            yield from _sheet(key, differences.sheets[key], commune, year, everything)
    if differences.lost:
        yield f"Vai trò: {len(differences.lost)} không còn trong tệp"
    for lost in differences.lost:
        role = written.duty(lost.duty, commune.code)
        yield f"  - {_named(lost.person, commune)}: {role}"


def _sheet(
    key: str, found: SheetDifferences, commune: Commune, year: int, everything: bool
) -> Iterator[str]:
    counts = (
        (found.added, "mới"),
        (found.changed, "đổi"),
        (found.gone, "không còn trong tệp"),
        (found.back, "trở lại"),
    )
    told = ", ".join(f"{len(entries)} {word}" for entries, word in counts if entries)
    yield f"{plan(key).title}: {told}"
    shown = found.added if everything else found.added[:MOST_NEW]
    yield from _each("+", shown, commune)
    if len(shown) < len(found.added):
        yield f"  + … và {len(found.added) - len(shown)} nữa"
    for change in found.changed:
        yield f"  ~ {_named(change.after, commune)}: {_change(key, change, commune, year)}"
    yield from _each("-", found.gone, commune)
    yield from _each("↩", found.back, commune)


def _each(sign: str, entries: tuple[Entry, ...], commune: Commune) -> Iterator[str]:
    return (f"  {sign} {_named(entry, commune)}" for entry in entries)


def _named(entry: Entry, commune: Commune) -> str:
    name = entry.name
    if isinstance(entry, Household):
        name = household_title(entry.code, entry.name)
    return f"{short(entry.code, commune.code)} · {name}"


def _change(key: str, change: Change, commune: Commune, year: int) -> str:
    was, now = (written.entry(entry, commune.code, year) for entry in (change.before, change.after))
    return _turned(key, was, now)


def _turned(key: str, was: written.Cells, now: written.Cells) -> str:
    sheet = plan(key)
    return "; ".join(
        f"{sheet.column(name).title} {was[name] or BLANK} → {now[name] or BLANK}"
        for name in was
        if was[name] != now[name]
    )
