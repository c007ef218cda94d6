"""What a round of matching reads, and the one statement that makes all its offers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from madoguchi.kit.db import current_tenant, db
from madoguchi.routing.model.skills import read_need
from madoguchi.routing.model.waiting import Offer
from madoguchi.routing.model.work import About, Person, Work
from madoguchi.routing.store.claims import ASKABLE, FREE_AS_SEEN, PERSON, SEEN, person_of_row

ROUNDS = 0x6D61646F
"""What makes the lock of this tenant's rounds another than anybody else's."""


async def alone() -> None:
    """Wait until no other round of this tenant is under way, and keep it so until the unit ends.

    Two at once would see the same heads of the same lines, and one of them would have read in vain. A round waits for
    nothing else, so nobody waits in a circle; single arrivals do not wait for it.
    """
    await db().execute("select pg_advisory_xact_lock($1, $2)", ROUNDS, (current_tenant().int & 0xFFFFFFFF) - 2**31)


# Those who are ready are found by an index of their own; of the busy, only those matter whose capacity leaves room.
EVERYBODY = f"""
    select {PERSON}, array(select m.queue_id from queue_member m where m.user_id = a.user_id) as queues
    from agent a left join agent_profile p using (tenant_id, user_id)
    where {ASKABLE}
    union all
    select {PERSON}, array(select m.queue_id from queue_member m where m.user_id = a.user_id) as queues
    from agent_profile p join agent a using (tenant_id, user_id)
    where p.beside_call > 0 and a.offer_id is null and a.gone_since is null and a.presence = 'busy'
        and a.segment_id is not null
"""


async def everybody_free(at: datetime) -> list[Person]:
    """All who might be asked to take something now."""
    return [person_of_row(row, frozenset(row["queues"]), at) for row in await db().fetch(EVERYBODY)]


class Kind(NamedTuple):
    """A group of contacts in line that ask for the same in one queue on one medium."""

    queue: UUID
    medium: str
    need: str


KINDS = """
    with recursive kind as (
        select g.* from unnest($1::uuid[]) as q (id) cross join lateral (
            select i.queue_id, i.medium, i.need from queue_item i
            where i.queue_id = q.id and i.state = 'waiting' order by i.medium, i.need limit 1) g
        union all
        select g.* from kind k cross join lateral (
            select i.queue_id, i.medium, i.need from queue_item i
            where i.queue_id = k.queue_id and i.state = 'waiting' and (i.medium, i.need) > (k.medium, k.need)
            order by i.medium, i.need limit 1) g)
    select queue_id, medium, need from kind
"""


async def kinds(queues: Sequence[UUID]) -> list[Kind]:
    """What kinds of contacts wait in these queues."""
    return [Kind(row["queue_id"], row["medium"], row["need"]) for row in await db().fetch(KINDS, queues)]


# The first of each line that ask for something somebody free can give; what nobody can take now is passed over.
HEADS = """
    select i.*
    from (select queue_id, array_agg(medium) as media, array_agg(need) as needs
        from unnest($1::uuid[], $2::text[], $3::text[]) as kind (queue_id, medium, need) group by queue_id) k
    cross join lateral (
        select i.id, i.interaction_id, i.queue_id, i.medium, i.need, i.rank_at, i.first, i.step, i.entered,
            nullif(i.about, '{}') as about,
            case when i.plan is null then null else i.from_user_id end as from_user
        from queue_item i
        where i.queue_id = k.queue_id and i.state = 'waiting' and i.target_id is null
            and i.need = any(k.needs) and i.medium = any(k.media)
        order by i.first desc, i.rank_at, i.id limit $4) i
"""


class Waiting(NamedTuple):
    """A contact in line with the interaction it is about."""

    work: Work
    interaction: UUID


async def heads(groups: Sequence[Kind], each: int, preferring: frozenset[UUID]) -> list[Waiting]:
    """The first `each` of every group; in the queues of `preferring`, who spoke with the customer last is named."""
    rows = await db().fetch(
        HEADS, [k.queue for k in groups], [k.medium for k in groups], [k.need for k in groups], each
    )
    return [_waiting(row, preferring) for row in rows]


def _waiting(row: Any, preferring: frozenset[UUID]) -> Waiting:
    about = msgspec.convert(row["about"], About) if row["about"] else NOTHING_KNOWN
    work = Work(
        item=row["id"],
        queue=row["queue_id"],
        rank_at=row["rank_at"],
        first=row["first"],
        from_user=row["from_user"],
        medium=row["medium"],
        need=read_need(row["need"]),
        step=row["step"],
        entered=row["entered"],
        last_agent=about.last_agent if row["queue_id"] in preferring else None,
        about=about,
    )
    return Waiting(work, row["interaction_id"])


NOTHING_KNOWN = About()


async def resting(at: datetime) -> frozenset[tuple[UUID, UUID]]:
    """(contact in line, person) who are not to be brought together yet."""
    rows = await db().fetch("select item_id, user_id from offer where rest_until > $1", at)
    return frozenset((row["item_id"], row["user_id"]) for row in rows)


# As in a single claim, nobody waits for a lock, and everything believed is checked again on the locked rows.
CLAIM_MANY = f"""
    with wish as (
        select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::timestamptz[], $7::text[],
            $8::text[]) as t (id, item_id, interaction_id, user_id, queue_id, expires, reason, seen)),
    work as (
        select id, queue_id from queue_item where id = any($2) and state = 'waiting' for update skip locked),
    person as (
        select a.user_id, {SEEN} as seen from agent a where a.user_id = any($4) and {FREE_AS_SEEN}
        for update of a skip locked),
    pair as (
        select wish.* from wish join work on work.id = wish.item_id and work.queue_id = wish.queue_id
            join person using (user_id, seen)),
    held as (
        update agent set offer_id = pair.id from pair where agent.user_id = pair.user_id),
    sent as (
        update queue_item set state = 'offered' from pair where queue_item.id = pair.item_id)
    insert into offer (id, item_id, interaction_id, user_id, queue_id, made, expires, reason)
    select id, item_id, interaction_id, user_id, queue_id, $9, expires, reason::jsonb from pair
    returning id
"""


async def claim_many(wishes: Sequence[Offer], people: Sequence[Person], made: datetime) -> set[UUID]:
    """Make these offers to these people, each durably and once; returns the ids of those that were made.

    What another unit is about to take, and who it asks, are left to it.
    """
    rows = await db().fetch(
        CLAIM_MANY,
        [w.id for w in wishes],
        [w.item for w in wishes],
        [w.interaction for w in wishes],
        [w.user for w in wishes],
        [w.queue for w in wishes],
        [w.expires for w in wishes],
        [msgspec.json.encode(w.reason).decode() for w in wishes],
        [p.seen for p in people],
        made,
    )
    return {row["id"] for row in rows}


KEEP = "insert into routing_decision (id, at, offers, seen) values ($1, $2, $3, $4)"


async def keep_decision(id: UUID, at: datetime, offers: int, seen: bytes) -> None:
    """Keep what a round saw and made."""
    await db().execute(KEEP, id, at, offers, seen)
