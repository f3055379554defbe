"""The packs people answer: those shipped with the program, published once, and loaded on demand."""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from importlib.resources import files

from bot.lately import Lately
from flows.forms import bundle, loading, pack_sheet, sheets
from flows.forms.model import Form
from flows.forms.pack_sheet import PackInfo
from storage import packs
from storage.database import Database, Tx
from storage.packs import About

ENDING = ".md"
VERSION_LENGTH = 12  # hexadecimal digits of the workbook's sha256
OPEN_BUNDLES = 4  # forms whose files stay in memory, some 20 MB each at most


class Library:
    """Forms by pack, compiled once: a version never changes, so it is never read twice."""

    def __init__(self) -> None:
        self._forms: dict[int, Form] = {}
        self._files: OrderedDict[str, Mapping[str, bytes]] = OrderedDict()

    async def publish_shipped(self, db: Database, now: datetime) -> None:
        """Publish the packs that came with this program; once for each version.

        They are compiled when somebody answers them: a first start need not wait for all.
        """
        for name, workbook in shipped():
            code = name.removesuffix(ENDING)
            async with db.read() as tx:
                published = await packs.known(tx, code, version_of(workbook))
            if published is None:
                about = replace(_read_about(code, name, workbook), shipped=True)
                async with db.begin() as tx:
                    await packs.publish(tx, about, workbook, now)

    async def publish(
        self,
        db: Database,
        code: str,
        name: str,
        workbook: bytes,
        now: datetime,
        *,
        shipped: bool = False,
    ) -> Form:
        """Read and publish one workbook. Raises WorkbookError, or ValueError without a title."""
        form, _ = await asyncio.to_thread(loading.load, workbook, name)
        about = replace(about_of(form, code, name, workbook), shipped=shipped)
        await self.keep(db, form, about, workbook, now)
        return form

    async def keep(
        self, db: Database, form: Form, about: About, workbook: bytes, now: datetime
    ) -> int:
        """Publish a workbook that was read into `form`, and give its number."""
        async with db.begin() as tx:
            pack_id = await packs.publish(tx, about, workbook, now)
        self._forms[pack_id] = replace(form, shelf=about.version)
        return pack_id

    async def form(self, tx: Tx, pack_id: int) -> Form:
        """The form of a pack, as it was published. Raises LookupError."""
        if pack_id not in self._forms:
            name, workbook = await packs.workbook(tx, pack_id)
            form = await asyncio.to_thread(_compiled, workbook, name)
            self._forms[pack_id] = replace(form, shelf=version_of(workbook))
        return self._forms[pack_id]

    async def files(self, tx: Tx, version: str) -> Mapping[str, bytes]:
        """The files beside the form of that version, by name; none for a version nobody has."""
        if version in self._files:
            self._files.move_to_end(version)
            return self._files[version]
        found = await packs.of_version(tx, version)
        beside = (await asyncio.to_thread(_files, *found)) if found else bundle.NO_FILES
        if beside:
            self._files[version] = beside
            if len(self._files) > OPEN_BUNDLES:
                self._files.popitem(last=False)
        return beside

    async def current(self, tx: Tx, title: str, year: int, place_code: str) -> int:
        """The pack a commune uses for a title in a year. Raises LookupError."""
        return (await packs.current(tx, title, year, place_code)).id


def shipped() -> list[tuple[str, bytes]]:
    """File name and content of every pack that came with this program, by name."""
    found = (files("flows") / "library" / "packs").iterdir()
    return sorted((pack.name, pack.read_bytes()) for pack in found if pack.name.endswith(ENDING))


def about_of(form: Form, code: str, file_name: str, workbook: bytes) -> About:
    """What is kept beside a workbook. Raises ValueError when it says no title."""
    return _about(form.pack, form.version, (code, file_name, workbook))


def _files(file_name: str, workbook: bytes) -> Mapping[str, bytes]:
    return bundle.read(workbook, file_name).files


_COMPILED: Lately[tuple[str, str], Form] = Lately(32)


def _compiled(workbook: bytes, file_name: str) -> Form:
    """The form of a workbook that was accepted: the same content is compiled once a process.

    Known by its version: the content, which may be 20 MB with its pictures, need not stay.
    """
    name = file_name, version_of(workbook)
    return _COMPILED.get(name, lambda: loading.load_accepted(workbook, file_name))


@lru_cache(maxsize=32)
def _read_about(code: str, file_name: str, workbook: bytes) -> About:
    """The same, of a workbook that nobody compiled yet."""
    book = sheets.read(workbook, file_name)
    settings = book.sheet("settings").rows
    edition = settings[0].cell("version") if settings else ""
    return _about(pack_sheet.read(book), edition, (code, file_name, workbook))


def _about(pack: PackInfo | None, edition: str, file: tuple[str, str, bytes]) -> About:
    code, file_name, workbook = file
    if pack is None:
        raise ValueError(f"{file_name} has no pack sheet, so it says for which title it is")
    return About(
        code=code,
        version=version_of(workbook),
        edition=edition,
        title=pack.title,
        official=pack.official,
        valid_from=pack.valid_from,
        valid_to=pack.valid_to,
        file_name=file_name,
    )


def version_of(workbook: bytes) -> str:
    """The version of this very content."""
    return hashlib.sha256(workbook).hexdigest()[:VERSION_LENGTH]
