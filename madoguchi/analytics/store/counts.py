"""Counting: sums of each source by step and by queue, line or person, one statement a source."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from madoguchi.analytics.model.catalogue import By, Source
from madoguchi.analytics.model.periods import Period
from madoguchi.analytics.model.sums import Sums
from madoguchi.analytics.model.terms import Cut, Terms
from madoguchi.analytics.store.measures import ORIGINS, PRESENCES, sums_of, within
from madoguchi.kit.db import db


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """The sums of one step (0 is the first) for one queue, line or person, or for all (None)."""

    step: int
    key: UUID | None
    sums: Sums


async def count(source: Source, period: Period, by: By, terms: Terms, cut: Cut) -> list[Counted]:
    """What the rows of a source come to."""
    origin = ORIGINS[source]
    where, values = within(source, period.start, period.end, cut)
    values.append(period.starts)
    statement = f"""
        select width_bucket(t.{origin.at}, ${len(values)}::timestamptz[]) - 1 as step, {origin.keys[by]} as key,
            {sums_of(source, terms)}
        from {origin.table} t where {where} group by 1, 2
    """
    return [counted(row) for row in await db().fetch(statement, *values)]


def counted(row: Any) -> Counted:
    """A row of sums, by the names of its columns."""
    named = {name: int(value) for name, value in row.items() if name not in ("step", "key")}
    return Counted(step=row["step"], key=row["key"], sums=Sums(**named))


# Every span ends with the next mark, or now; what reaches over the edge of a step is cut there. What began before the
# period is found in the fortnight before it: who did not stir for longer is not at work.
SPANS = """
    with marks as (
        (select distinct on (user_id) user_id, at, presence, reason, interaction_id from report_presence
         where at < $1 and at >= $1 - interval '14 days' order by user_id, at desc)
        union all
        select user_id, at, presence, reason, interaction_id from report_presence where at >= $1 and at < $2),
    spans as (
        select user_id, presence, reason, interaction_id, at as since,
            least(coalesce(lead(at) over (partition by user_id order by at), $3), $2) as until
        from marks)
"""
_SECONDS = ", ".join(
    f"coalesce(extract(epoch from sum(p.lasted) filter (where p.presence in ({', '.join(map(repr, which))}))), 0)"
    f" as {name}"
    for name, which in PRESENCES.items()
    if name in Sums.__struct_fields__
)


def steps(period: Period, span: str, starts: str) -> str:
    """The steps `n` that a span lies in; where there is but one, nothing has to be looked up."""
    if len(period.starts) == 1:
        return "(select 1 as n) n"
    return f"""generate_series(greatest(width_bucket({span}.since, {starts}::timestamptz[]), 1),
        width_bucket({span}.until - interval '1 microsecond', {starts}::timestamptz[])) n"""


PRESENT = f"""
    {SPANS},
    pieces as (
        select s.user_id, s.presence, n as step,
            least(s.until, coalesce(($4::timestamptz[])[n + 1], $2))
                - greatest(s.since, ($4::timestamptz[])[n]) as lasted
        from spans s cross join lateral {{steps}}
        where s.presence <> 'offline' and s.until > greatest(s.since, $1)
            and ($5::uuid[] is null or s.user_id = any($5)))
    select p.step - 1 as step, {{key}} as key, {_SECONDS} from pieces p group by 1, 2
"""


async def count_presence(period: Period, by: By, cut: Cut, until: datetime) -> list[Counted]:
    """What people's time comes to, in whole seconds; what goes on lasts until `until`."""
    key = "p.user_id" if by in ("team", "person") else "null::uuid"
    statement = PRESENT.replace("{key}", key).replace("{steps}", steps(period, "s", "$4"))
    rows = await db().fetch(statement, period.start, period.end, until, period.starts, cut.users)
    return [counted(row) for row in rows]


async def seen_between(start: datetime, end: datetime) -> list[UUID]:
    """Everybody who did anything from `start` until before `end`."""
    rows = await db().fetch("select distinct user_id from report_presence where at >= $1 and at < $2", start, end)
    return [row["user_id"] for row in rows]
