"""The same writes for many contacts, offers and people, each in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import msgspec

from madoguchi.kit.db import db, many
from madoguchi.routing.model.presence import Agent
from madoguchi.routing.model.waiting import Item, Offer
from madoguchi.routing.model.work import Decision
from madoguchi.routing.store.agents import AGENT
from madoguchi.routing.store.items import ITEM, OFFER


async def lock_items(interactions: Sequence[UUID]) -> list[Item]:
    """Where these interactions wait now, those that do, held until the unit ends."""
    sql = f"""select {ITEM} from queue_item where interaction_id = any($1) and state in ('waiting', 'offered')
        order by id for update"""
    return many(Item, await db().fetch(sql, interactions))


LEAN = OFFER.replace(", reason", "")
NOT_READ = Decision(rule="", considered=0, candidates=[])
"""Stands for the reason of an offer, which is long and which no move looks at."""


async def live_offers(interactions: Sequence[UUID]) -> list[Offer]:
    """The live offers of these interactions, without their reasons."""
    sql = f"select {LEAN} from offer where interaction_id = any($1) and ended is null"
    return [Offer(**dict(row), reason=NOT_READ) for row in await db().fetch(sql, interactions)]


async def lock_agents(users: Sequence[UUID]) -> list[Agent]:
    """The states of these people, held until the unit ends."""
    sql = f"select {AGENT} from agent where user_id = any($1) order by user_id for update"
    return many(Agent, await db().fetch(sql, users))


SAVE_ITEMS = """
    update queue_item i set state = t.state, first = t.first, target_id = t.target, exit = t.exit, ended = t.ended,
        queue_id = t.queue, need = t.need, step = t.step, step_due = t.step_due, arrived = t.arrived,
        been = t.been::uuid[], plan = t.plan::jsonb
    from unnest($1::uuid[], $2::text[], $3::bool[], $4::uuid[], $5::text[], $6::timestamptz[], $7::uuid[], $8::text[],
        $9::smallint[], $10::timestamptz[], $11::timestamptz[], $12::text[], $13::text[])
        as t (id, state, first, target, exit, ended, queue, need, step, step_due, arrived, been, plan)
    where i.id = t.id
"""


async def save_items(values: Sequence[Item]) -> None:
    """Keep what changes about contacts in line."""
    await db().execute(
        SAVE_ITEMS,
        [v.id for v in values],
        [v.state for v in values],
        [v.first for v in values],
        [v.target for v in values],
        [v.exit for v in values],
        [v.ended for v in values],
        [v.queue for v in values],
        [v.need for v in values],
        [v.step for v in values],
        [v.step_due for v in values],
        [v.arrived for v in values],
        ["{" + ",".join(map(str, v.been)) + "}" for v in values],
        [msgspec.json.encode(v.plan).decode() if v.plan else None for v in values],
    )


SAVE_OFFERS = """
    update offer o set state = t.state, expires = t.expires, answered = t.answered, ended = t.ended, cause = t.cause,
        rest_until = t.rest_until
    from unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[], $6::text[],
        $7::timestamptz[]) as t (id, state, expires, answered, ended, cause, rest_until)
    where o.id = t.id
"""


async def save_offers(values: Sequence[Offer]) -> None:
    """Keep what changes about offers."""
    await db().execute(
        SAVE_OFFERS,
        [v.id for v in values],
        [v.state for v in values],
        [v.expires for v in values],
        [v.answered for v in values],
        [v.ended for v in values],
        [v.cause for v in values],
        [v.rest_until for v in values],
    )


SAVE_AGENTS = """
    with t as (
        select * from unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::text[], $5::timestamptz[], $6::uuid[],
            $7::uuid[], $8::uuid[], $9::uuid[], $10::timestamptz[], $11::text[], $12::text[], $13::timestamptz[],
            $14::uuid[], $15::text[], $16::float8[], $17::timestamptz[], $18::uuid[], $19::text[])
            as t (user_id, presence, since, reason, ready_since, offer_id, interaction_id, segment_id, last_segment_id,
                due, after, after_reason, gone_since, unwrapped_id, slots, occupancy, measured, forced_by,
                forced_reason)),
    saved as (
        update agent a set presence = t.presence, since = t.since, reason = t.reason, ready_since = t.ready_since,
            offer_id = t.offer_id, interaction_id = t.interaction_id, segment_id = t.segment_id,
            last_segment_id = t.last_segment_id, due = t.due, after = t.after, after_reason = t.after_reason,
            gone_since = t.gone_since, unwrapped_id = t.unwrapped_id, slots = t.slots::jsonb,
            occupancy = t.occupancy, measured = t.measured, forced_by = t.forced_by, forced_reason = t.forced_reason
        from t where a.user_id = t.user_id)
    insert into presence_mark (user_id, at, presence, reason, interaction_id)
    select t.user_id, t.since, t.presence, t.reason, t.interaction_id from t join agent a using (user_id)
    where (a.presence, a.reason, a.since) is distinct from (t.presence, t.reason, t.since)
    on conflict (tenant_id, user_id, at) do update set
        presence = excluded.presence, reason = excluded.reason, interaction_id = excluded.interaction_id
"""


async def save_agents(values: Sequence[Agent]) -> None:
    """Keep people's states, and what they were doing when."""
    await db().execute(
        SAVE_AGENTS,
        [v.user for v in values],
        [v.presence for v in values],
        [v.since for v in values],
        [v.reason for v in values],
        [v.ready_since for v in values],
        [v.offer for v in values],
        [v.interaction for v in values],
        [v.segment for v in values],
        [v.last_segment for v in values],
        [v.due for v in values],
        [v.after for v in values],
        [v.after_reason for v in values],
        [v.gone_since for v in values],
        [v.unwrapped for v in values],
        [msgspec.json.encode(v.slots).decode() for v in values],
        [v.occupancy for v in values],
        [v.measured for v in values],
        [v.forced_by for v in values],
        [v.forced_reason for v in values],
    )
