"""One contact waiting, offered, answered: a pure machine over a `Scene` (what waits, the live offer, the person asked).

Every move takes a scene, the time and the rules, and gives the next scene; one that does not apply returns the very
same scene. Facts and time-outs follow from the difference between two scenes (`changes`), so no move can forget them.

    item    waiting ⇄ offered → connected            offer   pending → accepted → (connected) or expired or withdrawn
               ↓         ↓                                      ↓ declined, timed_out, withdrawn, expired
             ended     ended
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from msgspec.structs import replace

from madoguchi.routing.model import presence as people
from madoguchi.routing.model.capacity import EXCLUSIVE
from madoguchi.routing.model.presence import Agent, Chosen
from madoguchi.routing.model.waiting import Exit, Item, Offer, OfferState, Rules


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """What one move may look at and change."""

    item: Item | None = None
    offer: Offer | None = None
    agent: Agent | None = None


UNSEEN = timedelta(seconds=3)
"""Connecting that is found out of time by so much was watched by nobody: the medium may have done it, and is given the
time once more to say so."""

Ruled = Callable[[Scene, Rules], Scene]
"""A move that depends on the rules in force."""


def accept(scene: Scene, at: datetime, rules: Rules) -> Scene:
    """The person takes it and is to be connected within `connect_seconds`."""
    offer, agent = scene.offer, scene.agent
    if offer is None or agent is None or offer.state != "pending":
        return scene
    until = at + timedelta(seconds=rules.connect_seconds)
    medium = scene.item.medium if scene.item else "voice"
    if medium in EXCLUSIVE:
        agent = people.engage(agent, offer.interaction, at)
    else:
        agent = people.take_up(agent, offer.interaction, medium, at)
    return replace(scene, offer=replace(offer, state="accepted", answered=at, expires=until), agent=agent)


def decline(scene: Scene, at: datetime, rules: Rules) -> Scene:
    """The person would rather not: the next one is asked, and they rest from this contact."""
    offer, agent = scene.offer, scene.agent
    if offer is None or agent is None or offer.state != "pending":
        return scene
    agent = replace(agent, offer=None)
    if rules.after_decline == "not_responding":
        agent = people.missed(agent, at)
    elif rules.after_decline == "break" and agent.presence == "ready":
        agent = people.choose(agent, "break", None, at)
    ended = _end(offer, "declined", at, rest=rules.rest_seconds)
    return Scene(item=_back(scene.item, at), offer=ended, agent=agent)


def time_is_up(scene: Scene, at: datetime, rules: Rules) -> Scene:
    """The offer's time is over: missed by the person, or, when nobody was there to ring or to watch, just expired."""
    offer, agent = scene.offer, scene.agent
    if offer is None or agent is None or offer.ended is not None or at < offer.expires:
        return scene
    item = _back(scene.item, at)
    if offer.state == "accepted":
        if at > offer.expires + UNSEEN and not _prolonged(offer, rules):
            return replace(scene, offer=replace(offer, expires=at + timedelta(seconds=rules.connect_seconds)))
        ended = _end(offer, "expired", at, "connect_timed_out", rest=rules.rest_seconds)
        return Scene(item=item, offer=ended, agent=_unreachable(agent, offer, at))
    unseen = "desk_gone" if agent.gone_since else "found_late" if at > late(offer, rules) else None
    if unseen:
        return Scene(item=item, offer=_end(offer, "expired", at, unseen), agent=replace(agent, offer=None))
    ended = _end(offer, "timed_out", at, rest=rules.rest_seconds)
    return Scene(item=item, offer=ended, agent=people.missed(agent, at))


def _prolonged(offer: Offer, rules: Rules) -> bool:
    return offer.answered is None or offer.expires > offer.answered + timedelta(seconds=rules.connect_seconds)


def late(offer: Offer, rules: Rules) -> datetime:
    """After this the house itself was away, and no person is blamed for not answering."""
    return offer.expires + timedelta(seconds=rules.late_seconds)


