"""What I am doing, and what a supervisor decides that somebody does."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from madoguchi.kit.http import current_user, get, put
from madoguchi.routing import queries
from madoguchi.routing.actions import presence as presences
from madoguchi.routing.model.presence import Agent, Chosen, Presence
from madoguchi.routing.settings import BreakReason, ForceReason


class PresenceView(msgspec.Struct, frozen=True, kw_only=True):
    """What I am doing. `due`: when it ends by itself; `after`: where I go after this contact or its wrap-up.

    `forced_by`: the supervisor who decided it, for the reason `forced_reason`, until I choose something myself.
    """

    presence: Presence
    since: datetime
    reason: str | None
    due: datetime | None
    after: Chosen
    after_reason: str | None
    interaction: UUID | None
    forced_by: UUID | None
    forced_reason: str | None
    break_reasons: list[BreakReason]


class PresenceWish(msgspec.Struct, frozen=True, kw_only=True):
    """What I choose to do. `reason`: the code of a break reason."""

    presence: Chosen
    reason: Annotated[str, Meta(max_length=32)] | None = None


class PresenceOrder(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody is to do. `reason`: the code of a reason for it.

    `seen`: since when the person did what the supervisor saw; when they do something else by now, nothing is changed.
    """

    presence: Chosen
    reason: Annotated[str, Meta(min_length=1, max_length=32)]
    seen: datetime | None = None


class PresenceOf(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody is doing, and where they go afterwards."""

    user: UUID
    presence: Presence
    since: datetime
    after: Chosen
    forced_by: UUID | None
    forced_reason: str | None


@get("/presence", needs="desk.use")
async def show_presence() -> PresenceView:
    """What I am doing."""
    return await _view(await queries.presence_of(current_user()))


@put("/presence", needs="desk.use")
async def choose_presence(data: PresenceWish) -> PresenceView:
    """Choose what I do; in a contact it is kept for afterwards."""
    return await _view(await presences.set_presence(current_user(), data.presence, data.reason))


async def _view(agent: Agent) -> PresenceView:
    return PresenceView(
        presence=agent.presence,
        since=agent.since,
        reason=agent.reason,
        due=agent.due,
        after=agent.after,
        after_reason=agent.after_reason,
        interaction=agent.interaction,
        forced_by=agent.forced_by,
        forced_reason=agent.forced_reason,
        break_reasons=await queries.break_reasons(),
    )


@get("/routing/force-reasons", needs="routing.supervise")
async def list_force_reasons() -> list[ForceReason]:
    """Why a supervisor may change what somebody is doing."""
    return await queries.force_reasons()


@put("/routing/people/{user:uuid}/presence", needs="routing.supervise")
async def force_presence(user: UUID, data: PresenceOrder) -> PresenceOf:
    """Decide what somebody does; a contact is let finish first, a wrap-up ends at once."""
    agent = await presences.force_presence(user, data.presence, data.reason, current_user(), seen=data.seen)
    return PresenceOf(
        user=user,
        presence=agent.presence,
        since=agent.since,
        after=agent.after,
        forced_by=agent.forced_by,
        forced_reason=agent.forced_reason,
    )


routes = [show_presence, choose_presence, list_force_reasons, force_presence]
