"""Who gets what: a pure matcher from a snapshot to assignments. The durable claim is elsewhere (`store`).

`eligible` is the one place that says who may take what: skills, languages and capacity join there. A strategy only
orders those who may; it never sees the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

import msgspec

TOP = 5
"""So many candidates are kept with the reason of an offer."""


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """A waiting contact as the matcher sees it. `first`: it was at the head before and came back.

    `rank_at` is when it entered, moved earlier by its priority: the longer anything waits, the nearer it is to the
    head, whatever comes after it, so nobody starves.
    """

    item: UUID
    queue: UUID | None
    rank_at: datetime
    first: bool = False
    target: UUID | None = None


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """A person who may be offered something now."""

    user: UUID
    ready_since: datetime
    queues: frozenset[UUID] = frozenset()


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """All the matcher may know. `resting`: (item, user) pairs not to be brought together again yet."""

    at: datetime
    work: Sequence[Work]
    people: Sequence[Person]
    resting: frozenset[tuple[UUID, UUID]] = frozenset()


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """One who could take it, and how well: the higher the score, the sooner. `idle_seconds` is shown to people."""

    user: UUID
    score: float
    idle_seconds: int


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """Why this person: the rule, how many could have taken it, and the best of them in order."""

    rule: str
    considered: int
    candidates: list[Candidate]


class Assignment(msgspec.Struct, frozen=True, kw_only=True):
    """`item` should go to the first of `users` who is still free."""

    item: UUID
    users: list[UUID]
    decision: Decision


class Strategy(Protocol):
    """An order among those who may take a contact; replaceable, also by one that has learned."""

    code: str

    def score(self, work: Work, person: Person, at: datetime) -> float:
        """How well `person` would take `work`; the highest is asked first."""


class LongestIdle:
    """The one who has been ready the longest."""

    code = "longest_idle"

    def score(self, work: Work, person: Person, at: datetime) -> float:
        return (at - person.ready_since).total_seconds()


STRATEGIES: dict[str, Strategy] = {LongestIdle.code: LongestIdle()}


def line(work: Iterable[Work]) -> list[Work]:
    """The waiting in the order in which they are served."""
    return sorted(work, key=lambda w: (not w.first, w.rank_at, w.item))


def eligible(work: Work, person: Person, resting: frozenset[tuple[UUID, UUID]]) -> bool:
    """Whether `person` may take `work` at all."""
    if (work.item, person.user) in resting:
        return False
    if work.target is not None:
        return person.user == work.target
    return work.queue in person.queues


def decide(work: Work, people: Iterable[Person], at: datetime, strategy: Strategy) -> tuple[list[UUID], Decision]:
    """The order in which `people` (all eligible) are asked for `work`, and the reason kept with the offer."""
    ranked = sorted(((strategy.score(work, p, at), p) for p in people), key=lambda c: (-c[0], c[1].user))
    best = [
        Candidate(user=p.user, score=round(score, 3), idle_seconds=max(0, int((at - p.ready_since).total_seconds())))
        for score, p in ranked[:TOP]
    ]
    rule = "transfer" if work.target is not None else strategy.code
    return [p.user for _, p in ranked], Decision(rule=rule, considered=len(ranked), candidates=best)


def assign(snapshot: Snapshot, strategy: Strategy) -> list[Assignment]:
    """Everyone who waits, in line, to the best person still free. Nobody gets two; nobody is passed over in vain."""
    free = {person.user: person for person in snapshot.people}
    by_queue: dict[UUID, dict[UUID, Person]] = {}
    for person in snapshot.people:
        for queue in person.queues:
            by_queue.setdefault(queue, {})[person.user] = person
    assignments: list[Assignment] = []
    for work in line(snapshot.work):
        if not free:
            break
        pool = free if work.target is not None else by_queue.get(work.queue, {}) if work.queue else {}
        able = [p for p in pool.values() if eligible(work, p, snapshot.resting)]
        if not able:
            continue
        users, decision = decide(work, able, snapshot.at, strategy)
        assignments.append(Assignment(item=work.item, users=users, decision=decision))
        taken = free.pop(users[0])
        for queue in taken.queues:
            by_queue[queue].pop(taken.user, None)
    return assignments
