"""session, and the counters of failed sign-ins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from madoguchi.access.model import WINDOW_SECONDS, Session
from madoguchi.kit.db import current_tenant, database, db, many, one

COLUMNS = "id, user_id, started, seen, expires, locked, address, agent"


class Candidate(msgspec.Struct, frozen=True):
    """An active person with the address that is signing in."""

    tenant_id: UUID
    code: str
    name: str
    user_id: UUID
    password_hash: str | None


class LiveSession(msgspec.Struct, frozen=True):
    """What a cookie stands for right now."""

    tenant_id: UUID
    session_id: UUID
    user_id: UUID
    roles: list[str]
    locale: str
    locked: bool
    expires: datetime


async def candidates(email: str, tenant_code: str | None) -> list[Candidate]:
    """Who may be signing in. Before any tenant is known: outside a unit."""
    return many(Candidate, await database().app.fetch("select * from sign_in_candidates($1, $2)", email, tenant_code))


async def attempt(keys: Sequence[bytes], limits: Sequence[int], moment: datetime) -> int:
    """Count an attempt under each key; the seconds to wait when one is over its limit, else 0. Outside a unit."""
    wait: int = await database().app.fetchval(
        "select sign_in_attempt($1, $2, $3, $4)", list(keys), list(limits), moment, WINDOW_SECONDS
    )
    return wait


async def succeeded(forgiven: Sequence[bytes], counted: bytes) -> None:
    """Forgive the account its failures, and the address this one attempt. Outside a unit."""
    await database().app.execute("select sign_in_succeeded($1, $2)", list(forgiven), counted)


async def live(token_hash: bytes, moment: datetime, idle_default: int) -> LiveSession | None:
    """The session behind a cookie, in one round trip. Outside a unit."""
    row = await database().app.fetchrow("select * from session_of($1, $2, $3)", token_hash, moment, idle_default)
    return one(LiveSession, row)


async def insert(
    session_id: UUID, token_hash: bytes, user_id: UUID, moment: datetime, expires: datetime, address: str, agent: str
) -> None:
    """Write a session that begins."""
    await db().execute(
        """insert into session (id, token_hash, user_id, started, expires, seen, address, agent)
           values ($1, $2, $3, $4, $5, $4, $6, $7)""",
        session_id, token_hash, user_id, moment, expires, address, agent,
    )  # fmt: skip


async def of_user(user_id: UUID, moment: datetime) -> list[Session]:
    """The live sessions of a person, the last seen first."""
    rows = await db().fetch(
        f"""select {COLUMNS} from session where tenant_id = $1 and user_id = $2 and ended is null and expires > $3
            order by seen desc, id""",
        current_tenant(), user_id, moment,
    )  # fmt: skip
    return many(Session, rows)


async def session(session_id: UUID) -> Session | None:
    """A session that has not ended."""
    query = f"select {COLUMNS} from session where tenant_id = $1 and id = $2 and ended is null"
    return one(Session, await db().fetchrow(query, current_tenant(), session_id))


async def set_locked(session_id: UUID, locked: datetime | None, moment: datetime) -> None:
    """Lock a session, or open it again."""
    await db().execute(
        "update session set locked = $3, seen = $4 where tenant_id = $1 and id = $2",
        current_tenant(), session_id, locked, moment,
    )  # fmt: skip


async def end(user_id: UUID, reason: str, moment: datetime, only: UUID | None, spare: UUID | None) -> list[UUID]:
    """End the live sessions of a person (`only` that one, or all but `spare`) and return which were."""
    rows = await db().fetch(
        """update session set ended = $4, ended_by = $3
           where tenant_id = $1 and user_id = $2 and ended is null and ($5::uuid is null or id = $5)
             and ($6::uuid is null or id <> $6) returning id""",
        current_tenant(), user_id, reason, moment, only, spare,
    )  # fmt: skip
    return [row["id"] for row in rows]


async def expired(moment: datetime) -> list[Session]:
    """End the sessions whose time is up, and return them."""
    rows = await db().fetch(
        f"""update session set ended = $2, ended_by = 'expired'
            where tenant_id = $1 and ended is null and expires <= $2 returning {COLUMNS}""",
        current_tenant(), moment,
    )  # fmt: skip
    return many(Session, rows)


async def forget(before: datetime) -> None:
    """Drop what ended long ago, and failures that count no more."""
    await db().execute("delete from session where tenant_id = $1 and ended < $2", current_tenant(), before)
    await db().execute("select sign_in_forget($1)", before)
