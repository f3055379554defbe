"""`banhoc due` says who would be reminded on a day and why, and neither sends nor writes."""

import asyncio
import json
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot import cli, due_telling
from bot.settings import WrongSettings
from storage.roster import SamplePerson
from tests.gathered import HEAD, STAFF
from tests.town import CLOSES, Town, enrol, town

FORTNIGHT = CLOSES - timedelta(days=14)
NEXT_DOOR = SamplePerson("Phàn Văn Mẫu", "household", "MAU02", "MAU02-03")


async def told(here: Town, day: date, commune: str = "", *, as_json: bool = False) -> list[str]:
    """What the command writes about this town."""
    lines: list[str] = []
    async with here.db.read() as tx:
        await due_telling.tell(tx, day, commune, lines.append, as_json=as_json)
    return lines


async def rows(here: Town, day: date) -> list[dict[str, object]]:
    return [json.loads(line) for line in await told(here, day, as_json=True)]


async def test_it_says_by_person_what_and_why(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        lines = await told(here, FORTNIGHT)

    assert lines[:5] == [
        "thứ Hai 9/11/2026 · xã Bình Lư (dữ liệu mẫu) · binh_lu_2026, năm 2026",
        "  Ngày an toàn: hết thứ Tư 30/12/2026 (BLD1: trước thứ Năm 31/12/2026, mục III.8, đoạn 1)",
        "Nhắc 1 người:",
        "  Lò Văn Mẫu · test",
        "    · làm phiếu: Gia đình học tập · Hộ 07 · Nguyễn Văn Pao (mẫu) · chưa làm "
        "(mốc 14 ngày, hạn hết thứ Hai 23/11/2026, còn 14 ngày)",
    ]


async def test_it_says_why_the_others_are_left_alone(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        await enrol(here, NEXT_DOOR, "there")
        await here.finish(3, "MAU02")
        await here.at(FORTNIGHT)

        found = await rows(here, FORTNIGHT)

    why = {row["name"]: row["why"] for row in found}
    assert why["Hộ 07 · Nguyễn Văn Pao (mẫu)"] == "told"
    assert [row["why"] for row in found if str(row["about"]) and row["state"]] == ["finished"]
    assert sum(row["why"] == "by_head" for row in found) == 58


async def test_a_line_of_json_names_the_deadline_and_the_channel_but_no_number(
    tmp_path: Path,
) -> None:
    async with town(tmp_path) as here:
        await here.number("MAU01-07", "0912000007")
        lines = await told(here, FORTNIGHT, as_json=True)

    row = next(json.loads(line) for line in lines if '"due"' in line)
    assert row == {
        "date": "2026-11-09",
        "commune": "MAU",
        "plan": "binh_lu_2026",
        "season": 2026,
        "step": "answer",
        "milestone": 14,
        "closes": "2026-11-23",
        "deadline": "BLD1",
        "section": row["section"],
        "written": "2026-12-31",
        "safe": "2026-12-30",
        "about": row["about"],
        "name": "Hộ 07 · Nguyễn Văn Pao (mẫu)",
        "title": "family",
        "state": "",
        "count": 0,
        "why": "due",
        "person": "Lò Văn Mẫu",
        "channel": "test",
    }
    assert "0912" not in "".join(lines)


async def test_asking_changes_nothing(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        once = await told(here, FORTNIGHT)
        again = await told(here, FORTNIGHT)

        assert (await here.letters(), await here.parts()) == ([], [])
        assert once == again


async def test_what_it_says_is_what_then_happens(tmp_path: Path) -> None:
    async with town(tmp_path, person=HEAD) as here:
        await enrol(here, STAFF, "staff")
        await enrol(here, NEXT_DOOR, "there")
        sent = await here.finish(4)
        await here.state(sent.assessment_id, "handed_over")
        for day in (CLOSES - timedelta(days=n) for n in range(31, -40, -1)):
            found = [row for row in await rows(here, day) if row["why"] == "due"]
            before = len(await here.parts())
            await here.at(day)
            made = (await here.parts())[before:]
            assert sorted((r["step"], r["milestone"], r["about"]) for r in found) == sorted(made)


async def test_who_had_his_letter_of_the_day_is_told_the_day_after(tmp_path: Path) -> None:
    async with town(tmp_path, person=HEAD) as here:
        await here.at(FORTNIGHT)
        await here.finish(4)
        await here.move("review", FORTNIGHT + timedelta(days=14))

        found = {row["step"]: row["why"] for row in await rows(here, FORTNIGHT)}

    assert found["review"] == "tomorrow"


async def test_on_tet_it_says_so(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        assert await told(here, date(2027, 2, 6)) == ["thứ Bảy 6/2/2027: ngày Tết, không nhắc ai."]


async def test_a_day_without_anything_is_said_to_be_one(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        assert await told(here, date(2026, 9, 1)) == [
            "thứ Ba 1/9/2026: không có việc nào đến mốc nhắc."
        ]


async def test_a_commune_without_a_plan_is_refused(tmp_path: Path) -> None:
    async with town(tmp_path) as here:
        with pytest.raises(WrongSettings, match="XYZ follows no plan"):
            await told(here, FORTNIGHT, "XYZ")


def test_the_terminal_prints_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def lay() -> None:
        async with town(tmp_path):
            pass

    asyncio.run(lay())
    shutil.copy(tmp_path / "story.sqlite3", tmp_path / "banhoc.sqlite3")
    monkeypatch.setenv("BANHOC_DATA", str(tmp_path))

    ended = cli.main(["due", "--date", "2026-11-09", "--commune", "MAU"])

    assert ended == 0
    assert "Nhắc 1 người:" in capsys.readouterr().out


def test_the_terminal_says_what_a_day_looks_like(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["due", "--date", "1/12"])

    assert "2026-12-01" in capsys.readouterr().err
