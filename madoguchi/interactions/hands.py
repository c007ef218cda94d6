"""Raised hands (手上げ): an agent in a contact asks for their supervisor."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from madoguchi.access import users_by_id
from madoguchi.kit.db import db, many, one
from madoguchi.kit.ids import new_id


class Hand(Struct, frozen=True, kw_only=True):
    """A hand that is or was up. `cause` says who lowered it: agent, supervisor, or the end of their part."""

    id: UUID
    interaction_id: UUID
    user_id: UUID
    raised: datetime
    lowered: datetime | None = None
    lowered_by: UUID | None = None
    cause: str | None = None


class HandRow(Hand, frozen=True, kw_only=True):
    """A hand with whose it is, as supervisors see it."""

    user_name: str
    customer_id: UUID | None
    queue_id: UUID | None


COLUMNS = ", ".join(Hand.__struct_fields__)
RAISE = f"""
    insert into raised_hand (id, interaction_id, user_id, raised) values ($1, $2, $3, $4)
    on conflict (tenant_id, interaction_id, user_id) where lowered is null do nothing returning {COLUMNS}
"""
LOWER = f"""
    update raised_hand set lowered = $3, lowered_by = $4, cause = $5
    where interaction_id = $1 and user_id = $2 and lowered is null returning {COLUMNS}
"""


async def insert(interaction: UUID, user: UUID, at: datetime) -> Hand | None:
    """A hand goes up; None when it is."""
    return one(Hand, await db().fetchrow(RAISE, new_id(), interaction, user, at))


async def lower(interaction: UUID, user: UUID, at: datetime, by: UUID | None, cause: str) -> Hand | None:
    """A hand goes down; None when it is."""
    return one(Hand, await db().fetchrow(LOWER, interaction, user, at, by, cause))


async def hand_of(interaction: UUID, user: UUID) -> Hand | None:
    """This agent's hand, if it is up."""
    sql = f"select {COLUMNS} from raised_hand where interaction_id = $1 and user_id = $2 and lowered is null"
    return one(Hand, await db().fetchrow(sql, interaction, user))


UP = f"""
    select {", ".join(f"h.{name}" for name in Hand.__struct_fields__)}, i.customer_id, i.queue_id
    from raised_hand h join interaction i on i.id = h.interaction_id
    where h.lowered is null and ($1::uuid is null or h.id = $1) order by h.raised, h.id limit 500
"""


class _Up(Hand, frozen=True, kw_only=True):
    customer_id: UUID | None
    queue_id: UUID | None


async def hands_up(hand: UUID | None = None) -> list[HandRow]:
    """Every hand that is up (or this one, if it is), the first raised first."""
    rows = many(_Up, await db().fetch(UP, hand))
    names = await users_by_id({row.user_id for row in rows}) if rows else {}
    fields = _Up.__struct_fields__
    return [
        HandRow(
            user_name=names[row.user_id].name if row.user_id in names else "",
            **{name: getattr(row, name) for name in fields},
        )
        for row in rows
    ]


async def hands_of(interaction: UUID) -> list[Hand]:
    """Every hand that was raised in a contact."""
    sql = f"select {COLUMNS} from raised_hand where interaction_id = $1 order by raised, id"
    return many(Hand, await db().fetch(sql, interaction))
