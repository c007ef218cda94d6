"""tenant, line_of_business and team."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from madoguchi.access.model import LineOfBusiness, Team, Tenant
from madoguchi.kit.db import current_tenant, database, db, many, one

LINE = "id, code, name_ja, name_en, opening_phrase_ja, opening_phrase_en, active, version"
TEAM = "id, code, name_ja, name_en, active, version"


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
    return many(Team, await db().fetch(f"select {TEAM} from team where tenant_id = $1 order by code", current_tenant()))


async def team(team_id: UUID, *, lock: bool = False) -> Team | None:
    """One team."""
    query = f"select {TEAM} from team where tenant_id = $1 and id = $2" + (" for update" if lock else "")
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
    return True
