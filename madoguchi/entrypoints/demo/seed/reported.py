"""The year in the reports: counted as every night does it, and the last days looked through."""

from __future__ import annotations

from datetime import datetime, timedelta

from madoguchi import analytics
from madoguchi.entrypoints.demo.seed.year import DAYS

LOOKED_THROUGH = 7


async def count(today: datetime) -> None:
    """Count the whole past at once; let the detectors look at the last days."""
    last = await analytics.day_of(today)
    await analytics.count_days(last - timedelta(days=DAYS + 1), last)
    for n in range(LOOKED_THROUGH, 0, -1):
        await analytics.look_through(last - timedelta(days=n))
