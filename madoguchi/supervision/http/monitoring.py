"""Beside an agent's talk."""

from __future__ import annotations

from uuid import UUID

from msgspec import Struct

from madoguchi.kit.http import current_user, delete, get, post, principal, put
from madoguchi.supervision import queries
from madoguchi.supervision.actions import monitoring as actions
from madoguchi.supervision.model.monitoring import Mode, Monitoring
from madoguchi.supervision.queries import BesideMe, MonitoringRow, MyMonitoring


class NewMonitoring(Struct, frozen=True, kw_only=True):
    """Beside whose talk, in which contact, and how."""

    interaction: UUID
    agent: UUID
    mode: Mode = "listen"


class MonitoringWish(Struct, frozen=True, kw_only=True):
    """How to be there from now on."""

    mode: Mode


@post("/supervision/monitorings", needs="supervision.monitor")
async def begin_monitoring(data: NewMonitoring) -> Monitoring:
    """Be beside an agent's talk: my phone rings and answers by itself."""
    return await actions.begin(data.interaction, data.agent, current_user(), data.mode)


@get("/supervision/monitorings/mine", needs="supervision.monitor")
async def show_my_monitoring() -> MyMonitoring:
    """Beside whose talk I am."""
    return await queries.mine(current_user())


@put("/supervision/monitorings/{monitoring:uuid}", needs="supervision.monitor")
async def change_monitoring(monitoring: UUID, data: MonitoringWish) -> Monitoring:
    """Listen, whisper, be in the talk, or take it over."""
    return await actions.change(monitoring, current_user(), data.mode)


@delete("/supervision/monitorings/{monitoring:uuid}", needs="supervision.monitor")
async def end_monitoring(monitoring: UUID) -> None:
    """Leave the talk to itself. Harmless when it is over."""
    await actions.end(monitoring, current_user())


@get("/supervision/beside-me", needs="desk.use")
async def list_beside_me() -> list[BesideMe]:
    """Who is beside my talk, as far as I am told."""
    return await queries.beside_me(current_user())


@get("/interactions/{interaction:uuid}/monitorings", needs="interactions.read")
async def list_monitorings(interaction: UUID) -> list[MonitoringRow]:
    """Who was beside the talks of a contact, and how; agents see what was no secret to them."""
    return await queries.monitorings_of(interaction, principal())


routes = [
    begin_monitoring, show_my_monitoring, change_monitoring, end_monitoring, list_beside_me, list_monitorings,
]  # fmt: skip
