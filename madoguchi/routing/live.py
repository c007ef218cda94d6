"""How the day goes: what queues were asked and what came of it so far, and what everybody is doing now.

The counts have the names and meanings of the metrics: a stay in a queue's line is *offered*; *answered* ends in a talk,
*in time* within the target's seconds; *abandoned* is left by the caller, without the *short abandons*; *diverted* ended
in any other way. Seconds of a stay are whole seconds, cut off.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from madoguchi.kit.db import db, many
from madoguchi.routing.service import Service


class Stays(msgspec.Struct, frozen=True, kw_only=True):
    """What came of the stays in one queue. `answer_wait`: seconds that the answered waited, together."""

    queue: UUID
    offered: int = 0
    answered: int = 0
    in_time: int = 0
    abandoned: int = 0
    short_abandoned: int = 0
    diverted: int = 0
    answer_wait: int = 0


STAYS = """
    select i.queue_id as queue,
        count(*) as offered,
        count(*) filter (where i.exit = 'connected') as answered,
        count(*) filter (where i.exit = 'connected' and i.waited <= coalesce(t.seconds, $2)) as in_time,
        count(*) filter (where i.exit = 'abandoned' and i.waited >= $3) as abandoned,
        count(*) filter (where i.exit = 'abandoned' and i.waited < $3) as short_abandoned,
        count(*) filter (where i.exit not in ('connected', 'abandoned')) as diverted,
        coalesce(sum(i.waited) filter (where i.exit = 'connected'), 0) as answer_wait
    from (
        select queue_id, exit, floor(extract(epoch from ended - entered))::int as waited
        from queue_item where entered >= $1 and queue_id is not null and target_id is null) i
    left join unnest($4::uuid[], $5::int[]) as t (queue_id, seconds) on t.queue_id = i.queue_id
    group by i.queue_id
"""


async def stays_since(start: datetime, held_to: Service) -> list[Stays]:
    """What came of the stays that began since `start`, queue by queue; a queue without any is absent."""
    own = held_to.targets
    seconds = [target.seconds for target in own.values()]
    short = held_to.short_abandon_seconds
    return many(Stays, await db().fetch(STAYS, start, held_to.target.seconds, short, list(own), seconds))


class Stay(msgspec.Struct, frozen=True, kw_only=True):
    """One stay in a queue's line. `exit`: None while it lasts; `waited`: whole seconds, None while it lasts."""

    item: UUID
    interaction: UUID
    queue: UUID
    entered: datetime
    exit: str | None
    waited: int | None


OF = {
    "waiting": "i.exit is null",
    "offered": "true",
    "answered": "i.exit = 'connected'",
    "in_time": "i.exit = 'connected' and i.waited <= i.seconds",
    "late": "i.exit = 'connected' and i.waited > i.seconds",
    "abandoned": "i.exit = 'abandoned' and i.waited >= $4",
    "short_abandoned": "i.exit = 'abandoned' and i.waited < $4",
    "diverted": "i.exit not in ('connected', 'abandoned')",
}
"""The stays behind each count; `seconds` are those of the queue's target, `$4` those of a short abandon."""

ROWS = """
    select i.id as item, i.interaction_id as interaction, i.queue_id as queue, i.entered, i.exit, i.waited
    from (
        select s.id, s.interaction_id, s.queue_id, s.entered, s.exit, q.seconds,
            floor(extract(epoch from s.ended - s.entered))::int as waited
        from unnest($2::uuid[], $3::int[]) as q (queue_id, seconds)
        join queue_item s on s.queue_id = q.queue_id and s.entered >= $1 and s.target_id is null) i
    where {condition} and $4::int is not null
    order by i.entered desc, i.id limit $5
"""


async def stays_of(queues: Sequence[UUID], count: str, start: datetime, held_to: Service, limit: int) -> list[Stay]:
    """The stays behind a count of these queues, newest first. Raises `KeyError` for a count that there is not."""
    seconds = [held_to.of(queue).seconds for queue in queues]
    sql = ROWS.format(condition=OF[count])
    return many(Stay, await db().fetch(sql, start, queues, seconds, held_to.short_abandon_seconds, limit))


class PersonNow(msgspec.Struct, frozen=True, kw_only=True):
    """What one person is doing, for which queues. `since`: None for who never was here."""

    user: UUID
    presence: str
    reason: str | None
    since: datetime | None
    interaction: UUID | None
    queues: list[UUID]


PEOPLE = """
    select p.user_id as "user", coalesce(a.presence, 'offline') as presence, a.reason, a.since,
        a.interaction_id as interaction, coalesce(m.queues, '{}') as queues
    from (select user_id from agent where presence <> 'offline' union select user_id from queue_member) p
    left join agent a on a.user_id = p.user_id
    left join (select user_id, array_agg(queue_id) as queues from queue_member group by user_id) m
        on m.user_id = p.user_id
"""


async def people_now() -> list[PersonNow]:
    """What everybody who serves a queue, or is here, is doing."""
    return many(PersonNow, await db().fetch(PEOPLE))
