"""The copy of what is kept about somebody: whole, readable, and only his."""

import base64
import json
import re
from pathlib import Path

import pytest
from sqlalchemy import insert

from bot import copying
from bot.enclosures import Enclosures
from storage import requests, tables
from tests.desks import Commune, Someone, commune
from tests.stage import jpeg

WITH_PHOTOS = ("4", "2", "0", "2", "ảnh red", "1", "1", "1", "2", "ảnh blue", "2", "1")


async def copied(here: Commune, who: Someone) -> str:
    """The page behind the enclosure that he was sent."""
    await who.say("dữ liệu của tôi")
    told = await who.hear(press=await who.line("Nhận bản sao"))
    (paper,) = told[-1].enclosed
    brought = await Enclosures(here.on.db, here.on.conversation.office).bring(paper.key)
    assert brought is not None
    assert (brought.kind, brought.name) == ("text/html", "du-lieu-cua-toi.html")
    return brought.content.decode()


def data(page: str) -> dict[str, object]:
    """The same for machines, out of the page."""
    found = re.search(r'<script type="application/json" id="du-lieu">(.*)</script>', page, re.S)
    assert found is not None
    return dict(json.loads(found[1]))


async def test_every_answer_is_told_with_its_question_and_its_label(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        who = await here.household("MAU01-07", "Lò Văn Mẫu")
        await here.hands_in(who)

        page = await copied(here, who)

    assert "Nhà bác có mấy người lớn?" in page
    assert "Có khá hơn một ít" in page
    assert "đã gửi, 46/70 điểm" in page
    assert "Lần 1, 24/11/2026 09:00 · 46 điểm" in page
    assert page.count("<dt>") >= 6 + 10


async def test_the_photos_are_in_the_page_itself(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        who = await here.household("MAU01-07")
        await here.hands_in(who, WITH_PHOTOS)

        page = await copied(here, who)

    sources = re.findall(r'src="data:image/jpeg;base64,([^"]+)"', page)
    assert len(sources) == 2
    assert all(base64.b64decode(each).startswith(b"\xff\xd8") for each in sources)


async def test_photos_that_are_too_heavy_come_small_and_then_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with commune(tmp_path) as here:
        who = await here.household("MAU01-07")
        folder = here.on.conversation.folder
        big = folder.keep(jpeg("green", (1500, 1000)))
        number = await here.hands_in(who)
        async with here.on.db.begin() as tx:
            row = {"assessment_id": number, "ref": "/data/photo", "key": big.key, "size": big.size}
            sent = {"kind": "photo", "sent_by": who.id, "sent_at": here.clock()}
            await tx.execute(insert(tables.Evidence).values(**row, **sent))
        whole, thumb = (folder.open(big.key, size).stat().st_size for size in ("shown", "thumb"))
        pages = []
        for room in (whole, whole - 1, thumb - 1):
            monkeypatch.setattr(copying, "EMBEDDED_MOST", room)
            pages.append(await copied(here, who))

    lengths = [len(page) for page in pages]
    assert thumb < whole
    assert lengths[0] > lengths[1] > lengths[2]
    assert ["Nặng quá" in page for page in pages] == [False, False, True]


async def test_the_same_stands_there_for_machines(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        who = await here.household("MAU01-07", "Lò Văn Mẫu")
        number = await here.hands_in(who)

        found = data(await copied(here, who))
        answers = [row for row in await here.rows(tables.Answer) if row["assessment_id"] == number]

    (record,) = found["records"]
    assert found["mine"]["name"] == "Lò Văn Mẫu"
    assert {row["ref"]: row["value"] for row in record["behind"]["answers"]} == {
        row["ref"]: row["value"] for row in answers
    }
    assert [row["name"] for row in record["behind"]["moves"]] == ["open", "submit"]
    assert sum(row["count"] for row in found["about"]["letters"]) > 10


async def test_what_somebody_typed_cannot_end_the_page(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        name = "Lò</script><script>alert(1)</script>"
        who = await here.someone(name, "household", "MAU01", "MAU01-07", address="an")

        page = await copied(here, who)

    assert "<script>alert" not in page
    assert data(page)["mine"]["name"] == name


async def test_what_the_village_and_the_commune_said_is_in_it_and_who_said_it_is_not(
    tmp_path: Path,
) -> None:
    async with commune(tmp_path) as here:
        officer = await here.staff("Hoàng Thị Cán Bộ Mẫu")
        who, _ = await here.ready("MAU01-07")
        await officer.press("ds.q")
        await officer.choose("Sửa điểm")
        for text in ("5", "5", "Sổ của bản ghi khác"):
            await officer.say(text)
        await officer.choose("Ghi nhận")

        page = await copied(here, who)

    assert "xã chấm 5 điểm. Sổ của bản ghi khác" in page
    assert "xã đã xem xong · cán bộ xã" in page
    assert "Cán Bộ" not in page


async def test_the_key_to_his_page_is_not_in_it(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        who = await here.someone(
            "Lò Văn Mẫu", "household", "MAU01", "MAU01-07", channel="web", address="secret-token-1"
        )

        page = await copied(here, who)

    assert "trang web" in page
    assert "secret-token-1" not in page


async def test_a_copy_of_the_same_day_is_one_request_done_at_once(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        who = await here.household("MAU01-07")
        for _ in range(3):
            await copied(here, who)
        here.clock.pass_days(1)
        await copied(here, who)

        rows = await here.rows(tables.Request)

    assert [(row["kind"], row["outcome"]) for row in rows] == [("copy", "done")] * 2
    assert all(row["done_at"] == row["asked_at"] for row in rows)


async def test_only_a_request_for_a_copy_brings_one(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        who = await here.household("MAU01-07")
        async with here.on.db.begin() as tx:
            wrong = await requests.ask(tx, who.id, "correct", "Sai tên", here.clock())
        enclosures = Enclosures(here.on.db, here.on.conversation.office)

        found = [await enclosures.bring(f"d:{key}") for key in (wrong, 99, "", "x", "-1", "1.5")]

    assert found == [None] * 6


async def test_a_copy_speaks_the_language_of_whom_it_is_for(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        who = await here.someone("Anna Mẫu", "household", "MAU01", "MAU01-07", language="en")
        await who.say("my data")

        told = await who.hear(press="me.c")
        brought = await Enclosures(here.on.db, here.on.conversation.office).bring(
            told[-1].enclosed[0].key
        )

    assert brought is not None
    assert '<html lang="en">' in brought.content.decode()
    assert "What is kept about you" in brought.content.decode()
