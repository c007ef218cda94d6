"""A contact begins to wait, is handed to one person, waits no more."""

from __future__ import annotations

from uuid import UUID

from msgspec.structs import replace

from madoguchi import interactions
from madoguchi.kit.clock import now
from madoguchi.kit.facts import record
from madoguchi.kit.ids import new_id
from madoguchi.routing import events
from madoguchi.routing.actions import matching, scenes, timing
from madoguchi.routing.errors import AgentNotAvailable, AlreadyWaiting, QueueUnknown
from madoguchi.routing.model import offers
from madoguchi.routing.model.offers import Exit, Item, Offer, WaitPlan
from madoguchi.routing.store import agents, items, queues


async def enqueue(interaction: UUID, plan: WaitPlan, medium: str = "voice") -> Item | None:
    """Let `interaction` wait by `plan`; it is offered at once, in this very unit, when somebody fitting is free.

    Idempotent: what waits already goes on waiting as it does. None when the customer is gone already.
    Raises `QueueUnknown`.
    """
    own = await queues.queue(plan.queue)
    if own is None:
        raise QueueUnknown
    contact = await interactions.queued(interaction, plan.queue)
    if contact.ended is not None:
        return None
    if plan.max_wait_seconds is None:
        plan = replace(plan, max_wait_seconds=own.max_wait_seconds)
    in_force = await timing.terms_of(own)
    item = offers.queued(new_id(), interaction, medium, plan, now(), in_force.rules)
    if not await items.insert_item(item):
        return await items.live_item(interaction)
    record(events.ItemQueued(item=item.id, interaction=interaction, queue=plan.queue))
    await timing.time_item(item)
    await matching.serve(item, in_force)
    return item


async def offer_to(
    user: UUID, interaction: UUID, from_user: UUID, *, queue: UUID | None = None, medium: str = "voice"
) -> Offer:
    """Offer `interaction` to `user` alone (a blind transfer by `from_user`).

    When they do not take it, it waits at the head of `queue`, or its wait ends with the exit "unanswered".
    Raises `AgentNotAvailable` when they are not ready, `AlreadyWaiting` when it is being offered already.
    """
    agent = await agents.find(user)
    if agent is None or not agent.available:
        raise AgentNotAvailable
    item = offers.handed_over(new_id(), interaction, medium, to=user, by=from_user, queue=queue, at=now())
    if not await items.insert_item(item):
        raise AlreadyWaiting
    record(events.ItemQueued(item=item.id, interaction=interaction, queue=queue))
    offer = await matching.serve_item(item.id, again=False)
    if offer is None:
        raise AgentNotAvailable
    return offer


async def withdraw(interaction: UUID, cause: Exit = "withdrawn") -> None:
    """Take `interaction` out of the line and any offer of it back. Harmless when it does not wait."""
    scene = await scenes.of_item(await items.live_item(interaction, lock=True))
    await scenes.apply(scene, lambda s: offers.leave(s, cause, now()))


async def waited_enough(item: UUID) -> None:
    """The longest wait of a contact in line is over. While it is being offered, the end of the offer decides."""
    scene = await scenes.of_item(await items.item(item, lock=True))
    await scenes.apply(scene, lambda s: offers.waited_enough(s, now()))
