"""one_time_link."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec

from madoguchi.access.model import LinkPurpose, OpenLink
from madoguchi.kit.db import current_tenant, database, db, one


class Place(msgspec.Struct, frozen=True):
    """Where a link opens."""

    tenant_id: UUID
    link_id: UUID


class HeldLink(msgspec.Struct, frozen=True):
    """An open link, held until the unit ends."""

    id: UUID
    user_id: UUID
    purpose: LinkPurpose
    email: str


async def place(token_hash: bytes, moment: datetime) -> Place | None:
    """Where the link behind a token opens. Before any tenant is known: outside a unit."""
    return one(Place, await database().app.fetchrow("select * from one_time_link_of($1, $2)", token_hash, moment))


async def insert(
    link_id: UUID,
    token_hash: bytes,
    user_id: UUID,
    purpose: LinkPurpose,
    moment: datetime,
    by: UUID | None,
    expires: datetime,
) -> None:
    """Write a new link."""
    await db().execute(
        """insert into one_time_link (id, token_hash, user_id, purpose, created, created_by, expires)
           values ($1, $2, $3, $4, $5, $6, $7)""",
        link_id, token_hash, user_id, purpose, moment, by, expires,
    )  # fmt: skip


async def withdraw(user_id: UUID, moment: datetime) -> None:
    """Close the link that a person has, if any."""
    await db().execute(
        """update one_time_link set withdrawn = $3
           where tenant_id = $1 and user_id = $2 and used is null and withdrawn is null""",
        current_tenant(), user_id, moment,
    )  # fmt: skip


async def shown(link_id: UUID) -> OpenLink | None:
    """What the holder of an open link sees."""
    row = await db().fetchrow(
        """select l.purpose, u.email, u.name, u.locale, t.name as tenant, l.expires
           from one_time_link l join app_user u on u.tenant_id = l.tenant_id and u.id = l.user_id
           join tenant t on t.tenant_id = l.tenant_id
           where l.tenant_id = $1 and l.id = $2 and u.state <> 'deactivated'""",
        current_tenant(), link_id,
    )  # fmt: skip
    return one(OpenLink, row)


async def take(link_id: UUID, moment: datetime) -> HeldLink | None:
    """Use a link up: whoever comes second gets None."""
    row = await db().fetchrow(
        """update one_time_link l set used = $3 from app_user u
           where l.tenant_id = $1 and l.id = $2 and l.used is null and l.withdrawn is null
             and u.tenant_id = l.tenant_id and u.id = l.user_id and u.state <> 'deactivated'
           returning l.id, l.user_id, l.purpose, u.email""",
        current_tenant(), link_id, moment,
    )  # fmt: skip
    return one(HeldLink, row)


async def forget(before: datetime) -> None:
    """Drop links that closed long ago."""
    await db().execute("delete from one_time_link where tenant_id = $1 and expires < $2", current_tenant(), before)
