"""The unit of work: one transaction, one tenant, the facts it records. Nobody else commits.

    async with unit(tenant):
        row = await db().fetchrow(SQL, …)
        record(OfferMade(…))

Row-level security reads `app.tenant`, which lives exactly as long as the transaction; the pool's role cannot bypass it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar, cast
from uuid import UUID

import asyncpg
import msgspec

from madoguchi.kit.trace import current_trace

if TYPE_CHECKING:
    from madoguchi.kit.facts import Fact

    Connection = asyncpg.Connection[asyncpg.Record]
    Pool = asyncpg.Pool[asyncpg.Record]
else:
    Connection, Pool = asyncpg.Connection, asyncpg.Pool

SESSION = {
    "application_name": "madoguchi",
    # A machine that lost its power says no goodbye. The server finds out in some ten seconds, and gives its locks to
    # others; by its own settings that takes two hours.
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
}

T = TypeVar("T")
AfterCommit = Callable[[], Awaitable[None]]

CLOSE_SECONDS = 5.0
GONE = (
    OSError,
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
)
"""How it looks when the database went away in the middle."""


class Unit:
    """What one transaction gathers until it commits."""

    __slots__ = ("after", "connection", "due", "facts", "tenant")

    def __init__(self, tenant: UUID | None, connection: Connection) -> None:
        self.tenant = tenant
        self.connection = connection
        self.facts: list[Fact] = []
        self.after: list[AfterCommit] = []
        self.due: list[datetime] = []


class Database:
    """The pools of one process: `app` under row-level security, `sweep` for kit's own tables over all tenants."""

    def __init__(self, app: Pool, sweep: Pool, sweep_url: str) -> None:
        self.app = app
        self.sweep = sweep
        self._sweep_url = sweep_url

    async def connect(self) -> Connection:
        """A connection of the sweep role outside the pools, for what is held on to: locks and listening."""
        connection = await asyncpg.connect(self._sweep_url, server_settings=SESSION, timeout=10)
        await _prepare(connection)
        return connection

    async def close(self) -> None:
        """Wait a little for connections at work, then hang up."""
        for pool in (self.app, self.sweep):
            try:
                async with asyncio.timeout(CLOSE_SECONDS):
                    await pool.close()
            except TimeoutError:
                pool.terminate()


_database: Database | None = None
_current: ContextVar[Unit] = ContextVar("unit")
_reading: ContextVar[Connection | None] = ContextVar("reading")
Committed = Callable[[Unit, list[int]], None]
_on_commit: list[Committed] = []
_in_doubt: list[Callable[[Unit], None]] = []


async def _prepare(connection: Connection) -> None:
    await connection.set_type_codec(
        "jsonb",
        schema="pg_catalog",
        format="binary",
        encoder=lambda value: b"\x01" + msgspec.json.encode(value),
        decoder=lambda data: msgspec.json.decode(data[1:]),
    )
    # A row inside a row (`together`) does not say what it holds: arrays in it must be known beforehand.
    await connection.execute("select $1::uuid[]", [])


async def _keep(_connection: Connection) -> None:
    """Nothing to reset: all we set is local to a transaction. Saves a round trip a unit."""


async def _connect(url: str, least: int, most: int) -> Pool:
    pool = asyncpg.create_pool(
        url,
        min_size=least,
        max_size=most,
        init=_prepare,
        reset=_keep,
        server_settings=SESSION,
    )
    return await pool


async def open_database(app_url: str, sweep_url: str, size: int = 16) -> Database:
    """Connect this process. Raises `OSError` or `asyncpg.PostgresError` when the server does not answer."""
    global _database
    _database = Database(await _connect(app_url, 2, size), await _connect(sweep_url, 1, 4), sweep_url)
    return _database


async def close_database() -> None:
    """Give back every connection of this process."""
    global _database
    if _database is not None:
        await _database.close()
        _database = None


def database() -> Database:
    """The open database. Raises `RuntimeError` when there is none."""
    if _database is None:
        raise RuntimeError("the database is not open")
    return _database


