"""Facts: what happened. Recorded with the change, delivered after the commit, each reaction's effect exactly once.

A reaction runs in its own unit that first inserts `(fact, reaction)`: no row, no run. What fails is tried again with
back-off and parks visibly after `TRIES`, without holding up its neighbours. After a crash any node takes what is left.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any, Literal, TypeVar, cast
from uuid import UUID

import asyncpg
import msgspec

from madoguchi.kit.clock import now
from madoguchi.kit.db import Unit, current_unit, database, on_commit, unit
from madoguchi.kit.log import log
from madoguchi.kit.metrics import counter, gauge
from madoguchi.kit.nodes import this_node
from madoguchi.kit.trace import current_trace, tracing

TRIES = 12
LEASE = timedelta(seconds=30)


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all facts: ids and codes only, never personal text."""


class Push(msgspec.Struct, frozen=True, kw_only=True):
    """What a watcher sends to desks. `to` is a channel: "user:<id>", "permission:<code>", "tenant" or "topic:…"."""

    to: str
    event: str
    body: object


F = TypeVar("F", bound=Fact)
Reaction = Callable[[Any], Awaitable[None]]
Pushes = Push | list[Push] | None
Watcher = Callable[[Any], Awaitable[Pushes]]

_reactions: dict[type[Fact], list[Reaction]] = defaultdict(list)
_watchers: dict[type[Fact], list[Watcher]] = defaultdict(list)
_kinds: dict[str, type[Fact]] = {}
_running: set[asyncio.Task[None]] = set()
_done: list[int] = []

failures = counter("reaction_failures", "Reactions that raised", ("reaction",))
parked = gauge("reactions_parked", "Reactions given up after all tries")


def kind_of(kind: type[Fact]) -> str:
    """The catalogue's name of a fact: "routing.OfferMade"."""
    room = kind.__module__.removeprefix("madoguchi.").split(".")[0]
    return f"{room}.{kind.__name__}"


def _enlist(kind: type[Fact]) -> None:
    _kinds[kind_of(kind)] = kind


def reacts_to(kind: type[F]) -> Callable[[Callable[[F], Awaitable[None]]], Callable[[F], Awaitable[None]]]:
    """Register a reaction to `kind`, run in a unit of its own, its effect exactly once."""

    def register(function: Callable[[F], Awaitable[None]]) -> Callable[[F], Awaitable[None]]:
        _enlist(kind)
        if function not in _reactions[kind]:
            _reactions[kind].append(function)
        return function

    return register


def watches(kind: type[F]) -> Callable[[Callable[[F], Awaitable[Pushes]]], Callable[[F], Awaitable[Pushes]]]:
    """Register a view composed for the live feed, in a read-only unit, also on replay."""

    def register(function: Callable[[F], Awaitable[Pushes]]) -> Callable[[F], Awaitable[Pushes]]:
        _enlist(kind)
        if function not in _watchers[kind]:
            _watchers[kind].append(function)
        return function

    return register


def record(fact: Fact) -> None:
    """Announce what happened, with the unit at work."""
    current_unit().facts.append(fact)


def has_reactions(kind: type[Fact]) -> bool:
    """Whether anyone reacts to `kind` (a fact that nobody reacts to is delivered as it is written)."""
    return kind in _reactions


def watchers_of(kind: type[Fact]) -> list[Watcher]:
    """The views that the live feed composes for `kind`."""
    return _watchers.get(kind, [])


def watched_kinds() -> list[str]:
    """The names of all facts of which the live feed shows something."""
    return [kind_of(kind) for kind in _watchers]


def decode(kind: str, body: object) -> Fact | None:
    """A fact from its stored form, or None when no room of this process knows the kind."""
    struct = _kinds.get(kind)
    return None if struct is None else msgspec.convert(body, struct)


def name_of(reaction: Reaction) -> str:
    """The stable name under which a reaction's work is remembered."""
    named = cast(Any, reaction)
    return f"{named.__module__.removeprefix('madoguchi.')}.{named.__qualname__}"


def _committed(work: Unit, ids: list[int]) -> None:
    if not ids or work.tenant is None:
        return
    pending = [(i, fact) for i, fact in zip(ids, work.facts, strict=True) if has_reactions(type(fact))]
    if pending:
        _spawn(_deliver(work.tenant, pending, current_trace()))


def _spawn(work: Any) -> None:
    task: asyncio.Task[None] = asyncio.create_task(work)
    _running.add(task)
    task.add_done_callback(_running.discard)


on_commit(_committed)


async def _deliver(tenant: UUID, pending: list[tuple[int, Fact]], trace: str) -> None:
    with tracing(trace):
        for fact_id, fact in pending:
            settled = True
            for reaction in _reactions.get(type(fact), []):
                with tracing(trace, f"reaction {name_of(reaction)}"):
                    settled &= await react(tenant, fact_id, fact, reaction) != "open"
            if settled:
                _done.append(fact_id)


