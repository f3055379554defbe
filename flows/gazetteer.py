"""Provinces and communes by official code, units of the past, and what a typed name may mean."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal

from flows.vietnamese import fold, says

PAST = "cu-"
"""How our own ids of past units begin: their official codes are not known, or live on elsewhere."""

Level = Literal["province", "district", "commune"]

_WORDS = {
    "xa": "xã",
    "x": "xã",
    "phuong": "phường",
    "p": "phường",
    "dac khu": "đặc khu",
    "tinh": "tỉnh",
    "thanh pho": "thành phố",
    "tp": "thành phố",
    "huyen": "huyện",
    "h": "huyện",
    "thi tran": "thị trấn",
    "tt": "thị trấn",
}


@dataclass(frozen=True, slots=True)
class GazetteerPlace:
    """A province, a commune, or a unit of the past. `name` is bare, `word` says what it is called.

    Codes are text with their leading zeros: two digits for a province, five for a commune. Of the
    days, None is "not known"; `successor` is the code of what it became, "" where none is known.
    """

    code: str
    name: str
    word: str
    level: Level
    parent: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str = ""
    confidence: str = "read"
    source: str = "vietnam-provinces, data of 18/10/2025"

    @property
    def title(self) -> str:
        """The name as people say it: "xã Bình Lư"."""
        return f"{self.word} {self.name}".strip()

    @property
    def past(self) -> bool:
        """Whether it is there no longer."""
        return self.code.startswith(PAST)


_Places = Mapping[str, GazetteerPlace]


def place(code: str) -> GazetteerPlace:
    """The place with this code, of today or of the past. Raises LookupError."""
    found = _today().get(code) or _past().get(code)
    if found is None:
        raise LookupError(f"there is no place {code}")
    return found


def provinces() -> tuple[GazetteerPlace, ...]:
    """The provinces of today, by code."""
    return tuple(known for known in _today().values() if known.level == "province")


def communes(province: str) -> tuple[GazetteerPlace, ...]:
    """The communes of a province of today, by code."""
    return tuple(known for known in _today().values() if known.parent == province)


def past() -> tuple[GazetteerPlace, ...]:
    """The units that are no longer, as far as we know them, parents first."""
    return tuple(_past().values())


def find(text: str, within: str | None = None) -> tuple[GazetteerPlace, ...]:
    """Every place that `text` may mean: none, the one, or several to ask about.

    Marks, capitals and the word before the name may be missing, a code may stand for the name, and
    what lies above may follow it ("Mỹ Lộc, Ninh Bình"). `within` is the code of a province. A unit
    of the past is meant only where no unit of today can be.
    """
    for closely, known in ((True, _today()), (True, _past()), (False, _today()), (False, _past())):
        found = _find(text, known, closely)
        inside = tuple(one for one in found if within is None or within in (one.code, one.parent))
        if inside:
            return inside
    return ()


def _find(text: str, known: _Places, closely: bool) -> tuple[GazetteerPlace, ...]:
    """Those meant among `known`; `closely` holds people to the marks they typed."""
    if text.strip().isdecimal():
        codes = {text.strip().zfill(2), text.strip().zfill(5)}
        return tuple(known[code] for code in sorted(codes) if code in known)
    name, comma, above = text.partition(",")
    if comma:
        return _below(_named(name, known, closely), _find(above, known, closely))
    return _named(text, known, closely) or _unparted(text.split(), known, closely)


def _unparted(words: list[str], known: _Places, closely: bool) -> tuple[GazetteerPlace, ...]:
    """A name with the name of what lies above it right behind: "binh lu lai chau"."""
    for at in range(len(words) - 1, 0, -1):
        lower, upper = (" ".join(words[:at]), " ".join(words[at:]))
        if found := _below(_named(lower, known, closely), _named(upper, known, closely)):
            return found
    return ()


def _below(
    lower: Iterable[GazetteerPlace], upper: Iterable[GazetteerPlace]
) -> tuple[GazetteerPlace, ...]:
    above = {one.code for one in upper}
    return tuple(one for one in lower if one.parent in above)


def _named(text: str, known: _Places, closely: bool) -> tuple[GazetteerPlace, ...]:
    """Those of that name, with or without the word before it, by code."""
    index = _index(known is _today())
    typed = text.replace(".", " ").split()
    found: set[GazetteerPlace] = set()
    for words in range(3):  # of those before the name: "thành phố", "thị trấn" are the longest
        word, name = _WORDS.get(fold(" ".join(typed[:words])), ""), " ".join(typed[words:])
        if name and (word or not words):
            alike = index.get(fold(name), ())
            found |= {one for one in alike if word in one.word and _fits(name, one, closely)}
    return tuple(sorted(found, key=lambda one: one.code))


def _fits(name: str, known: GazetteerPlace, closely: bool) -> bool:
    return not closely or says(name, known.name)


@cache
def _index(of_today: bool) -> Mapping[str, tuple[GazetteerPlace, ...]]:
    """Folded bare name -> the places of that name."""
    found: dict[str, tuple[GazetteerPlace, ...]] = defaultdict(tuple)
    for known in (_today() if of_today else _past()).values():
        found[fold(known.name)] += (known,)
    return found


@cache
def _today() -> Mapping[str, GazetteerPlace]:
    """Read when first asked for: 0.1 s and 10 MB, and most commands need none of it."""
    from vietnam_provinces import Province, Ward

    made = [_province(f"{one.code:02}", one.name) for one in Province.iter_all()]
    made += [
        _commune(f"{one.code:05}", one.name, one.division_type.value, f"{one.province_code:02}")
        for one in Ward.iter_all()
    ]
    return {one.code: one for one in sorted(made, key=lambda one: (len(one.code), one.code))}


def _province(code: str, name: str) -> GazetteerPlace:
    city = name.removeprefix("Thành phố ")
    word = "thành phố" if city != name else "tỉnh"
    return GazetteerPlace(code, city, word, "province")


def _commune(code: str, name: str, word: str, province: str) -> GazetteerPlace:
    bare = name[len(word) :].strip()  # "Xã Bình Lư": the word is always there
    return GazetteerPlace(code, bare, word, "commune", province)


@cache
def _past() -> Mapping[str, GazetteerPlace]:
    text = (files("flows") / "library" / "places" / "past.csv").read_text("utf-8")
    return {row["code"]: _of_the_past(row) for row in csv.DictReader(text.splitlines())}


def _of_the_past(row: dict[str, str]) -> GazetteerPlace:
    levels: dict[str, Level] = {"province": "province", "district": "district"}
    return GazetteerPlace(
        row["code"],
        row["name"],
        row["word"],
        levels.get(row["level"], "commune"),
        row["parent"],
        _day(row["valid_from"]),
        _day(row["valid_to"]),
        row["successor"],
        row["confidence"],
        row["source"],
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
