"""The nodes of one installation: the processes that serve over one database, and who of them is there.

A node is a row and a lock that its connection holds: when the process dies, the lock falls with it and every other
node sees so within seconds. Whoever buries a dead node's row first gives back what it had taken in hand.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
import msgspec

from madoguchi import __version__
from madoguchi.kit.db import Connection, database, many
from madoguchi.kit.ids import new_id
from madoguchi.kit.log import log
from madoguchi.kit.metrics import gauge
from madoguchi.kit.signals import CHANNEL, on_signal

KEY = 0x6E6F6465  # "node": any number that nothing else in this database locks in pairs
KEY_OF_WORK = KEY + 1
BEAT_SECONDS = 2.0
GRACE = timedelta(seconds=5)
"""A node without its lock, and silent for so long, is gone; one that only lost its connection is back before."""

there = gauge("nodes", "Application nodes of this installation that are there")

Buried = Callable[[UUID], Awaitable[None]]


class Node(msgspec.Struct, frozen=True, kw_only=True):
    """One process. `url`: where it answers; `here`: it holds its lock; times UTC."""

    id: UUID
    name: str
    url: str
    version: str
    started: datetime
    seen: datetime
    here: bool


_this = new_id()
_others: frozenset[UUID] = frozenset()
_news = asyncio.Event()
_buried: list[Buried] = []


def this_node() -> UUID:
    """This process, for as long as it lives."""
    return _this


def alone() -> bool:
    """Whether no other node is known to be there."""
    return not _others


def eldest() -> bool:
    """Whether no other node that is known to be there has been there longer."""
    return all(_this < other for other in _others)


def on_buried(act: Buried) -> Buried:
    """Register what follows, on one node, when another is found dead. It may be a dead one's second burial."""
    if act not in _buried:
        _buried.append(act)
    return act


@on_signal("nodes")
def _changed(_word: str) -> None:
    _news.set()


JOIN = """
    insert into node (id, name, url, version, started, seen) values ($1, $2, $3, $4, now(), now())
    on conflict (id) do update set seen = now() returning number
"""
SEEN = "update node set seen = now(), url = $2 where id = $1 returning true"
ALL = """
    select n.id, n.name, n.url, n.version, n.started, n.seen, exists (
        select from pg_locks l where l.locktype = 'advisory' and l.objsubid = 2 and l.granted
            and l.classid::bigint = $1 and l.objid::bigint = n.number
            and l.database = (select oid from pg_database where datname = current_database())) as here
    from node n order by n.started, n.id
"""
BURY = "delete from node where id = $1 and seen < now() - $2::interval returning true"
RELEASE = (
    "update job set leased_until = null where leased_by = $1",
    "update outbox set leased_until = null where leased_by = $1 and not delivered",
)


async def keep(name: str, url: Callable[[], str]) -> None:
    """Be one of the nodes, for ever; `name` is for people, `url` says where this one answers once it does."""
    while True:
        try:
            connection = await database().connect()
            try:
                await _live(connection, name, url)
            finally:
                connection.terminate()
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError) as error:
            log.warning("node_unheard", error=type(error).__name__)
        await asyncio.sleep(1)


async def _live(connection: Connection, name: str, url: Callable[[], str]) -> None:
    number = await connection.fetchval(JOIN, _this, name, url(), __version__)
    await connection.execute("select pg_advisory_lock($1, $2)", KEY, number, timeout=10)
    await connection.execute("select pg_notify($1, 'nodes ')", CHANNEL)
    while await connection.fetchval(SEEN, _this, url()):
        await look(await nodes_of(connection))
        _news.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(BEAT_SECONDS):
                await _news.wait()


async def nodes_of(connection: Connection) -> list[Node]:
    """All nodes that the database knows of, the oldest first."""
    return many(Node, await connection.fetch(ALL, KEY, timeout=10))


async def nodes() -> list[Node]:
    """All nodes that the database knows of, the oldest first."""
    async with database().sweep.acquire() as connection:
        return many(Node, await connection.fetch(ALL, KEY, timeout=10))


async def look(known: list[Node]) -> None:
    """Take note of who is there, and bury who is not."""
    global _others
    _others = frozenset(node.id for node in known if node.here) - {_this}
    there.set(len(_others) + 1)
    for node in known:
        if not node.here and node.id != _this:
            await _bury(node)


async def _bury(node: Node) -> None:
    pool = database().sweep
    if not await pool.fetchval(BURY, node.id, GRACE):
        return
    log.warning("node_gone", node=node.name)
    for give_back in RELEASE:
        await pool.execute(give_back, node.id)
    for act in _buried:
        try:
            await act(node.id)
        except Exception as error:
            log.error("node_not_buried", error=type(error).__name__, exc_info=True)


@asynccontextmanager
async def one_at_a_time(what: str) -> AsyncIterator[None]:
    """Only one node at a time is inside with the same `what`; the others wait."""
    connection = await database().connect()
    try:
        await connection.execute("select pg_advisory_lock($1, hashtext($2))", KEY_OF_WORK, what)
        yield
    finally:
        connection.terminate()


async def leave() -> None:
    """An orderly stop: nobody need wait for signs of life, nor for what was in hand."""
    with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError):
        for give_back in RELEASE:
            await database().sweep.execute(give_back, _this, timeout=5)
        await database().sweep.execute("delete from node where id = $1", _this, timeout=5)
        await database().sweep.execute("select pg_notify($1, 'nodes ')", CHANNEL, timeout=5)