ONCE = "insert into reaction_done (tenant_id, fact, reaction) values ($1, $2, $3) on conflict do nothing returning 1"


Result = Literal["done", "booked", "open"]
"""What became of one reaction: its effect is there; it raised, and a further try is booked; or not even that was
possible (the database is away): then the fact stays undelivered, and the sweep finds it."""


async def react(tenant: UUID, fact_id: int, fact: Fact, reaction: Reaction) -> Result:
    """Run one reaction to one fact, once."""
    name = name_of(reaction)
    try:
        async with unit(tenant) as work:
            if await work.connection.fetchval(ONCE, tenant, fact_id, name):
                await reaction(fact)
    except asyncio.CancelledError:
        raise
    except Exception as error:
        failures.labels(name).inc()
        log.warning("reaction_failed", reaction=name, fact=fact_id, error=type(error).__name__, exc_info=True)
        return "booked" if await _book_retry(tenant, fact_id, name, error) else "open"
    return "done"


RETRY = """
    insert into reaction_failure (tenant_id, fact, reaction, attempts, due, error) values ($1, $2, $3, 1, $4, $5)
    on conflict (fact, reaction) do update set
        attempts = reaction_failure.attempts + 1, error = excluded.error,
        due = $6::timestamptz + least(3600, power(2, reaction_failure.attempts)) * interval '1 second',
        parked = reaction_failure.attempts + 1 >= $7
    returning parked
"""


async def _book_retry(tenant: UUID, fact_id: int, name: str, error: Exception) -> bool:
    moment = now()
    try:
        given_up = await database().sweep.fetchval(
            RETRY, tenant, fact_id, name, moment + timedelta(seconds=1), type(error).__name__, moment, TRIES
        )
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return False
    if given_up:
        log.error("reaction_parked", reaction=name, fact=fact_id)
    return True


LEFT_OVER = """
    update outbox set leased_until = $2, leased_by = $4 where id in (
        select id from outbox where not delivered and at < $3 and (leased_until is null or leased_until < $1)
        order by id limit 200 for update skip locked)
    returning id, tenant_id, kind, body, trace
"""
DUE_RETRIES = """
    update reaction_failure set due = $2 where (fact, reaction) in (
        select fact, reaction from reaction_failure where not parked and due <= $1
        order by due limit 100 for update skip locked)
    returning fact, reaction, tenant_id
"""


async def flush_delivered() -> None:
    """Mark what was delivered, many facts a statement: exactness comes from `reaction_done`, not from this."""
    ids, _done[:] = _done[:], []
    if ids:
        try:
            await database().sweep.execute("update outbox set delivered = true where id = any($1::bigint[])", ids)
        except BaseException:
            _done[:0] = ids  # marked the next time
            raise


async def sweep_left_over(grace: float = 5.0) -> int:
    """Deliver facts that a crashed process left behind (older than `grace` seconds) and retries that are due."""
    await flush_delivered()
    moment = now()
    pool = database().sweep
    rows = await pool.fetch(LEFT_OVER, moment, moment + LEASE, moment - timedelta(seconds=grace), this_node())
    for row in sorted(rows, key=lambda r: int(r["id"])):
        fact = decode(row["kind"], row["body"])
        if fact is not None:
            await _deliver(row["tenant_id"], [(row["id"], fact)], row["trace"] or "")
    retries = await pool.fetch(DUE_RETRIES, moment, moment + LEASE)
    for row in retries:
        await _retry(row["tenant_id"], row["fact"], row["reaction"])
    parked.set(await pool.fetchval("select count(*) from reaction_failure where parked"))
    await flush_delivered()
    return len(rows) + len(retries)


async def _retry(tenant: UUID, fact_id: int, name: str) -> None:
    pool = database().sweep
    row = await pool.fetchrow("select kind, body, trace from outbox where id = $1", fact_id)
    fact = decode(row["kind"], row["body"]) if row else None
    reaction = next((r for r in _reactions.get(type(fact), []) if name_of(r) == name), None) if fact else None
    if row is None or fact is None or reaction is None:
        return
    with tracing(row["trace"], f"reaction {name}"):
        if await react(tenant, fact_id, fact, reaction) == "done":
            await pool.execute("delete from reaction_failure where fact = $1 and reaction = $2", fact_id, name)


async def settle(seconds: float | None = None) -> None:
    """Wait until everything set going by commits of this process has been delivered (tests, orderly stop), or for
    `seconds` at most: then it stays undelivered, and durable.
    """
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while _running:
                await asyncio.gather(*list(_running), return_exceptions=True)
            await flush_delivered()
