"""One node at a time holds a switch's event socket: a lock in PostgreSQL that falls with its holder's connection.

The other nodes wait in line for it, so that whoever is next has it in the instant in which the holder dies.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from hashlib import sha256

import asyncpg

from madoguchi.kit.db import Connection, database
from madoguchi.kit.log import log
from madoguchi.kit.tasks import end
from madoguchi.telephony.lines import Switch
from madoguchi.telephony.watch import watch

KEY = 0x54454C  # any number that nothing else in this database locks in pairs
PULSE_SECONDS = 2.0
AGAIN_SECONDS = 1.0
"""How long a node that let go steps back, so that another may try."""


async def hold(switch: Switch, serve: Callable[[], Awaitable[None]]) -> None:
    """Run `serve` for `switch` while this node holds the lease, for ever: lost leases are asked for again."""
    while True:
        try:
            connection = await database().connect()
            try:
                await _in_line(connection, switch.id)
                await _serve(switch, connection, serve)
            finally:
                connection.terminate()  # the lock falls with it; to unlock by a query could fail, and hide why we leave
        except Exception as error:
            log.warning("switch_lease_lost", switch=switch.id, error=type(error).__name__)
        await asyncio.sleep(AGAIN_SECONDS)


async def _in_line(connection: Connection, switch: str) -> None:
    await connection.execute("set lock_timeout = '20s'")
    while True:
        try:
            await connection.execute("select pg_advisory_lock($1, $2)", KEY, _number(switch), timeout=30)
        except asyncpg.LockNotAvailableError:
            continue  # the connection lives, and the lease is still another's
        return


def _number(switch: str) -> int:
    """The switch's name as the signed 32 bits that a lock may have."""
    return int.from_bytes(sha256(switch.encode()).digest()[:4], signed=True)


async def _serve(switch: Switch, connection: Connection, serve: Callable[[], Awaitable[None]]) -> None:
    log.info("switch_lease_held", switch=switch.id)
    tasks = {asyncio.ensure_future(serve()), asyncio.ensure_future(watch(switch))}
    try:
        done: set[asyncio.Future[None]] = set()
        while not done:
            await connection.fetchval("select 1", timeout=5)
            done, _ = await asyncio.wait(tasks, timeout=PULSE_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        log.info("switch_lease_given_up", switch=switch.id)
        await end(tasks)
