"""entry_flow and flow_run."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from madoguchi.kit.db import current_tenant, db, many, one
from madoguchi.workflows.model.first import EntryFlow, Run, Step

FLOW = "id, name, notice, queue_id as queue, priority, max_wait_seconds, farewell, active, version"
RUN = "interaction_id as interaction, entry_flow_id as flow, step, moved"


async def flow(flow_id: UUID, *, lock: bool = False) -> EntryFlow | None:
    """One entry flow."""
    sql = f"select {FLOW} from entry_flow where tenant_id = $1 and id = $2 and queue_id is not null" + (
        " for update" if lock else ""
    )
    return one(EntryFlow, await db().fetchrow(sql, current_tenant(), flow_id))


async def flows() -> list[EntryFlow]:
    """Every entry flow by name."""
    sql = f"select {FLOW} from entry_flow where tenant_id = $1 and queue_id is not null order by name"
    return many(EntryFlow, await db().fetch(sql, current_tenant()))


async def name_taken(name: str, but: UUID) -> bool:
    """Whether another entry flow has this name."""
    return bool(await db().fetchval("select exists (select from entry_flow where name = $1 and id <> $2)", name, but))


async def save_flow(value: EntryFlow) -> None:
    """Write an entry flow, new or changed."""
    await db().execute(
        """insert into entry_flow (id, name, notice, queue_id, priority, max_wait_seconds, farewell, active, version)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
           on conflict (tenant_id, id) do update set name = $2, notice = $3, queue_id = $4, priority = $5,
               max_wait_seconds = $6, farewell = $7, active = $8, version = $9""",
        value.id, value.name, value.notice, value.queue, value.priority, value.max_wait_seconds, value.farewell,
        value.active, value.version,
    )  # fmt: skip


async def begin(interaction: UUID, flow_id: UUID | None, step: Step, at: datetime) -> bool:
    """Let a contact enter; False when it is on its way already."""
    row = await db().fetchval(
        """insert into flow_run (interaction_id, entry_flow_id, step, started, moved) values ($1, $2, $3, $4, $4)
           on conflict do nothing returning 1""",
        interaction, flow_id, step, at,
    )  # fmt: skip
    return row is not None


async def lock_run(interaction: UUID) -> Run | None:
    """Where a contact is, held until the unit ends."""
    return one(
        Run, await db().fetchrow(f"select {RUN} from flow_run where interaction_id = $1 for update", interaction)
    )


async def move(interaction: UUID, step: Step, at: datetime) -> None:
    """The contact moves on."""
    await db().execute("update flow_run set step = $2, moved = $3 where interaction_id = $1", interaction, step, at)


async def lingering(before: datetime) -> list[Run]:
    """Contacts that have been at a step which ends by itself since before this."""
    sql = f"select {RUN} from flow_run where step in ('notice', 'farewell') and moved < $1 order by moved limit 200"
    return many(Run, await db().fetch(sql, before))


async def as_graph(flow_id: UUID, graph: object, at: datetime) -> None:
    """Keep the same flow as a graph: its draft, and its newest version."""
    await db().execute(
        """with made as (
               insert into flow_version (flow_id, number, graph, at)
               select $1, coalesce(max(number), 0) + 1, $2, $3 from flow_version where flow_id = $1 returning number)
           update entry_flow set draft = $2, drafted = $3, published = (select number from made) where id = $1""",
        flow_id, graph, at,
    )  # fmt: skip
