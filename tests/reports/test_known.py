"""What is known from below: counted once each, blank where unknown, offered in the form."""

from datetime import date
from pathlib import Path

from sqlalchemy import insert, select

from flows.rights import Target
from flows.rollup import KNOWN
from flows.sample import commune
from reports import known
from storage import packs, roster
from storage.database import Database
from storage.packs import About
from storage.roster import SamplePerson
from storage.tables import Answer, Assessment, Belongs, Subject
from tests.stage import MORNING, heard, stage

TODAY = date(2026, 12, 1)
HEAD = SamplePerson("Tẩn A Mẫu", "village_head", "MAU01", "MAU01-01")
VILLAGE = Target(None, "village", "MAU01", "MAU")


async def village(db: Database) -> dict[str, int]:
    """The sample village with a clan of three households, two adults in each; ids by code."""
    async with db.begin() as tx:
        await roster.enrol_sample(tx, commune())
        clan = {"kind": "clan", "code": "H1", "name": "Họ Lò (mẫu)", "place_code": "MAU01"}
        await tx.execute(insert(Subject).values(**clan))
        ids = {row.code: row.id for row in await tx.execute(select(Subject.id, Subject.code))}
        for home in ("MAU01-01", "MAU01-02", "MAU01-03"):
            await tx.execute(insert(Belongs).values(member_id=ids[home], group_id=ids["H1"]))
            for n in (1, 2):
                adult = {"kind": "citizen", "code": f"{home}-{n}", "name": "Mẫu"}
                made = await tx.execute(insert(Subject).values(**adult).returning(Subject.id))
                ids[f"{home}-{n}"] = made.scalar_one()
                member = {"member_id": ids[f"{home}-{n}"], "group_id": ids[home]}
                await tx.execute(insert(Belongs).values(**member))
            update = Subject.__table__.update().where(Subject.code == home)
            await tx.execute(update.values(adults=2))
    return ids


async def form(db: Database, subject: int, title: str, state: str, **answers: str) -> None:
    async with db.begin() as tx:
        person = await roster.enrol(tx, HEAD, "t", f"{subject}-{title}", MORNING)
        about = About(title, "1", "", title, False, None, None, f"{title}.md")
        pack = await packs.publish(tx, about, b"", MORNING)
        row = {"subject_id": subject, "title": title, "year": 2026, "state": state}
        made = {"pack_id": pack, "opened_at": MORNING, "opened_by": person}
        query = insert(Assessment).values(**row, **made).returning(Assessment.id)
        number = (await tx.execute(query)).scalar_one()
        for name, value in answers.items():
            answer = {"assessment_id": number, "ref": f"/data/home/{name}", "value": value}
            by = {"typist_id": person, "channel": "t", "answered_at": MORNING}
            await tx.execute(insert(Answer).values(**answer, **by))


async def facts(db: Database, target: Target) -> dict[str, str]:
    async with db.read() as tx:
        return await known.facts(tx, target, 2026, TODAY)


async def test_a_village_knows_its_households_families_clans_adults_and_children(
    db: Database,
) -> None:
    ids = await village(db)
    await form(db, ids["MAU01-01"], "family", "recognised", children="3", excused="1")
    await form(db, ids["MAU01-02"], "family", "submitted", children="2", excused="")
    await form(db, ids["MAU01-03"], "family", "drafting", children="9")
    await form(db, ids["MAU02-01"], "family", "recognised", children="5")
    await form(db, ids["MAU01-01-1"], "citizen", "recognised")

    assert await facts(db, VILLAGE) == {
        "known_on": "01/12/2026",
        "known_households": "20",
        "known_families_recognised": "1",
        "known_clans": "1",
        "known_clans_recognised": "0",
        "known_adults": "6",
        "known_adults_recognised": "1",
        "known_children": "4",
    }


async def test_a_household_knows_its_own_adults(db: Database) -> None:
    ids = await village(db)
    await form(db, ids["MAU01-01-1"], "citizen", "recognised")
    await form(db, ids["MAU01-01-2"], "citizen", "drafting")
    await form(db, ids["MAU01-02-1"], "citizen", "recognised")

    found = await facts(db, Target(ids["MAU01-01"], "household", "MAU01", "MAU"))

    counted = [found[name] for name in ("known_adults", "known_adults_recognised")]
    assert counted == ["2", "1"]
    assert found["known_citizens_registered"] == "2"


async def test_a_clan_counts_its_households_wherever_they_live(db: Database) -> None:
    ids = await village(db)
    async with db.begin() as tx:
        far = {"member_id": ids["MAU03-07"], "group_id": ids["H1"]}
        await tx.execute(insert(Belongs).values(**far))
    await form(db, ids["MAU03-07"], "family", "recognised")

    found = await facts(db, Target(ids["H1"], "clan", "MAU01", "MAU"))

    assert (found["known_households"], found["known_families_recognised"]) == ("4", "1")


async def test_what_nobody_has_written_down_is_blank_and_not_nought(db: Database) -> None:
    async with db.begin() as tx:
        await roster.enrol_sample(tx, commune())

    found = await facts(db, VILLAGE)

    assert (found["known_households"], found["known_families_recognised"]) == ("20", "0")
    blank = ("known_clans", "known_clans_recognised", "known_adults", "known_children")
    assert [found[name] for name in blank] == [""] * 4


async def test_every_name_of_the_vocabulary_can_be_counted() -> None:
    names = {name for facts in KNOWN.values() for name in facts} - {"known_on"}

    assert names == set(known._COUNTS)


async def test_a_village_form_offers_what_is_known_and_asks_why_it_differs(tmp_path: Path) -> None:
    async with stage(tmp_path, person=HEAD) as on:
        async with on.db.begin() as tx:
            place = {"kind": "village", "code": "B1", "name": "Bản Nà Đon", "place_code": "MAU01"}
            await tx.execute(insert(Subject).values(**place))
        for text in ("chào", "1"):
            menu = await on.say(text)
        number = next(c.number for c in menu[-1].choices if "Cộng đồng" in c.label)

        first = await on.say(str(number))
        kept = await on.say("giữ")
        again = await on.say("sửa a")
        other = await on.say("19")

    assert "Theo dữ liệu ngày 24/11/2026: 20 hộ" in heard(first)
    assert "20" in heard(kept)
    assert "Theo dữ liệu" in heard(again)
    assert "Vì sao khác?" in heard(other)
