"""Alerts: what the rules find is put up, what has calmed down is taken down, and somebody sees to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from madoguchi.access import audit
from madoguchi.kit.clock import now
from madoguchi.kit.facts import record
from madoguchi.kit.ids import new_id
from madoguchi.kit.metrics import counter
from madoguchi.kit.settings import setting
from madoguchi.supervision import board
from madoguchi.supervision.errors import AlertUnknown
from madoguchi.supervision.events import AlertAcknowledged, AlertCleared, AlertRaised
from madoguchi.supervision.model.alerts import AlertRule, Standing, found_by, judge
from madoguchi.supervision.settings import SupervisionSettings
from madoguchi.supervision.store import alerts as store
from madoguchi.supervision.store.alerts import Alert

raised_total = counter("alerts", "Alerts raised", ("kind", "severity"))


async def look() -> None:
    """Hold the rules against what is so now."""
    settings = await setting(SupervisionSettings)
    up = await store.up()
    if not settings.alerts and not up:
        return
    at = now()
    queues, people = await board.standing()
    found = found_by(settings.alerts, queues, people, at, settings.level_least)
    verdict = judge(found, up, at, settings.calm_seconds)
    for standing in verdict.up:
        await _raise(standing, at)
    if verdict.keep:
        await store.keep(verdict.keep)
    if verdict.calm:
        await store.calm(verdict.calm, at)
    await _clear(verdict.down, at)


async def skill_missing(queue: UUID, code: str, interaction: UUID, skill: str) -> None:
    """Nobody who serves the queue has a skill that a contact asks for."""
    for rule in (await setting(SupervisionSettings)).alerts:
        if rule.kind == "skill_missing" and (not rule.queues or code in rule.queues):
            await _raise(Standing(rule=rule, queue=queue, user=None, interaction=interaction, value=1), now(), skill)


async def wait_over(interaction: UUID) -> None:
    """The contact that asked for a skill that nobody has waits no more."""
    await _clear(await store.of_contact(interaction, "skill_missing"), now())


async def acknowledge(alert: UUID, by: UUID) -> Alert:
    """`by` sees to it; the first who says so counts. Raises `AlertUnknown`."""
    if await store.find(alert) is None:
        raise AlertUnknown
    if await store.acknowledge(alert, by, now()):
        await audit("alert.acknowledged", "alert", alert)
        record(AlertAcknowledged(alert=alert, by=by))
    found = await store.find(alert)
    assert found is not None
    return found


async def _raise(standing: Standing, at: datetime, skill: str = "") -> None:
    rule = standing.rule
    alert = _alert(rule, standing, at, skill)
    if not await store.raise_alert(alert):
        return
    raised_total.labels(rule.kind, rule.severity).inc()
    record(
        AlertRaised(
            alert=alert.id,
            rule=rule.code,
            kind=rule.kind,
            severity=rule.severity,
            queue=standing.queue,
            user=standing.user,
            interaction=standing.interaction,
        )
    )


def _alert(rule: AlertRule, standing: Standing, at: datetime, skill: str) -> Alert:
    return Alert(
        id=new_id(),
        rule=rule.code,
        kind=rule.kind,
        severity=rule.severity,
        queue_id=standing.queue,
        user_id=standing.user,
        interaction_id=standing.interaction,
        skill=skill,
        value=standing.value,
        worst=standing.value,
        above=rule.above,
        raised=at,
        calm=None,
        cleared=None,
        acked=None,
        acked_by=None,
    )


async def _clear(ids: Sequence[UUID], at: datetime) -> None:
    for alert in await store.clear(ids, at) if ids else []:
        record(AlertCleared(alert=alert))
