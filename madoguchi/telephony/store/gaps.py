"""What a recording leaves out: asked for, begun when the switch has obeyed, ended."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from madoguchi.kit.db import db, many, one
from madoguchi.kit.ids import new_id
from madoguchi.telephony.model import RecordingGap

COLUMNS = "id, interaction_id, reason, user_id, asked, began, ended"


async def ask(interaction: UUID, reason: str, user: UUID | None, at: datetime) -> UUID:
    """A gap is wanted; returns its id."""
    gap = new_id()
    query = "insert into recording_gap (id, interaction_id, reason, user_id, asked) values ($1, $2, $3, $4, $5)"
    await db().execute(query, gap, interaction, reason, user, at)
    return gap


async def current(interaction: UUID) -> RecordingGap | None:
    """The gap that is wanted or lasts now."""
    query = f"select {COLUMNS} from recording_gap where interaction_id = $1 and ended is null order by asked limit 1"
    return one(RecordingGap, await db().fetchrow(query, interaction))


async def of_call(interaction: UUID) -> list[RecordingGap]:
    """The gaps that came to be, in order."""
    query = f"select {COLUMNS} from recording_gap where interaction_id = $1 and began is not null order by began"
    return many(RecordingGap, await db().fetch(query, interaction))


async def wanted(gap: UUID) -> bool:
    """Whether it is still to begin."""
    return bool(await db().fetchval("select began is null and ended is null from recording_gap where id = $1", gap))


async def begin(gap: UUID, at: datetime) -> bool:
    """The switch has obeyed; True for the first who says so."""
    query = "update recording_gap set began = $2 where id = $1 and began is null and ended is null returning true"
    return bool(await db().fetchval(query, gap, at))


async def end(gap: UUID, at: datetime) -> bool:
    """It is recorded again; True for the first who says so."""
    return bool(
        await db().fetchval(
            "update recording_gap set ended = $2 where id = $1 and ended is null returning began is not null", gap, at
        )
    )


async def end_all(interaction: UUID, at: datetime) -> None:
    """The recording is over, and with it whatever it left out."""
    await db().execute(
        "update recording_gap set ended = $2 where interaction_id = $1 and ended is null", interaction, at
    )
