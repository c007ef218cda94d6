"""Jobs: work that must happen later, booked in the transaction that wants it and run exactly once in effect.

A job's row is deleted in the very transaction that does its work, so a crash between them repeats nothing and loses
nothing. A job with a key replaces the one booked before under that key: time-outs are booked, moved and cancelled so.

The row is deleted last, or when the work itself books or cancels its own key. Deleted first, a time-out would hold its
row while it waits for what it is about, and whoever holds that would wait for the row to cancel it: a deadlock.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypeVar, get_type_hints
from uuid import UUID

import asyncpg
import msgspec

from madoguchi.kit.clock import now
from madoguchi.kit.db import Unit, current_tenant, current_unit, database, db, on_commit, unit
from madoguchi.kit.facts import sweep_left_over
from madoguchi.kit.ids import new_id
from madoguchi.kit.log import log
from madoguchi.kit.metrics import counter, gauge
from madoguchi.kit.nodes import this_node
from madoguchi.kit.pruning import prune
from madoguchi.kit.tasks import end
from madoguchi.kit.trace import current_trace, tracing

TRIES = 12
LEASE = timedelta(seconds=120)
AT_ONCE = 8
PRUNE_SECONDS = 600.0

B = TypeVar("B")
Body = Callable[[Any], Awaitable[None]]
Sweep = Callable[[], Awaitable[None]]

_jobs: dict[str, tuple[Body, Any]] = {}
_periodic: dict[str, tuple[Sweep, float]] = {}
_tenants: Callable[[], Awaitable[list[UUID]]] | None = None

failures = counter("job_failures", "Jobs that raised", ("job",))
parked = gauge("jobs_parked", "Jobs given up after all tries")


class _Due(msgspec.Struct, frozen=True):
    id: UUID
    tenant_id: UUID
    kind: str
    body: Any
    key: str | None
    attempts: int
    trace: str | None


class _Superseded(Exception):
    """The job at work was cancelled, moved or done by somebody else meanwhile: its work is rolled back."""


class _Own:
    """The job at work in this context."""

    def __init__(self, due: _Due) -> None:
        self.due = due
        self.taken = False

    async def take(self) -> None:
        """Delete the row, once. Raises `_Superseded` when it is not there any more."""
        if not self.taken:
            mine = "delete from job where tenant_id = $1 and id = $2 returning 1"
            if not await db().fetchval(mine, self.due.tenant_id, self.due.id):
                raise _Superseded
            self.taken = True


_own: ContextVar[_Own | None] = ContextVar("job", default=None)


async def _take_own(key: str) -> None:
    own = _own.get()
    if own is not None and own.due.key == key:
        await own.take()


def job(name: str) -> Callable[[Callable[[B], Awaitable[None]]], Callable[[B], Awaitable[None]]]:
    """Register the work behind `name`; its one argument is the msgspec struct it was booked with."""

    def register(function: Callable[[B], Awaitable[None]]) -> Callable[[B], Awaitable[None]]:
        hints = get_type_hints(function)
        hints.pop("return", None)
        _jobs[name] = (function, next(iter(hints.values())))
        return function

    return register


def every(name: str, seconds: float) -> Callable[[Sweep], Sweep]:
    """Register a sweep that runs once per tenant per period, on one node, in a unit of its own."""

    def register(function: Sweep) -> Sweep:
        _periodic[name] = (function, seconds)
        return function

    return register


def use_tenants(source: Callable[[], Awaitable[list[UUID]]]) -> None:
    """Wire where the list of tenants comes from (the room that keeps them)."""
    global _tenants
    _tenants = source


BOOK = """
    insert into job (id, tenant_id, kind, body, key, due, trace) values ($1, $2, $3, $4, $5, $6, $7)
    on conflict (tenant_id, key) where key is not null do update set
        id = excluded.id, kind = excluded.kind, body = excluded.body, due = excluded.due, trace = excluded.trace,
        attempts = 0, leased_until = null, parked = false, error = null
"""
KEEP = """
    insert into job (id, tenant_id, kind, body, key, due, trace) values ($1, $2, $3, $4, $5, $6, $7)
    on conflict (tenant_id, key) where key is not null do nothing
"""


async def schedule(
    name: str, body: msgspec.Struct, *, due: datetime, key: str | None = None, keep: bool = False
) -> None:
    """Book `name` for `due` (UTC) with the unit at work. The same `key` replaces what was booked under it, but with
    `keep` leaves it as it is.
    """
    if name not in _jobs:
        raise LookupError(f"no job is called {name}")
    if key is not None and not keep:
        await _take_own(key)
    await db().execute(
        KEEP if keep else BOOK,
        new_id(),
        current_tenant(),
        name,
        msgspec.to_builtins(body),
        key,
        due,
        current_trace() or None,
    )
    current_unit().due.append(due)


BOOK_MANY = """
    insert into job (id, tenant_id, kind, body, key, due, trace)
    select id, $1, $2, body::jsonb, key, due, $7
    from unnest($3::uuid[], $4::text[], $5::text[], $6::timestamptz[]) as t (id, body, key, due)
    on conflict (tenant_id, key) where key is not null do update set
        id = excluded.id, kind = excluded.kind, body = excluded.body, due = excluded.due, trace = excluded.trace,
        attempts = 0, leased_until = null, parked = false, error = null
