"""closure: the company's own days."""

from __future__ import annotations

from uuid import UUID

from madoguchi.calendars.model.holidays import Closure
from madoguchi.kit.db import db, many, one

COLUMNS = ", ".join(Closure.__struct_fields__)


async def closures() -> list[Closure]:
    """All, the earliest first."""
    return many(Closure, await db().fetch(f"select {COLUMNS} from closure order by first, last, id"))


async def by_id(id: UUID, *, lock: bool = False) -> Closure | None:
    return one(Closure, await db().fetchrow(f"select {COLUMNS} from closure where id = $1{' for update' * lock}", id))


SAVE = """
    insert into closure (id, kind, first, last, yearly, name_ja, name_en, version)
    values ($1, $2, $3, $4, $5, $6, $7, $8)
    on conflict (tenant_id, id) do update set kind = $2, first = $3, last = $4, yearly = $5, name_ja = $6,
        name_en = $7, version = $8
"""


async def save(closure: Closure) -> None:
    """Keep it as it is."""
    await db().execute(
        SAVE, closure.id, closure.kind, closure.first, closure.last, closure.yearly, closure.name_ja, closure.name_en,
        closure.version,
    )  # fmt: skip


async def delete(id: UUID) -> None:
    await db().execute("delete from closure where id = $1", id)
