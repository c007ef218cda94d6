"""Bringing together who waits and who is free: the pure matcher decides, one statement claims.

Done in the transaction that made somebody free or made something wait, so that an offer is as durable as its cause. A
transaction cannot see another that is not yet committed; so whoever found nobody looks once more after the commit.
"""

from __future__ import annotations

import asyncio
from datetime import datetime
from time import perf_counter
from uuid import UUID

from msgspec.structs import replace

from madoguchi.kit.clock import now
from madoguchi.kit.db import after_commit, current_tenant, unit
from madoguchi.kit.facts import record
from madoguchi.kit.ids import new_id
from madoguchi.kit.metrics import counter, histogram
from madoguchi.routing.actions import rounds
from madoguchi.routing.actions.duty import with_hours
from madoguchi.routing.actions.timing import Terms, terms, time_offer
from madoguchi.routing.model.changes import offer_fact
from madoguchi.routing.model.history import MOST_KEPT, Logged, pack
from madoguchi.routing.model.matching import decide, eligible, line
from madoguchi.routing.model.waiting import Item, Offer, propose
from madoguchi.routing.model.work import Person, Snapshot, Work
from madoguchi.routing.store import claims, items

MOST_HEADS = 5
"""So many contacts are given to others, who are to be asked first, before somebody who became free is left waiting."""

NOBODY_RESTS: frozenset[tuple[UUID, UUID]] = frozenset()
"""Who rests from a contact was left out by the read already."""

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
    work = item.as_work(last_agent=in_force.last_agent)
    people = await _able(item, work, at)
    offer = await _offer(item, work, people, at, in_force) if people else None
    if offer is None and again:
        _look_again(item=item.id)
    return offer


async def _able(item: Item, work: Work, at: datetime) -> list[Person]:
    free = await with_hours(await claims.free_people(item, at), at)
    return [person for person in free if eligible(work, person, NOBODY_RESTS)]


async def _offer(item: Item, work: Work, people: list[Person], at: datetime, in_force: Terms) -> Offer | None:
    began = perf_counter()
    users, decision = decide(work, people, at, in_force.strategy)
    decided.observe(perf_counter() - began)
    by_user = {person.user: person for person in people}
    id = new_id()
    wish = propose(item, users[0], id, at, in_force.rules, replace(decision, log=id))
    strategies = {str(item.queue): in_force.strategy.code} if item.queue else {}
    asked = [by_user[user] for user in users]
    first = set(users)
    kept = [*asked, *(person for person in people if person.user not in first)][:MOST_KEPT]
    left_out = len(people) - len(kept)
    seen = pack(Logged(snapshot=Snapshot(at=at, work=[work], people=kept), strategies=strategies, left_out=left_out))
    offer = await claims.claim(wish, asked, seen)
    if offer is not None:
        made.labels(decision.rule).inc()
        await time_offer(offer)
        record(offer_fact(offer))
    return offer


async def serve_person(user: UUID, *, again: bool = True) -> None:
    """Somebody became free: offer what waits at the head of their line, to them unless another is to be asked first."""
    for _ in range(MOST_HEADS):
        offer = await _serve_head(user)
        if offer is not None and offer.user == user:
            return
        if offer is None:
            break
    if again:
        _look_again(user=user)


async def _serve_head(user: UUID) -> Offer | None:
    at = now()
    heads = {item.id: item for item in await claims.heads_for(user, at)}
    found = await claims.person(user, at) if heads else None
    if found is None:
        return None
    (person,) = await with_hours([found[1]], at)
    for work in line(item.as_work() for item in heads.values()):
        if eligible(work, person, NOBODY_RESTS):
            offer = await serve(heads[work.item], await terms(work.queue), again=False)
            if offer is not None:
                return offer
    return None


def _look_again(*, item: UUID | None = None, user: UUID | None = None) -> None:
    tenant = current_tenant()
    after_commit(lambda: _look(tenant, item or user, item is not None))


_looking: dict[UUID, set[tuple[UUID | None, bool]]] = {}
"""What is to be looked for again, by tenant; whoever began does it for all who come while they are at it."""


async def _look(tenant: UUID, what: UUID | None, is_item: bool) -> None:
    gathered = _looking.get(tenant)
    if gathered is not None:
        gathered.add((what, is_item))
        return
    _looking[tenant] = {(what, is_item)}
    try:
        while wanted := _looking[tenant]:
            _looking[tenant] = set()
            await (_look_for(tenant, *wanted.pop()) if len(wanted) == 1 else _look_round(tenant))
    finally:
        del _looking[tenant]


async def _look_for(tenant: UUID, what: UUID | None, is_item: bool) -> None:
    assert what is not None, "somebody or something is looked for"
    for pause in PAUSES:
        await asyncio.sleep(pause)
        async with unit(tenant):
            if not is_item:
                await serve_person(what, again=False)
                return
            if await _settled(what):
                return


async def _look_round(tenant: UUID) -> None:
    for pause in PAUSES:
        await asyncio.sleep(pause)
        async with unit(tenant):
            await rounds.serve_waiting()


async def _settled(item_id: UUID) -> bool:
    """Offer it, or find that there is nothing to do; False while somebody seems free but is held by another unit."""
    if await serve_item(item_id, again=False) is not None:
        return True
    item = await items.item(item_id)
    if item is None or item.state != "waiting":
        return True
    return not await _able(item, item.as_work(), now())
