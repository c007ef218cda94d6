"""The contact history: one list with filters, by keyset, and the same list as a file for a spreadsheet."""

from collections.abc import AsyncIterator
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from madoguchi.kit.http import Page
from madoguchi.kit.listing import Key, Listing


class HistoryRow(Struct, frozen=True, kw_only=True):
    """One contact in the list; seconds are summed over its agents' parts."""

    id: UUID
    opened: datetime
    ended: datetime | None
    medium: str
    direction: str
    address_value: str
    withheld: str | None
    dialled: str
    customer_id: UUID | None
    line_of_business_id: UUID | None
    queue_id: UUID | None
    state: str
    outcome: str
    users: list[UUID]
    ring_seconds: int
    talk_seconds: int
    hold_seconds: int
    wrap_seconds: int | None
    reason_ja: str
    reason_en: str
    resolution: str
    recording: UUID | None


class Filter(Struct, frozen=True, kw_only=True):
    """What is asked for; None asks nothing. `number` is E.164, or the last four digits or more."""

    since: datetime | None = None
    until: datetime | None = None
    user: UUID | None = None
    queue: UUID | None = None
    customer: UUID | None = None
    line_of_business: UUID | None = None
    medium: str | None = None
    direction: str | None = None
    outcome: str | None = None
    number: str | None = None


SELECT = """
    select i.id, i.opened, i.ended, i.medium, i.direction, i.address_value, i.withheld, i.dialled, i.customer_id,
        i.line_of_business_id, i.queue_id, i.state, i.outcome,
        coalesce(s.users, '{}') as users, coalesce(s.ring, 0) as ring_seconds, coalesce(s.talk, 0) as talk_seconds,
        coalesce(s.hold, 0) as hold_seconds, s.wrap as wrap_seconds, coalesce(o.reason_ja, '') as reason_ja,
        coalesce(o.reason_en, '') as reason_en, coalesce(o.resolution, '') as resolution, r.id as recording
    from interaction i
    left join lateral (
        select array_agg(user_id order by ring_at) as users, sum(ring_seconds)::int as ring,
            sum(talk_seconds)::int as talk, sum(hold_seconds)::int as hold, sum(wrap_seconds)::int as wrap
        from segment where interaction_id = i.id) s on true
    left join lateral (
        select reason_ja, reason_en, resolution from outcome
        where interaction_id = i.id order by recorded desc limit 1) o on true
    left join lateral (
        select id from recording where interaction_id = i.id order by started limit 1) r on true
"""
LIST = Listing(SELECT, (Key("i.opened", "timestamptz"), Key("i.id", "uuid")), descending=True)
EXPORT_PAGE = 200


def _listing(wanted: Filter) -> Listing:
    conditions = (
        ("i.opened >= {}", wanted.since),
        ("i.opened < {}", wanted.until),
        ("exists (select from segment p where p.interaction_id = i.id and p.user_id = {})", wanted.user),
        ("i.queue_id = {}", wanted.queue),
        ("i.customer_id = {}", wanted.customer),
        ("i.line_of_business_id = {}", wanted.line_of_business),
        ("i.medium = {}", wanted.medium),
        ("i.direction = {}", wanted.direction),
        ("i.outcome = {}", wanted.outcome),
    )
    listing = LIST
    for condition, value in conditions:
        if value is not None:
            listing = listing.where(condition, value)
    if wanted.number:
        exact = wanted.number.startswith("+")
        condition = "i.address_value = {}" if exact else "right(i.address_value, length({0}::text)) = {0}"
        listing = listing.where(condition, wanted.number)
    return listing


async def history(wanted: Filter, after: str | None = None, limit: int = 25) -> Page[HistoryRow]:
    """A page of contacts, newest first."""
    return await _listing(wanted).page(HistoryRow, after=after, limit=limit)


async def every_row(wanted: Filter, most: int) -> AsyncIterator[HistoryRow]:
    """All contacts that fit, newest first, at most `most`."""
    after: str | None = None
    given = 0
    while given < most:
        page = await history(wanted, after, min(EXPORT_PAGE, most - given))
        for row in page.items:
            yield row
        given += len(page.items)
        after = page.next
        if after is None:
            return
