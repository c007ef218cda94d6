"""app_user and user_role."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from madoguchi.access.model import Locale, Theme, User, UserName, UserState
from madoguchi.access.permissions import Role
from madoguchi.kit.db import current_tenant, db, many, one

COLUMNS = """
    u.id, u.email, u.name, u.kana, u.locale, u.theme, u.team_id, u.state, u.created, u.last_sign_in, u.version,
    array(select role from user_role r where r.tenant_id = u.tenant_id and r.user_id = u.id order by role) as roles
"""


async def user(user_id: UUID, *, lock: bool = False) -> User | None:
    """One person; `lock` holds the row until the unit ends."""
    query = f"select {COLUMNS} from app_user u where u.tenant_id = $1 and u.id = $2"
    return one(User, await db().fetchrow(query + (" for update of u" if lock else ""), current_tenant(), user_id))


async def by_email(email: str) -> UUID | None:
    """Who has that (normal) address."""
    found: UUID | None = await db().fetchval(
        "select id from app_user where tenant_id = $1 and email = $2", current_tenant(), email
    )
    return found


async def names(ids: Iterable[UUID]) -> list[UserName]:
    """The names behind `ids`."""
    rows = await db().fetch(
        "select id, name, kana, email from app_user where tenant_id = $1 and id = any($2::uuid[])",
        current_tenant(),
        list(ids),
    )
    return many(UserName, rows)


async def teams() -> dict[UUID, UUID]:
    """Who is in which team."""
    query = "select id, team_id from app_user where tenant_id = $1 and team_id is not null"
    return {row["id"]: row["team_id"] for row in await db().fetch(query, current_tenant())}


async def active_names() -> list[UserName]:
    """The names of everybody who is not deactivated, by reading or name."""
    rows = await db().fetch(
        """
        select id, name, kana, email from app_user where tenant_id = $1 and state <> 'deactivated'
        order by coalesce(nullif(kana, ''), name), id
        """,
        current_tenant(),
    )
    return many(UserName, rows)


async def insert(
    user_id: UUID,
    *,
    email: str,
    name: str,
    kana: str,
    locale: Locale,
    team: UUID | None,
    state: UserState,
    password_hash: str | None,
    moment: datetime,
) -> bool:
    """Write a new person; False when the address is taken."""
    row = await db().fetchval(
        """insert into app_user (id, email, name, kana, locale, team_id, state, password_hash, created)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (tenant_id, email) do nothing returning 1""",
        user_id, email, name, kana, locale, team, state, password_hash, moment,
    )  # fmt: skip
    return row is not None


async def update(user_id: UUID, *, email: str, name: str, kana: str, locale: Locale, team: UUID | None) -> None:
    """Write a person's profile as the next version."""
    await db().execute(
        """update app_user set email = $3, name = $4, kana = $5, locale = $6, team_id = $7, version = version + 1
           where tenant_id = $1 and id = $2""",
        current_tenant(), user_id, email, name, kana, locale, team,
    )  # fmt: skip


async def set_roles(user_id: UUID, roles: Iterable[Role]) -> None:
    """Let the person have exactly these roles."""
    await db().execute("delete from user_role where tenant_id = $1 and user_id = $2", current_tenant(), user_id)
    await db().executemany(
        "insert into user_role (user_id, role) values ($1, $2)", [(user_id, role) for role in sorted(set(roles))]
    )


async def set_state(user_id: UUID, state: UserState) -> None:
    """Move a person to `state` as the next version."""
    await db().execute(
        "update app_user set state = $3, version = version + 1 where tenant_id = $1 and id = $2",
        current_tenant(), user_id, state,
    )  # fmt: skip


async def reactivate(user_id: UUID) -> None:
    """Take a person back as they were: active with a password, invited without."""
    await db().execute(
        """update app_user set version = version + 1,
               state = case when password_hash is null then 'invited' else 'active' end
           where tenant_id = $1 and id = $2""",
        current_tenant(), user_id,
    )  # fmt: skip


async def set_password(user_id: UUID, password_hash: str) -> None:
    """Keep a new password and let the person in."""
    await db().execute(
        """update app_user set password_hash = $3, state = 'active', version = version + 1
           where tenant_id = $1 and id = $2""",
        current_tenant(), user_id, password_hash,
    )  # fmt: skip


async def set_preferences(user_id: UUID, locale: Locale, theme: Theme) -> None:
    """Keep how a person likes the desk."""
    await db().execute(
        "update app_user set locale = $3, theme = $4 where tenant_id = $1 and id = $2",
        current_tenant(), user_id, locale, theme,
    )  # fmt: skip


async def signed_in(user_id: UUID, moment: datetime, rehashed: str | None) -> None:
    """Note a sign-in, and the password's hash where it was made again with today's parameters."""
    await db().execute(
        """update app_user set last_sign_in = $3, password_hash = coalesce($4, password_hash)
           where tenant_id = $1 and id = $2""",
        current_tenant(), user_id, moment, rehashed,
    )  # fmt: skip


async def password_hash(user_id: UUID) -> str | None:
    """The stored hash of an active person."""
    found: str | None = await db().fetchval(
        "select password_hash from app_user where tenant_id = $1 and id = $2 and state = 'active'",
        current_tenant(), user_id,
    )  # fmt: skip
    return found


async def other_administrators(user_id: UUID) -> int:
    """How many active administrators there are beside this person. Locks them, so that two cannot leave at once."""
    rows = await db().fetch(
        """select u.id from app_user u where u.tenant_id = $1 and u.state = 'active' and exists (
               select 1 from user_role r
               where r.tenant_id = u.tenant_id and r.user_id = u.id and r.role = 'administrator')
           order by u.id for update of u""",
        current_tenant(),
    )
    return sum(1 for row in rows if row["id"] != user_id)
