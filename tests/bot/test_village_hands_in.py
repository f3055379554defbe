"""A whole village presses "gửi" within one minute: nothing is lost and nothing is doubled."""

import asyncio
from collections import Counter
from pathlib import Path
from time import perf_counter

from sqlalchemy import insert

from bot.channel import Incoming
from flows.reception import CONSENT
from storage import tables
from tests.desks import FAMILY, Commune, Someone, commune

HOUSEHOLDS = 200
MINUTE = 60.0  # seconds


async def test_two_hundred_households_hand_in_within_one_minute(tmp_path: Path) -> None:
    async with commune(tmp_path) as here:
        addresses = await village(here)
        said = [Incoming("test", address, f"{address}-gui", "gửi") for address in addresses]
        again = [Incoming("test", address, f"{address}-gui-2", "gửi") for address in addresses]
        began = perf_counter()

        # Everyone sends, every message is delivered twice, and everyone taps once more.
        await asyncio.gather(*map(here.on.conversation.receive, [*said, *again, *said]))

        took = perf_counter() - began
        items = await here.rows(tables.Assessment)
        versions = Counter(row["assessment_id"] for row in await here.rows(tables.Submission))
        moves = Counter((row["assessment_id"], row["name"]) for row in await here.rows(tables.Move))
        receipts = Counter(
            row["address"]
            for row in await here.rows(tables.Letter)
            if "Đã gửi phiếu Gia đình học tập" in row["message"]["text"] + row["message"]["lead"]
        )
    assert Counter(row["state"] for row in items) == {"submitted": HOUSEHOLDS}
    assert set(versions.values()) == {1}
    assert len(versions) == HOUSEHOLDS
    assert [count for (_, name), count in moves.items() if name == "submit"] == [1] * HOUSEHOLDS
    assert receipts == Counter(dict.fromkeys(addresses, 1))
    assert took < MINUTE


async def village(here: Commune) -> list[str]:
    """As many households whose form is complete and in hand; the addresses of their people."""
    who = await here.household("MAU01-07")
    number = await fills_in(here, who)
    item = dict(await here.row(number))
    answers = [dict(row) for row in await here.rows(tables.Answer)]
    async with here.on.db.begin() as tx:
        for n in range(1, HOUSEHOLDS):
            home = {"kind": "household", "code": f"x{n}", "name": f"Hộ {n} (mẫu)"}
            subject = await add(tx, tables.Subject, **home, place_code="MAU01")
            form = await add(tx, tables.Assessment, **{**item, "id": None, "subject_id": subject})
            person = await add(
                tx, tables.Person, name=f"Người {n}", consent=CONSENT, assessment_id=form
            )
            await tx.execute(
                insert(tables.Account).values(channel="test", address=f"h{n}", person_id=person)
            )
            await add(tx, tables.Role, person_id=person, role="household", subject_id=subject)
            rows = [{**row, "assessment_id": form, "typist_id": person} for row in answers]
            await tx.execute(insert(tables.Answer), rows)
    return [who.address, *(f"h{n}" for n in range(1, HOUSEHOLDS))]


async def add(tx: object, table: type[tables.Table], **values: object) -> int:
    made = await tx.execute(insert(table.__table__).values(**values))
    return int(made.inserted_primary_key[0])


async def fills_in(here: Commune, who: Someone) -> int:
    """This household's form, complete and not yet handed in."""
    await who.say("menu")
    await who.choose("Gia đình")
    told = ""
    for reply in FAMILY:
        if "Xin gửi một ảnh" in told:
            await who.say("bỏ qua")
        told = await who.say(reply)
    assert "Xong" in await who.say("bỏ qua")
    return await here.assessment(who)