def on_commit(listener: Committed) -> None:
    """kit's own hook: called right after a commit with the unit and the ids of its facts."""
    _on_commit.append(listener)


def on_doubt(listener: Callable[[Unit], None]) -> None:
    """kit's own hook: called when the database went away during a commit, which may have become durable or not."""
    _in_doubt.append(listener)


INSERT_FACTS = """
    insert into outbox (tenant_id, kind, body, at, trace, delivered)
    select $1, kind, body::jsonb, $4, $5, idle from unnest($2::text[], $3::text[], $6::bool[]) as f (kind, body, idle)
    returning id
"""


async def _write_facts(work: Unit) -> list[int]:
    from madoguchi.kit.clock import now
    from madoguchi.kit.facts import has_reactions, kind_of

    rows = await work.connection.fetch(
        INSERT_FACTS,
        work.tenant,
        [kind_of(type(fact)) for fact in work.facts],
        [msgspec.json.encode(fact).decode() for fact in work.facts],
        now(),
        current_trace(),
        [not has_reactions(type(fact)) for fact in work.facts],
    )
    return [row["id"] for row in rows]


@asynccontextmanager
async def unit(tenant: UUID | None, *, readonly: bool = False) -> AsyncIterator[Unit]:
    """One transaction of `tenant`; commits on leaving, rolls back on any error.

    Facts recorded inside are written with it and delivered once it is durable. `tenant=None` sees no business row.
    """
    if _current.get(None) is not None:
        raise RuntimeError("a unit of work is already open: one request, one transaction")
    pool = database().app
    borrowed = await pool.acquire()
    connection = cast(Connection, borrowed)  # the pool's proxy answers as the connection
    work = Unit(tenant, connection)
    try:
        mode = " read only" if readonly else ""
        scope = f"select set_config('app.tenant', '{tenant}', true)" if tenant else ""
        await connection.execute(f"begin{mode}; {scope}")
        token = _current.set(work)
        try:
            yield work
            ids = await _write_facts(work) if work.facts else []
            await _commit(work)
        finally:
            _current.reset(token)
    except BaseException:
        await asyncio.shield(_abandon(connection))
        raise
    finally:
        await asyncio.shield(pool.release(borrowed))
    for listener in _on_commit:
        listener(work, ids)
    for action in work.after:
        await action()


async def _commit(work: Unit) -> None:
    try:
        await work.connection.execute("commit")
    except GONE:
        for listener in _in_doubt:
            listener(work)
        raise


async def _abandon(connection: Connection) -> None:
    try:
        await connection.execute("rollback", timeout=5)
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError):
        connection.terminate()


def current_unit() -> Unit:
    """The unit at work. Raises `RuntimeError` outside any."""
    work = _current.get(None)
    if work is None:
        raise RuntimeError("no unit of work is open")
    return work


def db() -> Connection:
    """The connection of the unit at work, or what stands before it while reads are made together."""
    return _reading.get(None) or current_unit().connection


@contextmanager
def read_through(reader: Connection) -> Iterator[None]:
    """kit's own hook (`together`): whatever starts inside reads through `reader`."""
    token = _reading.set(reader)
    try:
        yield
    finally:
        _reading.reset(token)


def current_tenant() -> UUID:
    """The tenant of the unit at work. Raises `RuntimeError` when it has none."""
    tenant = current_unit().tenant
    if tenant is None:
        raise RuntimeError("this unit of work has no tenant")
    return tenant


def after_commit(action: AfterCommit) -> None:
    """Run `action` once the unit at work is durable: the place for acts on the outside world."""
    current_unit().after.append(action)


def one(kind: type[T], row: asyncpg.Record | None) -> T | None:
    """The row as a `kind`, by column names, or None."""
    return None if row is None else msgspec.convert(dict(row), kind)


def affected(status: str) -> int:
    """How many rows a statement says it touched ("UPDATE 3")."""
    return int(status.split()[-1])


def many(kind: type[T], rows: Iterable[asyncpg.Record]) -> list[T]:
    """The rows as a list of `kind`, by column names."""
    return [msgspec.convert(dict(row), kind) for row in rows]
