"""A round: everybody who is free and everything that waits, brought together at once.

Where one cause frees many people or lets many contacts wait, one round serves them all: the line is read by its heads,
the pure matcher gives, one statement claims, and its time-outs, facts and the record of the decision are written with
it. A single arrival does not wait for a round (`matching.serve`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from time import perf_counter
from uuid import UUID

import msgspec
from msgspec.structs import replace

from madoguchi.kit.clock import now
from madoguchi.kit.db import after_commit, current_tenant, unit
from madoguchi.kit.facts import record
from madoguchi.kit.ids import new_id
from madoguchi.kit.metrics import counter, histogram
from madoguchi.routing.actions import timing
from madoguchi.routing.actions.duty import with_hours
from madoguchi.routing.actions.timing import Terms
from madoguchi.routing.model.changes import offer_fact
from madoguchi.routing.model.history import Logged, pack
from madoguchi.routing.model.matching import able, assign, line
from madoguchi.routing.model.skills import read_need
from madoguchi.routing.model.strategies import DEFAULT
from madoguchi.routing.model.waiting import Offer
from madoguchi.routing.model.work import Assignment, Person, Snapshot, Work
from madoguchi.routing.store import queues
from madoguchi.routing.store import rounds as store
from madoguchi.routing.store.rounds import Kind, Waiting

AT_ONCE = 250
"""So many offers are made in one unit at most; then others have their turn."""

LEAST = 4
"""So many of each queue are read at least."""

made = counter("offers_made_in_rounds", "Offers made by rounds of matching")
seconds = histogram("routing_round_seconds", "A round of matching, from its first read to its last write")


class Round(msgspec.Struct, frozen=True, kw_only=True):
    """What one round came to. `more`: it gave all it could at once, and another may find more to give."""

    offers: list[Offer] = []
    more: bool = False


async def serve_waiting() -> int:
    """One round in the unit at work, and further ones after its commit while there is more; returns offers made."""
    done = await one_round()
    if done.more:
        tenant = current_tenant()
        after_commit(lambda: _go_on(tenant))
    return len(done.offers)


async def _go_on(tenant: UUID) -> None:
    while True:
        async with unit(tenant):
            done = await one_round()
        if not done.more or not done.offers:
            return


async def one_round(most: int = AT_ONCE) -> Round:
    """Read, match, claim. What is claimed by others meanwhile is left to them."""
    await store.alone()
    began, at = perf_counter(), now()
    people = await with_hours(await store.everybody_free(at), at)
    terms = await _terms(people)
    groups = await _lines(people, list(terms))
    if not groups:
        return Round()
    preferring = frozenset(id for id, one in terms.items() if one.last_agent)
    each = max(LEAST, 3 * min(most, len(people)) // len({kind.queue for kind in groups}))
    waiting = {one.work.item: one for one in await store.heads(groups, each, preferring)}
    snapshot = Snapshot(
        at=at,
        work=[one.work for one in waiting.values()],
        people=people,
        resting=await store.resting(at),
        cut=_cut(waiting.values(), each),
    )
    assignments = assign(snapshot, DEFAULT, {id: one.strategy for id, one in terms.items()})
    offers = await _make(assignments[:most], waiting, snapshot, terms)
    seconds.observe(perf_counter() - began)
    lost = len(offers) < len(assignments[:most])  # to single arrivals; whoever is free still has another look
    left = len(people) - len(assignments[:most])
    more = bool(assignments) and left > 0 and (len(assignments) > most or bool(snapshot.cut))
    return Round(offers=offers, more=more or lost)


async def _terms(people: list[Person]) -> dict[UUID, Terms]:
    """What is in force for every queue that somebody of `people` serves."""
    served: set[UUID] = set().union(*(person.queues for person in people))
    own = await queues.known_ones(sorted(served)) if served else {}
    return {id: await timing.terms_of(queue) for id, queue in own.items()}


async def _lines(people: list[Person], served: list[UUID]) -> list[Kind]:
    """The kinds of contacts that wait and that somebody of `people` may take."""
    if not served:
        return []
    serving: dict[UUID, list[Person]] = defaultdict(list)
    for person in people:
        for queue in person.queues:
            serving[queue].append(person)
    return [kind for kind in await store.kinds(served) if _serviceable(kind, serving[kind.queue])]


def _serviceable(kind: Kind, people: list[Person]) -> bool:
    example = Work(
        item=kind.queue, queue=kind.queue, rank_at=datetime.max, medium=kind.medium, need=read_need(kind.need)
    )
    return any(able(example, person) for person in people)


def _cut(waiting: Iterable[Waiting], each: int) -> frozenset[UUID]:
    """The last contact of every queue of which there is more than was read."""
    by_queue: dict[UUID | None, list[Work]] = defaultdict(list)
    for one in waiting:
        by_queue[one.work.queue].append(one.work)
    return frozenset(line(works)[-1].item for works in by_queue.values() if len(works) >= each)


async def _make(
    assignments: Sequence[Assignment],
    waiting: Mapping[UUID, Waiting],
    snapshot: Snapshot,
    terms: Mapping[UUID, Terms],
) -> list[Offer]:
    """Claim, and write what belongs to an offer: its time-out, its fact, and the decision it came from."""
    if not assignments:
        return []
    log, at = new_id(), snapshot.at
    seen = {person.user: person for person in snapshot.people}
    wishes = [_wish(one, waiting[one.item], terms, at, log) for one in assignments]
    ids = await store.claim_many(wishes, [seen[wish.user] for wish in wishes], at)
    offers = [wish for wish in wishes if wish.id in ids]
    if offers:
        await timing.time_offers(offers)
        for offer in offers:
            record(offer_fact(offer))
        made.inc(len(offers))
        await store.keep_decision(log, at, len(offers), pack(_logged(offers, waiting, snapshot, terms)))
    return offers


def _wish(assignment: Assignment, waiting: Waiting, terms: Mapping[UUID, Terms], at: datetime, log: UUID) -> Offer:
    queue = waiting.work.queue
    assert queue is not None, "a round serves queues"
    return Offer(
        id=new_id(),
        item=assignment.item,
        interaction=waiting.interaction,
        user=assignment.users[0],
        queue=queue,
        made=at,
        expires=at + timedelta(seconds=terms[queue].rules.offer_seconds),
        reason=replace(assignment.decision, log=log),
    )


def _logged(
    offers: Sequence[Offer], waiting: Mapping[UUID, Waiting], snapshot: Snapshot, terms: Mapping[UUID, Terms]
) -> Logged:
    work = [waiting[offer.item].work for offer in offers]
    items = {offer.item for offer in offers}
    return Logged(
        snapshot=replace(
            snapshot, work=work, cut=frozenset(), resting=frozenset(p for p in snapshot.resting if p[0] in items)
        ),
        made=[(offer.item, offer.user) for offer in offers],
        strategies={str(queue): terms[queue].strategy.code for queue in {one.queue for one in work} if queue},
    )
