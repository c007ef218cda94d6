"""A contact begins to wait, is handed to one person, waits no more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from msgspec.structs import replace

from madoguchi import customers, interactions
from madoguchi.interactions import Interaction
from madoguchi.kit.clock import now
from madoguchi.kit.facts import record
from madoguchi.kit.ids import new_id
from madoguchi.kit.settings import setting
from madoguchi.routing import events
from madoguchi.routing.actions import matching, relaxing, scenes, timing
from madoguchi.routing.actions.skills import known_skills
from madoguchi.routing.actions.timing import Terms
from madoguchi.routing.errors import AgentNotAvailable, AlreadyWaiting, QueueUnknown
from madoguchi.routing.model import offers
from madoguchi.routing.model.relaxing import specified
from madoguchi.routing.model.waiting import Exit, Item, Offer, WaitPlan, handed_over, queued
from madoguchi.routing.model.work import About
from madoguchi.routing.settings import RoutingSettings
from madoguchi.routing.store import agents, items, queues
from madoguchi.routing.store.queues import Queue

REMEMBERED = timedelta(days=30)
"""So long a customer and the person who spoke with them belong together."""


async def enqueue(
    interaction: UUID, plan: WaitPlan, medium: str = "voice", from_user: UUID | None = None
) -> Item | None:
    """Let `interaction` wait by `plan`; it is offered at once, in this very unit, when somebody fitting is free.

    `from_user` handed it over: it is not offered back to them. What the plan's skills and the queue ask for and nobody
    has who serves the queue is announced (`SkillMissing`), and gives way at once.
    Idempotent: what waits already goes on waiting as it does. None when the customer is gone already.
    Raises `QueueUnknown`, `SkillUnknown`.
    """
    own = await queues.known(plan.queue)
    if own is None:
        raise QueueUnknown
    await known_skills(plan.skills)
    contact = await interactions.queued(interaction, plan.queue)
    if contact.ended is not None:
        return None
    at = now()
    in_force = await timing.terms_of(own)
    about = await _about(contact, own)
    plan = replace(
        plan,
        max_wait_seconds=own.max_wait_seconds if plan.max_wait_seconds is None else plan.max_wait_seconds,
        language=plan.language or (about.language if own.match_language else None),
    )
    item = queued(new_id(), interaction, medium, plan, at, in_force.rules, about=about, from_user=from_user)
    return await _begin(item, own, in_force)


async def _begin(item: Item, own: Queue, in_force: Terms) -> Item | None:
    assert in_force.line is not None, "a queue has a line"
    item = await relaxing.settled(specified(item, in_force.line), in_force.line, None, item.entered)
    if not await items.insert_item(item):
        return await items.live_item(item.interaction)
    record(events.ItemQueued(item=item.id, interaction=item.interaction, queue=item.queue))
    await timing.time_item(item)
    await matching.serve(item, in_force if item.queue == own.id else await timing.terms(item.queue))
    return item


async def _about(contact: Interaction, own: Queue) -> About:
    """What is known of the customer, and how many points of priority it is worth."""
    if contact.customer_id is None:
        return About()
    worth = await customers.worth(contact.customer_id)
    spoke = await interactions.last_agent(contact.customer_id, now() - REMEMBERED) if own.last_agent else None
    if worth is None:
        return About(last_agent=spoke)
    return About(
        tier=worth.tier,
        value=float(worth.ordered_minor),
        last_agent=spoke,
        language=worth.language or None,
        points=(await setting(RoutingSettings)).points_of(worth.tier, worth.ordered_minor),
    )


async def offer_to(
    user: UUID, interaction: UUID, from_user: UUID, *, queue: UUID | None = None, medium: str = "voice"
) -> Offer:
    """Offer `interaction` to `user` alone (a blind transfer by `from_user`).

    When they do not take it, it waits at the head of `queue`, as long as anybody may wait there; or, without one, its
    wait ends with the exit "unanswered".
    Raises `AgentNotAvailable` when they are not ready, `AlreadyWaiting` when it is being offered already.
    """
    await interactions.locked(interaction)  # as whoever else lets it wait does: the contact first, then its place
    agent = await agents.find(user)
    if agent is None or not agent.available:
        raise AgentNotAvailable
    at, line = now(), await queues.known(queue) if queue else None
    own = await timing.terms_of(line)
    longest = line.max_wait_seconds if line is not None else None
    until = None if longest is None else at + timedelta(seconds=own.rules.offer_seconds + longest)
    item = handed_over(new_id(), interaction, medium, to=user, by=from_user, queue=queue, at=at, until=until)
    if own.line is not None:
        item = specified(item, own.line)
    if not await items.insert_item(item):
        raise AlreadyWaiting
    record(events.ItemQueued(item=item.id, interaction=interaction, queue=queue))
    await timing.time_item(item)
    offer = await matching.serve_item(item.id, again=False)
    if offer is None:
        raise AgentNotAvailable
    return offer


async def withdraw(interaction: UUID, cause: Exit = "withdrawn") -> None:
    """Take `interaction` out of the line and any offer of it back. Harmless when it does not wait."""
    scene = await scenes.of_item(await items.live_item(interaction, lock=True))
    await scenes.apply(scene, lambda s: offers.leave(s, cause, now()))


async def withdraw_many(interactions: Sequence[UUID], cause: Exit = "withdrawn") -> int:
    """The same for many at once; who is freed by it is served in one round. Returns how many waited."""
    return await scenes.apply_many(await scenes.of_interactions(interactions), lambda s: offers.leave(s, cause, now()))


async def waited_enough(item: UUID) -> None:
    """The longest wait of a contact in line is over. While it is being offered, the end of the offer decides."""
    scene = await scenes.of_item(await items.item(item, lock=True))
    await scenes.apply(scene, lambda s: offers.waited_enough(s, now()))
