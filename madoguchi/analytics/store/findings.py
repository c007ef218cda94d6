"""finding and finding_evidence, and the parts that detectors look at."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from madoguchi.analytics.model.detectors import Evidence, Habit, Number, Part, Seen
from madoguchi.kit.db import db, many, one
from madoguchi.kit.http import Page
from madoguchi.kit.ids import new_id
from madoguchi.kit.listing import Key, Listing

FINDING = """
    id, detector, user_id, day, found, count, handled, limits, state, comment, acknowledged, acknowledged_by, version
"""


class FindingRow(msgspec.Struct, frozen=True, kw_only=True):
    """A finding as it is kept."""

    id: UUID
    detector: str
    user_id: UUID
    day: date
    found: datetime
    count: int
    handled: int
    limits: dict[str, Number]
    state: str
    comment: bytes | None
    acknowledged: datetime | None
    acknowledged_by: UUID | None
    version: int


LIST = Listing(f"select {FINDING} from finding", (Key("day", "date"), Key("id", "uuid")), descending=True)
PARTS = """
    select id, interaction_id, user_id, queue_id, direction, began, ended_by, talk, hold, wrap from report_part
    where connected and began >= $1 and began < $2 order by began, id
"""
# How people work, person by person and queue by queue: each counts once, however many calls they took.
HABITS = """
    select user_id, queue_id, coalesce(percentile_cont(0.5) within group (order by wrap), 0) as wrap,
        coalesce(100.0 * count(*) filter (where direction = 'in' and ended_by = 'transfer' and talk < $3)
            / nullif(count(*) filter (where direction = 'in'), 0), 0)::float8 as quick
    from report_part where connected and began >= $1 and began < $2 group by 1, 2
"""


async def parts(start: datetime, end: datetime) -> list[Part]:
    """What everybody took from `start` until before `end`."""
    return many(Part, await db().fetch(PARTS, start, end))


async def habits(start: datetime, end: datetime, quick_seconds: int) -> list[Habit]:
    """How everybody works at each queue."""
    return many(Habit, await db().fetch(HABITS, start, end, quick_seconds))


KEEP = f"""
    insert into finding (id, detector, user_id, day, found, count, handled, limits)
    values ($1, $2, $3, $4, $5, $6, $7, $8)
    on conflict (tenant_id, detector, user_id, day) do update set
        count = excluded.count, handled = excluded.handled, limits = excluded.limits, version = finding.version + 1
    where finding.state = 'open' and (finding.count, finding.handled, finding.limits)
        is distinct from (excluded.count, excluded.handled, excluded.limits)
    returning {FINDING}
"""
EVIDENCE = """
    insert into finding_evidence (finding_id, segment_id, interaction_id, at, seconds, usual)
    select $1, * from unnest($2::uuid[], $3::uuid[], $4::timestamptz[], $5::int[], $6::int[])
"""


async def keep(day: date, seen: Seen, at: datetime) -> FindingRow | None:
    """Write what was seen; None when it is known already as it is, or acknowledged."""
    row = await db().fetchrow(
        KEEP, new_id(), seen.detector, seen.user_id, day, at, len(seen.evidence), seen.handled, seen.limits
    )
    kept = one(FindingRow, row)
    if kept is None:
        return None
    await db().execute("delete from finding_evidence where finding_id = $1", kept.id)
    await db().execute(
        EVIDENCE,
        kept.id,
        [each.segment_id for each in seen.evidence],
        [each.interaction_id for each in seen.evidence],
        [each.at for each in seen.evidence],
        [each.seconds for each in seen.evidence],
        [each.usual for each in seen.evidence],
    )
    return kept


async def drop_open(day: date, seen: Collection[tuple[str, UUID]]) -> list[UUID]:
    """Open findings of a day that are none any more, now that it was counted anew."""
    rows = await db().fetch(
        """delete from finding where day = $1 and state = 'open'
           and (detector, user_id) not in (select * from unnest($2::text[], $3::uuid[])) returning id""",
        day,
        [detector for detector, _ in seen],
        [user for _, user in seen],
    )
    return [row["id"] for row in rows]


async def find(finding: UUID, *, lock: bool = False) -> FindingRow | None:
    """One finding."""
    sql = f"select {FINDING} from finding where id = $1" + (" for update" if lock else "")
    return one(FindingRow, await db().fetchrow(sql, finding))


async def evidence_of(finding: UUID) -> list[Evidence]:
    """The contacts of a finding, in order of time."""
    sql = """select segment_id, interaction_id, at, seconds, usual from finding_evidence
             where finding_id = $1 order by at, segment_id"""
    return many(Evidence, await db().fetch(sql, finding))


async def page(
    first: date | None, last: date | None, state: str | None, user: UUID | None, after: str | None, limit: int
) -> Page[FindingRow]:
    """Findings, the latest day first."""
    listing = LIST
    conditions: Sequence[tuple[str, object]] = (
        ("day >= {}", first), ("day <= {}", last), ("state = {}", state), ("user_id = {}", user),
    )  # fmt: skip
    for text, value in conditions:
        if value is not None:
            listing = listing.where(text, value)
    return await listing.page(FindingRow, after=after, limit=limit)


async def acknowledge(finding: UUID, comment: bytes, at: datetime, by: UUID) -> FindingRow:
    """Somebody looked at it."""
    row = await db().fetchrow(
        f"""update finding set state = 'acknowledged', comment = $2, acknowledged = $3, acknowledged_by = $4,
                version = version + 1 where id = $1 returning {FINDING}""",
        finding, comment, at, by,
    )  # fmt: skip
    found = one(FindingRow, row)
    assert found is not None
    return found


async def day_counted(day: date) -> bool:
    """Whether this day was counted anew and looked through."""
    return bool(await db().fetchval("select exists (select from report_day where day = $1)", day))


async def keep_day(day: date, at: datetime) -> None:
    """This day was counted anew and looked through."""
    await db().execute(
        """insert into report_day (day, counted) values ($1, $2)
           on conflict (tenant_id, day) do update set counted = excluded.counted""",
        day, at,
    )  # fmt: skip
