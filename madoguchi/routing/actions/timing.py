"""What is in force for a queue, and the time-outs that follow from it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from madoguchi.kit.jobs import Booking, cancel, cancel_many, schedule, schedule_many
from madoguchi.kit.metrics import counter
from madoguchi.kit.settings import setting
from madoguchi.routing.model.relaxing import Line
from madoguchi.routing.model.strategies import DEFAULT, STRATEGIES, Strategy
from madoguchi.routing.model.waiting import Item, Offer, Rules
from madoguchi.routing.settings import RoutingSettings
from madoguchi.routing.store import queues
from madoguchi.routing.store.queues import Queue

offers_ended = counter("offers_ended", "Offers by how they ended", ("state",))


class Timed(msgspec.Struct, frozen=True):
    """The body of a time-out: of which offer, contact or person."""

    id: UUID


class Terms(msgspec.Struct, frozen=True):
    """The times and choices of a queue, the order in which its people are asked, and what it asks of them."""

    rules: Rules
    strategy: Strategy
    line: Line | None = None
    last_agent: bool = False


async def terms(queue: UUID | None) -> Terms:
    """The tenant's settings, with what the queue sets for itself."""
    return await terms_of(await queues.known(queue) if queue else None)


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
    if own is None:
        return Terms(rules, DEFAULT)
    line = Line(queue=own.id, required=own.required, steps=own.steps)
    return Terms(rules, STRATEGIES.get(own.strategy, DEFAULT), line, own.last_agent)


async def wrapup_seconds(queue: UUID | None) -> int:
    """How long wrap-up lasts after a contact of this queue, when no rule of the line of business says more."""
    own = await queues.known(queue) if queue else None
    if own is not None and own.wrapup_seconds is not None:
        return own.wrapup_seconds
    return (await setting(RoutingSettings)).wrapup_seconds


async def time_offer(offer: Offer) -> None:
    """Book the time-out of a live offer; cancel that of one which is over, and remember who rests until when."""
    key = _offer_key(offer)
    if offer.ended is None:
        await schedule("routing.offer_due", Timed(offer.id), due=offer.expires, key=key)
        return
    await cancel(key)
    offers_ended.labels(offer.state).inc()
    if offer.rest_until is not None and offer.rest_until > offer.ended:
        await schedule("routing.look", Timed(offer.item), due=offer.rest_until, key=f"routing.look:{offer.item}")


async def time_offers(offers: Sequence[Offer]) -> None:
    """The same for many."""
    live = [offer for offer in offers if offer.ended is None]
    over = [offer for offer in offers if offer.ended is not None]
    await schedule_many("routing.offer_due", [Booking(_offer_key(o), Timed(o.id), o.expires) for o in live])
    await cancel_many([_offer_key(offer) for offer in over])
    for offer in over:
        offers_ended.labels(offer.state).inc()
    looks = {o.item: o.rest_until for o in over if o.rest_until is not None and o.ended and o.rest_until > o.ended}
    await schedule_many("routing.look", [Booking(f"routing.look:{i}", Timed(i), due) for i, due in looks.items()])


def _offer_key(offer: Offer) -> str:
    return f"routing.offer:{offer.id}"


async def time_items(changed: Sequence[tuple[Item | None, Item]]) -> None:
    """`time_item` for many that were known before; the second of each is how it is now."""
    gone = [item for _, item in changed if not item.live]
    await cancel_many([f"routing.item:{item.id}" for item in gone if item.wait_until is not None])
    moved = [(b, i) for b, i in changed if (i.step_due if i.live else None) != (b.step_due if b else None)]
    booked = [Booking(f"routing.step:{i.id}", Timed(i.id), i.step_due) for _, i in moved if i.live and i.step_due]
    await schedule_many("routing.step_due", booked)
    await cancel_many([f"routing.step:{i.id}" for _, i in moved if not i.live or i.step_due is None])


async def time_item(item: Item, before: Item | None = None) -> None:
    """Book, or cancel, the end of a plan's longest wait and the next step by which what it asks for gives way.

    What stands booked since `before` is left as it is.
    """
    gone = not item.live
    if item.wait_until is not None and (before is None or gone):
        await _book("routing.item_due", f"routing.item:{item.id}", item.id, None if gone else item.wait_until)
    step_due = None if gone else item.step_due
    if step_due != (before.step_due if before else None):
        await _book("routing.step_due", f"routing.step:{item.id}", item.id, step_due)


async def _book(name: str, key: str, id: UUID, due: datetime | None) -> None:
    if due is None:
        await cancel(key)
    else:
        await schedule(name, Timed(id), due=due, key=key)


async def time_agent(user: UUID, due: datetime | None) -> None:
    """Book when a person's state leaves by itself, or cancel it."""
    await _book("routing.agent_due", f"routing.agent:{user}", user, due)


async def time_grace(user: UUID, due: datetime | None) -> None:
    """Book the end of the grace of a person without a desk, or cancel it."""
    await _book("routing.grace_due", f"routing.grace:{user}", user, due)
