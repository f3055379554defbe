"""The database: opening it, one transaction at a time, and writing a row at most once."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from functools import cache
from importlib import resources
from operator import itemgetter
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Dialect,
    bindparam,
    create_engine,
    literal,
    literal_column,
    make_url,
)
from sqlalchemy import Table as Sheet
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Compiled
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from storage import sqlite_file
from storage.tables import Table

Tx = AsyncConnection
Row = Mapping[str, object]

_INSERT: Mapping[str, Callable[[Sheet], Any]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}
_DISK_FULL, _READ_ONLY = "53100", "25006"  # PostgreSQL, appendix A of its manual


class Full(Exception):
    """The disk does not take what we write: it is full, broken or read-only. Nothing was kept."""


@dataclass(frozen=True, slots=True)
class Database:
    """An open database. Made by `connect`."""

    _write: Callable[[], AbstractAsyncContextManager[Tx]]
    _look: Callable[[], AbstractAsyncContextManager[Tx]]

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Tx]:
        """One incident: committed at the end, undone by any exception. Never open one in another.

        Raises Full when the disk refuses, RuntimeError inside another one of the same task.
        """
        try:
            async with self._write() as tx:
                yield tx
        except DBAPIError as error:
            _tell_full(error)
            raise

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Tx]:
        """One still picture of what was committed; it waits for no writer. Writing in it fails."""
        try:
            async with self._look() as tx:
                yield tx
        except DBAPIError as error:
            _tell_full(error)
            raise


@asynccontextmanager
async def connect(url: str) -> AsyncIterator[Database]:
    """Open the database at `url` ("sqlite+aiosqlite:///file", "postgresql+psycopg://…")."""
    opened = _sqlite(url) if make_url(url).get_backend_name() == "sqlite" else _server(url)
    async with opened as database:
        yield database


def upgrade(url: str) -> None:
    """Bring the tables of `url` to today's shape, new file or old. Two at once take turns."""
    steps = Config()
    steps.set_main_option("script_location", str(resources.files("storage") / "migrations"))
    plain = make_url(url)
    on_file = plain.get_backend_name() == "sqlite"
    plain = plain.set(drivername="sqlite") if on_file else plain
    engine = create_engine(plain, hide_parameters=True)
    if on_file:
        sqlite_file.migrate_in_turn(engine)
    try:
        with engine.begin() as connection:
            steps.attributes["connection"] = connection
            command.upgrade(steps, "head")
    finally:
        engine.dispose()


async def insert_once(tx: Tx, table: type[Table], **values: object) -> bool:
    """Insert the row unless one of its unique keys is taken; say whether we did."""
    return await insert_missing(tx, table, [values]) == 1


async def insert_missing(tx: Tx, table: type[Table], rows: Sequence[Row]) -> int:
    """Insert, in their order, those rows whose unique keys are free; say how many they were.

    The rows name the same columns. One statement, however many rows.
    """
    if not rows:
        return 0
    statement = _insert_missing(tx.dialect.name, table)
    return (await tx.execute(statement, rows if len(rows) > 1 else rows[0])).rowcount


async def insert_alike(
    tx: Tx,
    table: type[Table],
    names: Sequence[str],
    rows: Sequence[tuple[object, ...]],
    same: Mapping[str, object],
) -> int:
    """As `insert_missing`, for rows of text and whole numbers in the columns `names`.

    The values `same` of all of them are written into the statement, and the rows go to the driver
    as they are: converting 100,000 of them takes seconds.
    """
    if not rows:
        return 0
    columns, dialect = sheet(table).c, tx.dialect
    usual = {
        column.name: column.default.arg
        for column in columns
        if isinstance(column.default, ScalarElementColumnDefault)
    }
    values = {name: value for name, value in {**usual, **same}.items() if name not in names}
    fixed = {name: _constant(columns[name], value, dialect) for name, value in values.items()}
    own: dict[str, Any] = {name: bindparam(name) for name in names}
    statement = _INSERT[dialect.name](sheet(table)).inline().values({**fixed, **own})
    written = statement.on_conflict_do_nothing().compile(dialect=dialect)
    return (await tx.exec_driver_sql(str(written), _given(written, names, rows))).rowcount


