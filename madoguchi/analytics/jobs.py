"""What reports do later: count a contact, count a day anew, and every morning look back at yesterday."""

from __future__ import annotations

from datetime import timedelta

from madoguchi.analytics.actions import counting, looking
from madoguchi.analytics.actions.counting import Counting
from madoguchi.analytics.actions.looking import Day
from madoguchi.analytics.store.findings import day_counted
from madoguchi.analytics.terms import clock
from madoguchi.kit.clock import now
from madoguchi.kit.jobs import every, job

LATE = timedelta(minutes=30)
"""So long after its end a day is counted anew: the last wrap-ups are done by then."""


@job("analytics.count")
async def count(body: Counting) -> None:
    """Something happened in a contact a moment ago."""
    await counting.count(body.interaction)


@job("analytics.recount")
async def recount(body: Day) -> None:
    """A day is counted anew from the rooms below, and looked through."""
    await looking.recount(body.day)


@every("analytics.morning", seconds=300)
async def morning() -> None:
    """Once a day is over: count it anew, so that nothing that was missed stays missed, and look through it."""
    yesterday = (await clock()).day_of(now() - LATE) - timedelta(days=1)
    if not await day_counted(yesterday):
        await looking.recount_later(yesterday, yesterday)
