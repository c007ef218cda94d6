"""Alerts: which are up, which there were, who sees to them."""

from __future__ import annotations

from uuid import UUID

from madoguchi.kit.http import Page, current_user, get, post
from madoguchi.supervision import views
from madoguchi.supervision.actions import alerts as actions
from madoguchi.supervision.views import AlertView


@get("/supervision/alerts", needs="supervision.watch")
async def list_standing_alerts() -> list[AlertView]:
    """Every alert that is up, the newest first."""
    return await views.standing_alerts()


@get("/supervision/alerts/history", needs="supervision.watch")
async def list_alerts(after: str | None = None, limit: int = 25) -> Page[AlertView]:
    """Every alert there was, the newest first."""
    return await views.alert_history(after, limit)


@post("/supervision/alerts/{alert:uuid}/acknowledge", needs="supervision.steer", status=200)
async def acknowledge_alert(alert: UUID) -> AlertView:
    """I see to it. The first who says so counts."""
    found = await actions.acknowledge(alert, current_user())
    return (await views.alert_views([found]))[0]


routes = [list_standing_alerts, list_alerts, acknowledge_alert]