"""


class Booking(NamedTuple):
    """One of many jobs to be booked at once, each under a key of its own."""

    key: str
    body: msgspec.Struct
    due: datetime


async def schedule_many(name: str, bookings: Sequence[Booking]) -> None:
    """Book `name` for each, in one statement, as `schedule` does; no two may have the same key."""
    if name not in _jobs:
        raise LookupError(f"no job is called {name}")
    if not bookings:
        return
    ordered = sorted(bookings, key=lambda booking: booking.key)
    for booking in ordered:
        await _take_own(booking.key)
    await db().execute(
        BOOK_MANY,
        current_tenant(),
        name,
        [new_id() for _ in ordered],
        [msgspec.json.encode(booking.body).decode() for booking in ordered],
        [booking.key for booking in ordered],
        [booking.due for booking in ordered],
        current_trace() or None,
    )
    current_unit().due.append(min(booking.due for booking in ordered))


async def cancel_many(keys: Sequence[str]) -> None:
    """Take back what is booked under these keys, in one statement."""
    if not keys:
        return
    for key in keys:
        await _take_own(key)
    await db().execute(
        """delete from job where tenant_id = $1 and id in (
               select id from job where tenant_id = $1 and key = any($2) order by key for update)""",
        current_tenant(), list(keys),
    )  # fmt: skip


async def cancel(key: str) -> None:
    """Take back what is booked under `key`, with the unit at work."""
    await _take_own(key)
    await db().execute("delete from job where tenant_id = $1 and key = $2", current_tenant(), key)


TAKE = """
    update job set leased_until = $2, leased_by = $4 where (tenant_id, id) in (
        select tenant_id, id from job where due <= $1 and not parked and (leased_until is null or leased_until < $1)
        order by due limit $3 for update skip locked)
    returning id, tenant_id, kind, body, key, attempts, trace
"""
FAILED = """
    update job set attempts = attempts + 1, leased_until = null, error = $3, parked = attempts + 1 >= $5,
        due = $4::timestamptz + least(3600, power(2, attempts)) * interval '1 second'
    where tenant_id = $1 and id = $2
"""


async def run_due(limit: int = AT_ONCE) -> int:
    """Run the jobs that are due now, at most `limit`; returns how many were taken."""
    moment = now()
    rows = await database().sweep.fetch(TAKE, moment, moment + LEASE, limit, this_node())
    due = [msgspec.convert(dict(row), _Due) for row in rows]
    await asyncio.gather(*[_run(item) for item in due])
    return len(due)


async def _run(item: _Due) -> None:
    known = _jobs.get(item.kind)
    try:
        if known is None:
            raise LookupError(f"no job is called {item.kind}")
        function, struct = known
        with tracing(item.trace or "", f"job {item.kind}"):
            async with unit(item.tenant_id) as work:
                there = "select 1 from job where tenant_id = $1 and id = $2"
                if await work.connection.fetchval(there, item.tenant_id, item.id):
                    await _work(item, function(msgspec.convert(item.body, struct)))
    except asyncio.CancelledError:
        raise
    except _Superseded:
        log.info("job_superseded", job=item.kind)
    except Exception as error:
        failures.labels(item.kind).inc()
        log.warning("job_failed", job=item.kind, attempts=item.attempts + 1, error=type(error).__name__, exc_info=True)
        with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            await database().sweep.execute(FAILED, item.tenant_id, item.id, type(error).__name__, now(), TRIES)


async def _work(item: _Due, work: Awaitable[None]) -> None:
    own = _Own(item)
    token = _own.set(own)
    try:
        await work
        await own.take()
    finally:
        _own.reset(token)


PERIOD = """
    insert into period (tenant_id, name, due) values ($1, $2, $3) on conflict (tenant_id, name)
    do update set due = excluded.due where period.due <= $4 returning 1
"""


async def run_periodic() -> None:
    """Run every sweep whose period has come, for every tenant, on whichever node asks first."""
    tenants = await _tenants() if _tenants else []
    for tenant in tenants:
        for name, (function, seconds) in _periodic.items():
            moment = now()
            due = moment + timedelta(seconds=seconds)
            if await database().sweep.fetchval(PERIOD, tenant, name, due, moment):
                try:
                    async with unit(tenant):
                        await function()
                except Exception as error:
                    failures.labels(name).inc()
                    log.warning("sweep_failed", job=name, error=type(error).__name__, exc_info=True)


class Worker:
    """The loop of one process: due jobs at once, left-over facts and sweeps every second."""

    def __init__(self) -> None:
        self._wake = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        on_commit(self._booked)

    def _booked(self, work: Unit, _ids: list[int]) -> None:
        loop = asyncio.get_running_loop()
        for due in work.due:
            loop.call_later(max(0.0, (due - now()).total_seconds()), self._wake.set)

    def start(self) -> None:
        self._tasks = [asyncio.create_task(self._jobs()), asyncio.create_task(self._sweeps())]

    async def stop(self) -> None:
        await end(self._tasks)

    async def _jobs(self) -> None:
        while True:
            self._wake.clear()
            try:
                if await run_due():
                    continue
            except Exception as error:  # whatever a database that dies makes of a query: this loop goes on
                log.warning("jobs_wait", error=type(error).__name__)
                await asyncio.sleep(0.5)
            with suppress(TimeoutError):
                async with asyncio.timeout(1.0):
                    await self._wake.wait()

    async def _sweeps(self) -> None:
        pruned = 0.0
        while True:
            try:
                if time.monotonic() - pruned > PRUNE_SECONDS:
                    pruned = time.monotonic()
                    await prune()
                await sweep_left_over()
                await run_periodic()
                parked.set(await database().sweep.fetchval("select count(*) from job where parked"))
            except Exception as error:
                log.warning("sweeps_wait", error=type(error).__name__)
            await asyncio.sleep(1.0)
