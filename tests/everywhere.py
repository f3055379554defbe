"""Looks for a text in every column of every table: what is deleted must stand nowhere."""

import json

from sqlalchemy import select

from storage.database import Database
from storage.tables import Table


async def found(db: Database, *texts: str) -> list[str]:
    """ "table.column: text" for every cell in which one of these stands, however it is kept."""
    async with db.read() as tx:
        return [
            f"{sheet.name}.{column}: {text}"
            for sheet in Table.metadata.sorted_tables
            for row in (await tx.execute(select(sheet))).mappings()
            for column, value in row.items()
            for text in texts
            if text in _as_text(value)
        ]


def _as_text(value: object) -> str:
    if isinstance(value, bytes):  # workbooks of criteria, the same for everybody
        return ""
    return json.dumps(value, ensure_ascii=False, default=str)
