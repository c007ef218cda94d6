"""shift, shift_import and its lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

from madoguchi.calendars.model.shifts import DayShift, Shift
from madoguchi.kit.db import db, many, one
from madoguchi.kit.errors import Fault
from madoguchi.kit.ids import new_id
from madoguchi.kit.listing import Key, Listing

State = Literal["checked", "done", "undone"]


class ShiftImport(msgspec.Struct, frozen=True, kw_only=True):
    """An import of shifts. `total`, `ready` and `faulty` count lines; the others count shifts."""

    id: UUID
    file_name: str
    state: State
    headings: list[str]
    total: int
    ready: int
    faulty: int
    written: int
    replaced: int
    restored: int
    kept: int
    created: datetime
    created_by: UUID | None
    finished: datetime | None
    version: int


class ImportLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the file: its number there, its cells, what is wrong with it."""

    id: UUID
    line: int
    cells: list[str]
    faults: list[Fault]


IMPORT = ", ".join(ShiftImport.__struct_fields__)
IMPORTS = Listing(
    f"select {IMPORT} from shift_import", keys=(Key("created", "timestamptz"), Key("id", "uuid")), descending=True
)
LINE = "id, line, cells, faults"
LINES = Listing(f"select {LINE} from shift_import_line", keys=(Key("line", "int"), Key("id", "uuid")))

BETWEEN = """
    select user_id as user, day, starts as start, ends as end, kind from shift
    where replaced_by is null and starts < $2 and ends > $1 and ($3::uuid[] is null or user_id = any($3))
    order by starts, user_id, kind
"""


async def between(start: datetime, end: datetime, users: Sequence[UUID] | None) -> list[Shift]:
    """Shifts that meet the time from `start` to `end`; of everybody when `users` is None."""
    return many(Shift, await db().fetch(BETWEEN, start, end, None if users is None else list(users)))


async def days_between(start: datetime, end: datetime, users: Sequence[UUID] | None) -> list[DayShift]:
    """As `between`, with the day each belongs to."""
    return many(DayShift, await db().fetch(BETWEEN, start, end, None if users is None else list(users)))


async def insert_import(
    name: str, headings: Sequence[str], total: int, faulty: int, at: datetime, by: UUID | None
) -> ShiftImport:
    row = await db().fetchrow(
        "insert into shift_import (id, file_name, state, headings, total, ready, faulty, created, created_by) "
        f"values ($1, $2, 'checked', $3, $4, $5, $6, $7, $8) returning {IMPORT}",
        new_id(), name, list(headings), total, total - faulty, faulty, at, by,
    )  # fmt: skip
    made = one(ShiftImport, row)
    assert made is not None
    return made


async def import_by_id(id: UUID, *, lock: bool = False) -> ShiftImport | None:
    statement = f"select {IMPORT} from shift_import where id = $1{' for update' * lock}"
    return one(ShiftImport, await db().fetchrow(statement, id))


async def change_import(id: UUID, **values: Any) -> ShiftImport:
    """Write columns and give the import a new version."""
    pairs = ", ".join(f"{name} = ${at}" for at, name in enumerate(values, 2))
    statement = f"update shift_import set {pairs}, version = version + 1 where id = $1 returning {IMPORT}"
    changed = one(ShiftImport, await db().fetchrow(statement, id, *values.values()))
    assert changed is not None
    return changed


ADD_LINES = """
    insert into shift_import_line (id, import_id, line, cells, faults)
    select r.id, $1, r.line, array(select jsonb_array_elements_text(r.cells::jsonb)), r.faults::jsonb
    from unnest($2::uuid[], $3::integer[], $4::text[], $5::text[]) as r (id, line, cells, faults)
"""


