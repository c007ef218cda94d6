"""team_message and team_message_receipt. The words are sealed under the tenant's key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from madoguchi.kit.db import db
from madoguchi.kit.vault import Scope, seal, unseal_many


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """A message to several. `team`, `queue`: whom its author named, None for people by name or everybody."""

    id: UUID
    author: UUID
    team: UUID | None
    queue: UUID | None
    text: str
    sent: datetime
    expires: datetime


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody to whom it went; `read`: when they said that they had read it."""

    user: UUID
    read: datetime | None


COLUMNS = "m.id, m.author_id as author, m.team_id as team, m.queue_id as queue, m.body, m.sent, m.expires"


async def insert(value: Message, users: Sequence[UUID]) -> None:
    body = await seal(Scope(value.id), value.text.encode())
    await db().execute(
        """with sent as (
               insert into team_message (id, author_id, team_id, queue_id, body, sent, expires)
               values ($1, $2, $3, $4, $5, $6, $7))
           insert into team_message_receipt (message_id, user_id) select $1, unnest($8::uuid[])""",
        value.id, value.author, value.team, value.queue, body, value.sent, value.expires, list(users),
    )  # fmt: skip


async def unread_by(user: UUID, at: datetime) -> list[Message]:
    """What somebody has yet to read and is still up, the newest first."""
    sql = f"""select {COLUMNS} from team_message_receipt r
              join team_message m on m.tenant_id = r.tenant_id and m.id = r.message_id
              where r.user_id = $1 and r.read is null and m.expires > $2 order by m.sent desc, m.id limit 20"""
    return await _opened(await db().fetch(sql, user, at))


async def find(message: UUID) -> Message | None:
    found = await _opened(await db().fetch(f"select {COLUMNS} from team_message m where m.id = $1", message))
    return found[0] if found else None


async def latest(limit: int) -> list[Message]:
    """The newest ones."""
    sql = f"select {COLUMNS} from team_message m order by m.sent desc, m.id limit $1"
    return await _opened(await db().fetch(sql, limit))


async def receipts(messages: Sequence[UUID]) -> dict[UUID, list[Receipt]]:
    """To whom they went."""
    rows = await db().fetch(
        """select message_id, user_id as "user", read from team_message_receipt where message_id = any($1)
           order by read nulls last, user_id""",
        list(messages),
    )
    found: dict[UUID, list[Receipt]] = {message: [] for message in messages}
    for row in rows:
        found[row["message_id"]].append(Receipt(user=row["user"], read=row["read"]))
    return found


async def read(message: UUID, user: UUID, at: datetime) -> bool:
    """They have read it; False when they had, or it was not for them."""
    sql = """update team_message_receipt set read = $3 where message_id = $1 and user_id = $2 and read is null
             returning true"""
    return bool(await db().fetchval(sql, message, user, at))


async def forget(before: datetime) -> None:
    """Those that were taken down before this."""
    await db().execute("delete from team_message where expires < $1", before)


async def _opened(rows: Sequence[asyncpg.Record]) -> list[Message]:
    texts = await unseal_many([(row["id"], row["body"]) for row in rows])
    return [
        Message(
            id=row["id"],
            author=row["author"],
            team=row["team"],
            queue=row["queue"],
            text=text.decode() if text else "",
            sent=row["sent"],
            expires=row["expires"],
        )
        for row, text in zip(rows, texts, strict=True)
    ]
