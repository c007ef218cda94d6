"""What became of waits, offers and presence, for those who count it afterwards (reports)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec

from madoguchi.kit.db import db, many


class PastWait(msgspec.Struct, frozen=True, kw_only=True):
    """One stay in line. `queue` None: for one person only; `target`: that person, while nobody else was asked.

    `exit` None while it lasts; what it may be is said by `model.waiting.Exit`. `been`: the queues it left by overflow
    before it came to this one, at `arrived`.
    """

    id: UUID
    interaction: UUID
    medium: str
    queue: UUID | None
    target: UUID | None
    from_user: UUID | None
    entered: datetime
    arrived: datetime
    been: list[UUID]
    ended: datetime | None
    exit: str | None


class PastOffer(msgspec.Struct, frozen=True, kw_only=True):
    """One person asked to take one contact, and what came of it. `ended` None: it is being asked or connected."""

    id: UUID
    item: UUID
    interaction: UUID
    user: UUID
    queue: UUID | None
    state: str
    cause: str | None
    made: datetime
    ended: datetime | None


class PresenceMark(msgspec.Struct, frozen=True, kw_only=True):
    """From `at` on, until their next mark, this is what somebody did. `interaction`: what kept them busy."""

    user: UUID
    at: datetime
    presence: str
    reason: str | None
    interaction: UUID | None


WAITS = """
    select id, interaction_id as interaction, medium, queue_id as queue, target_id as target,
        from_user_id as from_user, entered, arrived, been, ended, exit
    from queue_item where interaction_id = any($1) order by entered, id
"""
OFFERS = """
    select id, item_id as item, interaction_id as interaction, user_id as "user", queue_id as queue, state, cause, made,
        ended
    from offer where interaction_id = any($1) order by made, id
"""
MARKS = """
    select user_id as "user", at, presence, reason, interaction_id as interaction from presence_mark
    where at >= $1 and at < $2 order by at, user_id
"""


async def past_waits(interactions: list[UUID]) -> list[PastWait]:
    """Every stay in line of these contacts, in the order in which they began."""
    return many(PastWait, await db().fetch(WAITS, interactions))


async def past_offers(interactions: list[UUID]) -> list[PastOffer]:
    """Everybody who was asked to take these contacts, in order."""
    return many(PastOffer, await db().fetch(OFFERS, interactions))


async def presence_marks(start: datetime, end: datetime) -> list[PresenceMark]:
    """What everybody turned to from `start` until before `end`."""
    return many(PresenceMark, await db().fetch(MARKS, start, end))
