"""queue_item and offer, row by row."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import asyncpg

from madoguchi.kit.db import db, many, one
from madoguchi.routing.model.waiting import Item, Offer

ITEM = """
    id, interaction_id as interaction, medium, queue_id as queue, target_id as target, from_user_id as from_user, plan,
    entered, rank_at, wait_until, first, state, exit, ended, need, step, step_due, arrived, been, about
"""
OFFER = """
    id, item_id as item, interaction_id as interaction, user_id as "user", queue_id as queue, slot, state, made,
    expires, answered, ended, cause, rest_until, reason
"""


async def insert_item(item: Item) -> bool:
    """Put a contact in line; False when it waits already."""
    row = await db().fetchval(
        """insert into queue_item (id, interaction_id, medium, queue_id, target_id, from_user_id, plan, entered,
               rank_at, wait_until, need, step, step_due, arrived, been, about)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
           on conflict (tenant_id, interaction_id) where state in ('waiting', 'offered') do nothing returning 1""",
        item.id, item.interaction, item.medium, item.queue, item.target, item.from_user, item.plan, item.entered,
        item.rank_at, item.wait_until, item.need, item.step, item.step_due, item.arrived, item.been, item.about,
    )  # fmt: skip
    return row is not None


async def item(item_id: UUID, *, lock: bool = False) -> Item | None:
    """A contact in line, held until the unit ends when asked."""
    sql = f"select {ITEM} from queue_item where id = $1" + (" for update" if lock else "")
    return one(Item, await db().fetchrow(sql, item_id))


async def live_item(interaction: UUID, *, lock: bool = False) -> Item | None:
    """Where `interaction` waits now, if it does."""
    sql = f"select {ITEM} from queue_item where interaction_id = $1 and state in ('waiting', 'offered')"
    return one(Item, await db().fetchrow(sql + (" for update" if lock else ""), interaction))


async def waiting_in(queue: UUID) -> list[Item]:
    """Everything that waits in a queue and is not being offered, held until the unit ends."""
    sql = f"select {ITEM} from queue_item where queue_id = $1 and state = 'waiting' order by id for update"
    return many(Item, await db().fetch(sql, queue))


async def steps_due(queue: UUID, at: datetime, limit: int = 1000) -> list[Item]:
    """What waits in a queue and gives way by a step now, held until the unit ends; what others hold is left to them."""
    sql = f"""select {ITEM} from queue_item where queue_id = $1 and state = 'waiting' and step_due <= $2
        order by id limit $3 for update skip locked"""
    return many(Item, await db().fetch(sql, queue, at, limit))


async def queue_of(interaction: UUID) -> UUID | None:
    """The queue in which a contact waited last."""
    found: UUID | None = await db().fetchval(
        "select queue_id from queue_item where interaction_id = $1 order by entered desc, id desc limit 1", interaction
    )
    return found


async def save_item(value: Item) -> None:
    """Keep what changes about a contact in line."""
    await db().execute(
        """update queue_item set state = $2, first = $3, target_id = $4, exit = $5, ended = $6, queue_id = $7,
               need = $8, step = $9, step_due = $10, arrived = $11, been = $12, plan = $13
           where id = $1""",
        value.id, value.state, value.first, value.target, value.exit, value.ended, value.queue, value.need, value.step,
        value.step_due, value.arrived, value.been, value.plan,
    )  # fmt: skip


async def offer(offer_id: UUID) -> Offer | None:
    """An offer."""
    return one(Offer, await db().fetchrow(f"select {OFFER} from offer where id = $1", offer_id))


async def live_offer(item_id: UUID) -> Offer | None:
    """The live offer of a contact in line."""
    return one(Offer, await db().fetchrow(f"select {OFFER} from offer where item_id = $1 and ended is null", item_id))


async def offers_of(interaction: UUID) -> list[Offer]:
    """Everybody who was asked to take `interaction`, in order."""
    sql = f"select {OFFER} from offer where interaction_id = $1 order by made, id"
    return many(Offer, await db().fetch(sql, interaction))


async def save_offer(value: Offer) -> None:
    """Keep what changes about an offer."""
    await db().execute(
        """update offer set state = $2, expires = $3, answered = $4, ended = $5, cause = $6, rest_until = $7
           where id = $1""",
        value.id, value.state, value.expires, value.answered, value.ended, value.cause, value.rest_until,
    )  # fmt: skip


async def late_offers(before: datetime) -> list[UUID]:
    """Offers that should have ended before this."""
    rows = await db().fetch("select id from offer where ended is null and expires < $1 limit 200", before)
    return [row["id"] for row in rows]


async def late_items(before: datetime) -> list[UUID]:
    """Contacts that have waited longer than their plan allows."""
    rows = await db().fetch("select id from queue_item where state = 'waiting' and wait_until < $1 limit 200", before)
    return [row["id"] for row in rows]


async def late_steps(before: datetime) -> list[UUID]:
    """Contacts whose next step should have come before this."""
    rows = await db().fetch("select id from queue_item where state = 'waiting' and step_due < $1 limit 200", before)
    return [row["id"] for row in rows]


async def waiting_since(before: datetime) -> list[UUID]:
    """The interactions that still wait and entered before this."""
    rows = await db().fetch(
        """select interaction_id from queue_item where state in ('waiting', 'offered') and entered < $1
           order by entered limit 5000""",
        before,
    )
    return [row["interaction_id"] for row in rows]


STANDING = """
    select me.id as item, me.queue_id as queue, me.state, me.entered,
        (select count(*) from queue_item o
            where o.queue_id = me.queue_id and o.state in ('waiting', 'offered')) as waiting,
        (select count(*) from queue_item o
            where o.queue_id = me.queue_id and o.state in ('waiting', 'offered') and o.id <> me.id
                and (not o.first, o.rank_at, o.id) < (not me.first, me.rank_at, me.id)) as ahead,
        (select count(*) from queue_member m join agent a using (tenant_id, user_id)
            where m.queue_id = me.queue_id
                and a.presence in ('ready', 'busy', 'wrap_up', 'wrap_up_overdue') and a.gone_since is null) as staffed,
        (select count(*) from queue_member m join agent a using (tenant_id, user_id)
            where m.queue_id = me.queue_id and a.presence = 'ready' and a.offer_id is null and a.gone_since is null)
            as ready
    from queue_item me
    where me.interaction_id = $1 and me.state in ('waiting', 'offered') and me.queue_id is not null
"""


async def standing(interaction: UUID) -> asyncpg.Record | None:
    """How a contact stands in its queue, in figures."""
    return await db().fetchrow(STANDING, interaction)
