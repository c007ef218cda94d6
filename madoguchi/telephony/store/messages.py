"""message: what a caller is leaving, until it is kept."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from madoguchi.kit.db import db, one

MESSAGE = "id, interaction_id, queue_id, max_seconds, silence_seconds, state, began"
State = Literal["greeting", "speaking", "fetching", "done"]


class Message(Struct, frozen=True, kw_only=True):
    """A message on its way. `began`: since when the caller speaks."""

    id: UUID
    interaction_id: UUID
    queue_id: UUID | None
    max_seconds: int
    silence_seconds: int
    state: State
    began: datetime | None


async def insert(value: Message) -> None:
    await db().execute(
        """insert into message (id, interaction_id, queue_id, max_seconds, silence_seconds, state)
           values ($1, $2, $3, $4, $5, $6) on conflict do nothing""",
        value.id, value.interaction_id, value.queue_id, value.max_seconds, value.silence_seconds, value.state,
    )  # fmt: skip


async def live(interaction: UUID) -> Message | None:
    """The message that is being left in a call, held until the unit ends."""
    sql = f"select {MESSAGE} from message where interaction_id = $1 and state in ('greeting', 'speaking') for update"
    return one(Message, await db().fetchrow(sql, interaction))


async def found(id: UUID) -> Message | None:
    return one(Message, await db().fetchrow(f"select {MESSAGE} from message where id = $1 for update", id))


async def by_name(recording: str) -> Message | None:
    """The message whose recording the switch calls so."""
    try:
        return await found(UUID(hex=recording.removeprefix("message-")))
    except ValueError:
        return None


async def move(id: UUID, state: State, began: datetime | None) -> None:
    await db().execute("update message set state = $2, began = coalesce($3, began) where id = $1", id, state, began)