def connect_failed(scene: Scene, at: datetime, rules: Rules, cause: str) -> Scene:
    """Their phone could not be reached: the caller goes back to the head of the line, they are *not responding*."""
    offer, agent = scene.offer, scene.agent
    if offer is None or agent is None or offer.state != "accepted" or offer.ended is not None:
        return scene
    ended = _end(offer, "expired", at, cause, rest=rules.rest_seconds)
    return Scene(item=_back(scene.item, at), offer=ended, agent=_unreachable(agent, offer, at))


def connected(scene: Scene, user: UUID, at: datetime, since: datetime) -> Scene:
    """`user` talks with the contact: what the medium says is the truth, whatever we still believed. The wait ended with
    the talk, `since`, and not with our hearing of it.

    The agent of the scene is the offer's; when that is somebody else, the offer is withdrawn from them.
    """
    item, offer, agent = scene.item, scene.offer, scene.agent
    theirs = offer is not None and offer.ended is None and offer.user == user
    if item is None or not item.live or (item.from_user == user and not theirs):
        return scene
    if offer is not None and offer.ended is None:
        if offer.user == user:
            offer = replace(offer, state="accepted", answered=offer.answered or at, ended=at)
            agent = replace(agent, offer=None) if agent else None
        else:
            offer, agent = _end(offer, "withdrawn", at, "answered_elsewhere"), _unasked(agent, offer, at)
    return Scene(item=_leave(item, "connected", max(item.entered, min(at, since))), offer=offer, agent=agent)


def dialled(scene: Scene, at: datetime, until: datetime) -> Scene:
    """Who accepted calls the customer themselves (a callback): it waits no more. They are released at `until` when no
    talk has begun by then."""
    offer, agent = scene.offer, scene.agent
    if offer is None or agent is None or offer.state != "accepted" or offer.ended is not None:
        return scene
    waits = agent.presence == "busy" and agent.interaction == offer.interaction and agent.segment is None
    return Scene(
        item=_leave(scene.item, "connected", at),
        offer=replace(offer, ended=at),
        agent=replace(agent, offer=None, due=until if waits else agent.due),
    )


def talking(scene: Scene, interaction: UUID, segment: UUID, at: datetime, medium: str = "voice") -> Scene:
    """The person of the scene talks in `interaction`; what they were asked to take meanwhile goes to the next, unless
    they may well do both.
    """
    if scene.agent is None:
        return scene
    agent = people.talking(scene.agent, interaction, segment, at, medium)
    return scene if agent is scene.agent else _instead(scene, agent, interaction, at)


def hung_up(scene: Scene, interaction: UUID, segment: UUID | None, at: datetime, wrapup_seconds: float) -> Scene:
    """Their part of `interaction` is over: wrap-up."""
    if scene.agent is None:
        return scene
    agent = people.hung_up(scene.agent, interaction, segment, at, wrapup_seconds)
    return scene if agent is scene.agent else _instead(scene, agent, interaction, at)


def heard_late(scene: Scene, interaction: UUID, segment: UUID, at: datetime, wrapup_seconds: float) -> Scene:
    """A talk of theirs is over of which nobody had told."""
    if scene.agent is None:
        return scene
    agent = people.late_wrapup(scene.agent, interaction, segment, at, wrapup_seconds)
    return scene if agent is scene.agent else _instead(scene, agent, interaction, at)


def _instead(scene: Scene, agent: Agent, interaction: UUID, at: datetime) -> Scene:
    item, offer = scene.item, scene.offer
    if offer is not None and offer.ended is None:
        if offer.interaction == interaction:
            offer, item = replace(offer, state="accepted", ended=at), _leave(item, "connected", at)
            agent = replace(agent, offer=None)
        elif agent.offer is None:
            offer, item = _end(offer, "withdrawn", at, "busy"), _back(item, at)
            agent = people.put_down(agent, offer.interaction, at)
    return Scene(item=item, offer=offer, agent=agent)


