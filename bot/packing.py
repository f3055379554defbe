"""`banhoc pack`: load criteria packs, see what there is, choose which one a title uses."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot import checking
from bot.channel import Now
from bot.checking import Checked, Write, say
from bot.library import Library, about_of
from bot.settings import Settings
from flows.forms import columns
from flows.forms.pack_sheet import TITLES
from storage import packs, places
from storage.database import Database, Tx, connect, upgrade
from storage.packs import About, Choice, Published
from storage.places import Commune

UNNAMED = "data"  # what pyxform calls a form that has no form_id


@dataclass(frozen=True, slots=True)
class Packer:
    """The packs of one installation, at work in a terminal."""

    db: Database
    library: Library
    write: Write
    now: Now

    async def load(self, paths: Iterable[Path]) -> bool:
        """Publish each file without a fault, write the faults of the others; were there none?"""
        return all([await self._load(path) for path in paths])

    async def list(self, year: int) -> bool:
        """Write every version, and which ones are used in that year; always true."""
        async with self.db.read() as tx:
            every = await packs.every(tx)
            commune = await places.commune_of(tx, None)
            used = [await _used(tx, title, year, commune) for title in TITLES]
            chosen = [choice for choice in await packs.choices(tx) if choice.year == year]
        for pack in every:
            mark = f"  ← dùng cho năm {year}" if pack.id in used else ""
            self.write(f"{_told(pack.about)}{mark}")
        by_id = {pack.id: pack.about for pack in every}
        for choice in chosen:
            self.write(f"Đã chọn cho {choice.place_code}: {_named(by_id[choice.pack_id])}")
        return True

    async def use(self, title: str, wanted: str, year: int, commune_code: str | None) -> bool:
        """Let a commune use a pack; write what comes of it, and say whether it was done."""
        async with self.db.begin() as tx:
            commune = await _commune(tx, commune_code)
            code, _, edition = wanted.partition("@")
            found = _matching(await packs.versions(tx, code), edition)
            trouble = _trouble(commune, found, title, year, wanted)
            if commune and not trouble:
                choice = Choice(commune.code, title, year, found[0].id)
                await packs.choose(tx, choice, self.now())
        if commune is None or trouble:
            self.write(trouble)
            return False
        self.write(
            f"Từ nay phiếu {title} năm {year} của {commune.name} dùng {_told(found[0].about)}"
        )
        self.write("Phiếu đã mở vẫn giữ bộ của nó.")
        return True

    async def _load(self, path: Path) -> bool:
        checked = await asyncio.to_thread(checking.read, path, self.write)
        if checked is None:
            return False
        async with self.db.read() as tx:
            trouble = _unnamed(checked) or await _taken(tx, checked)
        if trouble:
            say(path, trouble, self.write)
            return False
        about = _about(checked)
        async with self.db.read() as tx:
            is_known = await packs.known(tx, about.code, about.version) is not None
            is_shipped = any(p.about.shipped for p in await packs.versions(tx, about.code))
        await self.library.keep(self.db, checked.form, about, checked.content, self.now())
        say(
            path,
            "đã có từ trước, không đổi gì." if is_known else f"đã nạp {_told(about)}",
            self.write,
        )
        say(path, _next(about, is_shipped, self.now().year), self.write)
        return True


@asynccontextmanager
async def packer(settings: Settings, write: Write, now: Now) -> AsyncIterator[Packer]:
    """Open the packs of an installation, those that came with the program among them."""
    await asyncio.to_thread(upgrade, settings.database)
    async with connect(settings.database) as db:
        library = Library()
        await library.publish_shipped(db, now())
        yield Packer(db, library, write, now)


def _about(checked: Checked) -> About:
    return about_of(checked.form, checked.form.id, checked.name, checked.content)


def _unnamed(checked: Checked) -> str:
    """What a pack has to say before it can stand beside others; "" when it says all."""
    form = checked.form
    if form.pack is None:
        return "chưa có trang pack nên chưa biết dùng cho danh hiệu nào. Hãy thêm trang ấy."
    if form.id == UNNAMED or not columns.is_name(form.id):
        return f"settings, cột form_id: bộ tiêu chí phải có mã; {columns.NAME_RULE}."
    if not form.version:
        return "settings, cột version: bộ tiêu chí phải có số phiên bản, ví dụ 2026112201."
    return ""


async def _taken(tx: Tx, checked: Checked) -> str:
    """Why this code or version means something else already; "" when it does not."""
    if checked.form.pack is None:
        return ""
    about = _about(checked)
    for pack in await packs.versions(tx, about.code):
        if pack.about.title != about.title:
            other = pack.about.title
            return f"settings, cột form_id: mã {about.code} đang dùng cho {other}. Hãy đổi mã."
        if pack.about.edition == about.edition and pack.about.version != about.version:
            said = _named(about)
            return f"settings, cột version: đã có {said} với nội dung khác. Hãy ghi số mới."
    return ""


def _next(about: About, is_shipped: bool, year: int) -> str:
    """What becomes of a pack just loaded, or what to type for it."""
    if is_shipped:
        return "bản này cùng mã với bộ có sẵn, nên phiếu mở từ nay dùng bản này."
    return f"muốn dùng thì gõ: banhoc pack use {about.title} {_named(about)} --year {year}"


async def _commune(tx: Tx, code: str | None) -> Commune | None:
    try:
        return await places.commune_of(tx, code)
    except LookupError:
        return None


async def _used(tx: Tx, title: str, year: int, commune: Commune | None) -> int | None:
    try:
        return (await packs.current(tx, title, year, commune.code if commune else "")).id
    except LookupError:
        return None


def _matching(versions: Iterable[Published], wanted: str) -> list[Published]:
    """The newest of all when nothing is wanted, else those that are called so."""
    found = list(versions)
    if not wanted:
        return found[:1]
    return [one for one in found if wanted in (one.about.edition, one.about.version)]


def _trouble(
    commune: Commune | None, found: list[Published], title: str, year: int, wanted: str
) -> str:
    """Why the choice cannot be made; "" when it can."""
    if commune is None:
        return "Chưa biết xã nào. Hãy nạp danh sách của xã trước, hoặc ghi mã xã sau --commune."
    if not found:
        return f"Không có bộ nào là {wanted}. Gõ banhoc pack list để xem các bộ đã có."
    if len(found) > 1:
        several = ", ".join(f"{one.about.code}@{one.about.version}" for one in found)
        return f"Có mấy bản cùng là {wanted}. Hãy chọn một: {several}."
    about = found[0].about
    if about.title != title:
        return f"{_named(about)} dùng cho {about.title}, không dùng cho {title}."
    if not _holds_in(about, year):
        return f"{_named(about)} {_dates(about)} nên không dùng cho năm {year}."
    return ""


def _holds_in(about: About, year: int) -> bool:
    starts_late = about.valid_from is not None and about.valid_from > date(year, 12, 31)
    ended_early = about.valid_to is not None and about.valid_to < date(year, 1, 1)
    return not (starts_late or ended_early)


def _named(about: About) -> str:
    return f"{about.code}@{about.edition or about.version}"


def _told(about: About) -> str:
    """One version in one line: "family giadinh@2026112202 MẪU THAM KHẢO, có sẵn"."""
    parts = ["bộ chính thức" if about.official else "MẪU THAM KHẢO"]
    parts += ["có sẵn"] if about.shipped else [about.file_name]
    parts += [_dates(about)] if about.valid_from or about.valid_to else []
    return f"{about.title} {_named(about)}: {', '.join(parts)}"


def _dates(about: About) -> str:
    start = f"từ {about.valid_from:%d/%m/%Y}" if about.valid_from else ""
    end = f"đến {about.valid_to:%d/%m/%Y}" if about.valid_to else ""
    return " ".join(filter(None, ["hiệu lực", start, end]))
