"""api_key."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec

from madoguchi.access.model import ApiKey
from madoguchi.kit.db import current_tenant, database, db, many, one

COLUMNS = "id, name, shown, scopes, created, created_by, expires, used, revoked"


class LiveKey(msgspec.Struct, frozen=True):
    """What a Bearer key stands for right now."""

    tenant_id: UUID
    key_id: UUID
    scopes: list[str]
    expires: datetime | None


async def live(key_hash: bytes, moment: datetime) -> LiveKey | None:
    """The key behind a Bearer token, in one round trip. Outside a unit."""
    return one(LiveKey, await database().app.fetchrow("select * from api_key_of($1, $2)", key_hash, moment))


async def insert(key: ApiKey, key_hash: bytes) -> None:
    """Write a new key."""
    await db().execute(
        """insert into api_key (id, name, shown, key_hash, scopes, created, created_by, expires)
           values ($1, $2, $3, $4, $5, $6, $7, $8)""",
        key.id, key.name, key.shown, key_hash, key.scopes, key.created, key.created_by, key.expires,
    )  # fmt: skip


async def all_keys() -> list[ApiKey]:
    """Every key, the newest first; those revoked too, so that an audit entry can be understood."""
    query = f"select {COLUMNS} from api_key where tenant_id = $1 order by id desc"
    return many(ApiKey, await db().fetch(query, current_tenant()))


async def revoke(key_id: UUID, moment: datetime) -> ApiKey | None:
    """Revoke a key (again is no error) and return it."""
    query = f"""update api_key set revoked = coalesce(revoked, $3) where tenant_id = $1 and id = $2
                returning {COLUMNS}"""
    return one(ApiKey, await db().fetchrow(query, current_tenant(), key_id, moment))
