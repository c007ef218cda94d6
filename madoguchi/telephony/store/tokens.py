"""context_token"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from madoguchi.kit.db import db


async def insert(token_hash: bytes, interaction: UUID, leg: str, expires: datetime) -> None:
    query = "insert into context_token (token_hash, interaction_id, leg, expires) values ($1, $2, $3, $4)"
    await db().execute(query, token_hash, interaction, leg, expires)


async def find(token_hash: bytes, at: datetime) -> UUID | None:
    """The contact of a token that is valid at `at`."""
    query = "select interaction_id from context_token where token_hash = $1 and expires > $2"
    found: UUID | None = await db().fetchval(query, token_hash, at)
    return found


async def remove_expired(before: datetime) -> None:
    await db().execute("delete from context_token where expires <= $1", before)
