"""Waking other nodes: short words between the processes of one installation, at once, at most once.

A word never carries what happened, only where to look: truth is in the database, and whoever listens looks there by
itself too. So a word may be lost, doubled or late. Words travel over the wire that bootstrap has laid (NATS); without
one, or while it is broken, by the database's own NOTIFY, outside any transaction, many words at a time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Protocol

import asyncpg

from madoguchi.kit import nodes, signals
from madoguchi.kit.db import database
from madoguchi.kit.log import log
from madoguchi.kit.metrics import counter, gauge
from madoguchi.kit.signals import on_signal

TOPIC = "wake"
FULL = 5000
"""Bytes from which a message takes no further word: NOTIFY carries 8,000, a word is below 3,000."""
MOST_WAITING = 5000

sent = counter("node_words", "Words sent to other nodes", ("over",))
dropped = counter("node_words_dropped", "Words to other nodes that nothing could carry; they find out by looking")
up = gauge("node_wire_up", "Whether the wire between nodes is up (1), of those that are laid")

Listener = Callable[[str], Awaitable[None]]


class Wire(Protocol):
    """Something that carries words to all other nodes."""

    name: str

    @property
    def connected(self) -> bool: ...

    async def send(self, message: str) -> None:
        """Raises OSError when it cannot."""

    async def hear(self, heard: Callable[[str], None]) -> None:
        """Hand every message to `heard`, for ever, across broken connections."""


_listeners: dict[str, list[Listener]] = {}
_waiting: asyncio.Queue[str] = asyncio.Queue(MOST_WAITING)
_acting: set[asyncio.Task[None]] = set()
_wire: Wire | None = None


def use_wire(wire: Wire | None) -> None:
    """Wire what carries words; None: the database's NOTIFY."""
    global _wire
    _wire = wire


def wire_in_use() -> str:
    """What carries words now: the wire's name, or "postgresql"."""
    return _wire.name if _wire is not None and _wire.connected else "postgresql"


def on_word(topic: str) -> Callable[[Listener], Listener]:
    """Register what this process does when another node says something about `topic`."""

    def register(listener: Listener) -> Listener:
        _listeners.setdefault(topic, []).append(listener)
        return listener

    return register


def tell(topic: str, text: str) -> None:
    """Say something to all other nodes, soon; nothing happens while there are none."""
    if nodes.alone():
        return
    try:
        _waiting.put_nowait(f"{topic} {text}")
    except asyncio.QueueFull:
        dropped.inc()


@on_signal(TOPIC)
def _heard(message: str) -> None:
    """A message from any node: its own id, then a word a line."""
    origin, _, words = message.partition("\n")
    if not words or origin == str(nodes.this_node()):
        return
    for word in words.split("\n"):
        topic, _, text = word.partition(" ")
        for listener in _listeners.get(topic, []):
            task = asyncio.create_task(_act(listener, text))
            _acting.add(task)
            task.add_done_callback(_acting.discard)


async def _act(listener: Listener, text: str) -> None:
    try:
        await listener(text)
    except Exception as error:
        log.warning("word_not_taken", error=type(error).__name__)  # looking finds it


async def listen() -> None:
    """Hear what comes over the wire, if one is laid, for ever. NOTIFY is heard by `signals`."""
    while _wire is not None:
        try:
            await _wire.hear(_heard)
        except Exception as error:
            log.warning("wire_broken", wire=_wire.name, error=type(error).__name__)
        await asyncio.sleep(1)


async def speak() -> None:
    """Carry this node's words to the others, for ever."""
    while True:
        words = [await _waiting.get()]
        size = len(words[0])
        while not _waiting.empty() and size < FULL:
            words.append(_waiting.get_nowait())
            size += len(words[-1]) + 1
        await _send("\n".join([str(nodes.this_node()), *words]))


async def _send(message: str) -> None:
    wire = _wire
    if wire is not None:
        up.set(wire.connected)
        if wire.connected:
            with suppress(OSError):
                await wire.send(message)
                sent.labels(wire.name).inc()
                return
    try:
        await database().sweep.execute("select pg_notify($1, $2)", signals.CHANNEL, f"{TOPIC} {message}", timeout=5)
        sent.labels("postgresql").inc()
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError):
        dropped.inc()
