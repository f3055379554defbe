"""All that is true of SQLite only: its settings, its locks, and few crossings between threads."""

import asyncio
import json
import sqlite3
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import aiosqlite
from sqlalchemy import Connection, Dialect, Engine, event, make_url
from sqlalchemy.dialects.sqlite.aiosqlite import AsyncAdapt_aiosqlite_connection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.util.concurrency import await_

PRAGMAS = ("busy_timeout=30000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")
FEW = 50  # rows that one statement may write without leaving the loop
READS, WRITES = "BEGIN", "BEGIN IMMEDIATE"
_REFUSALS = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR}


def engine(url: str, *, readers: int) -> AsyncEngine:
    """An engine of one writer, or of so many readers, on the file that `url` names."""
    path = make_url(url).database
    if not path or path == ":memory:":
        raise ValueError("the database must be a file: memory would forget, and not be shared")
    begin = READS if readers else WRITES
    made = create_async_engine(
        url,
        pool_size=readers or 1,
        max_overflow=0,
        json_serializer=as_json,
        hide_parameters=True,  # they are people's answers: no traceback may show them
        pool_reset_on_return=None,  # every transaction here is ended by its own begin()
    )
    _open_with(made.sync_engine, begin, PRAGMAS + (("query_only=ON",) if readers else ()))
    return made


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


class _File(aiosqlite.Connection):
    """The file, on its own thread. `begin` goes along with the first statement of a transaction."""

    def __init__(self, path: str, begin: str, pragmas: Sequence[str]) -> None:
        super().__init__(self._open, iter_chunk_size=64)
        self._thread.daemon = True  # else a forgotten connection would keep the program alive
        self.begin = begin
        self._path, self._pragmas = path, pragmas
        self._file: sqlite3.Connection | None = None
        self._stopped: asyncio.Future[Any] | None = None

    def holds_the_lock(self) -> bool:
        """Whether a write transaction is open: from then on no statement waits for anybody."""
        return self.begin == WRITES and self._conn.in_transaction

    async def open(self) -> None:
        """Open the file; where that fails or is cancelled, nothing stays open."""
        try:
            await self
        except BaseException:
            if self._stopped:
                await self._stopped
            raise

    def stop(self) -> asyncio.Future[Any] | None:
        """Close the file and end its thread, also where aiosqlite never heard that it was open."""
        self._tx.put_nowait((None, self._close_file))
        self._stopped = super().stop()
        return self._stopped

    def _open(self) -> sqlite3.Connection:
        self._file = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        for pragma in self._pragmas:
            self._file.execute(f"PRAGMA {pragma}")
        return self._file

    def _close_file(self) -> None:
        if self._file:
            self._file.close()

    async def at_once(self, work: Callable[..., Any], *arguments: object) -> Any:
        """Do it here and now; awaitable only because SQLAlchemy insists on something to await."""
        return work(self._conn, *arguments)

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
    """One statement and all that it gave, in one crossing to the thread of the file, or in none.

    SQLAlchemy's own crosses four times: to make a cursor, execute, fetch and close. A crossing
    costs several times what a statement of one message costs, so those that cannot wait, because
    the lock is ours, run where they are; taking the lock, many rows and the commit cross.
    """

    arraysize = 1

    def __init__(self, adapted: "_Adapted") -> None:
        self._adapted = adapted
        self._rows: deque[Any] = deque()
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    def execute(self, operation: str, parameters: Sequence[Any] = ()) -> None:
        self._run(self._one, operation, parameters, rows=1)

    def executemany(self, operation: str, parameters: Sequence[Sequence[Any]]) -> None:
        self._run(self._many, operation, parameters, rows=len(parameters))

    def fetchall(self) -> list[Any]:
        return self.fetchmany(len(self._rows))

    def fetchmany(self, size: int = 1) -> list[Any]:
        return [self._rows.popleft() for _ in range(min(size, len(self._rows)))]

    def fetchone(self) -> Any:
        return self._rows.popleft() if self._rows else None

    def close(self) -> None:
        self._rows.clear()

    async def _async_soft_close(self) -> None:
        """Nothing is open: SQLAlchemy asks for this after each statement."""

    def _run(
        self, work: Callable[..., None], operation: str, parameters: Any, *, rows: int
    ) -> None:
        file: _File = self._adapted.driver_connection
        here = file.holds_the_lock() and rows <= FEW
        try:
            await_((file.at_once if here else file.cross)(work, operation, parameters))
        except ValueError as error:  # "Connection closed": the adapter makes it one of its errors
            self._adapted._handle_exception(error)

    def _one(self, file: sqlite3.Connection, operation: str, parameters: Sequence[Any]) -> None:
        done = file.execute(operation, parameters)
        self.rowcount, self.lastrowid = done.rowcount, done.lastrowid
        self.description = done.description
        self._rows.extend(done.fetchall() if done.description else ())

    def _many(self, file: sqlite3.Connection, operation: str, parameters: Any) -> None:
        self.rowcount = file.executemany(operation, parameters).rowcount


class _Adapted(AsyncAdapt_aiosqlite_connection):
    """What SQLAlchemy holds as the connection."""

    _cursor_cls = _Cursor  # type: ignore[assignment]  # the same calls, fewer crossings


def _open_with(engine: Engine, begin: str, pragmas: Sequence[str]) -> None:
    path = engine.url.database or ""

    @event.listens_for(engine, "do_connect")
    def connect(dialect: Dialect, *_: object) -> _Adapted:
        file = _File(path, begin, pragmas)
        await_(file.open())
        return _Adapted(dialect.loaded_dbapi, file)  # type: ignore[arg-type]  # but for cursor()