async def put(tx: Tx, table: type[Table], rows: Sequence[Row]) -> None:
    """Insert the rows, or where their primary key is taken, overwrite the columns they name.

    The rows name the same columns, among them the whole primary key.
    """
    if rows:
        statement = _put(tx.dialect.name, table, tuple(rows[0]))
        await tx.execute(statement, rows if len(rows) > 1 else rows[0])


def sheet(table: type[Table]) -> Sheet:
    """The plain table behind a class of storage.tables: statements on it skip the ORM."""
    plain = table.__table__
    assert isinstance(plain, Sheet)  # noqa: S101 - only joins and subqueries would be otherwise
    return plain


def _given(
    written: Compiled, names: Sequence[str], rows: Sequence[tuple[object, ...]]
) -> list[Any]:
    """The rows as the driver of this statement takes them: by place, or by name."""
    order = getattr(written, "positiontup", None)
    if not order:
        return [dict(zip(names, row, strict=True)) for row in rows]
    places = [names.index(name) for name in order]
    pick = itemgetter(*places) if len(places) > 1 else None
    return list(map(pick, rows)) if pick else list(rows)


def _constant(column: Column[Any], value: object, dialect: Dialect) -> ColumnElement[Any]:
    """The value as it stands in a statement of this dialect."""
    how = {"literal_binds": True}
    # JSON has no way of its own to stand in a statement: it does as text.
    is_json = isinstance(column.type, JSON)
    written = literal(sqlite_file.as_json(value)) if is_json else literal(value, column.type)
    return literal_column(str(written.compile(dialect=dialect, compile_kwargs=how)))


# Built once and handed the values as parameters: building a statement costs more than running it.
@cache
def _insert_missing(dialect: str, table: type[Table]) -> Any:
    return _INSERT[dialect](sheet(table)).inline().on_conflict_do_nothing()


@cache
def _put(dialect: str, table: type[Table], columns: tuple[str, ...]) -> Any:
    statement = _INSERT[dialect](sheet(table)).inline()
    key = [column.name for column in sheet(table).primary_key]
    changed = {name: statement.excluded[name] for name in columns if name not in key}
    return statement.on_conflict_do_update(index_elements=key, set_=changed)


@asynccontextmanager
async def _sqlite(url: str) -> AsyncIterator[Database]:
    writer = sqlite_file.engine(url, readers=0)
    readers = sqlite_file.engine(url, readers=3)
    try:
        async with writer.connect() as connection:
            yield Database(_taking_turns(connection), readers.begin)
    finally:
        await readers.dispose()
        await writer.dispose()


@asynccontextmanager
async def _server(url: str) -> AsyncIterator[Database]:
    engine = create_async_engine(url, json_serializer=sqlite_file.as_json, hide_parameters=True)
    looking = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    try:
        yield Database(engine.begin, looking.begin)
    finally:
        await engine.dispose()


def _taking_turns(connection: Tx) -> Callable[[], AbstractAsyncContextManager[Tx]]:
    """SQLite has one writer: one connection kept open for all, first come, first served.

    Taking it from a pool for each message would cost a fifth of the message.
    """
    turn = asyncio.Lock()
    inside: list[asyncio.Task[Any] | None] = []

    @asynccontextmanager
    async def begin() -> AsyncIterator[Tx]:
        if asyncio.current_task() in inside:
            raise RuntimeError("a transaction opened inside a transaction would wait for ever")
        async with turn:
            inside.append(asyncio.current_task())
            try:
                yield connection
                await connection.commit()
            except BaseException:
                await connection.rollback()
                raise
            finally:
                inside.clear()

    return begin


def _tell_full(error: DBAPIError) -> None:
    refused = getattr(error.orig, "sqlstate", None) in (_DISK_FULL, _READ_ONLY)
    if refused or sqlite_file.refused(error.orig):
        raise Full(str(error.orig)) from error
