"""The same writes for many contacts, offers and people, each in one statement.

What is kept travels as one JSON document that the database takes apart: an array for each of nineteen columns costs the
application five times as much. The ids are said once more in an array, so that a plan from the day when the tables were
empty does not read a tenant's whole history.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

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
        queue_id = t.queue, need = t.need, step = t.step, step_due = t.step_due, arrived = t.arrived, been = t.been,
        plan = t.plan
    from jsonb_to_recordset($1::jsonb) as t (id uuid, state text, first bool, target uuid, exit text, ended timestamptz,
        queue uuid, need text, step smallint, step_due timestamptz, arrived timestamptz, been uuid[], plan jsonb)
    where i.id = t.id and i.id = any($2)
"""


async def save_items(values: Sequence[Item]) -> None:
    """Keep what changes about contacts in line."""
    await db().execute(SAVE_ITEMS, values, [item.id for item in values])


SAVE_OFFERS = """
    update offer o set state = t.state, expires = t.expires, answered = t.answered, ended = t.ended, cause = t.cause,
        rest_until = t.rest_until
    from jsonb_to_recordset($1::jsonb) as t (id uuid, state text, expires timestamptz, answered timestamptz,
        ended timestamptz, cause text, rest_until timestamptz)
    where o.id = t.id and o.id = any($2)
"""


async def save_offers(values: Sequence[Offer]) -> None:
    """Keep what changes about offers."""
    await db().execute(SAVE_OFFERS, values, [offer.id for offer in values])


SAVE_AGENTS = """
    with t as (
        select * from jsonb_to_recordset($1::jsonb) as t ("user" uuid, presence text, since timestamptz, reason text,
            ready_since timestamptz, offer uuid, interaction uuid, segment uuid, last_segment uuid, due timestamptz,
            after text, after_reason text, gone_since timestamptz, unwrapped uuid, slots jsonb, occupancy float8,
            measured timestamptz, forced_by uuid, forced_reason text)),
    saved as (
        update agent a set presence = t.presence, since = t.since, reason = t.reason, ready_since = t.ready_since,
            offer_id = t.offer, interaction_id = t.interaction, segment_id = t.segment,
            last_segment_id = t.last_segment, due = t.due, after = t.after, after_reason = t.after_reason,
            gone_since = t.gone_since, unwrapped_id = t.unwrapped, slots = t.slots, occupancy = t.occupancy,
            measured = t.measured, forced_by = t.forced_by, forced_reason = t.forced_reason
        from t where a.user_id = t."user")
    insert into presence_mark (user_id, at, presence, reason, interaction_id)
    select t."user", t.since, t.presence, t.reason, t.interaction from t join agent a on a.user_id = t."user"
    where (a.presence, a.reason, a.since) is distinct from (t.presence, t.reason, t.since)
    on conflict (tenant_id, user_id, at) do update set
        presence = excluded.presence, reason = excluded.reason, interaction_id = excluded.interaction_id
"""


async def save_agents(values: Sequence[Agent]) -> None:
    """Keep people's states, and what they were doing when."""
    await db().execute(SAVE_AGENTS, values)
