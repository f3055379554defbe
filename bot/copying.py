"""Draws the copy of all that is kept about a person: one page to read, with the same as data."""

import asyncio
import base64
import json
import mimetypes
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.channel import Brought
from bot.copied import Copied
from bot.moment import ZONE
from bot.office import Office
from flows import mydata
from flows.retold import Teller
from flows.visit import language_of
from flows.wording import words
from reports import copies
from reports.copies import Kept
from storage import requests, selves
from storage.database import Tx
from storage.folder import Folder

EMBEDDED_MOST = 12 * 2**20
"""Bytes of photos and files inside the page: written as text they grow by a third, and channels
and weak phones take some 20 MB."""
KIND = "text/html"

_FOLDER = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo or file of the page. `source` is a data: address, "" where it is too heavy."""

    question: str
    name: str
    about: str
    source: str
    is_photo: bool


async def fetch(office: Office, tx: Tx, key: str) -> Brought | None:
    """The copy that was asked for in the request `key`, of what is kept now. Raises LookupError."""
    asked = await requests.load(tx, int(key)) if key.isascii() and key.isdecimal() else None
    if asked is None or asked.kind != "copy" or asked.name == selves.FORGOTTEN:
        return None
    content = await draw(office, tx, asked.person_id, asked.asked_at)
    return Brought(content, KIND, mydata.FILE)


async def draw(office: Office, tx: Tx, person_id: int, asked_at: datetime) -> bytes:
    """The page, in UTF-8; nothing outside it is needed to read it. Raises LookupError."""
    found = await copies.everything(tx, person_id, ZONE)
    now = asked_at.astimezone(ZONE)
    tellers = []
    for record in found.records:
        form = await office.library.form(tx, record.pack_id)
        answers = {row["ref"]: row["value"] for row in record.behind["answers"]}
        tellers.append(Teller(form, answers, now, language_of(form, found.language)))
    copied = Copied(words(found.language, found.you), ZONE)
    return await asyncio.to_thread(_drawn, copied, office.folder, found, tellers, now.date())


def _drawn(
    copied: Copied, folder: Folder, found: Kept, tellers: Sequence[Teller], day: date
) -> bytes:
    album = _Album(folder)
    sheets = [
        (copied.sheet(record, teller), album.photos(copied, record.behind["evidence"], teller))
        for record, teller in zip(found.records, tellers, strict=True)
    ]
    templates = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    drawn = templates.get_template("copy.html").render(
        language=found.language,
        text=copied.texts(f"{day:%d/%m/%Y}"),
        facts=copied.facts(found),
        lists=copied.lists(found),
        sheets=sheets,
        data=_as_data(found),
    )
    return drawn.encode()


class _Album:
    """The photos of one page, while it is drawn: each leaves less room for the next."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._room = EMBEDDED_MOST

    def photos(
        self, copied: Copied, rows: Sequence[Mapping[str, Any]], teller: Teller
    ) -> list[Photo]:
        """What backs one form."""
        return [
            Photo(
                question=teller.tell(copied.say, row["ref"], "").question,
                name=row["key"],
                about=copied.taken(row),
                source=self._source(row["key"], is_photo=row["kind"] == "photo"),
                is_photo=row["kind"] == "photo",
            )
            for row in rows
        ]

    def _source(self, key: str, *, is_photo: bool) -> str:
        """The content as an address, smaller where there is little room; "" where there is none."""
        sizes: list[Callable[[], Path]] = [lambda: self._folder.open(key)]
        if is_photo:
            sizes.append(lambda: self._folder.open(key, "thumb"))
        for where in sizes:
            try:
                content = where().read_bytes()
            except LookupError:
                return ""
            if len(content) <= self._room:
                self._room -= len(content)
                kind = mimetypes.guess_type(key)[0] if not is_photo else "image/jpeg"
                data = base64.b64encode(content).decode()
                return f"data:{kind or 'application/octet-stream'};base64,{data}"
        return ""


def _as_data(found: Kept) -> str:
    """The same as JSON, ready to stand inside a page: no text of it can end the element."""
    text = json.dumps(asdict(found), ensure_ascii=False, indent=1, default=_plain)
    return text.replace("<", "\\u003c")


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
