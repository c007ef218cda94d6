"""tenant, line_of_business and team."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from madoguchi.access.model import LineOfBusiness, Member, Team, Tenant
from madoguchi.kit.db import current_tenant, database, db, many, one

LINE = "id, code, name_ja, name_en, opening_phrase_ja, opening_phrase_en, active, version"
TEAM = """
    t.id, t.code, t.name_ja, t.name_en, t.active, t.version,
    array(select user_id from team_leader l where l.tenant_id = t.tenant_id and l.team_id = t.id order by 1) as leaders
"""


async def tenants() -> list[UUID]:
    """Every tenant of the installation, for sweeps. Outside a unit."""
    rows = await database().sweep.fetch("select tenant_id from tenant where active order by created, tenant_id")
    return [row["tenant_id"] for row in rows]


async def tenant() -> Tenant | None:
    """The tenant of the unit at work."""
    query = "select tenant_id as id, code, name from tenant where tenant_id = $1"
    return one(Tenant, await db().fetchrow(query, current_tenant()))


async def insert_tenant(code: str, name: str, moment: datetime) -> bool:
    """Write the tenant of the unit at work; False when the code is taken."""
    row = await db().fetchval(
        "insert into tenant (code, name, created) values ($1, $2, $3) on conflict (code) do nothing returning 1",
        code, name, moment,
    )  # fmt: skip
    return row is not None


async def lines() -> list[LineOfBusiness]:
    """Every line of business by code."""
    query = f"select {LINE} from line_of_business where tenant_id = $1 order by code"
    return many(LineOfBusiness, await db().fetch(query, current_tenant()))


async def line(line_id: UUID, *, lock: bool = False) -> LineOfBusiness | None:
    """One line of business."""
    query = f"select {LINE} from line_of_business where tenant_id = $1 and id = $2" + (" for update" if lock else "")
    return one(LineOfBusiness, await db().fetchrow(query, current_tenant(), line_id))


async def save_line(value: LineOfBusiness) -> bool:
    """Write a line of business, new or changed; False when its code is another's."""
    taken = await db().fetchval(
        "select 1 from line_of_business where tenant_id = $1 and code = $2 and id <> $3",
        current_tenant(), value.code, value.id,
    )  # fmt: skip
    if taken:
        return False
    await db().execute(
        """insert into line_of_business
               (id, code, name_ja, name_en, opening_phrase_ja, opening_phrase_en, active, version)
           values ($1, $2, $3, $4, $5, $6, $7, $8)
           on conflict (tenant_id, id) do update set code = $2, name_ja = $3, name_en = $4, opening_phrase_ja = $5,
               opening_phrase_en = $6, active = $7, version = $8""",
        value.id, value.code, value.name_ja, value.name_en, value.opening_phrase_ja, value.opening_phrase_en,
        value.active, value.version,
    )  # fmt: skip
    return True


async def teams() -> list[Team]:
    """Every team by code."""
    query = f"select {TEAM} from team t where t.tenant_id = $1 order by t.code"
    return many(Team, await db().fetch(query, current_tenant()))


async def team(team_id: UUID, *, lock: bool = False) -> Team | None:
    """One team."""
    query = f"select {TEAM} from team t where t.tenant_id = $1 and t.id = $2" + (" for update" if lock else "")
    return one(Team, await db().fetchrow(query, current_tenant(), team_id))


async def save_team(value: Team) -> bool:
    """Write a team, new or changed; False when its code is another's."""
    taken = await db().fetchval(
        "select 1 from team where tenant_id = $1 and code = $2 and id <> $3", current_tenant(), value.code, value.id
    )
    if taken:
        return False
    await db().execute(
        """insert into team (id, code, name_ja, name_en, active, version) values ($1, $2, $3, $4, $5, $6)
           on conflict (tenant_id, id)
           do update set code = $2, name_ja = $3, name_en = $4, active = $5, version = $6""",
        value.id, value.code, value.name_ja, value.name_en, value.active, value.version,
    )  # fmt: skip
    await db().execute(
        "delete from team_leader where team_id = $1 and user_id <> all($2::uuid[])", value.id, value.leaders
    )
    await db().execute(
        "insert into team_leader (team_id, user_id) select $1, unnest($2::uuid[]) on conflict do nothing",
        value.id, value.leaders,
    )  # fmt: skip
    return True


async def set_team_members(team_id: UUID, users: list[UUID]) -> list[UUID]:
    """Let exactly these people be in the team; returns those for whom that is news. Nobody is in two teams."""
    rows = await db().fetch(
        """update app_user set team_id = case when id = any($2) then $1 end, version = version + 1
           where (id = any($2) and team_id is distinct from $1) or (team_id = $1 and id <> all($2)) returning id""",
        team_id, users,
    )  # fmt: skip
    return [row["id"] for row in rows]


async def members() -> list[Member]:
    """Everybody who is not deactivated, with their team, by reading or name."""
    query = """select id, name, kana, team_id as team from app_user where tenant_id = $1 and state <> 'deactivated'
               order by coalesce(nullif(kana, ''), name), id"""
    return many(Member, await db().fetch(query, current_tenant()))
