"""queue_item and offer, and the one statement that makes an offer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from madoguchi.kit.db import db, many, one
from madoguchi.routing.model.matching import Person, Work
from madoguchi.routing.model.offers import Item, Offer

ITEM = """
    id, interaction_id as interaction, medium, queue_id as queue, target_id as target, from_user_id as from_user, plan,
    entered, rank_at, wait_until, first, state, exit, ended
"""
OFFER = """
    id, item_id as item, interaction_id as interaction, user_id as "user", queue_id as queue, slot, state, made,
    expires, answered, ended, cause, rest_until, reason
"""


async def insert_item(item: Item) -> bool:
    """Put a contact in line; False when it waits already."""
    row = await db().fetchval(
        """insert into queue_item (id, interaction_id, medium, queue_id, target_id, from_user_id, plan, entered,
               rank_at, wait_until)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
           on conflict (tenant_id, interaction_id) where state in ('waiting', 'offered') do nothing returning 1""",
        item.id, item.interaction, item.medium, item.queue, item.target, item.from_user, item.plan, item.entered,
        item.rank_at, item.wait_until,
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


async def queue_of(interaction: UUID) -> UUID | None:
    """The queue in which a contact waited last."""
    found: UUID | None = await db().fetchval(
        "select queue_id from queue_item where interaction_id = $1 order by entered desc, id desc limit 1", interaction
    )
    return found


async def save_item(value: Item) -> None:
    """Keep what changes about a contact in line."""
    await db().execute(
        "update queue_item set state = $2, first = $3, target_id = $4, exit = $5, ended = $6 where id = $1",
        value.id, value.state, value.first, value.target, value.exit, value.ended,
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


# Nobody waits for a lock here: what another transaction is about to take is passed over. The checks are repeated on the
# locked rows, so two nodes with the same idea make one offer between them.
CLAIM = f"""
    with work as (
        select id from queue_item where id = $2 and state = 'waiting' for update skip locked),
    person as (
        select a.user_id
        from unnest($3::uuid[]) with ordinality as wish (user_id, place) join agent a using (user_id), work
        where a.presence = 'ready' and a.offer_id is null and a.gone_since is null
        order by wish.place limit 1 for update of a skip locked),
    held as (
        update agent set offer_id = $1 from person where agent.user_id = person.user_id),
    sent as (
        update queue_item set state = 'offered' from work, person where queue_item.id = work.id)
    insert into offer (id, item_id, interaction_id, user_id, queue_id, made, expires, reason)
    select $1, $2, $4, person.user_id, $5, $6, $7, $8 from person
    returning {OFFER}
"""


async def claim(wish: Offer, users: Sequence[UUID]) -> Offer | None:
    """Make `wish` to the first of `users` who is free, durably and once; None when nobody is or the item is taken."""
    row = await db().fetchrow(
        CLAIM, wish.id, wish.item, list(users), wish.interaction, wish.queue, wish.made, wish.expires, wish.reason
    )
    return one(Offer, row)


FREE = """
    select a.user_id as "user", a.ready_since, array[m.queue_id] as queues
    from queue_member m join agent a using (tenant_id, user_id)
    where m.queue_id = $1 and a.presence = 'ready' and a.offer_id is null and a.gone_since is null
        and not exists (select from offer o where o.item_id = $2 and o.user_id = a.user_id and o.rest_until > $3)
"""
FREE_TARGET = """
    select user_id as "user", ready_since, '{}'::uuid[] as queues from agent
    where user_id = $1 and presence = 'ready' and offer_id is null and gone_since is null
"""


async def free_people(waiting: Item, at: datetime) -> list[Person]:
    """Everybody who could be asked to take `waiting` now."""
    if waiting.target is not None:
        return many(Person, await db().fetch(FREE_TARGET, waiting.target))
    return many(Person, await db().fetch(FREE, waiting.queue, waiting.id, at))


NEXT = """
    select i.id as item, i.queue_id as queue, i.rank_at, i.first, i.target_id as target
    from queue_item i
    where i.state = 'waiting'
        and (i.target_id = $1 or (i.target_id is null and i.queue_id in (
            select queue_id from queue_member where user_id = $1)))
        and not exists (select from offer o where o.item_id = i.id and o.user_id = $1 and o.rest_until > $2)
    order by i.first desc, i.rank_at, i.id limit $3
"""


async def work_for(user: UUID, at: datetime, limit: int = 5) -> list[Work]:
    """What waits for this person, the head of the line first."""
    return many(Work, await db().fetch(NEXT, user, at, limit))


async def unserved(limit: int = 200) -> list[UUID]:
    """Contacts that wait although somebody who serves their queue is free."""
    rows = await db().fetch(
        """select i.id from queue_item i
           where i.state = 'waiting' and exists (
               select from agent a where a.presence = 'ready' and a.offer_id is null and a.gone_since is null
                   and (a.user_id = i.target_id or (i.target_id is null and exists (
                       select from queue_member m where m.queue_id = i.queue_id and m.user_id = a.user_id))))
           order by i.first desc, i.rank_at, i.id limit $1""",
        limit,
    )
    return [row["id"] for row in rows]


async def late_offers(before: datetime) -> list[UUID]:
    """Offers that should have ended before this."""
    rows = await db().fetch("select id from offer where ended is null and expires < $1 limit 200", before)
    return [row["id"] for row in rows]


async def late_items(before: datetime) -> list[UUID]:
    """Contacts that have waited longer than their plan allows."""
    rows = await db().fetch("select id from queue_item where state = 'waiting' and wait_until < $1 limit 200", before)
    return [row["id"] for row in rows]


async def waiting_since(before: datetime) -> list[UUID]:
    """The interactions that still wait and entered before this."""
    rows = await db().fetch(
        """select interaction_id from queue_item where state in ('waiting', 'offered') and entered < $1
           order by entered limit 5000""",
        before,
    )
    return [row["interaction_id"] for row in rows]
