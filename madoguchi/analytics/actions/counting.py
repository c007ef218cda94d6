"""A contact is counted: what the rooms below know of it becomes its rows, all at once, as often as it likes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

import msgspec

from madoguchi import interactions, routing
from madoguchi.analytics.model.rows import rows_of
from madoguchi.analytics.store import rows as store
from madoguchi.analytics.terms import clock
from madoguchi.kit.clock import now
from madoguchi.kit.jobs import schedule
from madoguchi.kit.metrics import counter

SETTLE = timedelta(seconds=2)
"""So long after a fact the contact is counted: the facts of one moment are one counting."""

AT_ONCE = 1000

counted_total = counter("reports_counted", "Contacts counted for the reports", ("why",))


class Counting(msgspec.Struct, frozen=True):
    """Which contact is to be counted."""

    interaction: UUID


async def later(interaction: UUID) -> None:
    """Count this contact shortly, once, however much more happens to it until then."""
    await schedule("analytics.count", Counting(interaction), due=now() + SETTLE, key=f"analytics.count:{interaction}")


async def count(interaction: UUID) -> None:
    """Count one contact (again)."""
    await store.counting()
    await _count([interaction])
    counted_total.labels("fact").inc()


async def count_days(first: date, last: date) -> int:
    """Count whole days anew from the rooms below: their contacts, and what people did. Returns how many contacts."""
    await store.counting(alone=True)
    hours = await clock()
    start, end = hours.start(first), hours.start(last + timedelta(days=1))
    # A contact may begin on one day and have parts on the next.
    found = set(await interactions.opened_between(start - timedelta(days=1), end))
    found |= set(await store.counted_between(start, end))
    ids = sorted(found)
    for at in range(0, len(ids), AT_ONCE):
        await _count(ids[at : at + AT_ONCE])
    await store.forget_marks(start, end)
    await store.keep_marks(await routing.presence_marks(start, end))
    counted_total.labels("rebuild").inc(len(ids))
    return len(ids)


async def _count(ids: Sequence[UUID]) -> None:
    accounts = await interactions.accounts(ids)
    waits: defaultdict[UUID, list[routing.PastWait]] = defaultdict(list)
    offers: defaultdict[UUID, list[routing.PastOffer]] = defaultdict(list)
    for wait in await routing.past_waits(list(ids)):
        waits[wait.interaction].append(wait)
    for offer in await routing.past_offers(list(ids)):
        offers[offer.interaction].append(offer)
    await store.replace(ids, [rows_of(each, waits[each.contact.id], offers[each.contact.id]) for each in accounts])
