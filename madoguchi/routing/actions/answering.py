"""What becomes of an offer: accepted, declined, missed, and what the medium then says."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from madoguchi import interactions
from madoguchi.kit.clock import now
from madoguchi.kit.settings import setting
from madoguchi.routing.actions import presence, scenes, timing
from madoguchi.routing.errors import OfferGone, OfferUnknown
from madoguchi.routing.model import offers
from madoguchi.routing.model.capacity import EXCLUSIVE
from madoguchi.routing.model.offers import Scene
from madoguchi.routing.model.waiting import Offer
from madoguchi.routing.settings import RoutingSettings
from madoguchi.routing.store import agents, items


async def accept(offer: UUID, user: UUID) -> Offer:
    """`user` takes the contact. Raises `OfferUnknown` when it was not offered to them, `OfferGone` when it is over."""
    after = await _answer(offer, user, lambda s, r: offers.accept(s, now(), r))
    assert after.offer is not None
    return after.offer


async def dial(offer: UUID) -> None:
    """Who accepted the offer calls the customer themselves: the contact waits no more, whether or not they are reached.

    They are released by themselves when no talk begins within the tenant's `reserve_seconds`.
    """
    at = now()
    until = at + timedelta(seconds=(await setting(RoutingSettings)).reserve_seconds)
    await scenes.apply(await scenes.of_offer(offer), lambda s: offers.dialled(s, at, until))


async def decline(offer: UUID, user: UUID) -> None:
    """`user` would rather not. Raises as `accept`."""
    await _answer(offer, user, lambda s, r: offers.decline(s, now(), r))


async def _answer(offer_id: UUID, user: UUID, move: offers.Ruled) -> Scene:
    offer = await items.offer(offer_id)
    if offer is None or offer.user != user:
        raise OfferUnknown
    rules = (await timing.terms(offer.queue)).rules
    scene = await scenes.of_offer(offer_id)
    after = await scenes.apply(scene, lambda s: move(s, rules))
    if after is scene:
        current = await items.offer(offer_id)
        raise OfferGone(state=current.state if current else "ended")
    return after


async def time_is_up(offer_id: UUID) -> None:
    """The offer's time is over, to be answered or to be connected. Who talks after all was only not told of."""
    scene = await scenes.of_offer(offer_id)
    offer = scene.offer
    if offer is None:
        return
    if offer.state == "accepted":
        for part in await interactions.live_segments(offer.user):
            if part.interaction_id == offer.interaction and part.connected_at is not None:
                medium = scene.item.medium if scene.item else "voice"
                await started(offer.interaction, offer.user, part.id, part.connected_at, medium)
                return
    rules = (await timing.terms(offer.queue)).rules
    await scenes.apply(scene, lambda s: offers.time_is_up(s, now(), rules))


async def connect_failed(interaction: UUID, user: UUID, cause: str) -> None:
    """The person's phone was not reached: the caller first in line again, or the dial given up."""
    scene = await scenes.of_item(await items.live_item(interaction, lock=True))
    if scene.offer is None or scene.offer.user != user:
        await presence.release(user, interaction)
        return
    rules = (await timing.terms(scene.offer.queue)).rules
    await scenes.apply(scene, lambda s: offers.connect_failed(s, now(), rules, cause))


async def started(interaction: UUID, user: UUID, segment: UUID, since: datetime, medium: str = "voice") -> None:
    """The medium says that `user` talks in `interaction`, and since when: it waits no more, whoever else was asked."""
    at = now()
    item = await items.live_item(interaction, lock=True)
    await scenes.apply(await scenes.of_item(item), lambda s: offers.connected(s, user, at, since))
    scene = await scenes.of_user(user, at)
    with_it = medium in EXCLUSIVE and scene.agent is not None and scene.agent.interaction == interaction
    if not with_it and await interactions.segments_over([segment]):
        return  # heard late, perhaps of a node that died: it is over, and they may have talked with others since
    await scenes.apply(scene, lambda s: offers.talking(s, interaction, segment, at, medium))


async def talk_over(user: UUID) -> None:
    """The talk of `user` is over, though nobody told us: wrap-up, as after any other."""
    agent = await agents.find(user)
    if agent is not None and agent.interaction is not None:
        await hung_up(agent.interaction, user, agent.segment, await items.queue_of(agent.interaction))


async def slots_over(user: UUID) -> None:
    """What `user` has in hand, looked at again: what is over is wrapped up, what never began is put down."""
    agent = await agents.find(user)
    for slot in agent.slots if agent is not None else ():
        if slot.segment is None:
            if await interactions.ended_among([slot.interaction]):
                await presence.release(user, slot.interaction)
        elif not slot.wrapping and await interactions.segments_over([slot.segment]):
            await hung_up(slot.interaction, user, slot.segment, await items.queue_of(slot.interaction))


async def hung_up(
    interaction: UUID, user: UUID, segment: UUID | None, queue: UUID | None, *, owed: bool = True
) -> None:
    """The part of `user` in a contact of `queue` is over: wrap-up, if one is owed.

    Also when nothing was known of their talk (after a crash facts come out of order), unless they have talked with
    somebody else since.
    """
    at = now()
    seconds = await timing.wrapup_seconds(queue) if owed else 0
    scene = await scenes.of_user(user, at)
    after = await scenes.apply(scene, lambda s: offers.hung_up(s, interaction, segment, at, seconds))
    if after is scene and segment is not None and seconds > 0:
        late = offers.heard_late(scene, interaction, segment, at, seconds)
        if late is not scene and await interactions.still_owed(segment, EXCLUSIVE):
            await scenes.apply(scene, lambda _: late)
