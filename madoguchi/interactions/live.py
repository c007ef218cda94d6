"""What goes on right now, and how much was handled since the day began: for whoever watches many at once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from madoguchi.kit.db import db, many


class LivePart(Struct, frozen=True, kw_only=True):
    """An agent's part that lives. `since`: when it became what `status` says; `hand`: when they raised their hand."""

    segment: UUID
    interaction: UUID
    user: UUID
    queue: UUID | None
    line_of_business: UUID | None
    medium: str
    direction: str
    customer: UUID | None
    status: str
    muted: bool
    since: datetime
    connected: datetime | None
    hand: datetime | None


PARTS = """
    select s.id as segment, s.interaction_id as interaction, s.user_id as "user",
        coalesce(s.queue_id, i.queue_id) as queue, i.line_of_business_id as line_of_business, i.medium, i.direction,
        i.customer_id as customer, s.status, s.muted, s.since, s.connected_at as connected, h.raised as hand
    from segment s join interaction i on i.tenant_id = s.tenant_id and i.id = s.interaction_id
    left join raised_hand h on h.tenant_id = s.tenant_id and h.interaction_id = s.interaction_id
        and h.user_id = s.user_id and h.lowered is null
    where s.status <> 'ended' and ($1::uuid[] is null or s.user_id = any($1)) order by s.ring_at, s.id
"""


async def live_parts(users: Collection[UUID] | None = None) -> list[LivePart]:
    """Every part that lives, oldest first; or those of `users`."""
    return many(LivePart, await db().fetch(PARTS, None if users is None else list(users)))


class Handled(Struct, frozen=True, kw_only=True):
    """Parts that are over with their wrap-up, and what they took together. `queue` None: in none."""

    queue: UUID | None
    handled: int
    talk: int
    hold: int
    wrap: int


HANDLED = """
    select queue_id as queue, count(*) as handled, coalesce(sum(talk_seconds), 0) as talk,
        coalesce(sum(hold_seconds), 0) as hold, coalesce(sum(wrap_seconds), 0) as wrap
    from segment where connected_at >= $1 and wrap_seconds is not null group by queue_id
"""


async def handled_since(start: datetime) -> list[Handled]:
    """What was connected since `start` and is over, queue by queue."""
    return many(Handled, await db().fetch(HANDLED, start))
