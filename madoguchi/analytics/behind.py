"""The rows behind a figure as people read them: which contact, who called, who took it, how long."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from madoguchi import interactions
from madoguchi.access import UserName, users_by_id
from madoguchi.analytics.errors import MetricMeaningless, MetricUnknown, PeriodInvalid
from madoguchi.analytics.model.catalogue import BY_CODE
from madoguchi.analytics.model.terms import Cut
from madoguchi.analytics.queries import planned_time
from madoguchi.analytics.store import opening as store
from madoguchi.analytics.store import plans as plan_store
from madoguchi.analytics.store.opening import Opened, Opening, Tally
from madoguchi.analytics.terms import terms
from madoguchi.customers import CustomerBrief, profiles, sight_of
from madoguchi.kit.clock import now
from madoguchi.kit.http import Principal

MOST_DAYS = 400


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One row behind a figure. Seconds are whole; None where the row has no such time.

    `counted`: whether it is in the figure, or only in what the figure is a share of. `ended`: how it ended, a code of
    its kind (an exit of the queue, who hung up, an offer's state, a presence). `number` is masked as the reader's
    rights say.
    """

    id: UUID
    interaction: UUID | None
    at: datetime
    counted: bool
    user: UUID | None
    queue: UUID | None
    ended: str
    waited: int | None
    talk: int | None
    hold: int | None
    wrap: int | None
    until: datetime | None
    direction: str | None = None
    medium: str | None = None
    customer: UUID | None = None
    number: str = ""
    withheld: str | None = None


class Behind(msgspec.Struct, frozen=True, kw_only=True):
    """A page of rows. `rows` and `counted` are all there are; `next` goes into `after` for the following page."""

    metric: str
    rows: int
    counted: int
    items: list[Row]
    next: str | None
    users: list[UserName]
    customers: list[CustomerBrief]


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which figure is opened."""

    metric: str
    start: datetime
    end: datetime
    cut: Cut
    counted: bool | None = None


async def behind(wanted: Wanted, who: Principal, after: str | None, limit: int) -> Behind:
    """The rows behind a figure. Raises `MetricUnknown`, `MetricMeaningless`, `PeriodInvalid`."""
    opening = _opening(wanted)
    in_force = await terms()
    following: str | None = None
    if opening.metric.source in ("presence", "plan"):
        found, tally = await _spans(opening)
    else:
        page = await store.rows(opening, in_force, after, limit)
        found, following = page.items, page.next
        tally = await store.tally(opening, in_force)
    contacts = await _contacts(found, who)
    rows = [_row(each, contacts.get(each.interaction_id) if each.interaction_id else None) for each in found]
    return Behind(
        metric=opening.metric.code,
        rows=tally.rows,
        counted=tally.counted,
        items=rows,
        next=following,
        users=list((await users_by_id({row.user for row in rows if row.user})).values()),
        customers=list((await profiles(list({row.customer for row in rows if row.customer}))).values()),
    )


def _opening(wanted: Wanted) -> Opening:
    metric = BY_CODE.get(wanted.metric)
    if metric is None:
        raise MetricUnknown
    out_of_reach = wanted.start.year < 2000 or wanted.end.year > 2200
    if out_of_reach or wanted.end <= wanted.start or wanted.end - wanted.start > timedelta(days=MOST_DAYS):
        raise PeriodInvalid(most=MOST_DAYS)
    if not metric.meaningful(wanted.cut.lines, wanted.cut.people_only):
        raise MetricMeaningless
    return Opening(metric=metric, start=wanted.start, end=wanted.end, cut=wanted.cut, counted=wanted.counted)


async def _spans(opening: Opening) -> tuple[list[Opened], Tally]:
    """What people did, as time: the latest of it, on one page."""
    if opening.metric.source == "presence":
        return await store.spans(opening, now())
    plans = await planned_time(opening.start, opening.end, opening.cut)
    return await plan_store.rows(plans, opening.start, opening.end, now(), opening.counted)


async def _contacts(rows: list[Opened], who: Principal) -> dict[UUID, interactions.Interaction]:
    ids = {row.interaction_id for row in rows if row.interaction_id is not None}
    seen = await sight_of(who)
    return {each.contact.id: interactions.shown_to(seen, each.contact) for each in await interactions.accounts(ids)}


def _row(each: Opened, contact: interactions.Interaction | None) -> Row:
    return Row(
        id=each.id,
        interaction=contact.id if contact else None,
        at=each.at,
        counted=each.counted,
        user=each.user_id,
        queue=each.queue_id,
        ended=each.ended,
        waited=each.waited,
        talk=each.talk,
        hold=each.hold,
        wrap=each.wrap,
        until=each.until,
        direction=contact.direction if contact else None,
        medium=contact.medium if contact else None,
        customer=contact.customer_id if contact else None,
        number=contact.address_value if contact else "",
        withheld=contact.withheld if contact else None,
    )