def leave(scene: Scene, exit: Exit, at: datetime) -> Scene:
    """The contact waits no more: the caller gave up, it was closed, or it was taken out of the line."""
    item, offer, agent = scene.item, scene.offer, scene.agent
    if item is None or not item.live:
        return scene
    if offer is not None and offer.ended is None:
        offer, agent = _end(offer, "withdrawn", at, exit), _unasked(agent, offer, at)
    return Scene(item=_leave(item, exit, at), offer=offer, agent=agent)


def waited_enough(scene: Scene, at: datetime) -> Scene:
    """The plan's longest wait is over. An offer being answered just now is let finish."""
    item = scene.item
    if item is None or item.state != "waiting" or item.wait_until is None or at < item.wait_until:
        return scene
    return replace(scene, item=_leave(item, "max_wait", at))


def choose(scene: Scene, presence: Chosen, reason: str | None, at: datetime, rules: Rules) -> Scene:
    """What the person chose to do. Walking away from an offer declines it."""
    if scene.agent is None:
        return scene
    if presence != "ready":
        scene = decline(scene, at, replace(rules, after_decline="ready"))
    agent = people.choose(scene.agent, presence, reason, at) if scene.agent else None
    return scene if agent is scene.agent else replace(scene, agent=agent)


def force(scene: Scene, presence: Chosen, by: UUID, reason: str, at: datetime) -> Scene:
    """What a supervisor decides for the person. An offer not yet answered goes to the next, and nobody is blamed."""
    if scene.agent is None:
        return scene
    agent = people.force(scene.agent, presence, by, reason, at)
    if agent is scene.agent:
        return scene
    item, offer = scene.item, scene.offer
    if offer is not None and offer.state == "pending" and agent.presence not in ("ready", "busy"):
        item, offer, agent = _back(item, at), _end(offer, "withdrawn", at, "forced"), replace(agent, offer=None)
    return Scene(item=item, offer=offer, agent=agent)


def grace_over(scene: Scene, at: datetime, seconds: float) -> Scene:
    """The person's desk did not come back: offline, and what was offered to them goes to the next."""
    if scene.agent is None:
        return scene
    agent = people.grace_over(scene.agent, at, seconds)
    if agent is scene.agent:
        return scene
    item, offer = scene.item, scene.offer
    if offer is not None and offer.ended is None:
        item, offer = _back(item, at), _end(offer, "expired", at, "desk_gone")
        agent = people.put_down(agent, offer.interaction, at)
    return Scene(item=item, offer=offer, agent=agent)


def _end(offer: Offer, state: OfferState, at: datetime, cause: str | None = None, rest: float | None = None) -> Offer:
    until = None if rest is None else at + timedelta(seconds=rest)
    return replace(offer, state=state, ended=at, cause=cause, rest_until=until)


def _unasked(agent: Agent | None, offer: Offer, at: datetime) -> Agent | None:
    """Through no act of theirs there is nothing to answer any more: back among the idle, place kept."""
    if agent is None:
        return None
    if agent.presence == "busy" and agent.interaction == offer.interaction:
        return people.free(agent, at)
    return people.put_down(replace(agent, offer=None), offer.interaction, at)


def _unreachable(agent: Agent, offer: Offer, at: datetime) -> Agent:
    mine = agent.presence == "busy" and agent.interaction == offer.interaction and agent.segment is None
    held = people.put_down(agent, offer.interaction, at)
    return people.missed(held, at) if mine or held is not agent else replace(agent, offer=None)


def _back(item: Item | None, at: datetime) -> Item | None:
    """To the head of its line; what waited for one person only goes to the queue it came from, or ends."""
    if item is None or item.state != "offered":
        return item
    if item.queue is None:
        return _leave(item, "unanswered", at)
    if item.wait_until is not None and at >= item.wait_until:
        return _leave(item, "max_wait", at)
    return replace(item, state="waiting", first=True, target=None)


def _leave(item: Item | None, exit: Exit, at: datetime) -> Item | None:
    if item is None or not item.live:
        return item
    return replace(item, state="connected" if exit == "connected" else "ended", exit=exit, ended=at)
