"""What is in force for a queue, and the time-outs that follow from it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec

from madoguchi.kit.jobs import cancel, schedule
from madoguchi.kit.metrics import counter
from madoguchi.kit.settings import setting
from madoguchi.routing.model.matching import STRATEGIES, LongestIdle, Strategy
from madoguchi.routing.model.offers import Item, Offer, Rules
from madoguchi.routing.settings import RoutingSettings
from madoguchi.routing.store import queues
from madoguchi.routing.store.queues import Queue

offers_ended = counter("offers_ended", "Offers by how they ended", ("state",))


class Timed(msgspec.Struct, frozen=True):
    """The body of a time-out: of which offer, contact or person."""

    id: UUID


class Terms(msgspec.Struct, frozen=True):
    """The times and choices of a queue, and the order in which its people are asked."""

    rules: Rules
    strategy: Strategy


async def terms(queue: UUID | None) -> Terms:
    """The tenant's settings, with what the queue sets for itself."""
    return await terms_of(await queues.queue(queue) if queue else None)


async def terms_of(own: Queue | None) -> Terms:
    """The same for a queue at hand."""
    general = await setting(RoutingSettings)
    rules = Rules(
        offer_seconds=(own and own.offer_seconds) or general.offer_seconds,
        connect_seconds=general.connect_seconds,
        rest_seconds=general.rest_seconds,
        priority_seconds=general.priority_seconds,
        after_decline=general.after_decline,
    )
    return Terms(rules, STRATEGIES.get(own.strategy, LongestIdle()) if own else LongestIdle())


async def wrapup_seconds(queue: UUID | None) -> int:
    """How long wrap-up lasts after a contact of this queue, when no rule of the line of business says more."""
    own = await queues.queue(queue) if queue else None
    if own is not None and own.wrapup_seconds is not None:
        return own.wrapup_seconds
    return (await setting(RoutingSettings)).wrapup_seconds


async def time_offer(offer: Offer) -> None:
    """Book the time-out of a live offer; cancel that of one which is over, and remember who rests until when."""
    key = f"routing.offer:{offer.id}"
    if offer.ended is None:
        await schedule("routing.offer_due", Timed(offer.id), due=offer.expires, key=key)
        return
    await cancel(key)
    offers_ended.labels(offer.state).inc()
    if offer.rest_until is not None:
        await schedule("routing.look", Timed(offer.item), due=offer.rest_until, key=f"routing.look:{offer.item}")


async def time_item(item: Item) -> None:
    """Book the end of a plan's longest wait, or cancel it."""
    if item.wait_until is None:
        return
    key = f"routing.item:{item.id}"
    if item.live:
        await schedule("routing.item_due", Timed(item.id), due=item.wait_until, key=key)
    else:
        await cancel(key)


async def time_agent(user: UUID, due: datetime | None) -> None:
    """Book when a person's state leaves by itself, or cancel it."""
    key = f"routing.agent:{user}"
    if due is None:
        await cancel(key)
    else:
        await schedule("routing.agent_due", Timed(user), due=due, key=key)


async def time_grace(user: UUID, due: datetime | None) -> None:
    """Book the end of the grace of a person without a desk, or cancel it."""
    key = f"routing.grace:{user}"
    if due is None:
        await cancel(key)
    else:
        await schedule("routing.grace_due", Timed(user), due=due, key=key)
