"""An invented commune to try the program with: the same names for a seed, nobody real."""

from dataclasses import dataclass
from random import Random

from flows.roster.model import Clan, Commune, Household, Roster, Unit, Village, listed

COMMUNE = ("MAU", "xã Bình Lư (dữ liệu mẫu)")
PROVINCE = "12"  # Lai Châu, in the official list: the sample lies in a real province
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
CLANS = ("Họ Lò (mẫu)", "Họ Vàng (mẫu)", "Họ Tẩn (mẫu)")
OFFICER = "Lý Thu Thủy (mẫu)"
HEADS = {"MAU02": "Phàn Văn Páo (mẫu)", "MAU03": "Sùng A Chờ (mẫu)"}
"""Who acts by himself in the demo: the commune's second officer, heads of villages by code."""
UNITS = (("Trường tiểu học (mẫu)", "school", 24), ("Hợp tác xã (mẫu)", "business", 11))


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


def roster(sample: SampleCommune) -> Roster:
    """The same commune as a roster, with clans, units and how many live in each household."""
    chance = Random(sample.code)  # noqa: S311 (invented figures, no secret)
    homes = [(village, home) for village in sample.villages for home in village.households]
    return Roster(
        commune=Commune(sample.code, sample.name, PROVINCE, sample.area),
        villages=listed(Village(village.code, village.name) for village in sample.villages),
        clans=listed(Clan(f"{sample.code}-H{n}", name) for n, name in enumerate(CLANS, 1)),
        units=listed(
            Unit(f"{sample.code}-D{n}", name, kind, members)
            for n, (name, kind, members) in enumerate(UNITS, 1)
        ),
        households=listed(
            _household(village, home, f"{sample.code}-H", chance) for village, home in homes
        ),
    )


def _household(
    village: SampleVillage, home: SampleHousehold, clan: str, chance: Random
) -> Household:
    adults = chance.randint(2, 4)
    number = next((n for n, name in enumerate(CLANS, 1) if home.head.split()[0] in name), None)
    return Household(
        code=home.code,
        name=home.head,
        village=village.code,
        members=adults + chance.randint(0, 3),
        adults=adults,
        phone=_phone(home.code),
        clans=(f"{clan}{number}",) if number else (),
    )


def _phone(code: str) -> str:
    """A number that nobody has, for three households out of four: "MAU02-07" has 0000000207."""
    village, house = code[-5:-3], code[-2:]
    return f"000000{village}{house}" if int(house) % 4 else ""


def _village(code: str, name: str, chance: Random) -> SampleVillage:
    heads = (SampleHousehold(f"{code}-{n:02}", _name(chance)) for n in range(1, HOUSEHOLDS + 1))
    return SampleVillage(code, name, tuple(heads))


def _name(chance: Random) -> str:
    return f"{chance.choice(SURNAMES)} {chance.choice(MIDDLES)} {chance.choice(GIVEN)} (mẫu)"
