"""Bringing together who waits and who is free: the pure matcher decides, one statement claims.

Done in the transaction that made somebody free or made something wait, so that an offer is as durable as its cause. A
transaction cannot see another that is not yet committed; so whoever found nobody looks once more after the commit.
"""

from __future__ import annotations

import asyncio
from time import perf_counter
from uuid import UUID

from madoguchi.kit.clock import now
from madoguchi.kit.db import after_commit, current_tenant, unit
from madoguchi.kit.facts import record
from madoguchi.kit.ids import new_id
from madoguchi.kit.metrics import counter, histogram
from madoguchi.routing.actions.timing import Terms, terms, time_offer
from madoguchi.routing.model import offers
from madoguchi.routing.model.changes import offer_fact
from madoguchi.routing.model.matching import decide
from madoguchi.routing.model.offers import Item, Offer
from madoguchi.routing.store import items

MOST_ASKED = 50
"""So many candidates, in order, are handed to the claim; when all of them were taken meanwhile, it is tried again."""

PAUSES = (0.0, 0.02, 0.1)
"""Seconds before each further look for somebody who seems free but is held by another unit."""

made = counter("offers_made", "Offers made", ("rule",))
decided = histogram("routing_decision_seconds", "From the snapshot to the decision who is asked")


async def serve_item(item_id: UUID, *, again: bool = True) -> Offer | None:
    """Offer a waiting contact to the best person who is free, if anybody is."""
    item = await items.item(item_id)
    if item is None or item.state != "waiting":
        return None
    return await serve(item, await terms(item.queue), again=again)


async def serve(item: Item, in_force: Terms, *, again: bool = True) -> Offer | None:
    """The same for a contact and terms at hand."""
    at = now()
    people = await items.free_people(item, at)
    if people:
        began = perf_counter()
        users, decision = decide(item.as_work(), people, at, in_force.strategy)
        decided.observe(perf_counter() - began)
        wish = offers.propose(item, users[0], new_id(), at, in_force.rules, decision)
        offer = await items.claim(wish, users[:MOST_ASKED])
        if offer is not None:
            made.labels(decision.rule).inc()
            await time_offer(offer)
            record(offer_fact(offer))
            return offer
    if again:
        _look_again(item=item.id)
    return None


async def serve_person(user: UUID, *, again: bool = True) -> None:
    """Somebody became free: offer what waits at the head of their line, to them unless another is to be asked first."""
    for work in await items.work_for(user, now()):
        offer = await serve_item(work.item, again=False)
        if offer is not None and offer.user == user:
            return
    if again:
        _look_again(user=user)


def _look_again(*, item: UUID | None = None, user: UUID | None = None) -> None:
    tenant = current_tenant()

    async def look() -> None:
        for pause in PAUSES:
            await asyncio.sleep(pause)
            async with unit(tenant):
                if user is not None:
                    await serve_person(user, again=False)
                    return
                if item is None or await _settled(item):
                    return

    after_commit(look)


async def _settled(item_id: UUID) -> bool:
    """Offer it, or find that there is nothing to do; False while somebody seems free but is held by another unit."""
    if await serve_item(item_id, again=False) is not None:
        return True
    item = await items.item(item_id)
    return item is None or item.state != "waiting" or not await items.free_people(item, now())
