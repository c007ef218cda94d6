"""What was planned beside what people did: counted by step, and opened span by span."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from madoguchi.analytics.model.catalogue import By
from madoguchi.analytics.model.periods import Period
from madoguchi.analytics.model.plans import Planned
from madoguchi.analytics.store.counts import Counted, counted, steps
from madoguchi.analytics.store.measures import PRESENCES
from madoguchi.analytics.store.opening import MOST_SPANS, Opened, Tally, tallied
from madoguchi.kit.db import db, many

ON_DUTY = ", ".join(repr(each) for each in PRESENCES["staffed"])
# Everybody's marks and the edges of their plan in one line of moments: at each it is known what they were last seen
# doing and whether they are to be on duty. A plan that ends comes before a mark of the same moment, one that begins
# after it. Who is planned and never came was offline all the time.
BESIDE = f"""
    with plan as (
        select * from unnest($4::uuid[], $5::timestamptz[], $6::timestamptz[]) as p (user_id, since, until)),
    who as (select distinct user_id from plan),
    moments as (
        (select distinct on (user_id) user_id, at, presence, interaction_id, 0 as step from report_presence
         where at < $1 and at >= $1 - interval '14 days' and user_id in (select user_id from who)
         order by user_id, at desc)
        union all
        select user_id, at, presence, interaction_id, 0 from report_presence
        where at >= $1 and at < $2 and user_id in (select user_id from who)
        union all
        select user_id, $1 - interval '15 days', 'offline', null, 0 from who
        union all
        select user_id, since, null, null, 1 from plan
        union all
        select user_id, until, null, null, -1 from plan),
    lined as (
        select user_id, at, step, presence, interaction_id, sum(step) over w as planned,
            count(presence) over w as mark, least(lead(at) over w, $3) as until
        from moments
        window w as (partition by user_id order by at, step rows unbounded preceding)),
    carried as (
        select user_id, at as since, until, planned, first_value(presence) over m as presence,
            first_value(interaction_id) over m as interaction_id
        from lined window m as (partition by user_id, mark order by at, step)),
    beside as (
        select user_id, presence, interaction_id, presence in ({ON_DUTY}) as kept, since, until
        from carried where planned > 0 and until > since)
"""
COUNT = f"""
    {BESIDE},
    pieces as (
        select b.user_id, b.kept, n as step,
            least(b.until, coalesce(($7::timestamptz[])[n + 1], $2))
                - greatest(b.since, ($7::timestamptz[])[n]) as lasted
        from beside b cross join lateral {{steps}})
    select p.step - 1 as step, {{key}} as key, extract(epoch from sum(p.lasted)) as planned,
        coalesce(extract(epoch from sum(p.lasted) filter (where p.kept)), 0) as kept
    from pieces p group by 1, 2
"""
ROWS = f"""
    {BESIDE}
    select md5(b.user_id::text || b.since)::uuid as id, b.interaction_id, b.since as at, b.kept as counted, b.user_id,
        b.presence as ended, b.until
    from beside b where $7::boolean is null or b.kept = $7 order by b.since desc, b.user_id limit $8
"""
TALLY = f"{BESIDE} select count(*) as rows, count(*) filter (where b.kept) as counted from beside b"


def _plan(plans: Sequence[Planned]) -> list[Any]:
    return [[each.user for each in plans], [each.start for each in plans], [each.end for each in plans]]


async def count(plans: Sequence[Planned], period: Period, by: By, until: datetime) -> list[Counted]:
    """How much of what was planned was kept, in whole seconds."""
    key = "p.user_id" if by in ("team", "person") else "null::uuid"
    statement = COUNT.replace("{key}", key).replace("{steps}", steps(period, "b", "$7"))
    rows = await db().fetch(statement, period.start, period.end, until, *_plan(plans), period.starts)
    return [counted(row) for row in rows]


async def rows(
    plans: Sequence[Planned], start: datetime, end: datetime, until: datetime, counted: bool | None
) -> tuple[list[Opened], Tally]:
    """What people did in the time that was planned, the latest first, at most 500 spans; and how many there are."""
    values = [start, end, until, *_plan(plans)]
    found = await db().fetch(ROWS, *values, counted, MOST_SPANS)
    return many(Opened, found), tallied(await db().fetchrow(TALLY, *values))
