"""closure: the company's own days. Those of which a file has taken the place are kept, and none of ours any more."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import msgspec

from madoguchi.calendars.model.holidays import Closure
from madoguchi.kit.db import affected, db, many, one

COLUMNS = ", ".join(Closure.__struct_fields__)


async def closures() -> list[Closure]:
    """All, the earliest first."""
    statement = f"select {COLUMNS} from closure where replaced_by is null order by first, last, id"
    return many(Closure, await db().fetch(statement))


async def by_id(id: UUID, *, lock: bool = False) -> Closure | None:
    statement = f"select {COLUMNS} from closure where id = $1 and replaced_by is null{' for update' * lock}"
    return one(Closure, await db().fetchrow(statement, id))


SAVE = """
    insert into closure (id, kind, first, last, yearly, name_ja, name_en, version, spans, import_id)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    on conflict (tenant_id, id) do update set kind = $2, first = $3, last = $4, yearly = $5, name_ja = $6,
        name_en = $7, version = $8, spans = $9
"""


async def save(closure: Closure, import_id: UUID | None = None) -> None:
    """Keep it as it is; `import_id`: the file that it came in."""
    await db().execute(
        SAVE, closure.id, closure.kind, closure.first, closure.last, closure.yearly, closure.name_ja, closure.name_en,
        closure.version, msgspec.to_builtins(closure.spans), import_id,
    )  # fmt: skip


async def delete(id: UUID) -> None:
    await db().execute("delete from closure where id = $1", id)


async def replace(import_id: UUID, ids: Sequence[UUID]) -> int:
    """Let closures give way to an import; returns how many did."""
    statement = "update closure set replaced_by = $1 where id = any($2) and replaced_by is null"
    return affected(await db().execute(statement, import_id, list(ids)))


HAND_ON = """
    update closure s set replaced_by = later.replaced_by from closure later
    where s.replaced_by = $1 and later.import_id = $1 and later.replaced_by is not null
        and later.kind = s.kind and later.first <= s.last and later.last >= s.first
"""


async def take_back(import_id: UUID) -> tuple[int, int]:
    """Remove what an import wrote; returns how many went, and how many were others' by then: changed by hand, which
    stay, or replaced by a later import, for which what gave way before waits now.
    """
    await db().execute(HAND_ON, import_id)
    replaced = "delete from closure where import_id = $1 and replaced_by is not null"
    changed = "update closure set import_id = null where import_id = $1 and version > 1"
    kept = affected(await db().execute(replaced, import_id)) + affected(await db().execute(changed, import_id))
    return affected(await db().execute("delete from closure where import_id = $1", import_id)), kept


RESTORE = """
    update closure s set replaced_by = null where s.replaced_by = $1 and not exists (
        select 1 from closure o where o.replaced_by is null and not o.yearly and o.kind = s.kind
            and o.first <= s.last and o.last >= s.first)
"""


async def restore(import_id: UUID) -> int:
    """Let what gave way to an import stand again, where nothing else says what its days are; returns how many."""
    return affected(await db().execute(RESTORE, import_id))