async def add_lines(id: UUID, rows: Sequence[Sequence[str]], faults: Sequence[Sequence[Fault]]) -> None:
    """The lines of an import. The first under the headings is number 2."""
    await db().execute(
        ADD_LINES,
        id,
        [new_id() for _ in rows],
        list(range(2, 2 + len(rows))),
        [msgspec.json.encode(cells).decode() for cells in rows],
        [msgspec.json.encode(of_line).decode() for of_line in faults],
    )


async def lines(id: UUID) -> list[ImportLine]:
    statement = f"select {LINE} from shift_import_line where import_id = $1 order by line"
    return many(ImportLine, await db().fetch(statement, id))


FAULTS = """
    update shift_import_line l set faults = f.faults::jsonb
    from unnest($1::uuid[], $2::text[]) as f (id, faults) where l.id = f.id
"""


async def set_faults(ids: Sequence[UUID], faults: Sequence[Sequence[Fault]]) -> None:
    await db().execute(FAULTS, list(ids), [msgspec.json.encode(of_line).decode() for of_line in faults])


REPLACE = """
    update shift s set replaced_by = $1 from unnest($2::uuid[], $3::date[]) as d (user_id, day)
    where s.user_id = d.user_id and s.day = d.day and s.replaced_by is null
"""


async def replace_days(id: UUID, days: Sequence[tuple[UUID, date]]) -> int:
    """Let whole days of people give way to an import; returns how many shifts did."""
    return _count(await db().execute(REPLACE, id, [user for user, _ in days], [day for _, day in days]))


INSERT = """
    insert into shift (id, user_id, day, starts, ends, kind, import_id)
    select r.id, r.user_id, r.day, r.starts, r.ends, r.kind, $1
    from unnest($2::uuid[], $3::uuid[], $4::date[], $5::timestamptz[], $6::timestamptz[], $7::text[])
        as r (id, user_id, day, starts, ends, kind)
"""


async def insert(shifts: Sequence[DayShift], import_id: UUID | None) -> None:
    """Write shifts."""
    await db().execute(
        INSERT,
        import_id,
        [new_id() for _ in shifts],
        [shift.user for shift in shifts],
        [shift.day for shift in shifts],
        [shift.start for shift in shifts],
        [shift.end for shift in shifts],
        [shift.kind for shift in shifts],
    )


async def written_days(id: UUID) -> list[tuple[UUID, date]]:
    """Days of people that an import wrote, those a later one replaced too."""
    rows = await db().fetch("select distinct user_id, day from shift where import_id = $1 order by day, user_id", id)
    return [(row["user_id"], row["day"]) for row in rows]


HAND_ON = """
    update shift s set replaced_by = later.replaced_by from shift later
    where s.replaced_by = $1 and later.import_id = $1 and later.replaced_by is not null
        and later.user_id = s.user_id and later.day = s.day
"""


async def take_back(id: UUID) -> tuple[int, int]:
    """Remove what an import wrote; returns how many stood, and how many a later import had replaced already.

    What had given way to it waits for that later import instead, so that the order of taking back does not matter.
    """
    await db().execute(HAND_ON, id)
    kept = _count(await db().execute("delete from shift where import_id = $1 and replaced_by is not null", id))
    return _count(await db().execute("delete from shift where import_id = $1", id)), kept


RESTORE = """
    update shift s set replaced_by = null where s.replaced_by = $1 and not exists (
        select 1 from shift o where o.user_id = s.user_id and o.day = s.day and o.replaced_by is null)
"""


async def restore(id: UUID) -> int:
    """Let what gave way to an import stand again, where nobody has taken the day since; returns how many."""
    return _count(await db().execute(RESTORE, id))


async def forget_older(moment: datetime) -> int:
    """Let go of what could undo imports finished before `moment`: their lines and what gave way to them."""
    old = "select id from shift_import where coalesce(finished, created) < $1"
    await db().execute(f"delete from shift where replaced_by in ({old})", moment)
    return _count(await db().execute(f"delete from shift_import_line where import_id in ({old})", moment))


def _count(status: str) -> int:
    return int(status.split()[-1])
