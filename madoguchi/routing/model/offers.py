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
from typing import Literal
from uuid import UUID

import msgspec
from msgspec.structs import replace

from madoguchi.routing.model import presence as people
from madoguchi.routing.model.matching import Decision, Work
from madoguchi.routing.model.presence import Agent, Chosen

ItemState = Literal["waiting", "offered", "connected", "ended"]
OfferState = Literal["pending", "accepted", "declined", "timed_out", "withdrawn", "expired"]
Exit = Literal["connected", "abandoned", "closed", "withdrawn", "max_wait", "unanswered"]
AfterDecline = Literal["ready", "not_responding", "break"]


class WaitPlan(msgspec.Struct, frozen=True, kw_only=True):
    """How a contact waits. A higher `priority` counts as having waited longer; `max_wait_seconds` None: as the queue
    says, which may be for ever.
    """

    queue: UUID
    priority: int = 0
    max_wait_seconds: int | None = None


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """The times and choices that a tenant or a queue sets, in seconds."""

    offer_seconds: float = 20
    connect_seconds: float = 15
    rest_seconds: float = 30
    late_seconds: float = 15
    priority_seconds: float = 60
    after_decline: AfterDecline = "ready"


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A contact in line. `target`: the one person it waits for (a blind transfer by `from_user`).

    `rank_at`: its place in line; `wait_until`: when its plan's longest wait is over; `first`: it came back to the head.
    """

    id: UUID
    interaction: UUID
    medium: str
    queue: UUID | None
    target: UUID | None = None
    from_user: UUID | None = None
    plan: WaitPlan | None = None
    entered: datetime
    rank_at: datetime
    wait_until: datetime | None = None
    first: bool = False
    state: ItemState = "waiting"
    exit: Exit | None = None
    ended: datetime | None = None

    @property
    def live(self) -> bool:
        """Whether it still waits for somebody."""
        return self.state in ("waiting", "offered")

    def as_work(self) -> Work:
        """What the matcher needs of it."""
        return Work(item=self.id, queue=self.queue, rank_at=self.rank_at, first=self.first, target=self.target)


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """One person asked to take one contact. `ended` None: live. `expires`: until when to answer, then to connect.

    `rest_until`: so long the same contact is not offered to the same person again.
    """

    id: UUID
    item: UUID
    interaction: UUID
    user: UUID
    queue: UUID | None
    slot: int = 0
    state: OfferState = "pending"
    made: datetime
    expires: datetime
    answered: datetime | None = None
    ended: datetime | None = None
    cause: str | None = None
    rest_until: datetime | None = None
    reason: Decision


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """What one move may look at and change."""

    item: Item | None = None
    offer: Offer | None = None
    agent: Agent | None = None


Ruled = Callable[[Scene, Rules], Scene]
"""A move that depends on the rules in force."""


def rank(entered: datetime, priority: int, rules: Rules) -> datetime:
    """The place in line: by time, each point of priority worth `priority_seconds` of waiting."""
    return entered - timedelta(seconds=priority * rules.priority_seconds)


def queued(id: UUID, interaction: UUID, medium: str, plan: WaitPlan, at: datetime, rules: Rules) -> Item:
    """A contact that begins to wait by `plan`."""
    longest = plan.max_wait_seconds
    return Item(
        id=id,
        interaction=interaction,
        medium=medium,
        queue=plan.queue,
        plan=plan,
        entered=at,
        rank_at=rank(at, plan.priority, rules),
        wait_until=None if longest is None else at + timedelta(seconds=longest),
    )


def handed_over(
    id: UUID, interaction: UUID, medium: str, *, to: UUID, by: UUID, queue: UUID | None, at: datetime
) -> Item:
    """A contact that waits for one person only; when they do not take it, it goes to `queue`, or its wait ends."""
    return Item(
        id=id,
        interaction=interaction,
        medium=medium,
        queue=queue,
        target=to,
        from_user=by,
        entered=at,
        rank_at=at,
    )


def propose(item: Item, user: UUID, offer: UUID, at: datetime, rules: Rules, reason: Decision) -> Offer:
    """The offer to make of `item` to `user`, once the claim has succeeded."""
    return Offer(
        id=offer,
        item=item.id,
        interaction=item.interaction,
        user=user,
        queue=item.queue,
        made=at,
        expires=at + timedelta(seconds=rules.offer_seconds),
        reason=reason,
    )


def accept(scene: Scene, at: datetime, rules: Rules) -> Scene:
    """The person takes it and is to be connected within `connect_seconds`."""
    offer, agent = scene.offer, scene.agent
    if offer is None or agent is None or offer.state != "pending":
        return scene
    until = at + timedelta(seconds=rules.connect_seconds)
    return replace(
        scene,
        offer=replace(offer, state="accepted", answered=at, expires=until),
        agent=people.engage(agent, offer.interaction, at),
    )


def decline(scene: Scene, at: datetime, rules: Rules) -> Scene:
    """The person would rather not: the next one is asked, and they rest from this contact."""
    offer, agent = scene.offer, scene.agent
    if offer is None or agent is None or offer.state != "pending":
        return scene
    agent = replace(agent, offer=None)
    if rules.after_decline == "not_responding":
        agent = people.missed(agent, at)
    elif rules.after_decline == "break":
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
        ended = _end(offer, "expired", at, "connect_timed_out", rest=rules.rest_seconds)
        return Scene(item=item, offer=ended, agent=_unreachable(agent, offer, at))
    unseen = "desk_gone" if agent.gone_since else "found_late" if at > late(offer, rules) else None
    if unseen:
        return Scene(item=item, offer=_end(offer, "expired", at, unseen), agent=replace(agent, offer=None))
    ended = _end(offer, "timed_out", at, rest=rules.rest_seconds)
    return Scene(item=item, offer=ended, agent=people.missed(agent, at))


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


def connected(scene: Scene, user: UUID, at: datetime) -> Scene:
    """`user` talks with the contact: what the medium says is the truth, whatever we still believed.

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
            offer, agent = _end(offer, "withdrawn", at, "answered_elsewhere"), _unasked(agent, at)
    return Scene(item=_leave(item, "connected", at), offer=offer, agent=agent)


