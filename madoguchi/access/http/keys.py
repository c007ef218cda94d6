"""/api-keys: keys for programs."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from madoguchi.access import queries
from madoguchi.access.actions import keys
from madoguchi.access.model import ApiKey, Name, NewApiKey
from madoguchi.kit.http import delete, get, post

Aware = Annotated[datetime, Meta(tz=True)]


class KeyWish(msgspec.Struct, frozen=True, kw_only=True):
    """A key to make; `scopes` are permission codes, none beyond one's own."""

    name: Name
    scopes: Annotated[list[Annotated[str, Meta(max_length=60)]], Meta(min_length=1, max_length=60)]
    expires: Aware | None = None


@get("/api-keys", needs="api_keys.admin")
async def list_keys() -> list[ApiKey]:
    """Every key, revoked ones too, the newest first. Secrets are not kept and cannot be shown."""
    return await queries.api_keys()


@post("/api-keys", needs="api_keys.admin", replay=False)
async def make_key(data: KeyWish) -> NewApiKey:
    """Make a key. `secret` is in this answer and nowhere else: send it as `Authorization: Bearer mdg_…`."""
    return await keys.make_key(data.name, data.scopes, data.expires)


@delete("/api-keys/{key_id:uuid}", needs="api_keys.admin")
async def revoke_key(key_id: UUID) -> None:
    """Revoke a key, at once and for good."""
    await keys.revoke_key(key_id)


routes = [list_keys, make_key, revoke_key]
