"""queue and queue_member."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import msgspec

from madoguchi.kit.db import current_tenant, db, many, one
from madoguchi.kit.remembered import Remembered
from madoguchi.kit.signals import signal
from madoguchi.routing.model.skills import Step

QUEUE = """
    id, code, name_ja, name_en, line_of_business_id as line_of_business, strategy, offer_seconds, wrapup_seconds,
    max_wait_seconds, active, required, steps, last_agent, match_language, version
"""


class Queue(msgspec.Struct, frozen=True, kw_only=True):
    """A line in which contacts wait. Times in seconds; None: as the tenant's settings say (or no limit of waiting).

    `required`: skill code → minimum level, asked of whoever takes a contact; `steps`: how that gives way with time.
    `last_agent`: who spoke with the customer last is preferred. `match_language`: the customer's language is asked for.
    """

    id: UUID
    code: str
    name_ja: str
    name_en: str
    line_of_business: UUID | None = None
    strategy: str = "longest_idle"
    offer_seconds: int | None = None
    wrapup_seconds: int | None = None
    max_wait_seconds: int | None = None
    active: bool = True
    required: dict[str, int] = {}
    steps: list[Step] = []
    last_agent: bool = False
    match_language: bool = False
    version: int = 1


async def queue(queue_id: UUID, *, lock: bool = False) -> Queue | None:
    """One queue."""
    sql = f"select {QUEUE} from queue where tenant_id = $1 and id = $2" + (" for update" if lock else "")
    return one(Queue, await db().fetchrow(sql, current_tenant(), queue_id))


_remembered: Remembered[UUID, Queue] = Remembered("queues")


async def known(queue_id: UUID) -> Queue | None:
    """One queue as it was when this process last heard of a change: for every offer and every wait."""
    return (await known_ones([queue_id])).get(queue_id)


async def known_ones(queue_ids: Iterable[UUID]) -> dict[UUID, Queue]:
    """The same for several."""

    async def read(ids: list[UUID]) -> dict[UUID, Queue]:
        sql = f"select {QUEUE} from queue where tenant_id = $1 and id = any($2)"
        return {found.id: found for found in many(Queue, await db().fetch(sql, current_tenant(), ids))}

    return await _remembered.of(queue_ids, read)


async def queues() -> list[Queue]:
    """Every queue by code."""
    sql = f"select {QUEUE} from queue where tenant_id = $1 order by code"
    return many(Queue, await db().fetch(sql, current_tenant()))


async def code_taken(code: str, but: UUID) -> bool:
    """Whether another queue has this code."""
    return bool(await db().fetchval("select exists (select from queue where code = $1 and id <> $2)", code, but))


async def save(value: Queue) -> None:
    """Write a queue, new or changed."""
    await db().execute(
        """insert into queue (id, code, name_ja, name_en, line_of_business_id, strategy, offer_seconds, wrapup_seconds,
               max_wait_seconds, active, version, required, steps, last_agent, match_language)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
           on conflict (tenant_id, id) do update set code = $2, name_ja = $3, name_en = $4, line_of_business_id = $5,
               strategy = $6, offer_seconds = $7, wrapup_seconds = $8, max_wait_seconds = $9, active = $10,
               version = $11, required = $12, steps = $13, last_agent = $14, match_language = $15""",
        value.id, value.code, value.name_ja, value.name_en, value.line_of_business, value.strategy,
        value.offer_seconds, value.wrapup_seconds, value.max_wait_seconds, value.active, value.version,
        value.required, value.steps, value.last_agent, value.match_language,
    )  # fmt: skip
    await signal("queues")


async def anyone_waits(queue_id: UUID) -> bool:
    """Whether a contact waits in this queue."""
    sql = "select exists (select from queue_item where queue_id = $1 and state in ('waiting', 'offered'))"
    return bool(await db().fetchval(sql, queue_id))


MEMBERS = 0x6D61646D
"""What makes the lock of this tenant's people in queues another than anybody else's."""


async def hold_members() -> None:
    """Wait until nobody else of the tenant changes who serves which queue, and keep it so until the unit ends.

    Whoever has it may then begin a round; a round never asks for it, so nobody waits in a circle.
    """
    await db().execute("select pg_advisory_xact_lock($1, $2)", MEMBERS, (current_tenant().int & 0xFFFFFFFF) - 2**31)


async def members(queue_id: UUID) -> list[UUID]:
    """Who serves a queue."""
    rows = await db().fetch("select user_id from queue_member where queue_id = $1 order by user_id", queue_id)
    return [row["user_id"] for row in rows]


async def set_members(queue_id: UUID, users: list[UUID]) -> None:
    """Let exactly these people serve a queue."""
    await db().execute("delete from queue_member where queue_id = $1 and user_id <> all($2::uuid[])", queue_id, users)
    await db().execute(
        """insert into queue_member (queue_id, user_id) select $1, unnest($2::uuid[]) on conflict do nothing""",
        queue_id, users,
    )  # fmt: skip


async def queues_of(user: UUID) -> list[UUID]:
    """The queues that a person serves."""
    rows = await db().fetch("select queue_id from queue_member where user_id = $1", user)
    return [row["queue_id"] for row in rows]


class QueueLoad(msgspec.Struct, frozen=True, kw_only=True):
    """How a queue stands: who waits since when, and what those who serve it are doing.

    Who was accepted and is being connected waits no more. `oldest_contact` is the interaction that waits longest.
    """

    id: UUID
    code: str
    name_ja: str
    name_en: str
    waiting: int
    oldest: datetime | None
    oldest_contact: UUID | None
    agents: dict[str, int]


WAITS = """i.state in ('waiting', 'offered') and not exists (
            select from offer o where o.item_id = i.id and o.ended is null and o.state = 'accepted')"""
LOAD = f"""
    select q.id, q.code, q.name_ja, q.name_en, coalesce(w.waiting, 0) as waiting, w.oldest, w.oldest_contact,
        coalesce(p.agents, '{{}}'::jsonb) as agents
    from queue q
    left join lateral (
        select count(*) as waiting, min(entered) as oldest,
            (array_agg(i.interaction_id order by i.entered))[1] as oldest_contact
        from queue_item i
        where i.queue_id = q.id and {WAITS}) w on true
    left join lateral (
        select jsonb_object_agg(presence, people) as agents from (
            select a.presence, count(*) as people from queue_member m join agent a using (tenant_id, user_id)
            where m.queue_id = q.id group by a.presence) s) p on true
    where (q.active or w.waiting > 0) and ($1::uuid[] is null or q.id = any($1))
    order by q.code
"""


async def loads(queue_ids: list[UUID] | None = None) -> list[QueueLoad]:
    """How these queues stand, or all: those in use, and closed ones in which somebody waits nevertheless."""
    return many(QueueLoad, await db().fetch(LOAD, queue_ids))


class AgentRow(msgspec.Struct, frozen=True, kw_only=True):
    """What one person is doing, since when, for which queues."""

    user: UUID
    presence: str
    reason: str | None
    since: datetime
    interaction: UUID | None
    queues: list[UUID]


AGENTS = """
    select a.user_id as "user", a.presence, a.reason, a.since, a.interaction_id as interaction,
        coalesce(array_agg(m.queue_id) filter (where m.queue_id is not null), '{}') as queues
    from agent a left join queue_member m using (tenant_id, user_id)
    where (a.presence <> 'offline' or exists (select from queue_member x where x.user_id = a.user_id))
        and ($1::uuid is null or a.user_id = $1)
    group by a.tenant_id, a.user_id order by a.presence, a.since
"""


async def agents(user: UUID | None = None) -> list[AgentRow]:
    """What everybody who serves a queue, or is here, is doing; or only `user`."""
    return many(AgentRow, await db().fetch(AGENTS, user))
