"""Short words between the nodes of one installation: "forget what you cached". Carried by LISTEN/NOTIFY, ids only."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress

import asyncpg

from madoguchi.kit.db import current_unit, database
from madoguchi.kit.log import log

CHANNEL = "madoguchi"
Listener = Callable[[str], None]
_listeners: dict[str, list[Listener]] = defaultdict(list)


def on_signal(topic: str) -> Callable[[Listener], Listener]:
    """Register what this process does when any node signals `topic`."""

    def register(listener: Listener) -> Listener:
        _listeners[topic].append(listener)
        return listener

    return register


async def signal(topic: str, word: str = "") -> None:
    """Tell every node, this one included, once the unit at work is durable."""
    work = current_unit()
    await work.connection.execute("select pg_notify($1, $2)", CHANNEL, f"{topic} {word}")

    async def here() -> None:
        heard(f"{topic} {word}")

    work.after.append(here)


def heard(message: str) -> None:
    """Act on a word from any node."""
    topic, _, word = message.partition(" ")
    for listener in _listeners[topic]:
        listener(word)


async def listen() -> None:
    """Hear other nodes for ever; after a lost connection everything is told to forget (topic by topic, no word)."""
    while True:
        with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError):
            connection = await database().connect()
            try:
                await connection.add_listener(CHANNEL, lambda *a: heard(str(a[3])))
                for topic in list(_listeners):
                    heard(f"{topic} ")
                while not connection.is_closed():
                    await asyncio.sleep(2)
                    await connection.execute("select 1", timeout=5)
            finally:
                connection.terminate()
        log.warning("signals_lost")
        await asyncio.sleep(1)
