"""Tasks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from madoguchi.cases.model.tasks import Task
from madoguchi.cases.store.callbacks import LIVE
from madoguchi.kit.db import db, many, one
from madoguchi.kit.listing import Key, Listing

COLUMNS: Final = """
    t.id, t.kind, t.state, t.customer_id, t.case_id, t.interaction_id, t.queue_id, t.line_of_business_id, t.team_id,
    t.owner_id, t.address_kind, t.address_value, t.due, t.attempts, t.tries, t.tried, t.tried_outcome, t.text,
    t.created, t.created_by, t.changed, t.ended, t.ended_by, t.version
"""
_LISTED: Final = f"select {COLUMNS}, t.due_key from task t"


class ListedTask(Task, frozen=True, kw_only=True):
    """A task with the column that lists are sorted by."""

    due_key: datetime


DUE_FIRST: Final = Listing(_LISTED, keys=(Key("t.due_key", "timestamptz"), Key("t.id", "uuid")))
NEWEST_FIRST: Final = Listing(_LISTED, keys=(Key("t.id", "uuid"),), descending=True)

_VALUES: Final = """
    (id, kind, customer_id, case_id, interaction_id, queue_id, line_of_business_id, owner_id, address_kind,
        address_value, due, text, created, created_by, changed, team_id)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $13, $15)
"""


async def insert(task: Task) -> Task:
    """Write a new task."""
    return await _made(f"insert into task as t {_VALUES} returning {COLUMNS}", task)


_MERGED: Final = """
    do update set attempts = t.attempts + 1, interaction_id = excluded.interaction_id, queue_id = excluded.queue_id,
        line_of_business_id = excluded.line_of_business_id, address_kind = excluded.address_kind,
        address_value = excluded.address_value, changed = excluded.changed, version = t.version + 1
"""
_BY_CUSTOMER: Final = (
    "(tenant_id, customer_id) where kind = 'missed_call' and state = 'open' and customer_id is not null"
)
_BY_NUMBER: Final = """(tenant_id, address_kind, address_value)
    where kind = 'missed_call' and state = 'open' and customer_id is null and address_value <> ''"""


async def insert_missed_call(task: Task) -> Task:
    """Write a missed call, or count it on the open one of the same customer (of the same number while unknown).

    The first one's due time stays: trying again does not make the wait start anew.
    """
    place = _BY_CUSTOMER if task.customer_id else _BY_NUMBER
    return await _made(f"insert into task as t {_VALUES} on conflict {place} {_MERGED} returning {COLUMNS}", task)


async def _made(statement: str, task: Task) -> Task:
    row = await db().fetchrow(
        statement, task.id, task.kind, task.customer_id, task.case_id, task.interaction_id, task.queue_id,
        task.line_of_business_id, task.owner_id, task.address_kind, task.address_value, task.due, task.text,
        task.created, task.created_by, task.team_id,
    )  # fmt: skip
    made = one(Task, row)
    assert made is not None
    return made


async def by_id(task: UUID, *, lock: bool = False) -> Task | None:
    """One task; `lock` holds it until the unit ends."""
    tail = " for update" if lock else ""
    return one(Task, await db().fetchrow(f"select {COLUMNS} from task t where t.id = $1{tail}", task))


_UPDATE: Final = """
    update task set owner_id = $2, due = $3, text = $4, state = $5, customer_id = $6, attempts = $7, changed = $8,
        ended = $9, ended_by = $10, version = $11, tries = $12, tried = $13, tried_outcome = $14, team_id = $15
    where id = $1
"""


async def update(task: Task) -> None:
    """Write what may change of a task that the unit holds locked."""
    await db().execute(
        _UPDATE, task.id, task.owner_id, task.due, task.text, task.state, task.customer_id, task.attempts, task.changed,
        task.ended, task.ended_by, task.version, task.tries, task.tried, task.tried_outcome, task.team_id,
    )  # fmt: skip


async def open_of(customer: UUID | None, owner: UUID | None, until: datetime | None, limit: int) -> list[Task]:
    """Open tasks of a customer or an owner (whichever is given), due before `until` if given, the earliest first."""
    # Only what is asked for stands in the statement: a plan for "given or not" reads the whole table.
    asked = [("t.customer_id =", customer), ("t.owner_id =", owner), ("t.due <", until)]
    given = [(condition, value) for condition, value in asked if value is not None]
    where = " and ".join(["t.state = 'open'", *(f"{given[n][0]} ${n + 1}" for n in range(len(given)))])
    statement = f"select {COLUMNS} from task t where {where} order by t.due_key, t.id limit ${len(given) + 1}"
    return many(Task, await db().fetch(statement, *(value for _, value in given), limit))


async def open_missed_call(customer: UUID) -> Task | None:
    """The customer's open missed call, locked."""
    statement = f"""
        select {COLUMNS} from task t where t.customer_id = $1 and t.kind = 'missed_call' and t.state = 'open' for update
    """
    return one(Task, await db().fetchrow(statement, customer))


async def unowned_of(queues: Sequence[UUID], team: UUID | None, until: datetime, limit: int) -> list[Task]:
    """Open tasks of these queues and of a team that nobody has taken, due before `until`, the earliest first; without
    those that the house calls by itself."""
    statement = f"""
        select {COLUMNS} from task t
        where t.state = 'open' and t.owner_id is null and (t.queue_id = any($1) or t.team_id = $2) and t.due_key < $3
            and not exists (select from callback c where c.task_id = t.id and c.{LIVE})
        order by t.due_key, t.id limit $4
    """
    return many(Task, await db().fetch(statement, list(queues), team, until, limit))


async def missed_of(customer: UUID | None, kind: str, value: str) -> list[Task]:
    """Open missed calls of a customer, and those of nobody we know from this address, locked."""
    statement = f"""
        select {COLUMNS} from task t
        where t.kind = 'missed_call' and t.state = 'open'
            and (t.customer_id = $1 or (t.customer_id is null and t.address_kind = $2 and t.address_value = $3))
        order by t.id for update
    """
    return many(Task, await db().fetch(statement, customer, kind, value))


async def of_interaction(interaction: UUID) -> list[Task]:
    """Open tasks that a contact left behind, locked."""
    statement = f"""
        select {COLUMNS} from task t where t.interaction_id = $1 and t.state = 'open' order by t.id for update
    """
    return many(Task, await db().fetch(statement, interaction))


async def messages_in(interaction: UUID) -> list[UUID]:
    """Open tasks for the word that was left in a contact."""
    statement = "select id from task where interaction_id = $1 and kind = 'voicemail' and state = 'open'"
    return [row["id"] for row in await db().fetch(statement, interaction)]


_TIMELINE: Final = f"""
    select {COLUMNS} from task t
    where t.customer_id = $1 and (t.created, t.id) < ($2, $3)
    order by t.created desc, t.id desc limit $4
"""


async def timeline(customer: UUID, at: datetime, id: UUID, limit: int) -> list[Task]:
    """Somebody's tasks by when they were made, newest first, strictly before (at, id)."""
    return many(Task, await db().fetch(_TIMELINE, customer, at, id, limit))
