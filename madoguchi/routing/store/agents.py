"""agent and desk: one row a person, one row a node that holds a live socket of theirs."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from madoguchi.kit.db import db, many, one
from madoguchi.routing.model.presence import Agent

AGENT = """
    user_id as "user", presence, since, reason, ready_since, offer_id as offer, interaction_id as interaction,
    segment_id as segment, last_segment_id as last_segment, due, after, after_reason, gone_since,
    unwrapped_id as unwrapped, slots, occupancy, measured, forced_by, forced_reason
"""


async def find(user: UUID) -> Agent | None:
    """A person's state, or None when they never had one."""
    return one(Agent, await db().fetchrow(f"select {AGENT} from agent where user_id = $1", user))


async def find_many(users: list[UUID]) -> list[Agent]:
    """The states of several people."""
    return many(Agent, await db().fetch(f"select {AGENT} from agent where user_id = any($1)", users))


async def lock(user: UUID) -> Agent | None:
    """A person's state, held until the unit ends."""
    return one(Agent, await db().fetchrow(f"select {AGENT} from agent where user_id = $1 for update", user))


async def begin(user: UUID, at: datetime) -> None:
    """Give a person a state: offline. Does nothing when they have one."""
    await db().execute("insert into agent (user_id, since) values ($1, $2) on conflict do nothing", user, at)


# The row that is read is the one before the update: what others see moved, so it is kept for good too.
SAVE = """
    with saved as (
        update agent set presence = $2, since = $3, reason = $4, ready_since = $5, offer_id = $6, interaction_id = $7,
            segment_id = $8, last_segment_id = $9, due = $10, after = $11, after_reason = $12, gone_since = $13,
            unwrapped_id = $14, slots = $15, occupancy = $16, measured = $17, forced_by = $18,
            forced_reason = $19
        where user_id = $1)
    insert into presence_mark (user_id, at, presence, reason, interaction_id)
    select $1, $3, $2, $4, $7 from agent
    where user_id = $1 and (presence, reason, since) is distinct from ($2, $4, $3)
    on conflict (tenant_id, user_id, at) do update set
        presence = excluded.presence, reason = excluded.reason, interaction_id = excluded.interaction_id
"""


async def save(agent: Agent) -> None:
    """Keep a person's state, and what they were doing when."""
    await db().execute(
        SAVE,
        agent.user,
        agent.presence,
        agent.since,
        agent.reason,
        agent.ready_since,
        agent.offer,
        agent.interaction,
        agent.segment,
        agent.last_segment,
        agent.due,
        agent.after,
        agent.after_reason,
        agent.gone_since,
        agent.unwrapped,
        agent.slots,
        agent.occupancy,
        agent.measured,
        agent.forced_by,
        agent.forced_reason,
    )


async def desk_seen(user: UUID, node: UUID, at: datetime) -> None:
    """This node holds a desk of theirs."""
    await db().execute(
        """insert into desk (user_id, node, seen) values ($1, $2, $3)
           on conflict (tenant_id, user_id, node) do update set seen = excluded.seen""",
        user, node, at,
    )  # fmt: skip


async def desk_left(user: UUID, node: UUID) -> bool:
    """This node holds none of theirs any more; returns whether another does."""
    await db().execute("delete from desk where user_id = $1 and node = $2", user, node)
    return bool(await db().fetchval("select exists (select from desk where user_id = $1)", user))


async def has_desk(user: UUID) -> bool:
    """Whether any node holds a desk of theirs."""
    return bool(await db().fetchval("select exists (select from desk where user_id = $1)", user))


async def desks_alive(node: UUID, users: list[UUID], at: datetime) -> set[UUID]:
    """This node still holds the desks of these people; returns those of whom that was known."""
    sql = "update desk set seen = $3 where node = $1 and user_id = any($2) returning user_id"
    return {row["user_id"] for row in await db().fetch(sql, node, users, at)}


async def desks_of_dead_node(node: UUID) -> None:
    """Nothing will be heard of that node's desks any more: the next sweep finds them silent."""
    await db().execute("update desk set seen = '-infinity' where node = $1", node)


async def desks_silent(before: datetime) -> list[UUID]:
    """People with a desk on a node that has not been heard of since `before`."""
    rows = await db().fetch("select distinct user_id from desk where seen < $1 limit 200", before)
    return [row["user_id"] for row in rows]


async def silent_desks_left(user: UUID, before: datetime) -> bool:
    """Forget such desks of a person; returns whether another is left."""
    await db().execute("delete from desk where user_id = $1 and seen < $2", user, before)
    return bool(await db().fetchval("select exists (select from desk where user_id = $1)", user))


async def overdue(at: datetime) -> list[UUID]:
    """People whose state should have left by itself before `at`."""
    rows = await db().fetch("select user_id from agent where due < $1 limit 200", at)
    return [row["user_id"] for row in rows]


async def away_since(before: datetime) -> list[UUID]:
    """People without a desk since `before`, whom no contact keeps."""
    rows = await db().fetch("select user_id from agent where gone_since < $1 and presence <> 'busy' limit 200", before)
    return [row["user_id"] for row in rows]


async def talking(since: datetime) -> list[Agent]:
    """People whose contact began before `since`, for a look at whether it still goes on."""
    sql = f"select {AGENT} from agent where presence = 'busy' and segment_id is not null and since < $1 limit 1000"
    return many(Agent, await db().fetch(sql, since))


async def with_slots(limit: int = 1000) -> list[Agent]:
    """People who have contacts in hand beside what they do."""
    return many(Agent, await db().fetch(f"select {AGENT} from agent where slots <> '[]' limit $1", limit))
