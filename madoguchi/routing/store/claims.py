"""Who is free, what waits for whom, and the statement that makes an offer.

Nobody waits for a lock in a claim: what another transaction is about to take is passed over. Everything the matcher
believed is checked again on the locked rows, so two nodes with the same idea make one offer between them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from madoguchi.kit.db import db, many, one
from madoguchi.routing.model import occupancy
from madoguchi.routing.model.capacity import EXCLUSIVE
from madoguchi.routing.model.presence import Agent
from madoguchi.routing.model.waiting import Item, Offer
from madoguchi.routing.model.work import Person
from madoguchi.routing.store.agents import AGENT
from madoguchi.routing.store.items import ITEM, OFFER
from madoguchi.routing.store.people import profile_of_row

# Who may be asked: idle, or in a call beside which their capacity leaves room for something else.
ASKABLE = "a.offer_id is null and a.gone_since is null and a.presence = 'ready'"
ASKABLE_BESIDE = """
    a.offer_id is null and a.gone_since is null
        and (a.presence = 'ready' or (a.presence = 'busy' and a.segment_id is not null))
"""


def askable(medium: str) -> str:
    """The condition on agent `a` for media of this kind."""
    return ASKABLE if medium in EXCLUSIVE else ASKABLE_BESIDE


# What the decision was based on: what they do and what they have in hand. The claim makes sure that it is so still.
SEEN = "a.presence || ' ' || a.slots::text"
FREE_AS_SEEN = "a.offer_id is null and a.gone_since is null"

CLAIM = f"""
    with work as (
        select id from queue_item
        where id = $2 and state = 'waiting' and queue_id is not distinct from $6 for update skip locked),
    person as (
        select a.user_id
        from unnest($3::uuid[], $4::text[]) with ordinality as wish (user_id, seen, place)
            join agent a using (user_id), work
        where {FREE_AS_SEEN} and {SEEN} = wish.seen
        order by wish.place limit 1 for update of a skip locked),
    held as (
        update agent set offer_id = $1 from person where agent.user_id = person.user_id),
    sent as (
        update queue_item set state = 'offered' from work, person where queue_item.id = work.id),
    logged as (
        insert into routing_decision (id, at, offers, seen) select $1, $7, 1, $10 from person)
    insert into offer (id, item_id, interaction_id, user_id, queue_id, made, expires, reason)
    select $1, $2, $5, person.user_id, $6, $7, $8, $9 from person
    returning {OFFER}
"""


async def claim(wish: Offer, people: Sequence[Person], seen: bytes) -> Offer | None:
    """Make `wish` to the first of `people` who is free, durably and once; None when nobody is, or the item
    is taken or in another line by now.

    `seen`: the whole decision, kept with it.
    """
    row = await db().fetchrow(
        CLAIM,
        wish.id, wish.item, [person.user for person in people], [person.seen for person in people], wish.interaction,
        wish.queue, wish.made, wish.expires, wish.reason, seen,
    )  # fmt: skip
    return one(Offer, row)


PERSON = f"""
    {SEEN} as seen, a.user_id, a.ready_since, a.presence, a.since, a.slots, a.occupancy, a.measured,
    p.skills, p.languages, p.most, p.beside_call, p.version
"""
FREE = """
    select {person} from queue_member m join agent a using (tenant_id, user_id)
        left join agent_profile p using (tenant_id, user_id)
    where m.queue_id = $1 and {askable}
        and not exists (select from offer o where o.item_id = $2 and o.user_id = a.user_id and o.rest_until > $3)
"""
FREE_TARGET = """
    select {person} from agent a left join agent_profile p using (tenant_id, user_id)
    where a.user_id = $1 and {askable}
"""


def person_of_row(row: Any, queues: frozenset[UUID], at: datetime) -> Person:
    """Somebody who is free, as the matcher sees them."""
    profile = profile_of_row(row)
    in_hand = row["slots"]
    busy = row["presence"] == "busy"
    load: dict[str, int] = {"voice": 1} if busy else {}
    for slot in in_hand:
        load[slot["medium"]] = load.get(slot["medium"], 0) + 1
    waited = (at - (row["measured"] or row["since"])).total_seconds()
    return Person(
        user=row["user_id"],
        ready_since=row["ready_since"] or row["since"],
        queues=queues,
        skills=profile.skills,
        languages=profile.languages,
        capacity=profile.capacity,
        load=load,
        occupancy=round(occupancy.after(row["occupancy"], busy or bool(in_hand), waited), 3),
        seen=row["seen"],
    )


async def free_people(waiting: Item, at: datetime) -> list[Person]:
    """Everybody of the queue (or the one it waits for) who is free now."""
    condition = askable(waiting.medium)
    if waiting.target is not None:
        rows = await db().fetch(FREE_TARGET.format(person=PERSON, askable=condition), waiting.target)
    else:
        sql = FREE.format(person=PERSON, askable=condition)
        rows = await db().fetch(sql, waiting.queue, waiting.id, at)
    queues = frozenset({waiting.queue} if waiting.queue else ())
    return [person_of_row(row, queues, at) for row in rows]


# Those who wait in a queue and ask for the same are one group; only the head of each is looked at, so that a long line
# that this person cannot serve costs nothing. The groups are found by skipping from one to the next in the index.
HEADS = f"""
    with recursive kind as (
        select g.* from queue_member m cross join lateral (
            select i.queue_id, i.medium, i.need from queue_item i
            where i.queue_id = m.queue_id and i.state = 'waiting'
            order by i.medium, i.need limit 1) g
        where m.user_id = $1
        union all
        select g.* from kind k cross join lateral (
            select i.queue_id, i.medium, i.need from queue_item i
            where i.queue_id = k.queue_id and i.state = 'waiting' and (i.medium, i.need) > (k.medium, k.need)
            order by i.medium, i.need limit 1) g)
    select head.* from kind k cross join lateral (
        select {ITEM} from queue_item i
        where i.queue_id = k.queue_id and i.medium = k.medium and i.need = k.need and i.state = 'waiting'
            and i.target_id is null and (i.plan is null or i.from_user_id is distinct from $1)
            and not exists (select from offer o where o.item_id = i.id and o.user_id = $1 and o.rest_until > $2)
        order by i.first desc, i.rank_at, i.id limit 1) head
    union all
    select {ITEM} from queue_item where target_id = $1 and state = 'waiting'
"""


async def heads_for(user: UUID, at: datetime) -> list[Item]:
    """What stands at the head of each kind of contact in the queues of a person, and what waits for them alone."""
    return many(Item, await db().fetch(HEADS, user, at))


SELF = f"""
    select {AGENT}, {SEEN} as seen, p.skills, p.languages, p.most, p.beside_call, p.version, array(
        select queue_id from queue_member m where m.user_id = a.user_id) as queues
    from agent a left join agent_profile p using (tenant_id, user_id) where user_id = $1
"""


async def person(user: UUID, at: datetime) -> tuple[Agent, Person] | None:
    """One person as they are and as the matcher sees them; None when they never were here."""
    row = await db().fetchrow(SELF, user)
    if row is None:
        return None
    told = dict(row) | {"user_id": row["user"]}
    agent = msgspec.convert({name: told[name] for name in Agent.__struct_fields__}, Agent)
    return agent, person_of_row(told, frozenset(row["queues"]), at)


async def waiting_for_one() -> list[UUID]:
    """Contacts that wait for one person only, who is free."""
    rows = await db().fetch(
        f"""select i.id from queue_item i join agent a on a.user_id = i.target_id
            where i.state = 'waiting' and i.target_id is not null and {ASKABLE} limit 200"""
    )
    return [row["id"] for row in rows]
