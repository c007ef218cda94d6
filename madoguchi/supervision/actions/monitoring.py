"""Beside an agent's talk: listen, whisper, be in it, take it over.

Two may listen to one talk. One voice at a time: while a supervisor whispers, is in the talk or takes it over, another
who wishes to is told so.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import asyncpg

from madoguchi import interactions, routing
from madoguchi.access import audit
from madoguchi.kit.clock import now
from madoguchi.kit.facts import record
from madoguchi.kit.ids import new_id
from madoguchi.kit.metrics import counter
from madoguchi.supervision.errors import (
    AlreadyBeside,
    BusyYourself,
    MonitoringOver,
    MonitoringUnknown,
    NotYourOwn,
    NotYours,
    VoiceTaken,
)
from madoguchi.supervision.events import MonitoringChanged
from madoguchi.supervision.model.monitoring import Mode, Monitoring, stepped
from madoguchi.supervision.store import monitorings as store

began_total = counter("monitorings", "Supervisors who began to be beside a talk or changed how", ("mode",))


async def begin(interaction: UUID, agent: UUID, by: UUID, mode: Mode) -> Monitoring:
    """Put `by` beside the talk of `agent`; their phone rings and answers by itself.

    Raises `NotInContact`, `MediumRefused`, `NotYourOwn`, `AlreadyBeside`, `BusyYourself`, `VoiceTaken`.
    """
    if agent == by:
        raise NotYourOwn
    mine = await store.live_of(by, lock=True)
    if mine is not None:
        if (mine.interaction_id, mine.agent_id) != (interaction, agent):
            raise AlreadyBeside
        return await change(mine.id, by, mode)
    doing = await routing.presence_of(by)
    if doing.presence == "busy" or doing.offer is not None:
        raise BusyYourself
    value = Monitoring(
        id=new_id(),
        interaction_id=interaction,
        agent_id=agent,
        user_id=by,
        mode=mode,
        state="connecting",
        steps=[],
        began=now(),
        ended=None,
        cause="",
        was_ready=doing.presence == "ready",
    )
    if not await store.insert(value):
        raise await _why_not(interaction, by)
    if value.was_ready:
        await routing.set_presence(by, "break")  # nobody is offered a call while they listen to one
    await _wish(value, mode)
    return value


async def change(monitoring: UUID, by: UUID, mode: Mode) -> Monitoring:
    """Be there in another way. Raises `MonitoringUnknown`, `NotYours`, `MonitoringOver`, `VoiceTaken`, and as the
    medium does.
    """
    mine = await _mine(monitoring, by)
    if mine.ended is not None:
        raise MonitoringOver
    if mode == mine.mode:
        return mine
    try:
        changed = await store.wish(monitoring, mode)
    except asyncpg.UniqueViolationError as error:
        raise VoiceTaken from error
    if not changed:
        raise VoiceTaken
    await _wish(mine, mode)
    found = await store.find(monitoring)
    assert found is not None
    return found


async def end(monitoring: UUID, by: UUID) -> None:
    """Leave. Harmless when it is over. Raises `MonitoringUnknown`, `NotYours`."""
    mine = await _mine(monitoring, by)
    if mine.ended is None:
        await interactions.unsupervise(mine.interaction_id, by)


async def joined(interaction: UUID, user: UUID, mode: Mode, at: datetime) -> None:
    """The medium says that they are there, in that way."""
    mine = await store.live_of(user, lock=True)
    if mine is None or mine.interaction_id != interaction:
        return
    steps = stepped(mine.steps, mode, at)
    await store.confirm(mine.id, steps)
    _announce(mine, steps[-1].mode, "on")


async def left(interaction: UUID, user: UUID, cause: str, at: datetime) -> None:
    """The medium says that they are gone: audited, and their presence is as it was before."""
    mine = await store.live_of(user, lock=True)
    if mine is None or mine.interaction_id != interaction:
        return
    if cause == "took_over":
        await store.confirm(mine.id, stepped(mine.steps, "take_over", at))
    await store.end(mine.id, at, cause)
    await audit("monitoring.ended", "interaction", interaction, {"monitoring": str(mine.id), "cause": cause})
    _announce(mine, mine.mode, "ended")
    if cause == "took_over":
        return
    if mine.mode == "take_over":
        await routing.release(user, interaction)
    if mine.was_ready and (await routing.presence_of(user)).presence == "break":
        await routing.set_presence(user, "ready")


async def _wish(value: Monitoring, mode: Mode) -> None:
    interaction, agent, by = value.interaction_id, value.agent_id, value.user_id
    if mode == "take_over":
        await _keep_free(value)
    await interactions.supervise(interaction, agent, by, mode)
    began_total.labels(mode).inc()
    details = {"monitoring": str(value.id), "agent": str(agent), "mode": mode}
    await audit(f"monitoring.{mode}", "interaction", interaction, {**details}, reason=interaction)
    _announce(value, mode, value.state)


async def _keep_free(value: Monitoring) -> None:
    """The customer will be theirs: nobody else is offered to them, and afterwards they go where they were."""
    before = (await routing.presence_of(value.user_id)).presence
    await routing.reserve(value.user_id, value.interaction_id)
    if value.was_ready:
        await routing.set_presence(value.user_id, "ready")
    elif before == "offline":
        await routing.set_presence(value.user_id, "offline")


async def _why_not(interaction: UUID, by: UUID) -> VoiceTaken | AlreadyBeside:
    voice = await store.voice_of(interaction)
    return VoiceTaken() if voice is not None and voice.user_id != by else AlreadyBeside()


async def _mine(monitoring: UUID, by: UUID) -> Monitoring:
    found = await store.find(monitoring, lock=True)
    if found is None:
        raise MonitoringUnknown
    if found.user_id != by:
        raise NotYours
    return found


def _announce(value: Monitoring, mode: Mode, state: str) -> None:
    record(
        MonitoringChanged(
            monitoring=value.id,
            interaction=value.interaction_id,
            agent=value.agent_id,
            user=value.user_id,
            mode=mode,
            state=state,
        )
    )
