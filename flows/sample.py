"""An invented commune to try the program with: the same names for a seed, nobody real."""

from dataclasses import dataclass
from random import Random

COMMUNE = ("MAU", "xã Bình Lư (dữ liệu mẫu)")
VILLAGES = (("MAU01", "Bản Nà Đon"), ("MAU02", "Bản Nà Khum"), ("MAU03", "Bản Tả Hồ"))
HOUSEHOLDS = 20  # in each village
SURNAMES = ("Lò", "Vàng", "Tẩn", "Nguyễn", "Hoàng", "Lý", "Phàn", "Trần", "Đỗ", "Sùng")
MIDDLES = ("Văn", "Thị", "A", "Minh", "Thu", "Ngọc")
GIVEN = (
    "An",
    "Bình",
    "Chung",
    "Dung",
    "Hà",
    "Hương",
    "Lan",
    "Mai",
    "Nam",
    "Pao",
    "Sơn",
    "Tâm",
    "Xuân",
)


@dataclass(frozen=True, slots=True)
class SampleHousehold:
    code: str
    head: str


@dataclass(frozen=True, slots=True)
class SampleVillage:
    code: str
    name: str
    households: tuple[SampleHousehold, ...]


@dataclass(frozen=True, slots=True)
class SampleCommune:
    """A commune of villages; `area` is its area class."""

    code: str
    name: str
    area: str
    villages: tuple[SampleVillage, ...]


def commune(seed: int = 2026) -> SampleCommune:
    """The sample commune: three villages of twenty households."""
    chance = Random(seed)  # noqa: S311 (invented names, no secret)
    villages = tuple(_village(code, name, chance) for code, name in VILLAGES)
    return SampleCommune(*COMMUNE, area="remote", villages=villages)


def _village(code: str, name: str, chance: Random) -> SampleVillage:
    heads = (SampleHousehold(f"{code}-{n:02}", _name(chance)) for n in range(1, HOUSEHOLDS + 1))
    return SampleVillage(code, name, tuple(heads))


def _name(chance: Random) -> str:
    return f"{chance.choice(SURNAMES)} {chance.choice(MIDDLES)} {chance.choice(GIVEN)} (mẫu)"
