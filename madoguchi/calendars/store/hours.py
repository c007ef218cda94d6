"""opening_hours."""

from __future__ import annotations

from uuid import UUID

import msgspec

from madoguchi.calendars.model.opening import OpeningHours
from madoguchi.kit.db import db, many, one

COLUMNS = ", ".join(OpeningHours.__struct_fields__)


async def all_hours() -> list[OpeningHours]:
    """All by name, inactive ones too."""
    return many(OpeningHours, await db().fetch(f"select {COLUMNS} from opening_hours order by name, id"))


async def by_id(id: UUID, *, lock: bool = False) -> OpeningHours | None:
    statement = f"select {COLUMNS} from opening_hours where id = $1{' for update' * lock}"
    return one(OpeningHours, await db().fetchrow(statement, id))


async def by_ids(ids: list[UUID]) -> list[OpeningHours]:
    return many(OpeningHours, await db().fetch(f"select {COLUMNS} from opening_hours where id = any($1)", ids))


async def name_taken(name: str, by_other_than: UUID) -> bool:
    statement = "select 1 from opening_hours where name = $1 and id <> $2"
    return bool(await db().fetchval(statement, name, by_other_than))


SAVE = """
    insert into opening_hours (id, name, time_zone, week, on_holidays, country, observes_closures, special_days, active,
                               version)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    on conflict (tenant_id, id) do update set name = $2, time_zone = $3, week = $4, on_holidays = $5, country = $6,
        observes_closures = $7, special_days = $8, active = $9, version = $10
"""


async def save(hours: OpeningHours) -> None:
    """Keep them as they are."""
    await db().execute(
        SAVE,
        hours.id,
        hours.name,
        hours.time_zone,
        msgspec.to_builtins(hours.week),
        msgspec.to_builtins(hours.on_holidays),
        hours.country,
        hours.observes_closures,
        msgspec.to_builtins(hours.special_days),
        hours.active,
        hours.version,
    )
