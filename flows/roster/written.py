"""How an entry of the roster is written in the cells of the workbook, to be read back the same."""

from collections.abc import Mapping

from flows import gazetteer
from flows.roster.columns import ROLE_WORDS
from flows.roster.model import (
    AREAS,
    UNIT_KINDS,
    Clan,
    Commune,
    Duty,
    Entry,
    Household,
    Person,
    Unit,
    Village,
    short,
    spoken_to,
)

Cells = Mapping[str, str]
_SAYS: Mapping[str, str] = {role: word for word, role in ROLE_WORDS.items()}
_HEADS: Mapping[str, str] = {"clan_head": "trưởng dòng họ", "unit_head": "phụ trách đơn vị"}


def commune(of: Commune) -> Cells:
    """The one row of the commune's sheet."""
    province = gazetteer.place(of.province).title if of.province else ""
    area = AREAS.get(of.area, "")
    return {"code": of.code, "name": of.name, "province": province, "area": area}


def entry(of: Entry, commune: str, year: int) -> Cells:
    """The cells of one entry, by column key; `year` is this year."""
    match of:
        case Village():
            return {"code": short(of.code, commune), "name": of.name}
        case Clan():
            return _codes(commune, code=of.code, village=of.village) | {"name": of.name}
        case Unit():
            return _unit(of, commune)
        case Household():
            return _household(of, commune)
        case Person():
            return _person(of, commune, year)


def duty(of: Duty, commune: str) -> str:
    """A role in words, with the code of what it is of."""
    word = _SAYS.get(of.role) or _HEADS[of.role]
    return f"{word} {short(of.of, commune)}"


def _unit(of: Unit, commune: str) -> dict[str, str]:
    return _codes(commune, code=of.code, village=of.village) | {
        "name": of.name,
        "kind": UNIT_KINDS.get(of.kind, ""),
        "members": _number(of.members),
        "phone": of.phone,
    }


def _household(of: Household, commune: str) -> dict[str, str]:
    return _codes(commune, code=of.code, village=of.village, clans=of.clans) | {
        "name": of.name,
        "members": _number(of.members),
        "adults": _number(of.adults),
        "phone": of.phone,
    }


def _person(of: Person, commune: str, year: int) -> dict[str, str]:
    clans = tuple(one.of for one in of.duties if one.role == "clan_head")
    units = tuple(one.of for one in of.duties if one.role == "unit_head")
    codes = _codes(commune, code=of.code, village=of.village, households=of.households)
    heads = _codes(commune, units=of.units, clan_head=clans, unit_head=units)
    roles = (_role(one, of, commune) for one in of.duties if one.role in _SAYS)
    return (
        codes
        | heads
        | {
            "name": of.name,
            "birth_year": _number(of.birth_year),
            "phone": of.phone,
            "roles": ", ".join(roles),
            "you": "" if of.you == spoken_to(of.birth_year, year) else of.you,
        }
    )


def _role(of: Duty, person: Person, commune: str) -> str:
    """The role in words, with its code where it is not simply his own household or village."""
    own = person.households if of.role == "household" else (person.village,)
    plain = own == (of.of,) or of.role in ("staff", "province_viewer")
    return _SAYS[of.role] if plain else duty(of, commune)


def _codes(commune: str, **of: str | tuple[str, ...]) -> dict[str, str]:
    each = {key: (codes,) if isinstance(codes, str) else codes for key, codes in of.items()}
    return {key: ", ".join(short(code, commune) for code in each[key]) for key in each}


def _number(of: int | None) -> str:
    return "" if of is None else str(of)
