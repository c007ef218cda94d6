"""Looks at the clock: what lasts too long raises an alert by itself, what is old is forgotten."""

from __future__ import annotations

from datetime import timedelta

from madoguchi.kit.clock import now
from madoguchi.kit.jobs import every
from madoguchi.supervision.actions import alerts
from madoguchi.supervision.store import alerts as alert_store
from madoguchi.supervision.store import messages

LOOK_SECONDS = 3
KEPT_ALERTS = timedelta(days=90)
KEPT_MESSAGES = timedelta(days=30)


@every("supervision.alerts", seconds=LOOK_SECONDS)
async def look() -> None:
    """Waits, holds and wrap-ups grow without any fact being told."""
    await alerts.look()


@every("supervision.tidy", seconds=3600)
async def tidy() -> None:
    """Alerts of three months ago and messages of last month are of no use to anybody."""
    await alert_store.forget(now() - KEPT_ALERTS)
    await messages.forget(now() - KEPT_MESSAGES)
