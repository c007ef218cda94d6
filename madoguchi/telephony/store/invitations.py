"""Who is being asked into a call; one at a time."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from madoguchi.interactions import Purpose
from madoguchi.kit.db import db, one
from madoguchi.telephony.model import Invitation, InvitationState

COLUMNS = "interaction_id, purpose, by_id, to_id, number, leg, state, made"


async def insert(
    interaction: UUID, purpose: Purpose, by: UUID, to: UUID | None, number: str, leg: str | None, at: datetime
) -> bool:
    """False when somebody is being asked already."""
    return bool(
        await db().fetchval(
            """insert into invitation (interaction_id, purpose, by_id, to_id, number, leg, made)
               values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning true""",
            interaction, purpose, by, to, number, leg, at,
        )
    )  # fmt: skip


async def find(interaction: UUID) -> Invitation | None:
    """Who is being asked into this call, or is aside."""
    query = f"select {COLUMNS} from invitation where interaction_id = $1"
    return one(Invitation, await db().fetchrow(query, interaction))


async def set_leg(interaction: UUID, leg: str) -> None:
    """The way in of a colleague who accepted."""
    await db().execute("update invitation set leg = $2 where interaction_id = $1", interaction, leg)


async def to_state(interaction: UUID, state: InvitationState) -> None:
    await db().execute("update invitation set state = $2 where interaction_id = $1", interaction, state)


async def set_purpose(interaction: UUID, purpose: Purpose) -> None:
    await db().execute("update invitation set purpose = $2 where interaction_id = $1", interaction, purpose)


async def remove(interaction: UUID) -> bool:
    """It came to its end; True for the first who says so."""
    query = "delete from invitation where interaction_id = $1 returning true"
    return bool(await db().fetchval(query, interaction))
