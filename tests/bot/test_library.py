"""Packs are published once, kept whole, and compiled once, so that no open form ever changes."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot import library as shelves
from bot.library import Library
from flows.forms import loading
from flows.forms.faults import WorkbookError
from flows.forms.pack_sheet import TITLES
from storage import packs
from storage.database import Database, connect, upgrade
from tests.stage import MORNING

LATER = MORNING + timedelta(days=1)
PACK = """\
| survey | type | name | label |
| | text | who | {label} |

| pack | title | official | valid_from |
| | citizen | no | 2026-01-01 |
"""
FIRST, SECOND = PACK.format(label="Tên gì?").encode(), PACK.format(label="Tên là gì?").encode()


@pytest.fixture(autouse=True)
def new_process() -> None:
    """What a process remembers ends with it."""
    shelves._COMPILED.forget()


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    url = f"sqlite+aiosqlite:///{tmp_path / 'packs.db'}"
    upgrade(url)
    async with connect(url) as opened:
        yield opened


async def current(library: Library, db: Database, title: str = "citizen") -> int:
    async with db.read() as tx:
        return await library.current(tx, title, 2026, "MAU")


async def label(library: Library, db: Database, pack_id: int) -> str:
    """What the first question of a pack asks."""
    async with db.read() as tx:
        form = await library.form(tx, pack_id)
    phrase = next(iter(form.questions[0].label.values()))
    return str(phrase.pieces[0])


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The names of the workbooks compiled meanwhile."""
    compiled: list[str] = []
    for name in ("load", "load_accepted"):
        compiles = getattr(loading, name)

        def noted(content: bytes, file_name: str, compiles=compiles) -> object:
            compiled.append(file_name)
            return compiles(content, file_name)

        monkeypatch.setattr(loading, name, noted)
    yield compiled
    monkeypatch.undo()


async def test_every_pack_in_the_folder_is_published(db: Database) -> None:
    library = Library()

    await library.publish_shipped(db, MORNING)

    assert {name for name, _ in shelves.shipped()} >= {"cdht.md", "giadinh.md"}
    assert await current(library, db, "citizen") != await current(library, db, "family")


async def test_what_a_workbook_says_of_itself_is_kept_beside_it(db: Database) -> None:
    await Library().publish_shipped(db, MORNING)

    async with db.read() as tx:
        about = (await packs.current(tx, "commune", 2026, "MAU")).about

    assert (about.code, about.edition) == ("conghoctap-xa", "2026112201")
    assert (about.official, about.shipped) == (False, True)
    assert (about.valid_from, about.valid_to) == (date(2024, 2, 12), None)


async def test_a_first_start_compiles_nothing_that_nobody_answers(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Library()
    with counted(monkeypatch) as compiled:
        await library.publish_shipped(db, MORNING)
        await label(library, db, await current(library, db, "clan"))

    assert compiled == ["dongho.md"]


async def test_every_title_has_a_pack_from_the_start(db: Database) -> None:
    library = Library()
    await library.publish_shipped(db, MORNING)

    found = {title: await current(library, db, title) for title in TITLES}

    assert len(set(found.values())) == len(TITLES)


async def test_a_pack_put_into_the_folder_needs_nothing_else(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelves, "shipped", lambda: [("moi.md", FIRST)])
    library = Library()

    await library.publish_shipped(db, MORNING)

    assert await label(library, db, await current(library, db)) == "Tên gì?"


async def test_a_start_with_nothing_new_publishes_and_compiles_nothing(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await Library().publish_shipped(db, MORNING)
    before = await current(Library(), db)

    with counted(monkeypatch) as compiled:
        await Library().publish_shipped(db, LATER)

    assert compiled == []
    assert await current(Library(), db) == before


async def test_a_newer_version_is_used_for_new_forms_and_the_old_one_stays(db: Database) -> None:
    library = Library()
    await library.publish(db, "moi", "moi.md", FIRST, MORNING, shipped=True)
    old = await current(library, db)

    await library.publish(db, "moi", "moi.md", SECOND, LATER, shipped=True)

    new = await current(library, db)
    assert new != old
    assert await label(library, db, new) == "Tên là gì?"
    assert await label(library, db, old) == "Tên gì?"


async def test_the_same_workbook_again_is_the_same_version(db: Database) -> None:
    library = Library()
    await library.publish(db, "moi", "moi.md", FIRST, MORNING, shipped=True)
    once = await current(library, db)

    await library.publish(db, "moi", "moi.md", FIRST, LATER, shipped=True)

    assert await current(library, db) == once


async def test_a_form_is_compiled_once_after_a_restart(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await Library().publish(db, "moi", "moi.md", FIRST, MORNING, shipped=True)
    restarted = Library()
    number = await current(restarted, db)

    with counted(monkeypatch) as compiled:
        labels = [await label(restarted, db, number) for _ in range(3)]

    assert compiled == ["moi.md"]
    assert labels == ["Tên gì?"] * 3


async def test_a_workbook_with_faults_is_not_published(db: Database) -> None:
    library = Library()

    with pytest.raises(WorkbookError):
        await library.publish(db, "sai", "sai.md", FIRST.replace(b"text", b"txet"), MORNING)

    with pytest.raises(LookupError):
        await current(library, db)


async def test_a_workbook_that_says_no_title_is_not_published(db: Database) -> None:
    untitled = FIRST.partition(b"\n\n")[0]

    with pytest.raises(ValueError, match=r"moi\.md has no pack sheet"):
        await Library().publish(db, "moi", "moi.md", untitled, MORNING)


async def test_a_pack_that_is_not_there_is_a_lookup_error(db: Database) -> None:
    async with db.read() as tx:
        with pytest.raises(LookupError):
            await Library().form(tx, 99)


async def test_a_published_workbook_is_kept_byte_for_byte(db: Database) -> None:
    library = Library()
    await library.publish(db, "moi", "moi.md", FIRST, MORNING, shipped=True)

    async with db.read() as tx:
        found = await packs.current(tx, "citizen", 2026, "MAU")
        file = await packs.workbook(tx, found.id)

    assert file == ("moi.md", FIRST)
