"""The sweep of what imports no longer need."""

from __future__ import annotations

from datetime import timedelta

from madoguchi.calendars.settings import CalendarSettings
from madoguchi.calendars.store import imports as store
from madoguchi.kit.clock import now
from madoguchi.kit.jobs import every
from madoguchi.kit.log import log
from madoguchi.kit.settings import setting


@every("calendars.shift_import_lines", seconds=6 * 3600)
async def forget_lines() -> None:
    """Let go of lines, and of shifts that gave way, once their import can no longer be undone."""
    days = (await setting(CalendarSettings)).shift_import_days
    gone = await store.forget_older(now() - timedelta(days=days))
    if gone:
        log.info("shift_import_lines_forgotten", count=gone)
