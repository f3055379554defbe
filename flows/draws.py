"""A sample for a visit that nobody chose: the same list on the same day gives the same sample."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from math import ceil

from flows import vietnamese
from flows.vietnamese import One

_PERCENT = re.compile(r"(.*?)\s*(?:%|phần trăm|percent)$")


@dataclass(frozen=True, slots=True)
class Wanted:
    """How large a sample shall be: so many, or so many percent."""

    size: int
    percent: bool = False

    def __str__(self) -> str:
        return f"{self.size}%" if self.percent else str(self.size)

    def of(self, count: int) -> int:
        """How many that is out of `count`: at least one; a share is rounded up."""
        most = ceil(count * self.size / 100) if self.percent else self.size
        return min(max(most, 1), count)


@dataclass(frozen=True, slots=True)
class Lot:
    """What a sample is drawn from: assessments of one title in one commune, on one day."""

    place_code: str
    year: int
    title: str
    day: date
    among: tuple[int, ...]

    @property
    def seed(self) -> str:
        """Follows from the list and the day alone (sha256, in hex), so that nobody picks it."""
        listed = ",".join(map(str, sorted(self.among)))
        told = f"{self.place_code}|{self.year}|{self.title}|{self.day.isoformat()}|{listed}"
        return hashlib.sha256(told.encode()).hexdigest()


def draw(lot: Lot, count: int) -> tuple[int, ...]:
    """`count` of them in the order of their lots: the digest of the seed with each number."""
    return tuple(sorted(lot.among, key=lambda one: _ticket(lot.seed, one))[:count])


def wanted(text: str) -> Wanted | None:
    """What "5", "năm phiếu" or "10%" asks for; None for anything else, and for none at all."""
    plain = vietnamese.plainly(text).strip().casefold()
    share = _PERCENT.fullmatch(plain)
    match vietnamese.integer(share[1] if share else plain):
        case One(size) if 0 < size <= (100 if share else size):
            return Wanted(size, bool(share))
    return None


def _ticket(seed: str, one: int) -> str:
    return hashlib.sha256(f"{seed}|{one}".encode()).hexdigest()
