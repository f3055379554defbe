"""Meetings and votes as they are remembered, and the remarks on what they posted."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, insert, select

from flows.meeting import Ballot, Meeting
from flows.sample import commune
from storage import evidence, meetings, remarks, reviews, roster, tables
from storage.database import Database
from storage.moves import By
from storage.remarks import Said
from storage.roster import SamplePerson
from tests.storage.conftest import NOW

HEAD = SamplePerson("Tẩn A Mẫu", "village_head", "MAU01")


@pytest.fixture
async def by(db: Database) -> By:
    """The head of a village whose households 1 and 2 have handed in."""
    async with db.begin() as tx:
        await roster.enrol_sample(tx, commune())
        number = await roster.enrol(tx, HEAD, "test", "an", NOW)
        pack = {"id": 1, "code": "gd", "version": "1", "title": "family", "file_name": "gd.md"}
        await tx.execute(insert(tables.Pack).values(**pack, workbook=b"", published_at=NOW))
        for form, code in ((1, "MAU01-01"), (2, "MAU01-02"), (3, "MAU02-01")):
            query = select(tables.Subject.id).where(tables.Subject.code == code)
            subject = {"id": form, "subject_id": (await tx.execute(query)).scalar_one()}
            about = {"title": "family", "year": 2026, "pack_id": 1, "state": "submitted"}
            opened = {"opened_at": NOW, "opened_by": number, "revision": 4}
            await tx.execute(insert(tables.Assessment).values(**subject, **about, **opened))
    return By(number, "village_head", "test", NOW)


async def begun(db: Database, by: By) -> Meeting:
    async with db.begin() as tx:
        return await meetings.begin(tx, "MAU01", 2026, by)


async def cast(db: Database, at: Meeting, ballots: dict[int, Ballot | None]) -> None:
    async with db.begin() as tx:
        await meetings.vote(tx, at.id, ballots)


async def listed(db: Database, at: Meeting) -> dict[int, Ballot | None]:
    async with db.read() as tx:
        return {item.assessment_id: item.ballot for item in await meetings.items(tx, at)}


async def closed(db: Database, at: Meeting, by: By) -> reviews.Closed:
    async with db.begin() as tx:
        return await reviews.close(tx, at, await meetings.items(tx, at), by)


# ---- one meeting


async def test_two_who_begin_at_once_begin_one_meeting(db: Database, by: By) -> None:
    both = await asyncio.gather(*(begun(db, by) for _ in range(4)))

    assert len({at.id for at in both}) == 1


async def test_a_village_has_its_own_meeting_each_year(db: Database, by: By) -> None:
    this = await begun(db, by)
    async with db.begin() as tx:
        other = await meetings.begin(tx, "MAU01", 2027, by)
        neighbour = await meetings.begin(tx, "MAU02", 2026, by)

    assert len({this.id, other.id, neighbour.id}) == 3


async def test_a_new_meeting_may_begin_when_the_last_one_is_closed(db: Database, by: By) -> None:
    first = await begun(db, by)
    async with db.begin() as tx:
        await meetings.close(tx, first.id, NOW)

    second = await begun(db, by)

    assert second.id != first.id
    assert second.token != first.token


async def test_a_meeting_knows_its_village_and_how_many_households_it_has(
    db: Database, by: By
) -> None:
    at = await begun(db, by)

    assert (at.place, at.households, at.passing) == ("Bản Nà Đon", 20, 50.0)


async def test_a_meeting_that_is_not_there_is_an_error(db: Database, by: By) -> None:
    async with db.begin() as tx:
        with pytest.raises(LookupError):
            await meetings.load(tx, 99)
        with pytest.raises(LookupError):
            await meetings.about(tx, 99)


async def test_only_what_the_village_sent_this_year_is_before_its_meeting(
    db: Database, by: By
) -> None:
    async with db.begin() as tx:
        await tx.execute(
            tables.Assessment.__table__.update().where(tables.Assessment.id == 2).values(year=2025)
        )
    at = await begun(db, by)

    assert await listed(db, at) == {1: None}


# ---- votes


async def test_the_last_vote_on_a_form_is_the_one_that_counts(db: Database, by: By) -> None:
    at = await begun(db, by)
    await cast(db, at, {1: Ballot(4, False, 3, "Thiếu ảnh"), 2: Ballot(4, True)})

    await cast(db, at, {1: Ballot(4, True, 15)})

    assert await listed(db, at) == {1: Ballot(4, True, 15), 2: Ballot(4, True)}


async def test_a_vote_that_is_taken_back_is_gone(db: Database, by: By) -> None:
    at = await begun(db, by)
    await cast(db, at, {1: Ballot(4, True), 2: Ballot(4, True)})

    await cast(db, at, {1: None})

    assert await listed(db, at) == {1: None, 2: Ballot(4, True)}


async def test_closing_leaves_out_what_is_not_as_it_was_voted_on(db: Database, by: By) -> None:
    at = await begun(db, by)
    await cast(db, at, {1: Ballot(4, True), 2: Ballot(3, True)})

    found = await closed(db, at, by)

    assert [item.assessment_id for item in found.passed] == [1]
    assert [item.assessment_id for item in found.left_out] == [2]
    async with db.read() as tx:
        states = (await tx.execute(select(tables.Assessment.state))).scalars().all()
    assert states == ["passed", "submitted", "submitted"]


async def test_a_later_meeting_takes_over_what_it_decides_anew(db: Database, by: By) -> None:
    first = await begun(db, by)
    await cast(db, first, {1: Ballot(4, True), 2: Ballot(4, True)})
    await closed(db, first, by)
    async with db.begin() as tx:
        (one, _) = await meetings.decided(tx, first)
        await reviews.reconsider(tx, one, "Bà con có góp ý", by)
    second = await begun(db, by)
    await cast(db, second, {1: Ballot(6, True)})
    before = await decided(db, first)

    await closed(db, second, by)

    assert before == [1, 2]
    assert await decided(db, first) == [2]
    assert await decided(db, second) == [1]


async def decided(db: Database, at: Meeting) -> list[int]:
    async with db.read() as tx:
        return [item.assessment_id for item in await meetings.decided(tx, at)]


async def test_what_was_seen_before_a_change_is_not_reconsidered(db: Database, by: By) -> None:
    at = await begun(db, by)
    await cast(db, at, {1: Ballot(4, True)})
    await closed(db, at, by)
    async with db.begin() as tx:
        (seen,) = await meetings.decided(tx, at)
        first = await reviews.reconsider(tx, seen, "Bà con có góp ý", by)

        again = await reviews.reconsider(tx, seen, "Bà con có góp ý", by)

    assert (first, again) == (True, False)


# ---- the minutes and the remarks


async def test_photos_of_minutes_are_not_cleaned_away(db: Database, by: By) -> None:
    at = await begun(db, by)
    async with db.begin() as tx:
        await meetings.change(tx, at.id, minutes="aa.jpg bb.jpg")

        loose = await evidence.unnamed(tx, ["aa.jpg", "bb.jpg", "cc.jpg"])

    assert loose == ["cc.jpg"]


async def test_a_list_is_found_by_its_token_once_it_was_posted(db: Database, by: By) -> None:
    at = await begun(db, by)
    async with db.begin() as tx:
        before = await meetings.posted(tx, at.token)
        await meetings.post(tx, at.id, date(2026, 12, 4), NOW)

        after = await meetings.posted(tx, at.token)

    assert before is None
    assert after is not None
    assert (after.id, after.state, after.posted_until) == (at.id, "posted", date(2026, 12, 4))


async def test_of_many_remarks_at_once_no_more_are_kept_than_are_allowed(
    db: Database, by: By
) -> None:
    at = await begun(db, by)

    async def say(number: int) -> bool:
        async with db.begin() as tx:
            return await remarks.keep(tx, at.id, Said(f"Góp ý {number}", "", NOW), "here")

    kept = await asyncio.gather(*map(say, range(25)))

    assert sum(kept) == remarks.MOST_A_DAY
    async with db.read() as tx:
        assert await remarks.count(tx, at.id) == remarks.MOST_A_DAY


async def test_a_list_takes_only_so_many_remarks_from_everywhere(
    db: Database, by: By, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remarks, "MOST_OF_ALL", 3)
    at = await begun(db, by)
    async with db.begin() as tx:
        kept = [
            await remarks.keep(tx, at.id, Said(f"Góp ý {n}", "", NOW), f"from {n}")
            for n in range(4)
        ]
        later = Said("Góp ý mai", "", NOW + timedelta(days=1))
        tomorrow = await remarks.keep(tx, at.id, later, "from 4")

    assert (kept, tomorrow) == ([True, True, True, False], True)


async def test_remarks_are_read_newest_first(db: Database, by: By) -> None:
    at = await begun(db, by)
    async with db.begin() as tx:
        for text in ("Một", "Hai"):
            await remarks.keep(tx, at.id, Said(text, "Mẫu", NOW), "here")

        said = await remarks.of(tx, at.id)

    assert said == [Said("Hai", "Mẫu", NOW), Said("Một", "Mẫu", NOW)]


async def test_closing_is_written_down_with_its_moment(db: Database, by: By) -> None:
    at = await begun(db, by)
    await cast(db, at, {1: Ballot(4, True)})

    await closed(db, at, by)

    async with db.read() as tx:
        row = (await tx.execute(select(tables.Meeting.state, tables.Meeting.closed_at))).one()
        votes = (await tx.execute(select(func.count()).select_from(tables.Vote))).scalar_one()
    assert (row.state, row.closed_at, votes) == ("closed", datetime(2026, 11, 22, 7, tzinfo=UTC), 1)
