"""shift: who works when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from madoguchi.calendars.model.shifts import DayShift
from madoguchi.kit.db import affected, db, many
from madoguchi.kit.ids import new_id

BETWEEN = """
    select user_id as user, day, starts as start, ends as end, kind, despite_closure from shift
    where replaced_by is null and starts < $2 and ends > $1 and ($3::uuid[] is null or user_id = any($3))
    order by starts, user_id, kind
"""


async def between(start: datetime, end: datetime, users: Sequence[UUID] | None) -> list[DayShift]:
    """Shifts that meet the time from `start` to `end`; of everybody when `users` is None."""
    return many(DayShift, await db().fetch(BETWEEN, start, end, None if users is None else list(users)))


REPLACE = """
    update shift s set replaced_by = $1 from unnest($2::uuid[], $3::date[]) as d (user_id, day)
    where s.user_id = d.user_id and s.day = d.day and s.replaced_by is null
"""


async def replace_days(id: UUID, days: Sequence[tuple[UUID, date]]) -> int:
    """Let whole days of people give way to an import; returns how many shifts did."""
    return affected(await db().execute(REPLACE, id, [user for user, _ in days], [day for _, day in days]))


INSERT = """
    insert into shift (id, user_id, day, starts, ends, kind, despite_closure, import_id)
    select r.id, r.user_id, r.day, r.starts, r.ends, r.kind, r.despite, $1
    from unnest($2::uuid[], $3::uuid[], $4::date[], $5::timestamptz[], $6::timestamptz[], $7::text[], $8::boolean[])
        as r (id, user_id, day, starts, ends, kind, despite)
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
        [shift.despite_closure for shift in shifts],
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
    kept = affected(await db().execute("delete from shift where import_id = $1 and replaced_by is not null", id))
    return affected(await db().execute("delete from shift where import_id = $1", id)), kept


RESTORE = """
    update shift s set replaced_by = null where s.replaced_by = $1 and not exists (
        select 1 from shift o where o.user_id = s.user_id and o.day = s.day and o.replaced_by is null)
"""


async def restore(id: UUID) -> int:
    """Let what gave way to an import stand again, where nobody has taken the day since; returns how many."""
    return affected(await db().execute(RESTORE, id))
