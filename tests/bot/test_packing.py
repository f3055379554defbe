"""A technician loads packs, sees them side by side, and chooses which one a title uses."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot import packing
from bot.packing import Packer
from bot.settings import Settings
from flows import sample
from storage import packs, roster
from tests.stage import MORNING

OWN = """\
| survey | type | name | label |
| | text | who | {label} |

| pack | title | official | instrument | authority | source | valid_from | valid_to |
| | {title} | {official} | QĐ mẫu | Hội mẫu | thử | {valid} |

| settings | form_title | form_id | version |
| | Bộ của xã (mẫu) | {code} | {version} |
"""


@dataclass
class Desk:
    """A technician at the terminal: what is typed, and what was written."""

    packer: Packer
    said: list[str]
    folder: Path

    async def load(self, **changes: str) -> str:
        """What is written about a pack of the commune with these changes."""
        text = OWN.format(**{**PLAIN, **changes})
        return await self.load_text(text)

    async def load_text(self, text: str) -> str:
        path = self.folder / "cua-xa.md"
        path.write_text(text, "utf-8")
        self.said.clear()
        self.loaded = await self.packer.load([path])
        return "\n".join(line.removeprefix(f"{path}: ") for line in self.said)

    async def use(
        self, title: str, wanted: str, year: int = 2026, commune: str | None = None
    ) -> str:
        self.said.clear()
        self.used = await self.packer.use(title, wanted, year, commune)
        return "\n".join(self.said)

    async def list(self, year: int = 2026) -> list[str]:
        self.said.clear()
        await self.packer.list(year)
        return list(self.said)

    async def current(self, title: str, year: int = 2026) -> str:
        code = sample.COMMUNE[0]
        async with self.packer.db.read() as tx:
            about = (await packs.current(tx, title, year, code)).about
        return f"{about.code}@{about.edition}"


PLAIN = {
    "label": "Tên gì?",
    "title": "clan",
    "official": "yes",
    "valid": "2026-01-01 | 2027-12-31",
    "code": "ho-xa",
    "version": "1",
}


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    said: list[str] = []
    settings = Settings(data=tmp_path)
    async with packing.packer(settings, said.append, lambda: MORNING) as packer:
        async with packer.db.begin() as tx:
            await roster.enrol_sample(tx, sample.commune())
        yield Desk(packer, said, tmp_path)


async def test_the_shipped_packs_are_there_and_in_use_from_the_start(desk: Desk) -> None:
    lines = await desk.list()

    assert len(lines) == 6
    assert all("MẪU THAM KHẢO, có sẵn" in line for line in lines)
    assert all("← dùng cho năm 2026" in line for line in lines)


async def test_a_loaded_pack_stands_beside_the_others_until_it_is_chosen(desk: Desk) -> None:
    told = await desk.load()

    assert told.split("\n") == [
        "đã nạp clan ho-xa@1: bộ chính thức, cua-xa.md, hiệu lực từ 01/01/2026 đến 31/12/2027",
        "muốn dùng thì gõ: banhoc pack use clan ho-xa@1 --year 2026",
    ]
    assert (await desk.current("clan")).startswith("dongho@")


async def test_a_chosen_pack_is_used_that_year_and_shown_as_in_use(desk: Desk) -> None:
    await desk.load()

    told = await desk.use("clan", "ho-xa")

    assert "Từ nay phiếu clan năm 2026" in told
    assert "Phiếu đã mở vẫn giữ bộ của nó." in told
    assert await desk.current("clan") == "ho-xa@1"
    (line,) = [one for one in await desk.list() if "clan" in one and "← dùng" in one]
    assert line.startswith("clan ho-xa@1: bộ chính thức")
    assert any(one.startswith("Đã chọn cho") for one in await desk.list())


async def test_another_year_keeps_what_it_had(desk: Desk) -> None:
    await desk.load()
    await desk.use("clan", "ho-xa")

    assert (await desk.current("clan", 2025)).startswith("dongho@")
    assert not any(one.startswith("Đã chọn") for one in await desk.list(2025))


async def test_a_version_is_chosen_by_its_name_and_the_newest_without_one(desk: Desk) -> None:
    await desk.load(version="1")
    await desk.load(version="2", label="Tên là gì?")

    await desk.use("clan", "ho-xa@1")
    assert await desk.current("clan") == "ho-xa@1"
    await desk.use("clan", "ho-xa")

    assert await desk.current("clan") == "ho-xa@2"


async def test_loading_the_same_file_again_changes_nothing(desk: Desk) -> None:
    await desk.load()

    told = await desk.load()

    assert told.startswith("đã có từ trước, không đổi gì.")
    assert desk.loaded


async def test_a_changed_file_wants_a_new_version_number(desk: Desk) -> None:
    await desk.load()

    told = await desk.load(label="Tên là gì?")

    assert told == "settings, cột version: đã có ho-xa@1 với nội dung khác. Hãy ghi số mới."
    assert not desk.loaded


async def test_a_newer_version_of_a_shipped_code_is_used_at_once_and_says_so(desk: Desk) -> None:
    told = await desk.load(code="dongho", version="2027", valid=" | ")

    assert "nên phiếu mở từ nay dùng bản này" in told
    assert await desk.current("clan") == "dongho@2027"


async def test_a_code_of_another_title_is_taken(desk: Desk) -> None:
    told = await desk.load(code="giadinh", version="2027")

    assert told == "settings, cột form_id: mã giadinh đang dùng cho family. Hãy đổi mã."


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"code": ""}, "form_id"),
        ({"code": "bộ của xã"}, "form_id"),
        ({"version": ""}, "version"),
    ],
)
async def test_a_pack_needs_a_code_and_a_version(
    desk: Desk, changes: dict[str, str], says: str
) -> None:
    told = await desk.load(**changes)

    assert told.startswith(f"settings, cột {says}: ")
    assert not desk.loaded


async def test_a_form_without_a_pack_sheet_is_no_pack(desk: Desk) -> None:
    told = await desk.load_text("| survey | type | name | label |\n| | text | who | Tên gì? |")

    assert told.startswith("chưa có trang pack")


async def test_faults_are_told_with_their_sheet_and_row_and_nothing_is_kept(desk: Desk) -> None:
    told = await desk.load(title="clans")

    assert told.startswith("pack hàng 5, cột title: ")
    assert len(await desk.list()) == 6


async def test_a_good_file_is_loaded_beside_a_faulty_one(desk: Desk) -> None:
    good, bad = desk.folder / "tot.md", desk.folder / "sai.md"
    good.write_text(OWN.format(**PLAIN), "utf-8")
    bad.write_text(OWN.format(**PLAIN | {"title": "clans"}), "utf-8")

    assert not await desk.packer.load([bad, good])
    assert len(await desk.list()) == 7


@pytest.mark.parametrize(
    ("title", "wanted", "year", "says"),
    [
        ("clan", "khong-co", 2026, "Không có bộ nào là khong-co"),
        ("clan", "ho-xa@9", 2026, "Không có bộ nào là ho-xa@9"),
        ("family", "ho-xa", 2026, "ho-xa@1 dùng cho clan, không dùng cho family."),
        ("clan", "ho-xa", 2028, "đến 31/12/2027 nên không dùng cho năm 2028."),
    ],
)
async def test_what_can_not_be_chosen_is_said_and_changes_nothing(
    desk: Desk, title: str, wanted: str, year: int, says: str
) -> None:
    await desk.load()

    told = await desk.use(title, wanted, year)

    assert says in told
    assert not desk.used
    assert (await desk.current("clan")).startswith("dongho@")


async def test_an_unknown_commune_is_asked_for(desk: Desk) -> None:
    told = await desk.use("clan", "dongho", commune="99999")

    assert told.startswith("Chưa biết xã nào.")


async def test_the_commune_of_a_village_chooses_for_it(desk: Desk) -> None:
    await desk.load()

    await desk.use("clan", "ho-xa", commune=sample.VILLAGES[0][0])

    assert await desk.current("clan") == "ho-xa@1"
