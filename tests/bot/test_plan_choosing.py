"""`banhoc plan load` and `plan use`: plans of one's own, and which one a commune follows."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest

from bot import cli, plan_choosing
from bot.plan_choosing import Planner
from bot.settings import Settings
from flows.plan.season import Season
from flows.sample import commune
from storage import plans, roster, seasons

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
SHIPPED = files("flows") / "library" / "plans" / "binh_lu_2026.yaml"


@dataclass
class Terminal:
    """What a command said, and the plans of the installation."""

    planner: Planner
    said: list[str] = field(default_factory=list)

    async def season(self, year: int) -> Season | None:
        async with self.planner.db.read() as tx:
            return await seasons.season(tx, "MAU", year)

    async def known(self) -> set[str]:
        async with self.planner.db.read() as tx:
            return set(await plans.known(tx))


@asynccontextmanager
async def terminal(folder: Path) -> AsyncIterator[Terminal]:
    """An installation with the sample commune."""
    said: list[str] = []
    async with plan_choosing.planner(Settings(data=folder), said.append, lambda: NOW) as planner:
        async with planner.db.begin() as tx:
            await roster.enrol_sample(tx, commune())
        yield Terminal(planner, said)


def own(folder: Path, day: str = "trước 31/12", name: str = "xa_mau.yaml") -> Path:
    """A plan of one's own, begun from a shipped one."""
    text = SHIPPED.read_text("utf-8").replace("plan: binh_lu_2026", "plan: xa_mau")
    path = folder / name
    path.write_text(text.replace("code: BL", "code: XM").replace("trước 31/12", day), "utf-8")
    return path


async def test_a_commune_follows_a_plan_from_this_season_on(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        done = await at.planner.use("binh_lu_2026", "MAU", None)

        now, before = await at.season(2026), await at.season(2025)
    assert done
    assert at.said == [
        "Từ năm 2026 xã Bình Lư (dữ liệu mẫu) theo Kế hoạch xã Bình Lư 2026-2030 (binh_lu_2026)."
    ]
    assert now is not None
    assert before is None


async def test_an_open_season_keeps_its_plan_unless_the_year_is_named(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await at.planner.use("binh_lu_2026", None, None)
        await at.planner.use("lai_chau_2023", None, None)
        kept = [(await at.season(year)).plan.code for year in (2026, 2027)]
        await at.planner.use("lai_chau_2023", None, 2026)
        changed = (await at.season(2026)).plan.code

    assert kept == ["binh_lu_2026", "lai_chau_2023"]
    assert changed == "lai_chau_2023"
    assert any("Năm 2026 vẫn theo kế hoạch cũ" in line for line in at.said)


async def test_the_same_plan_again_says_that_nothing_changes(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await at.planner.use("binh_lu_2026", "MAU", 2026)

        done = await at.planner.use("binh_lu_2026", "MAU", 2026)

    assert done
    assert "không đổi gì" in at.said[-1]


@pytest.mark.parametrize(
    ("plan", "commune", "year", "why"),
    [
        ("nowhere", "MAU", None, 'là "nowhere". Đang có: binh_lu_2026'),
        ("quoc_gia", "MAU", None, 'là "quoc_gia"'),
        ("binh_lu_2026", "X9", None, "Chưa biết xã nào"),
        ("binh_lu_2026", "MAU", 2031, "chỉ dùng cho các năm 2026-2030"),
        ("binh_lu_2026", "MAU", 2025, "chỉ dùng cho các năm 2026-2030"),
    ],
)
async def test_what_cannot_be_followed_is_refused_with_the_reason(
    tmp_path: Path, plan: str, commune: str, year: int | None, why: str
) -> None:
    async with terminal(tmp_path) as at:
        done = await at.planner.use(plan, commune, year)

        assert await at.season(2026) is None
    assert not done
    assert why in at.said[0]


async def test_a_plan_of_ones_own_is_kept_and_followed(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        loaded = await at.planner.load([own(tmp_path)])
        again = await at.planner.load([own(tmp_path)])
        await at.planner.use("xa_mau", "MAU", None)

        found = await at.season(2026)
        assert "xa_mau" in await at.known()
    assert loaded
    assert again
    assert "banhoc plan use xa_mau" in at.said[0]
    assert found is not None
    assert found.first is not None
    assert found.first.deadline.code == "XMD1"


async def test_a_plan_nobody_follows_may_be_loaded_anew(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await at.planner.load([own(tmp_path)])

        done = await at.planner.load([own(tmp_path, "trước 20/12")])

        await at.planner.use("xa_mau", "MAU", None)
        found = await at.season(2026)
    assert done
    assert found is not None
    assert str(found.safe) == "2026-12-19"


async def test_a_plan_that_is_followed_keeps_what_it_says(tmp_path: Path) -> None:
    async with terminal(tmp_path) as at:
        await at.planner.load([own(tmp_path)])
        await at.planner.use("xa_mau", "MAU", None)

        done = await at.planner.load([own(tmp_path, "trước 20/12")])

        found = await at.season(2026)
    assert not done
    assert "Hãy đặt mã mới" in at.said[-1]
    assert found is not None
    assert str(found.safe) == "2026-12-30"


async def test_the_code_of_a_shipped_plan_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "binh_lu_2026.yaml"
    path.write_text(SHIPPED.read_text("utf-8"), "utf-8")
    async with terminal(tmp_path) as at:
        done = await at.planner.load([path])

    assert not done
    assert "là của kế hoạch có sẵn" in at.said[0]


async def test_a_file_with_a_fault_is_told_and_the_next_is_loaded(tmp_path: Path) -> None:
    wrong = own(tmp_path, "trước 31/13", "wrong.yaml")
    async with terminal(tmp_path) as at:
        done = await at.planner.load([wrong, own(tmp_path)])

        assert "xa_mau" in await at.known()
    assert not done
    assert "Không có tháng 13" in at.said[0]


def test_the_commands_stand_in_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BANHOC_DATA", str(tmp_path))

    loaded = cli.main(["plan", "load", str(own(tmp_path))])
    used = cli.main(["plan", "use", "xa_mau", "--commune", "MAU", "--from-year", "2026"])

    said = capsys.readouterr().out
    assert (loaded, used) == (cli.OK, cli.WRONG)  # there is no commune yet
    assert "đã nạp" in said
    assert "Chưa biết xã nào" in said