def talking(scene: Scene, interaction: UUID, segment: UUID, at: datetime) -> Scene:
    """The person of the scene talks in `interaction`; what they were asked to take meanwhile goes to the next."""
    if scene.agent is None:
        return scene
    agent = people.talking(scene.agent, interaction, segment, at)
    return scene if agent is scene.agent else _instead(scene, agent, interaction, at)


def hung_up(scene: Scene, interaction: UUID, segment: UUID | None, at: datetime, wrapup_seconds: float) -> Scene:
    """Their part of `interaction` is over: wrap-up."""
    if scene.agent is None:
        return scene
    agent = people.hung_up(scene.agent, interaction, segment, at, wrapup_seconds)
    return scene if agent is scene.agent else _instead(scene, agent, interaction, at)


def _instead(scene: Scene, agent: Agent, interaction: UUID, at: datetime) -> Scene:
    item, offer = scene.item, scene.offer
    if offer is not None and offer.ended is None:
        if offer.interaction == interaction:
            offer, item = replace(offer, state="accepted", ended=at), _leave(item, "connected", at)
        else:
            offer, item = _end(offer, "withdrawn", at, "busy"), _back(item, at)
    return Scene(item=item, offer=offer, agent=agent)


def leave(scene: Scene, exit: Exit, at: datetime) -> Scene:
    """The contact waits no more: the caller gave up, it was closed, or it was taken out of the line."""
    item, offer, agent = scene.item, scene.offer, scene.agent
    if item is None or not item.live:
        return scene
    if offer is not None and offer.ended is None:
        offer, agent = _end(offer, "withdrawn", at, exit), _unasked(agent, at)
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
    return Scene(item=item, offer=offer, agent=agent)


def _end(offer: Offer, state: OfferState, at: datetime, cause: str | None = None, rest: float | None = None) -> Offer:
    until = None if rest is None else at + timedelta(seconds=rest)
    return replace(offer, state=state, ended=at, cause=cause, rest_until=until)


def _unasked(agent: Agent | None, at: datetime) -> Agent | None:
    """Through no act of theirs there is nothing to answer any more: back among the idle, place kept."""
    if agent is None:
        return None
    return people.free(agent, at) if agent.presence == "busy" else replace(agent, offer=None)


def _unreachable(agent: Agent, offer: Offer, at: datetime) -> Agent:
    mine = agent.presence == "busy" and agent.interaction == offer.interaction and agent.segment is None
    return people.missed(agent, at) if mine else replace(agent, offer=None)


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
