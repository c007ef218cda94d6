"""mail."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec

from madoguchi.kit.db import current_tenant, db, one


class QueuedMail(msgspec.Struct, frozen=True):
    """A mail that waits, its content sealed."""

    id: UUID
    content: bytes
    expires: datetime


async def insert(mail: UUID, user: UUID | None, kind: str, content: bytes, moment: datetime, expires: datetime) -> None:
    """Write a mail that waits to be sent."""
    await db().execute(
        "insert into mail (id, user_id, kind, content, created, expires) values ($1, $2, $3, $4, $5, $6)",
        mail, user, kind, content, moment, expires,
    )  # fmt: skip


async def queued(mail: UUID) -> QueuedMail | None:
    """The mail, if it still waits; held until the unit ends."""
    row = await db().fetchrow(
        "select id, content, expires from mail where tenant_id = $1 and id = $2 and state = 'queued' for update",
        current_tenant(), mail,
    )  # fmt: skip
    return one(QueuedMail, row)


async def end(mail: UUID, state: str, answer: str | None, moment: datetime) -> None:
    """Close a mail and forget what it said."""
    await db().execute(
        """update mail set state = $3, answer = $4, ended = $5, content = null where tenant_id = $1 and id = $2""",
        current_tenant(), mail, state, answer, moment,
    )  # fmt: skip
