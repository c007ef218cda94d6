"""Looking through a day: counted anew, then every detector; and a finding is acknowledged by a person."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import msgspec

from madoguchi import access
from madoguchi.analytics.actions import counting
from madoguchi.analytics.errors import CommentNeeded, FindingAcknowledged, FindingUnknown
from madoguchi.analytics.events import DayCounted, FindingChanged
from madoguchi.analytics.model.detectors import Limits, look
from madoguchi.analytics.settings import AnalyticsSettings
from madoguchi.analytics.store import findings as store
from madoguchi.analytics.store.findings import FindingRow
from madoguchi.analytics.terms import clock
from madoguchi.kit.clock import now
from madoguchi.kit.facts import record
from madoguchi.kit.jobs import schedule
from madoguchi.kit.metrics import counter
from madoguchi.kit.settings import setting
from madoguchi.kit.vault import Scope, seal

HABIT_DAYS = 28
COMMENT_MOST = 4000

found_total = counter("findings_made", "Findings of the detectors", ("detector",))


class Day(msgspec.Struct, frozen=True):
    """A day to be counted anew."""

    day: date


async def recount(day: date) -> None:
    """Count a day anew and look through it."""
    contacts = await counting.count_days(day, day)
    record(DayCounted(day=day, contacts=contacts))
    await look_through(day)


async def look_through(day: date) -> None:
    """Let every detector look at a day that has been counted."""
    settings = await setting(AnalyticsSettings)
    limits = msgspec.convert(settings, Limits, from_attributes=True)
    hours = await clock()
    start, end = hours.start(day), hours.start(day + timedelta(days=1))
    habits = await store.habits(start - timedelta(days=HABIT_DAYS), start, limits.dump_seconds)
    at, seen = now(), look(await store.parts(start, end), habits, limits)
    await store.drop_open(day, [(each.detector, each.user_id) for each in seen])
    for each in seen:
        kept = await store.keep(day, each, at)
        if kept is not None:
            found_total.labels(kept.detector).inc()
            _announce(kept)
    await store.keep_day(day, at)


async def recount_later(first: date, last: date) -> int:
    """Book that days be counted anew, one after another. Returns how many."""
    number = (last - first).days + 1
    for n in range(number):
        day = first + timedelta(days=n)
        await schedule("analytics.recount", Day(day), due=now(), key=f"analytics.recount:{day}")
    return number


async def acknowledge(finding: UUID, comment: str, by: UUID) -> FindingRow:
    """`by` looked at it and says what came of it; sealed. Raises `CommentNeeded`, `FindingUnknown`,
    `FindingAcknowledged`.
    """
    if not comment.strip() or len(comment) > COMMENT_MOST:
        raise CommentNeeded
    row = await store.find(finding, lock=True)
    if row is None:
        raise FindingUnknown
    if row.state != "open":
        raise FindingAcknowledged
    done = await store.acknowledge(finding, await seal(Scope(finding), comment.strip().encode()), now(), by)
    await access.audit(
        "finding.acknowledged", "finding", finding, {"detector": done.detector, "user": str(done.user_id)}
    )
    _announce(done)
    return done


def _announce(row: FindingRow) -> None:
    record(FindingChanged(finding=row.id, detector=row.detector, user=row.user_id, day=row.day, state=row.state))
