"""Phones' logins."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from madoguchi.kit.db import db, many
from madoguchi.telephony.model import Login

LOGIN = "login, user_id, session_id, issued, expires"


async def insert(value: Login) -> None:
    await db().execute(
        "insert into sip_login (login, user_id, session_id, issued, expires) values ($1, $2, $3, $4, $5)",
        value.login, value.user_id, value.session_id, value.issued, value.expires,
    )  # fmt: skip


async def of_user(user: UUID, at: datetime, session: UUID | None = None) -> list[Login]:
    """Logins that count at `at`: those of the session first, newest first."""
    query = f"""select {LOGIN} from sip_login where user_id = $1 and expires > $2
                order by (session_id is not distinct from $3) desc, issued desc, login"""
    return many(Login, await db().fetch(query, user, at, session))


async def take(*, session: UUID | None = None, expired: datetime | None = None, user: UUID | None = None) -> list[str]:
    """Remove and return logins: of a session, of a user, or whose time is up."""
    rows = await db().fetch(
        """delete from sip_login where session_id = $1 or expires <= $2 or user_id = $3 returning login""",
        session, expired, user,
    )  # fmt: skip
    return [row["login"] for row in rows]


async def beyond(user: UUID, most: int) -> list[str]:
    """Remove and return all but the newest `most` logins of a user."""
    rows = await db().fetch(
        """delete from sip_login where user_id = $1 and login in (
               select login from sip_login where user_id = $1 order by issued desc, login offset $2)
           returning login""",
        user, most,
    )  # fmt: skip
    return [row["login"] for row in rows]


async def remove(user: UUID, login: str) -> bool:
    """Whether it was there."""
    query = "delete from sip_login where user_id = $1 and login = $2 returning true"
    return bool(await db().fetchval(query, user, login))
