"""One node at a time holds a switch's event socket: a lock in PostgreSQL that falls with its holder's connection."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from hashlib import sha256

import asyncpg

from madoguchi.kit.db import database
from madoguchi.kit.log import log
from madoguchi.kit.tasks import end

KEY = 0x5445_4C  # any number that nothing else in this database locks in pairs
PULSE_SECONDS = 2.0


async def hold(switch: str, serve: Callable[[], Awaitable[None]]) -> None:
    """Run `serve` for `switch` while this node holds the lease, for ever: lost leases are asked for again."""
    while True:
        try:
            async with database().sweep.acquire() as connection:
                if await connection.fetchval("select pg_try_advisory_lock($1, $2)", KEY, _number(switch)):
                    await _serve(switch, connection, serve)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError) as error:
            log.warning("switch_lease_lost", switch=switch, error=type(error).__name__)
        await asyncio.sleep(PULSE_SECONDS)


def _number(switch: str) -> int:
    """The switch's name as the signed 32 bits that a lock may have."""
    return int.from_bytes(sha256(switch.encode()).digest()[:4], signed=True)


async def _serve(
    switch: str, connection: asyncpg.pool.PoolConnectionProxy[asyncpg.Record], serve: Callable[[], Awaitable[None]]
) -> None:
    log.info("switch_lease_held", switch=switch)
    serving = asyncio.ensure_future(serve())
    try:
        while not serving.done():
            await connection.fetchval("select 1", timeout=10)
            await asyncio.wait([serving], timeout=PULSE_SECONDS)
        serving.result()
    finally:
        connection.terminate()  # the lock falls with it; to unlock by a query could fail, and hide why we leave
        await end([serving])
