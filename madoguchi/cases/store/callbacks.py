"""Callbacks that the house makes, and every call made for a task."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from madoguchi.cases.model.callbacks import Attempt, Callback
from madoguchi.kit.db import current_tenant, db, many, one

COLUMNS: Final = ", ".join(Callback.__struct_fields__)
ATTEMPT: Final = ", ".join(Attempt.__struct_fields__)
LIVE: Final = "state in ('kept', 'planned', 'queued', 'calling')"

_PLACES: Final = ", ".join(f"${n + 1}" for n in range(len(Callback.__struct_fields__)))
_CHANGES: Final = ", ".join(f"{name} = excluded.{name}" for name in Callback.__struct_fields__[1:])
_SAVE: Final = f"""
    insert into callback ({COLUMNS}) values ({_PLACES}) on conflict (tenant_id, task_id) do update set {_CHANGES}
"""


async def save(callback: Callback) -> None:
    """Write a callback, new or changed."""
    await db().execute(_SAVE, *(getattr(callback, name) for name in Callback.__struct_fields__))


async def of_task(task: UUID, *, lock: bool = False) -> Callback | None:
    """The callback of a task; `lock` holds it until the unit ends."""
    tail = " for update" if lock else ""
    return one(Callback, await db().fetchrow(f"select {COLUMNS} from callback where task_id = $1{tail}", task))


async def of_tasks(tasks: Sequence[UUID]) -> dict[UUID, Callback]:
    """The callbacks among these tasks."""
    rows = many(Callback, await db().fetch(f"select {COLUMNS} from callback where task_id = any($1)", list(tasks)))
    return {row.task_id: row for row in rows}


async def task_from(source: UUID) -> UUID | None:
    """The task of the live callback that was asked for in this contact."""
    found: UUID | None = await db().fetchval(f"select task_id from callback where source_id = $1 and {LIVE}", source)
    return found


async def task_in(interaction: UUID) -> UUID | None:
    """The task of the callback that waits or calls in this contact, or did so last."""
    found: UUID | None = await db().fetchval(
        "select task_id from callback where interaction_id = $1 order by changed desc limit 1", interaction
    )
    return found


async def task_of_contact(interaction: UUID) -> UUID | None:
    """The task for which this contact is a call of ours, or waits to be one."""
    found: UUID | None = await db().fetchval(
        """select task_id from call_attempt where interaction_id = $1
           union select task_id from callback where interaction_id = $1 limit 1""",
        interaction,
    )
    return found


async def live_of(source: UUID, customer: UUID | None, kind: str, value: str) -> list[UUID]:
    """Tasks of callbacks at once, asked for in a contact or by a customer or an address, that nobody is calling yet."""
    rows = await db().fetch(
        f"""select c.task_id from callback c join task t on t.id = c.task_id
            where c.kind = 'place' and c.{LIVE} and c.state <> 'calling'
                and (c.source_id = $4 or t.customer_id = $1
                    or (t.address_kind = $2 and t.address_value = $3 and t.address_value <> ''))""",
        customer, kind, value, source,
    )  # fmt: skip
    return [row["task_id"] for row in rows]


async def late(before: datetime) -> list[UUID]:
    """Callbacks whose state should have left by itself before this."""
    rows = await db().fetch("select task_id from callback where due < $1 order by due limit 200", before)
    return [row["task_id"] for row in rows]


async def lock_slot(queue: UUID, start: datetime) -> None:
    """Let nobody else count or book this slot until the unit ends."""
    key = f"{current_tenant()}:{queue}:{start.astimezone(UTC).isoformat()}"
    await db().execute("select pg_advisory_xact_lock(hashtextextended($1, 0))", key)


async def taken_slots(queue: UUID, start: datetime, end: datetime) -> dict[datetime, int]:
    """How many appointments begin at each moment from `start` to before `end`."""
    rows = await db().fetch(
        f"""select slot_start, count(*)::int as taken from callback
            where queue_id = $1 and slot_start >= $2 and slot_start < $3 and {LIVE} group by slot_start""",
        queue, start, end,
    )  # fmt: skip
    return {row["slot_start"]: row["taken"] for row in rows}


async def add_attempt(attempt: Attempt) -> bool:
    """Write down a call that begins; False when it is written down already."""
    row = await db().fetchval(
        """insert into call_attempt (id, task_id, interaction_id, user_id, at) values ($1, $2, $3, $4, $5)
           on conflict do nothing returning 1""",
        attempt.id, attempt.task_id, attempt.interaction_id, attempt.user_id, attempt.at,
    )  # fmt: skip
    return row is not None


async def attempt_in(interaction: UUID) -> Attempt | None:
    """The attempt that this contact is, locked."""
    sql = f"select {ATTEMPT} from call_attempt where interaction_id = $1 for update"
    return one(Attempt, await db().fetchrow(sql, interaction))


async def end_attempt(attempt: UUID, outcome: str, at: datetime) -> None:
    """What came of a call."""
    await db().execute("update call_attempt set outcome = $2, ended = $3 where id = $1", attempt, outcome, at)


async def attempts_of(task: UUID) -> list[Attempt]:
    """The calls made for a task, the latest first."""
    sql = f"select {ATTEMPT} from call_attempt where task_id = $1 order by at desc, id desc limit 50"
    return many(Attempt, await db().fetch(sql, task))
