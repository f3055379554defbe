"""What a new roster changes in the one that is there: per sheet, with names; nothing is dropped."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flows.roster.model import SHEETS, Commune, Duty, Entry, Person, Roster


@dataclass(frozen=True, slots=True)
class Change:
    """One entry, as it was and as it will be."""

    before: Entry
    after: Entry


@dataclass(frozen=True, slots=True)
class Lost:
    """A role that somebody has and the new roster does not name any more."""

    person: Person
    duty: Duty


@dataclass(frozen=True, slots=True)
class SheetDifferences:
    """What is new on one sheet, what changes, what is named no more and what comes back."""

    added: tuple[Entry, ...] = ()
    changed: tuple[Change, ...] = ()
    gone: tuple[Entry, ...] = ()
    back: tuple[Entry, ...] = ()

    @property
    def written(self) -> tuple[Entry, ...]:
        """What has to be written down, as it will be."""
        return (*self.added, *(change.after for change in self.changed), *self.back)

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.gone or self.back)


@dataclass(frozen=True, slots=True)
class Differences:
    """What a new roster changes. `commune` is how it was, None where it was the same or not yet."""

    sheets: Mapping[str, SheetDifferences]
    lost: tuple[Lost, ...] = ()
    new_commune: bool = False
    commune: Commune | None = None
    roster: Roster = field(default_factory=lambda: Roster(Commune("", "")))

    @property
    def nothing(self) -> bool:
        """Whether the new roster says what is there already."""
        return not (self.new_commune or self.commune or self.lost or any(self.sheets.values()))

    @property
    def missing(self) -> bool:
        """Whether something that is there is named no more."""
        return bool(self.lost) or any(sheet.gone for sheet in self.sheets.values())


def compare(before: Roster | None, gone: Roster | None, after: Roster) -> Differences:
    """What `after` changes. `before` is who is there, `gone` who was once; None for no roster.

    Roles are never taken by a change: those named no more are `lost`, and end only when told to.
    """
    empty = Roster(after.commune)
    was, once = before or empty, gone or empty
    sheets = {key: _sheet(was.of(key), once.of(key), after.of(key)) for key in SHEETS}
    return Differences(
        sheets,
        _lost(was.people, after.people),
        new_commune=before is None,
        commune=was.commune if was.commune != after.commune else None,
        roster=after,
    )


def _sheet(
    was: Mapping[str, Entry], once: Mapping[str, Entry], after: Mapping[str, Entry]
) -> SheetDifferences:
    new = {code: entry for code, entry in after.items() if code not in was}
    pairs = ((_kept(was[code], entry), entry) for code, entry in after.items() if code in was)
    return SheetDifferences(
        added=tuple(entry for code, entry in new.items() if code not in once),
        changed=tuple(Change(old, entry) for old, entry in pairs if old != entry),
        gone=tuple(entry for code, entry in was.items() if code not in after),
        back=tuple(entry for code, entry in new.items() if code in once),
    )


def _kept(old: Entry, new: Entry) -> Entry:
    """The old entry without the roles it loses: losing one is told apart from a change."""
    if isinstance(old, Person) and isinstance(new, Person):
        return replace(old, duties=tuple(duty for duty in old.duties if duty in new.duties))
    return old


def _lost(was: Mapping[str, Person], after: Mapping[str, Person]) -> tuple[Lost, ...]:
    return tuple(
        Lost(person, duty)
        for code, person in was.items()
        if code in after
        for duty in person.duties
        if duty not in after[code].duties
    )
