"""gathering: digits that callers type, sealed, and for minutes only."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from madoguchi.kit.db import db, one

GATHERING = "id, interaction_id, most, end_digit, wait_seconds, between_seconds, playback, typed, count, done, made"


class Gathering(Struct, frozen=True, kw_only=True):
    """Digits being typed. `wait_seconds` None: for as long as it takes; `playback`: what is said before the time runs;
    `typed`: sealed.
    """

    id: UUID
    interaction_id: UUID
    most: int
    end_digit: str
    wait_seconds: int | None
    between_seconds: int
    playback: str | None
    typed: bytes | None
    count: int
    done: bool
    made: datetime


async def open_gathering(value: Gathering) -> None:
    """Begin; whatever was being typed before in this call is forgotten."""
    await forget(value.interaction_id)
    await db().execute(
        """insert into gathering (id, interaction_id, most, end_digit, wait_seconds, between_seconds, playback, made)
           values ($1, $2, $3, $4, $5, $6, $7, $8)""",
        value.id, value.interaction_id, value.most, value.end_digit, value.wait_seconds, value.between_seconds,
        value.playback, value.made,
    )  # fmt: skip


async def live(interaction: UUID) -> Gathering | None:
    """What is being typed in a call, held until the unit ends."""
    sql = f"select {GATHERING} from gathering where interaction_id = $1 and not done for update"
    return one(Gathering, await db().fetchrow(sql, interaction))


async def found(id: UUID) -> Gathering | None:
    return one(Gathering, await db().fetchrow(f"select {GATHERING} from gathering where id = $1 for update", id))


async def type_in(id: UUID, typed: bytes, count: int) -> None:
    await db().execute("update gathering set typed = $2, count = $3, playback = null where id = $1", id, typed, count)


async def said(id: UUID) -> None:
    """What was said before is over: the time runs."""
    await db().execute("update gathering set playback = null where id = $1", id)


async def finish(id: UUID) -> None:
    await db().execute("update gathering set done = true where id = $1", id)


async def remove(id: UUID) -> None:
    await db().execute("delete from gathering where id = $1", id)


async def forget(interaction: UUID) -> None:
    await db().execute("delete from gathering where interaction_id = $1", interaction)


async def forget_before(moment: datetime) -> None:
    await db().execute("delete from gathering where made < $1", moment)
