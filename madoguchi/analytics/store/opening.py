"""The rows behind a figure: those that its measure counts, by the very condition with which they were counted."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from madoguchi.analytics.model.catalogue import Metric, Source
from madoguchi.analytics.model.terms import Cut, Terms
from madoguchi.analytics.store.counts import SPANS
from madoguchi.analytics.store.measures import ORIGINS, PRESENCES, condition, conditions_of, within
from madoguchi.kit.db import db, many
from madoguchi.kit.http import Page
from madoguchi.kit.listing import Key, Listing


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """One row behind a figure. `counted`: whether it is in the figure, or only in what it is a share of. Seconds."""

    id: UUID
    interaction_id: UUID | None
    at: datetime
    counted: bool
    user_id: UUID | None
    queue_id: UUID | None = None
    ended: str = ""
    waited: int | None = None
    talk: int | None = None
    hold: int | None = None
    wrap: int | None = None
    until: datetime | None = None


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """How many rows lie behind a figure, and how many of them are in it."""

    rows: int
    counted: int


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """Which figure is opened: from `start` until before `end`; `counted` None: all rows, else those in it or not."""

    metric: Metric
    start: datetime
    end: datetime
    cut: Cut
    counted: bool | None = None


COLUMNS: dict[Source, str] = {
    "contact": "t.user_id, t.queue_id, case when t.answered then 'answered' else 'unanswered' end as ended",
    "wait": "t.user_id, t.queue_id, coalesce(t.exit, 'waiting') as ended, t.waited",
    "part": "t.user_id, t.queue_id, t.ended_by as ended, t.talk, t.hold, t.wrap",
    "offer": "t.user_id, t.queue_id, t.state as ended",
}


async def rows(opening: Opening, terms: Terms, after: str | None, limit: int) -> Page[Opened]:
    """A page of the rows behind a figure, the latest first."""
    metric, origin = opening.metric, ORIGINS[opening.metric.source]
    of, over = (condition(metric.source, name, terms) for name in (metric.of, metric.over))
    at = f"t.{origin.at}"
    select = f"""
        select t.{origin.id} as id, t.interaction_id, {at} as at, ({of}) is true as counted, {COLUMNS[metric.source]}
        from {origin.table} t
    """
    listing = Listing(select, (Key(at, "timestamptz", "at"), Key(f"t.{origin.id}", "uuid", "id")), descending=True)
    listing = listing.where("t.tenant_id = current_tenant()").where(over)
    listing = listing.where(f"{at} >= {{}}", opening.start).where(f"{at} < {{}}", opening.end)
    if opening.counted is not None:
        listing = listing.where(f"({of}) is {'true' if opening.counted else 'not true'}")
    for text, values in conditions_of(opening.cut):
        listing = listing.where(text, *values)
    return await listing.page(Opened, after=after, limit=limit)


async def tally(opening: Opening, terms: Terms) -> Tally:
    """How many rows lie behind a figure, whichever of them are shown."""
    metric, origin = opening.metric, ORIGINS[opening.metric.source]
    of, over = (condition(metric.source, name, terms) for name in (metric.of, metric.over))
    where, values = within(metric.source, opening.start, opening.end, opening.cut)
    statement = f"""
        select count(*) as rows, count(*) filter (where {of}) as counted from {origin.table} t
        where {where} and ({over})
    """
    return tallied(await db().fetchrow(statement, *values))


_IN_QUESTION = """s.until > s.since and s.until > $1 and s.presence = any($5)
        and ($6::uuid[] is null or s.user_id = any($6))"""
SPAN_ROWS = f"""
    {SPANS}
    select md5(s.user_id::text || s.since)::uuid as id, s.interaction_id, greatest(s.since, $1) as at,
        s.presence = any($4) as counted, s.user_id, s.presence as ended, s.until
    from spans s
    where {_IN_QUESTION} and ($7::boolean is null or (s.presence = any($4)) = $7)
    order by s.since desc, s.user_id
    limit $8
"""
SPAN_TALLY = f"""
    {SPANS}
    select count(*) as rows, count(*) filter (where s.presence = any($4)) as counted
    from spans s where {_IN_QUESTION}
"""

MOST_SPANS = 500


async def spans(opening: Opening, until: datetime) -> tuple[list[Opened], Tally]:
    """What people did, as the spans behind a figure of time, the latest first, at most 500; and how many there are."""
    metric = opening.metric
    values: list[Any] = [opening.start, opening.end, until, list(PRESENCES[metric.of]), list(PRESENCES[metric.over])]
    values.append(opening.cut.users)
    found = await db().fetch(SPAN_ROWS, *values, opening.counted, MOST_SPANS)
    return many(Opened, found), tallied(await db().fetchrow(SPAN_TALLY, *values))


def tallied(row: Any) -> Tally:
    """A tally, of its one row."""
    return Tally(rows=row["rows"], counted=row["counted"])
