"""All that is true of SQLite only: its settings, its locks, and few crossings between threads."""

import json
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import aiosqlite
from sqlalchemy import Connection, Engine, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

PRAGMAS = ("busy_timeout=30000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")
_REFUSALS = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR}


def engine(url: str, *, readers: int) -> AsyncEngine:
    """An engine of one writer, or of so many readers, on the file that `url` names."""
    path = make_url(url).database
    if not path or path == ":memory:":
        raise ValueError("the database must be a file: memory would forget, and not be shared")
    begin = "BEGIN" if readers else "BEGIN IMMEDIATE"
    return create_async_engine(
        url,
        async_creator=_opener(path, begin, PRAGMAS + (("query_only=ON",) if readers else ())),
        pool_size=readers or 1,
        max_overflow=0,
        json_serializer=as_json,
        pool_reset_on_return=None,  # every transaction here is ended by its own begin()
    )


def as_json(value: object) -> str:
    """JSON with its Vietnamese letters left as they are: half the size, and people can read it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def migrate_in_turn(engine: Engine) -> None:
    """Make each transaction of a plain engine lock at once, waiting for whoever came before."""

    @event.listens_for(engine, "connect")
    def settle(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA busy_timeout=30000")

    @event.listens_for(engine, "begin")
    def lock(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def refused(cause: BaseException | None) -> bool:
    """Whether SQLite says that the disk is full, broken or read-only."""
    code = getattr(cause, "sqlite_errorcode", 0) or 0
    return code & 0xFF in _REFUSALS  # the low byte; the rest says where it happened


class _Connection(aiosqlite.Connection):
    """Crosses to its thread once for a statement, where aiosqlite and SQLAlchemy cross four times.

    `begin` goes along with the first statement of a transaction, so that it costs no crossing.
    """

    begin: str

    def cursor(self) -> "_Cursor":  # type: ignore[override]  # the protocol SQLAlchemy asks for
        return _Cursor(self)

    async def cross(self, work: Callable[..., Any], *arguments: object) -> Any:
        cross: Callable[..., Awaitable[Any]] = self._execute  # aiosqlite left it without types
        return await cross(self._in_transaction, work, *arguments)

    def _in_transaction(self, work: Callable[..., Any], *arguments: object) -> Any:
        if not self._conn.in_transaction:
            self._conn.execute(self.begin)
        return work(self._conn, *arguments)

    async def commit(self) -> None:
        if self.in_transaction:
            await super().commit()

    async def rollback(self) -> None:
        if self.in_transaction:
            await super().rollback()


class _Cursor:
    """One statement and all that it gave."""

    arraysize = 1

    def __init__(self, connection: _Connection) -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> "_Cursor":
        return self

    async def execute(self, operation: str, parameters: Sequence[Any] = ()) -> None:
        await self._connection.cross(self._one, operation, parameters)

    async def executemany(self, operation: str, parameters: Sequence[Sequence[Any]]) -> None:
        await self._connection.cross(self._many, operation, parameters)

    async def fetchall(self) -> list[Any]:
        return self._rows

    async def close(self) -> None:
        self._rows = []

    def _one(self, file: sqlite3.Connection, operation: str, parameters: Sequence[Any]) -> None:
        done = file.execute(operation, parameters)
        self.description, self.rowcount, self.lastrowid = (
            done.description,
            done.rowcount,
            done.lastrowid,
        )
        self._rows = done.fetchall() if done.description else []

    def _many(self, file: sqlite3.Connection, operation: str, parameters: Any) -> None:
        self.rowcount = file.executemany(operation, parameters).rowcount


def _opener(path: str, begin: str, pragmas: Sequence[str]) -> Callable[[], Awaitable[_Connection]]:
    def open_file() -> sqlite3.Connection:
        file = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        for pragma in pragmas:
            file.execute(f"PRAGMA {pragma}")
        return file

    async def connect() -> _Connection:
        connection = _Connection(open_file, iter_chunk_size=64)
        connection.begin = begin
        connection._thread.daemon = True  # else a forgotten connection would keep the program alive
        await connection
        return connection

    return connect
