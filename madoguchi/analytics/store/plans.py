"""What was planned beside what people did: counted by step, and opened span by span."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from madoguchi.analytics.model.catalogue import By
from madoguchi.analytics.model.periods import Period
from madoguchi.analytics.model.plans import Planned
from madoguchi.analytics.store.counts import Counted, counted
from madoguchi.analytics.store.measures import PRESENCES
from madoguchi.analytics.store.opening import MOST_SPANS, Opened
from madoguchi.kit.db import db, many

ON_DUTY = ", ".join(repr(each) for each in PRESENCES["staffed"])
# Who is planned and never came was offline all the time.
BESIDE = f"""
    with plan as (
        select * from unnest($4::uuid[], $5::timestamptz[], $6::timestamptz[]) as p (user_id, since, until)),
    marks as (
        (select distinct on (user_id) user_id, at, presence, interaction_id from report_presence
         where at < $1 and at >= $1 - interval '14 days' order by user_id, at desc)
        union all
        select user_id, at, presence, interaction_id from report_presence where at >= $1 and at < $2
        union all
        select distinct user_id, $1 - interval '15 days', 'offline', null::uuid from plan),
    spans as (
        select user_id, presence, interaction_id, at as since,
            least(coalesce(lead(at) over (partition by user_id order by at), $3), $2) as until
        from marks),
    beside as (
        select s.user_id, s.presence, s.interaction_id, s.presence in ({ON_DUTY}) as kept,
            greatest(s.since, p.since) as since, least(s.until, p.until) as until
        from spans s join plan p on p.user_id = s.user_id and p.since < s.until and p.until > s.since)
"""
COUNT = f"""
    {BESIDE},
    pieces as (
        select b.user_id, b.kept, n as step,
            extract(epoch from least(b.until, coalesce(($7::timestamptz[])[n + 1], $2))
                - greatest(b.since, ($7::timestamptz[])[n])) as seconds
        from beside b cross join lateral generate_series(
            greatest(width_bucket(b.since, $7::timestamptz[]), 1),
            width_bucket(b.until - interval '1 microsecond', $7::timestamptz[])) n)
    select p.step - 1 as step, {{key}} as key, sum(p.seconds) as planned,
        coalesce(sum(p.seconds) filter (where p.kept), 0) as kept
    from pieces p group by 1, 2
"""
ROWS = f"""
    {BESIDE}
    select md5(b.user_id::text || b.since)::uuid as id, b.interaction_id, b.since as at, b.kept as counted, b.user_id,
        b.presence as ended, b.until
    from beside b where $7::boolean is null or b.kept = $7 order by b.since desc, b.user_id limit $8
"""


def _plan(plans: Sequence[Planned]) -> list[Any]:
    return [[each.user for each in plans], [each.start for each in plans], [each.end for each in plans]]


async def count(plans: Sequence[Planned], period: Period, by: By, until: datetime) -> list[Counted]:
    """How much of what was planned was kept, in whole seconds."""
    key = "p.user_id" if by in ("team", "person") else "null::uuid"
    statement = COUNT.replace("{key}", key)
    rows = await db().fetch(statement, period.start, period.end, until, *_plan(plans), period.starts)
    return [counted(row) for row in rows]


async def rows(
    plans: Sequence[Planned], start: datetime, end: datetime, until: datetime, counted: bool | None
) -> list[Opened]:
    """What people did in the time that was planned, the latest first, at most 500 spans."""
    found = await db().fetch(ROWS, start, end, until, *_plan(plans), counted, MOST_SPANS)
    return many(Opened, found)
