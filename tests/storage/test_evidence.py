"""Which photo backs which answer: told once, found again, dropped when the answer drops it."""

import pytest

from storage import evidence
from storage.database import Database
from storage.evidence import Piece, Use
from storage.folder import Kept
from storage.mail import Recipient
from tests.storage.conftest import NOW, meet, open_assessment

FIRST = Kept("a" * 64 + ".jpg", "photo", 1000, "a.jpg", 22.4, 103.5)
SECOND = Kept("b" * 64 + ".pdf", "file", 2000)


@pytest.fixture
async def form(db: Database, anna: Recipient) -> int:
    return await open_assessment(db, 1)


async def record(
    db: Database, form: int, ref: str, kept: Kept, album: str = "", person: int = 1
) -> bool:
    async with db.begin() as tx:
        return await evidence.record(tx, form, ref, kept, album, person, NOW)


async def test_what_backs_a_form_comes_back_as_it_came(db: Database, form: int) -> None:
    await record(db, form, "/f/b", FIRST)
    await record(db, form, "/f/a", SECOND)

    async with db.read() as tx:
        pieces = await evidence.of(tx, form)
    assert pieces == [
        Piece("/f/b", FIRST.key, "photo", 1000, 1, NOW, 22.4, 103.5),
        Piece("/f/a", SECOND.key, "file", 2000, 1, NOW, None, None),
    ]


async def test_the_same_photo_for_the_same_answer_is_told_once(db: Database, form: int) -> None:
    new = [await record(db, form, "/f/a", FIRST) for _ in range(2)]

    assert new == [True, False]


async def test_a_photo_used_before_is_recognised_where_it_was_first(
    db: Database, form: int
) -> None:
    other = await open_assessment(db, 2)
    async with db.read() as tx:
        before = await evidence.used(tx, FIRST.key)
    await record(db, other, "/f/x", FIRST)
    await record(db, form, "/f/a", FIRST)

    async with db.read() as tx:
        assert await evidence.used(tx, FIRST.key) == Use(other, "/f/x")
    assert before is None


async def test_an_album_goes_on_where_it_went_last_for_its_sender_only(
    db: Database, form: int
) -> None:
    await meet(db, 2, "ben")
    await record(db, form, "/f/a", FIRST, album="x")
    await record(db, form, "/f/b", SECOND, album="x")
    await record(db, form, "/f/c", SECOND)

    async with db.read() as tx:
        assert await evidence.album_ref(tx, 1, "x") == (form, "/f/b")
        assert await evidence.album_ref(tx, 2, "x") is None
        assert await evidence.album_ref(tx, 1, "y") is None
        assert await evidence.album_ref(tx, 1, "") is None


async def test_what_an_answer_no_longer_names_is_forgotten(db: Database, form: int) -> None:
    await record(db, form, "/f/a", FIRST)
    await record(db, form, "/f/a", SECOND)
    await record(db, form, "/f/b", FIRST)
    async with db.begin() as tx:
        await evidence.forget(tx, form, "/f/a", [SECOND.key])
        left = [(piece.ref, piece.key) for piece in await evidence.of(tx, form)]
        await evidence.forget(tx, form, "/f/a", [])
        still = [piece.ref for piece in await evidence.of(tx, form)]

    assert left == [("/f/a", SECOND.key), ("/f/b", FIRST.key)]
    assert still == ["/f/b"]


async def test_content_that_backs_nothing_is_found(db: Database, form: int) -> None:
    await record(db, form, "/f/a", FIRST)

    async with db.read() as tx:
        assert await evidence.unnamed(tx, [SECOND.key, FIRST.key]) == [SECOND.key]
        assert await evidence.unnamed(tx, []) == []


async def pieces(db: Database, form: int) -> list[tuple[str, str]]:
    async with db.read() as tx:
        return [(piece.ref, piece.key) for piece in await evidence.of(tx, form)]


async def test_what_backs_members_follows_them_and_goes_with_them(db: Database, form: int) -> None:
    for ref, kept in (("/f/p[1]/a", FIRST), ("/f/p[2]/a", SECOND), ("/f/house", FIRST)):
        await record(db, form, ref, kept)

    for _ in range(2):  # as when the same message is heard twice
        async with db.begin() as tx:
            await evidence.settle(tx, form, {"/f/p[1]/a": [SECOND.key]})

    assert await pieces(db, form) == [("/f/p[1]/a", SECOND.key), ("/f/house", FIRST.key)]


async def test_one_content_behind_several_members_stays_behind_each(
    db: Database, form: int
) -> None:
    for number in (1, 2):
        await record(db, form, f"/f/p[{number}]/a", FIRST)

    async with db.begin() as tx:
        await evidence.settle(tx, form, {f"/f/p[{n}]/a": [FIRST.key] for n in (2, 3)})

    assert sorted(ref for ref, _ in await pieces(db, form)) == ["/f/p[2]/a", "/f/p[3]/a"]


async def test_members_of_another_form_keep_what_backs_them(db: Database, form: int) -> None:
    other = await open_assessment(db, 2)
    await record(db, other, "/f/p[1]/a", FIRST)

    async with db.begin() as tx:
        await evidence.settle(tx, form, {})

    assert await pieces(db, other) == [("/f/p[1]/a", FIRST.key)]
