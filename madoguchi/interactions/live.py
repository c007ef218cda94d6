"""What goes on right now, and how much was handled since the day began: for whoever watches many at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from madoguchi.kit.db import db, many
from madoguchi.kit.http import Page
from madoguchi.kit.listing import Key, Listing


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


class HandledPart(Struct, frozen=True, kw_only=True):
    """One part that is over with its wrap-up, and its seconds."""

    segment: UUID
    interaction: UUID
    user: UUID
    queue: UUID | None
    connected: datetime
    talk: int
    hold: int
    wrap: int


IS_HANDLED = "s.connected_at >= {} and s.wrap_seconds is not null"
HANDLED = f"""
    select queue_id as queue, count(*) as handled, coalesce(sum(talk_seconds), 0) as talk,
        coalesce(sum(hold_seconds), 0) as hold, coalesce(sum(wrap_seconds), 0) as wrap
    from segment s where {IS_HANDLED.format("$1")} group by queue_id
"""
HANDLED_ROWS = """
    select s.id as segment, s.interaction_id as interaction, s.user_id as "user", s.queue_id as queue,
        s.connected_at as connected, s.talk_seconds as talk, s.hold_seconds as hold, s.wrap_seconds as wrap
    from segment s
"""
NEWEST = (Key("s.connected_at", "timestamptz", "connected"), Key("s.id", "uuid", "segment"))


async def handled_since(start: datetime) -> list[Handled]:
    """What was connected since `start` and is over, queue by queue."""
    return many(Handled, await db().fetch(HANDLED, start))


async def handled_of(queues: Sequence[UUID], start: datetime, after: str | None, limit: int) -> Page[HandledPart]:
    """The parts behind what `handled_since` counts in these queues, newest first."""
    rows = Listing(HANDLED_ROWS, NEWEST, descending=True)
    rows = rows.where("s.queue_id = any({}::uuid[])", list(queues)).where(IS_HANDLED, start)
    return await rows.page(HandledPart, after=after, limit=limit)
