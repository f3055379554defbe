"""The roster as values: a commune with its villages, clans, units, households and people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from flows.rights import Role

AREAS: Mapping[str, str] = {"remote": "vùng khó khăn", "normal": "vùng khác"}
"""Area class -> how the workbook says it: "remote" is what packs pass with fewer points."""

UNIT_KINDS: Mapping[str, str] = {
    "school": "trường học",
    "office": "cơ quan",
    "business": "doanh nghiệp hoặc hợp tác xã",
    "other": "khác",
}
"""Kind of unit -> how the workbook says it; the plans name schools, offices, co-ops, firms."""

SAMPLE = "MAU"
"""The code of the invented commune: whatever carries it is marked as a sample."""

YOUNG = 35  # years: nobody this young likes to be called an elder
PLAIN_YOU, YOUNG_YOU = "bác", "anh/chị"


@dataclass(frozen=True, slots=True)
class Commune:
    """The commune a roster is of. `province` is a code, "" for a sample; `area` one of AREAS."""

    code: str
    name: str
    province: str = ""
    area: str = ""


@dataclass(frozen=True, slots=True)
class Village:
    """Thôn, bản."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Clan:
    """Dòng họ. `village` is "" where it lives in several."""

    code: str
    name: str
    village: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """Đơn vị: a school, an office, a business. `kind` is one of UNIT_KINDS or ""."""

    code: str
    name: str
    kind: str = ""
    members: int | None = None
    phone: str = ""
    village: str = ""


@dataclass(frozen=True, slots=True)
class Household:
    """Hộ. `name` is its head's; `clans` are codes, in order."""

    code: str
    name: str
    village: str
    members: int | None = None
    adults: int | None = None
    phone: str = ""
    clans: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Duty:
    """A role, and of what it is: the code of a household, clan, unit, village or place."""

    role: Role
    of: str


@dataclass(frozen=True, slots=True)
class Person:
    """An adult of the commune, or somebody who has a role in it.

    `households` and `units` are where he belongs; `village` is where he lives, "" if elsewhere.
    """

    code: str
    name: str
    birth_year: int | None = None
    phone: str = ""
    village: str = ""
    households: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    you: str = PLAIN_YOU
    duties: tuple[Duty, ...] = ()

    @property
    def resident(self) -> bool:
        """Whether he is of this commune, so that he may become a learning citizen here."""
        return bool(self.village or self.households or self.units)


Entry = Village | Clan | Unit | Household | Person
E = TypeVar("E", bound=Entry)


def listed(entries: Iterable[E]) -> Mapping[str, E]:
    """The entries by code, in their order."""
    return {entry.code: entry for entry in entries}


@dataclass(frozen=True, slots=True)
class Roster:
    """Everything the workbook says, by code; codes are in full."""

    commune: Commune
    villages: Mapping[str, Village] = field(default_factory=dict)
    clans: Mapping[str, Clan] = field(default_factory=dict)
    units: Mapping[str, Unit] = field(default_factory=dict)
    households: Mapping[str, Household] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)

    def of(self, sheet: str) -> Mapping[str, Entry]:
        """The entries of the sheet of that name, one of SHEETS."""
        match sheet:
            case "villages":
                return self.villages
            case "clans":
                return self.clans
            case "units":
                return self.units
            case "households":
                return self.households
            case "people":
                return self.people
        raise LookupError(f"there is no sheet {sheet!r}")


SHEETS = ("villages", "clans", "units", "households", "people")
"""The lists of a roster, those that others refer to first."""


def spoken_to(birth_year: int | None, year: int) -> str:
    """How to address somebody in that year of whom nothing else is known."""
    return YOUNG_YOU if birth_year and year - birth_year < YOUNG else PLAIN_YOU


def full(code: str, commune: str) -> str:
    """A code as it is kept: under its commune, so that it is nobody else's."""
    return code if code.startswith(commune) else f"{commune}-{code}"


def short(code: str, commune: str) -> str:
    """A code as the officer wrote it."""
    bare = code.removeprefix(f"{commune}-")
    return bare if full(bare, commune) == code else code


def household_title(code: str, head: str) -> str:
    """What a household is called in lists: "Hộ 07 · Lò Văn Mẫu"."""
    return f"Hộ {code.rsplit('-', 1)[-1]} · {head}"


def household_head(code: str, title: str) -> str:
    """The head's name in such a title."""
    return title.removeprefix(household_title(code, ""))
