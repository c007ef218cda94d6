"""SQL of the room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from madoguchi.files.model import Purpose, StoredFile
from madoguchi.kit.db import db, many, one
from madoguchi.kit.vault import Scope

COLUMNS = "id, name, purpose, media_type, size, sha256, created, created_by, retain_until, removed, held, hold_reason"
INSERT = """
    insert into stored_file (id, name, purpose, media_type, size, sha256, scope_item, scope_subject, content_key,
        created, created_by, retain_until)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
"""


async def insert(file: StoredFile, scope: Scope, content_key: bytes) -> None:
    """Keep the row of a file whose bytes are on the shelf."""
    await db().execute(
        INSERT, file.id, file.name, file.purpose, file.media_type, file.size, file.sha256, scope.item, scope.subject,
        content_key, file.created, file.created_by, file.retain_until,
    )  # fmt: skip


async def by_id(id: UUID) -> StoredFile | None:
    return one(StoredFile, await db().fetchrow(f"select {COLUMNS} from stored_file where id = $1", id))


async def by_ids(ids: Sequence[UUID]) -> list[StoredFile]:
    return many(StoredFile, await db().fetch(f"select {COLUMNS} from stored_file where id = any($1)", list(ids)))


class KeyRow(msgspec.Struct, frozen=True, kw_only=True):
    scope_item: UUID
    scope_subject: UUID | None
    content_key: bytes | None


async def key(id: UUID) -> KeyRow | None:
    """The sealed content key, and the scope under which it is sealed."""
    row = await db().fetchrow("select scope_item, scope_subject, content_key from stored_file where id = $1", id)
    return one(KeyRow, row)


async def keep_until(id: UUID, until: datetime | None) -> bool:
    return bool(
        await db().fetchval(
            "update stored_file set retain_until = $2 where id = $1 and removed is null returning 1", id, until
        )
    )


REMOVE = """
    update stored_file set removed = $2, content_key = null where id = $1 and removed is null and held is null
    returning purpose
"""


async def remove(id: UUID, at: datetime) -> Purpose | None:
    """Forget the key of a file; None when there is no file to remove."""
    purpose: Purpose | None = await db().fetchval(REMOVE, id, at)
    return purpose


async def hold(id: UUID, at: datetime, by: UUID | None, reason: str) -> bool:
    """Put a hold on a file; False when there is none to put it on, or it is held."""
    sql = """update stored_file set held = $2, held_by = $3, hold_reason = $4
             where id = $1 and removed is null and held is null returning 1"""
    return bool(await db().fetchval(sql, id, at, by, reason))


async def release(id: UUID) -> bool:
    """Lift the hold of a file; False when it is not held."""
    sql = "update stored_file set held = null, held_by = null, hold_reason = null where id = $1 and held is not null"
    return bool(await db().fetchval(sql + " returning 1", id))


EXPIRED = """
    select id from stored_file where retain_until <= $1 and removed is null and held is null
    order by retain_until limit $2 for update skip locked
"""


async def expired(moment: datetime, most: int) -> list[UUID]:
    """Files whose time is up, locked."""
    return [row["id"] for row in await db().fetch(EXPIRED, moment, most)]


async def known(ids: Sequence[UUID]) -> set[UUID]:
    """Those of `ids` whose bytes belong to a file."""
    found = await db().fetch("select id from stored_file where id = any($1) and removed is null", list(ids))
    return {row["id"] for row in found}
