"""flow_run and flow_step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from madoguchi.kit.db import current_tenant, db, many, one
from madoguchi.workflows.model.graph import Graph
from madoguchi.workflows.model.run import Passed, Run

RUN = "interaction_id as interaction, entry_flow_id as flow, number, node, wait, keys, saying, memory, due"


class Published(msgspec.Struct, frozen=True):
    """What calls take now."""

    flow: UUID
    number: int


async def published(flow_id: UUID) -> Published | None:
    """The version of a flow that calls take; None when none is published, or it is out of use."""
    sql = """select id as flow, published as number from entry_flow
             where tenant_id = $1 and id = $2 and active and published is not null"""
    return one(Published, await db().fetchrow(sql, current_tenant(), flow_id))


async def graph(flow_id: UUID, number: int) -> Graph | None:
    """A version's graph. It never changes."""
    sql = "select graph from flow_version where tenant_id = $1 and flow_id = $2 and number = $3"
    found = await db().fetchval(sql, current_tenant(), flow_id, number)
    return msgspec.convert(found, Graph) if found is not None else None


async def lock(interaction: UUID) -> Run | None:
    """Where a contact is, held until the unit ends."""
    return one(
        Run, await db().fetchrow(f"select {RUN} from flow_run where interaction_id = $1 for update", interaction)
    )


PASSED = """
    with passed as (
        insert into flow_step (interaction_id, place, flow_id, number, node, exit, at)
        select $1, p.place, $2, $3, p.node, p.exit, $10
        from unnest($11::int[], $12::text[], $13::text[]) as p (place, node, exit) on conflict do nothing)
"""
BEGIN = f"""{PASSED}
    insert into flow_run (interaction_id, entry_flow_id, number, node, wait, keys, saying, memory, due, started, moved)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)
"""
MOVE = f"""{PASSED}
    update flow_run set entry_flow_id = $2, number = $3, node = $4, wait = $5, keys = $6, saying = $7, memory = $8,
        due = $9, moved = $10
    where interaction_id = $1
"""


async def begin(run: Run, at: datetime, passed: Sequence[Passed] = ()) -> None:
    """A contact has entered, and is here now. Once a contact: a second time is a fault, and undoes what it did."""
    await _write(BEGIN, run, at, passed)


async def move(run: Run, at: datetime, passed: Sequence[Passed] = ()) -> None:
    """Where the contact is now, and the steps that it passed on the way."""
    await _write(MOVE, run, at, passed)


async def _write(sql: str, run: Run, at: datetime, passed: Sequence[Passed]) -> None:
    await db().execute(
        sql, run.interaction, run.flow, run.number, run.node, run.wait, run.keys, run.saying,
        msgspec.to_builtins(run.memory), run.due, at, [one.place for one in passed], [one.node for one in passed],
        [one.exit for one in passed],
    )  # fmt: skip


async def lingering(before: datetime) -> list[Run]:
    """Contacts of which something should have been heard before this."""
    sql = f"select {RUN} from flow_run where node is not null and due < $1 order by due limit 200"
    return many(Run, await db().fetch(sql, before))


async def passed(interaction: UUID) -> list[Passed]:
    """The steps that a contact has passed, in order."""
    sql = "select place, node, exit from flow_step where interaction_id = $1 order by place"
    return many(Passed, await db().fetch(sql, interaction))


class Traffic(msgspec.Struct, frozen=True, kw_only=True):
    """How many contacts left a step by a way out."""

    step: str
    exit: str
    contacts: int


async def traffic(flow_id: UUID, since: datetime) -> list[Traffic]:
    """How many contacts passed each way out of a flow's steps since then, whatever the version."""
    sql = """select node as step, exit, count(*) as contacts from flow_step
             where tenant_id = $1 and flow_id = $2 and at >= $3 group by node, exit order by node, exit"""
    return many(Traffic, await db().fetch(sql, current_tenant(), flow_id, since))
