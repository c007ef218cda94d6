"""What is half-written, sealed: rows only, the words are opened in `drafts`."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from madoguchi.kit.db import db, many, one


class DraftRow(Struct, frozen=True):
    interaction_id: UUID
    kind: str
    body: bytes
    version: int
    saved: datetime


COLUMNS = ", ".join(DraftRow.__struct_fields__)


async def of_contact(user: UUID, interaction: UUID) -> list[DraftRow]:
    sql = f"select {COLUMNS} from draft where user_id = $1 and interaction_id = $2 order by kind"
    return many(DraftRow, await db().fetch(sql, user, interaction))


async def of_user(user: UUID) -> list[DraftRow]:
    sql = f"select {COLUMNS} from draft where user_id = $1 order by saved desc limit 100"
    return many(DraftRow, await db().fetch(sql, user))


async def find(user: UUID, interaction: UUID, kind: str) -> DraftRow | None:
    sql = f"select {COLUMNS} from draft where user_id = $1 and interaction_id = $2 and kind = $3"
    return one(DraftRow, await db().fetchrow(sql, user, interaction, kind))


SAVE = f"""
    insert into draft (user_id, interaction_id, kind, body, saved, version) values ($1, $2, $3, $4, $5, 1)
    on conflict (tenant_id, user_id, interaction_id, kind) do update
        set body = excluded.body, saved = excluded.saved, version = draft.version + 1
        where $6::integer is null or draft.version = $6
    returning {COLUMNS}
"""


async def save(
    user: UUID, interaction: UUID, kind: str, body: bytes, saved: datetime, expected: int | None
) -> DraftRow | None:
    """Keep it, or None when the version that was edited (0: none; None: any) is not the last any more."""
    if expected and await find(user, interaction, kind) is None:
        return None
    return one(DraftRow, await db().fetchrow(SAVE, user, interaction, kind, body, saved, expected))


async def drop(user: UUID, interaction: UUID, kind: str) -> None:
    sql = "delete from draft where user_id = $1 and interaction_id = $2 and kind = $3"
    await db().execute(sql, user, interaction, kind)
