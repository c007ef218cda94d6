"""A round: everybody who is free and everything that waits, brought together at once.

Where one cause frees many people or lets many contacts wait, one round serves them all: the line is read by its heads,
the pure matcher gives, one statement claims, and its time-outs, facts and the record of the decision are written with
it. A single arrival does not wait for a round (`matching.serve`).
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from time import perf_counter
from typing import NamedTuple
from uuid import UUID

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

PLANNED = 1_000
"""So many are matched in one look at most: more would keep this process from everything else for too long."""

LANES = 2
"""So many units make what one look gave at the same time: while one waits for the database, another prepares."""

LEAST = 4
"""So many of each queue are read at least."""

made = counter("offers_made_in_rounds", "Offers made by rounds of matching")
seconds = histogram("routing_round_seconds", "A round of matching, from its first read to its last write")


class Look(NamedTuple):
    """What a round saw, and what the matcher made of it. `more`: another look may find more to give."""

    snapshot: Snapshot
    waiting: Mapping[UUID, Waiting]
    terms: Mapping[UUID, Terms]
    assignments: Sequence[Assignment]
    more: bool

    def parts(self) -> Iterator[Look]:
        """Each as much as one unit makes, with those people who are free when it is its turn."""
        people = self.snapshot.people
        for at in range(0, len(self.assignments), AT_ONCE):
            some = self.assignments[at : at + AT_ONCE]
            yield self._replace(snapshot=replace(self.snapshot, people=people), assignments=some)
            taken = {one.users[0] for one in some}
            people = [person for person in people if person.user not in taken]


async def serve_waiting() -> int:
    """One round in the unit at work, and the rest after its commit; returns offers made in the unit at work."""
    began = perf_counter()
    look = await _look()
    first, *rest = [*look.parts()] or [look]
    offers = await _make(first)
    seconds.observe(perf_counter() - began)
    again = look.more or len(offers) < len(first.assignments)
    if rest or again:
        tenant = current_tenant()
        after_commit(lambda: _go_on(tenant, rest, again))
    return len(offers)


async def _go_on(tenant: UUID, parts: Sequence[Look], again: bool) -> None:
    """Make what is planned, and look again while that may give more: whoever lost to others has another look."""
    while parts or again:
        planned = sum(len(part.assignments) for part in parts)
        given = await _make_all(tenant, parts)
        if planned and (not given or (given == planned and not again)):
            return
        async with unit(tenant):
            look = await _look()
        parts, again = [*look.parts()], look.more


async def _make_all(tenant: UUID, parts: Iterable[Look]) -> int:
    left, given = iter(parts), 0

    async def lane() -> None:
        nonlocal given
        for part in left:
            async with unit(tenant):
                given += len(await _make(part))

    await asyncio.gather(*(lane() for _ in range(LANES)))
    return given


async def _look() -> Look:
    """Read and match. What others claim meanwhile is left to them."""
    await store.alone()
    at = now()
    people = await with_hours(await store.everybody_free(at), at)
    terms = await _terms(people)
    groups = await _lines(people, list(terms))
    if not groups:
        return Look(Snapshot(at=at, work=[], people=[]), {}, terms, [], more=False)
    preferring = frozenset(id for id, one in terms.items() if one.last_agent)
    each = max(LEAST, 3 * min(PLANNED, len(people)) // len({kind.queue for kind in groups}))
    waiting = {one.work.item: one for one in await store.heads(groups, each, preferring)}
    snapshot = Snapshot(
        at=at,
        work=[one.work for one in waiting.values()],
        people=people,
        resting=await store.resting(at),
        cut=_cut(waiting.values(), each),
    )
    assignments = assign(snapshot, DEFAULT, {id: one.strategy for id, one in terms.items()}, PLANNED)
    left = len(people) > len(assignments) > 0
    return Look(snapshot, waiting, terms, assignments, more=left and bool(len(assignments) == PLANNED or snapshot.cut))


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


async def _make(look: Look) -> list[Offer]:
    """Claim, and write what belongs to an offer: its time-out, its fact, and the decision it came from."""
    if not look.assignments:
        return []
    log, at = new_id(), now()
    seen = {person.user: person for person in look.snapshot.people}
    wishes = [_wish(one, look.waiting[one.item], look.terms, at, log) for one in look.assignments]
    ids = await store.claim_many(wishes, [seen[wish.user] for wish in wishes], at)
    offers = [wish for wish in wishes if wish.id in ids]
    if offers:
        await timing.time_offers(offers)
        for offer in offers:
            record(offer_fact(offer))
        made.inc(len(offers))
        await store.keep_decision(log, look.snapshot.at, len(offers), pack(_logged(offers, look)))
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


def _logged(offers: Sequence[Offer], look: Look) -> Logged:
    work = [look.waiting[offer.item].work for offer in offers]
    items = {offer.item for offer in offers}
    resting = frozenset(pair for pair in look.snapshot.resting if pair[0] in items)
    return Logged(
        snapshot=replace(look.snapshot, work=work, cut=frozenset(), resting=resting),
        made=[(offer.item, offer.user) for offer in offers],
        strategies={str(queue): look.terms[queue].strategy.code for queue in {one.queue for one in work} if queue},
    )
