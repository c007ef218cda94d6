"""What people do by their own will, and what follows from their desks and their wrap-up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from msgspec.structs import replace

from madoguchi import access
from madoguchi.kit.clock import now
from madoguchi.kit.facts import record
from madoguchi.kit.settings import setting
from madoguchi.routing import events
from madoguchi.routing.actions import scenes, timing
from madoguchi.routing.errors import (
    AgentBusy,
    BreakReasonUnknown,
    ForceReasonUnknown,
    NoDesk,
    PersonUnknown,
    PresenceMoved,
)
from madoguchi.routing.model import offers
from madoguchi.routing.model import presence as model
from madoguchi.routing.model.presence import Agent, Chosen
from madoguchi.routing.settings import RoutingSettings
from madoguchi.routing.store import agents


async def set_presence(user: UUID, presence: Chosen, reason: str | None = None) -> Agent:
    """What `user` chose to do. In a contact or its wrap-up it is kept for afterwards; an offer on the way is declined.

    Raises `BreakReasonUnknown`.
    """
    known = {r.code for r in (await setting(RoutingSettings)).break_reasons}
    if reason is not None and (presence != "break" or reason not in known):
        raise BreakReasonUnknown(reason=reason)
    at = now()
    scene = await scenes.of_user(user, at)
    rules = (await timing.terms(scene.offer.queue if scene.offer else None)).rules
    after = await scenes.apply(scene, lambda s: offers.choose(s, presence, reason, at, rules))
    return _agent(after.agent)


async def force_presence(user: UUID, presence: Chosen, reason: str, by: UUID, *, seen: datetime | None = None) -> Agent:
    """What the supervisor `by` decides that `user` does, for the reason of this code (a setting of the tenant).

    A contact is let finish first; a wrap-up ends at once and its form stays owed; an offer not yet answered goes to the
    next person. Of two supervisors the later one counts, unless they say what they saw: `seen` is since when (UTC) the
    person did what they then did. Raises `PersonUnknown`, `ForceReasonUnknown`, `NoDesk` (to make somebody ready who is
    not here), `PresenceMoved`.
    """
    if not await access.users_by_id([user]):
        raise PersonUnknown
    if reason not in {r.code for r in (await setting(RoutingSettings)).force_reasons}:
        raise ForceReasonUnknown(reason=reason)
    at = now()
    scene = await scenes.of_user(user, at)
    before = _agent(scene.agent)
    if seen is not None and before.since != seen:
        raise PresenceMoved(presence=before.presence)
    if presence != "offline" and before.presence == "offline" and not await agents.has_desk(user):
        raise NoDesk
    after = await scenes.apply(scene, lambda s: offers.force(s, presence, by, reason, at))
    if after is not scene:
        record(events.PresenceForced(user=user, presence=presence, previous=before.presence, by=by, reason=reason))
        details = {"presence": presence, "previous": before.presence, "reason": reason}
        await access.audit("presence.forced", "user", user, {**details, "by": str(by)})
    return _agent(after.agent)


async def reserve(user: UUID, interaction: UUID) -> Agent:
    """Keep `user` for a contact of their own making (click-to-dial). Raises `AgentBusy`.

    Released by itself when no talk begins within the tenant's `reserve_seconds`.
    """
    at = now()
    due = at + timedelta(seconds=(await setting(RoutingSettings)).reserve_seconds)
    scene = await scenes.of_user(user, at)
    after = await scenes.apply(scene, _person(lambda a: model.reserve(a, interaction, at, due)))
    if after is scene:
        raise AgentBusy
    return _agent(after.agent)


async def release(user: UUID, interaction: UUID | None = None) -> None:
    """The reservation (for `interaction`, when named) came to nothing. Harmless once the talk began."""
    at = now()

    def free(agent: Agent) -> Agent:
        if any(slot.interaction == interaction and slot.segment is None for slot in agent.slots) and interaction:
            return model.put_down(agent, interaction, at)
        other = interaction is not None and agent.interaction != interaction
        return agent if other or agent.segment is not None or agent.offer is not None else model.free(agent, at)

    await scenes.apply(await scenes.of_user(user, at), _person(free))


async def begin_wrapup(user: UUID, interaction: UUID, seconds: float) -> Agent:
    """Wrap-up of `interaction` ends `seconds` from now; also when it had begun, or was overdue already."""
    return await _change(user, lambda a: model.wrap_up(a, interaction, now(), seconds))


async def end_wrapup(
    user: UUID, next: Chosen | None = None, reason: str | None = None, interaction: UUID | None = None
) -> Agent:
    """Wrap-up is done. `next` None: where they asked to go during the contact, or ready.

    With `interaction`, only if that is what they wrap up now (an older form was finished: nothing changes).
    """

    def end(agent: Agent) -> Agent:
        beside = model.put_down(agent, interaction, now()) if interaction is not None else agent
        if beside is not agent:
            return beside if next is None else model.choose(beside, next, reason, now())
        other = interaction is not None and agent.interaction != interaction
        return agent if other else model.wrapped_up(agent, next, reason, now())

    return await _change(user, end)


async def wrapup_overdue(user: UUID, interaction: UUID | None = None) -> Agent:
    """The time for wrap-up is over; routing also finds out by itself."""

    def late(agent: Agent) -> Agent:
        other = interaction is not None and agent.interaction != interaction
        return agent if other else model.overdue(agent, now())

    return await _change(user, late)


async def time_is_up(user: UUID) -> None:
    """The present state of `user` leaves by itself."""
    await _change(user, lambda a: model.time_is_up(a, now()))


async def desk_connected(user: UUID, node: UUID) -> None:
    """A desk of `user` joined this node's live socket."""
    at = now()
    scene = await scenes.of_user(user, at)
    await agents.desk_seen(user, node, at)
    await scenes.apply(scene, _person(model.desk_back))


async def desk_gone(user: UUID, node: UUID) -> None:
    """The last desk of `user` on this node is gone; with none on any other, the grace begins."""
    at = now()
    scene = await scenes.of_user(user, at)
    if not await agents.desk_left(user, node):
        await scenes.apply(scene, _person(lambda a: model.desk_gone(a, at)))


async def desks_lost(user: UUID, before: datetime) -> None:
    """A node that held a desk of `user` has been silent since `before`: as if the desk were gone."""
    at = now()
    scene = await scenes.of_user(user, at)
    if not await agents.silent_desks_left(user, before):
        await scenes.apply(scene, _person(lambda a: model.desk_gone(a, at)))


async def grace_over(user: UUID) -> None:
    """The desk of `user` did not come back in time."""
    at = now()
    seconds = (await setting(RoutingSettings)).desk_grace_seconds
    await scenes.apply(await scenes.of_user(user, at), lambda s: offers.grace_over(s, at, seconds))


async def _change(user: UUID, move: Callable[[Agent], Agent]) -> Agent:
    after = await scenes.apply(await scenes.of_user(user, now()), _person(move))
    return _agent(after.agent)


def _person(move: Callable[[Agent], Agent]) -> scenes.Move:
    """A move of the person alone."""

    def in_scene(scene: offers.Scene) -> offers.Scene:
        if scene.agent is None:
            return scene
        agent = move(scene.agent)
        return scene if agent is scene.agent else replace(scene, agent=agent)

    return in_scene


def _agent(agent: Agent | None) -> Agent:
    assert agent is not None, "a person's scene always holds the person"
    return agent
