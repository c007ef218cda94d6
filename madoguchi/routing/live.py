"""How the day goes: what queues were asked and what came of it so far, and what everybody is doing now.

The counts have the names and meanings of the metrics, and `counts_of` says once which stays are in which; reports
count by the same conditions. A stay in a queue's line is *offered*, in each queue that it overflows into once more;
*answered* ends in a talk, *in time* within the target's seconds; *abandoned* is left by the caller, without the *short
abandons*; *diverted* ended in any other way. *Decided* are all that have ended but the short abandons: rates are shares
of these. Seconds of a stay are whole seconds, cut off.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from madoguchi.kit.db import db, many
from madoguchi.kit.http import Page
from madoguchi.kit.listing import Key, Listing
from madoguchi.routing.service import Service
from madoguchi.routing.store.queues import WAITS


def counts_of(row: str, seconds: str, short: str) -> dict[str, str]:
    """Which stays are in each count, as conditions over `row` with its `exit` and `waited`.

    `seconds`: those of its queue's target, `short`: those of a short abandon, as SQL.
    """
    answered, left = f"{row}.exit = 'connected'", f"{row}.exit = 'abandoned'"
    return {
        "waiting": f"{row}.exit is null",
        "offered": "true",
        "answered": answered,
        "in_time": f"{answered} and {row}.waited <= {seconds}",
        "late": f"{answered} and {row}.waited > {seconds}",
        "abandoned": f"{left} and {row}.waited >= {short}",
        "short_abandoned": f"{left} and {row}.waited < {short}",
        "diverted": f"{row}.exit not in ('connected', 'abandoned')",
        "decided": f"{row}.exit is not null and not ({left} and {row}.waited < {short})",
    }


class Stays(msgspec.Struct, frozen=True, kw_only=True):
    """What came of the stays in one queue. `answer_wait`: seconds that the answered waited, together."""

    queue: UUID
    offered: int = 0
    answered: int = 0
    in_time: int = 0
    abandoned: int = 0
    short_abandoned: int = 0
    diverted: int = 0
    decided: int = 0
    answer_wait: int = 0


class Stay(msgspec.Struct, frozen=True, kw_only=True):
    """One stay in a queue's line. `exit`: None while it lasts; `waited`: whole seconds, None while it lasts."""

    item: UUID
    interaction: UUID
    queue: UUID
    entered: datetime
    exit: str | None
    waited: int | None


# Every stay since $1. $2: seconds of the target, $3: of a short abandon; $4 and $5: queues with seconds of their own.
DAY = """
    with stay as (
        select id, interaction_id, queue_id, entered, exit, floor(extract(epoch from ended - entered))::int as waited
        from queue_item where entered >= $1 and queue_id is not null and target_id is null
        union all
        select i.id, i.interaction_id, b.queue_id, i.entered, 'overflow',
            floor(extract(epoch from i.arrived - i.entered))::int
        from queue_item i cross join lateral unnest(i.been) b (queue_id)
        where i.entered >= $1 and i.queue_id is not null and i.target_id is null and i.been <> '{}'),
    i as (
        select s.*, coalesce(q.seconds, $2) as seconds, $3::int as short from stay s
        left join unnest($4::uuid[], $5::int[]) q (queue_id, seconds) on q.queue_id = s.queue_id)
"""
COUNTS: Final = counts_of("i", "i.seconds", "i.short")
COUNTED: Final = [name for name in Stays.__struct_fields__ if name in COUNTS]
STAYS = f"""
    {DAY}
    select i.queue_id as queue, {", ".join(f"count(*) filter (where {COUNTS[name]}) as {name}" for name in COUNTED)},
        coalesce(sum(i.waited) filter (where {COUNTS["answered"]}), 0) as answer_wait
    from i group by i.queue_id
"""
ROWS = f"""
    {DAY}
    select i.id as item, i.interaction_id as interaction, i.queue_id as queue, i.entered, i.exit, i.waited from i
"""
# Who waits now is who the queues' loads count, since whenever.
WAITING = """
    select i.id as item, i.interaction_id as interaction, i.queue_id as queue, i.entered, null::text as exit,
        null::int as waited
    from queue_item i
"""
# A contact that overflowed stands in each of its queues under one id.
ORDER = (Key("i.entered", "timestamptz"), Key("i.id", "uuid", "item"), Key("i.queue_id", "uuid", "queue"))


async def stays_since(start: datetime, held_to: Service) -> list[Stays]:
    """What came of the stays that began since `start`, queue by queue; a queue without any is absent."""
    return many(Stays, await db().fetch(STAYS, start, *_terms(held_to)))


async def stays_of(
    queues: Sequence[UUID], count: str, start: datetime, held_to: Service, after: str | None, limit: int
) -> Page[Stay]:
    """The stays behind a count of these queues, newest first; who waits now, longest first.

    Raises `KeyError` for a count that there is not.
    """
    if count == "waiting":
        rows = Listing(WAITING, ORDER).where(WAITS)
    else:
        rows = Listing(ROWS, ORDER, descending=True, values=(start, *_terms(held_to))).where(COUNTS[count])
    return await rows.where("i.queue_id = any({}::uuid[])", list(queues)).page(Stay, after=after, limit=limit)


def _terms(held_to: Service) -> tuple[int, int, list[UUID], list[int]]:
    own = held_to.targets
    return (
        held_to.target.seconds,
        held_to.short_abandon_seconds,
        list(own),
        [target.seconds for target in own.values()],
    )


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
