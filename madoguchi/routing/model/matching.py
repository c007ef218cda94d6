"""Who gets what: a pure matcher from a snapshot to assignments. The durable claim is elsewhere (`store`).

`eligible` is the one place that says who may take what: skills, languages, capacity and hours join there. A strategy
only orders those who may; it never sees the rest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from madoguchi.routing.model.capacity import fits
from madoguchi.routing.model.skills import Need, need_text, speaks
from madoguchi.routing.model.strategies import DEFAULT, Strategy
from madoguchi.routing.model.work import Assignment, Candidate, Decision, Person, Snapshot, Work

TOP = 5
"""So many candidates are kept with the reason of an offer."""

MOST_ASKED = 50
"""So many candidates, in order, are handed to the claim."""

NOBODY: frozenset[UUID] = frozenset()


def line(work: Iterable[Work]) -> list[Work]:
    """The waiting in the order in which they are served."""
    return sorted(work, key=lambda w: (not w.first, w.rank_at, w.item))


def eligible(work: Work, person: Person, resting: frozenset[tuple[UUID, UUID]]) -> bool:
    """Whether `person` may take `work` at all."""
    return not excluded(work, person.user, resting) and able(work, person)


def excluded(work: Work, user: UUID, resting: frozenset[tuple[UUID, UUID]]) -> bool:
    """Whether this one contact is not for this one person now: it rests from them, or they handed it over."""
    return (work.item, user) in resting or (user == work.from_user and user != work.target)


def able(work: Work, person: Person) -> bool:
    """Whether `person` may take contacts like `work`: their queue, skills, language, room and hours."""
    if not fits(person.load, person.capacity, work.medium):
        return False
    if work.target is not None:
        return person.user == work.target
    if work.queue not in person.queues or not person.on_duty:
        return False
    return meets(work.need, person)


def meets(need: Need, person: Person) -> bool:
    """Whether `person` has the language and every skill that is asked for."""
    if need.language is not None and not speaks(person.languages, need.language):
        return False
    skills = person.skills
    for code, level in need.skills.items():  # noqa: SIM110  # a generator would take three times as long
        if skills.get(code, 0) < level:
            return False
    return True


class _Pool:
    """Those who may take contacts of one kind, best first. Who was given something is passed over."""

    __slots__ = ("at", "head", "order", "shown", "strategy", "there")

    def __init__(self, work: Work, people: Iterable[Person], at: datetime, strategy: Strategy) -> None:
        scored = [(-strategy.score(work, person, at), person.ready_since, person.user, person) for person in people]
        scored.sort(key=lambda entry: entry[:3])
        self.order = [(-entry[0], entry[3]) for entry in scored]
        self.strategy, self.at = strategy, at
        self.shown: dict[tuple[UUID, tuple[str, ...]], Candidate] = {}
        self.head = 0
        self.there = len(scored)

    def best(self, barred: Iterable[UUID], taken: set[UUID], most: int) -> list[tuple[float, Person]]:
        """The first `most` who are free and not barred."""
        order, found = self.order, []
        while self.head < len(order) and order[self.head][1].user in taken:
            self.head += 1
        for place in range(self.head, len(order)):
            user = order[place][1].user
            if user not in taken and user not in barred:
                found.append(order[place])
                if len(found) == most:
                    break
        return found

    def find(self, user: UUID) -> tuple[float, Person] | None:
        """One of them."""
        return next((entry for entry in self.order if entry[1].user == user), None)

    def candidate(self, person: Person, score: float, skills: tuple[str, ...]) -> Candidate:
        """One of them as kept with an offer; made once, though many offers name the same people."""
        made = self.shown.get((person.user, skills))
        if made is None:
            made = self.shown[person.user, skills] = Candidate(
                user=person.user,
                score=round(score, 3),
                idle_seconds=_seconds(person.ready_since, self.at),
                levels={code: person.skills.get(code, 0) for code in skills},
                occupancy=round(person.occupancy, 3),
                in_hand=sum(person.load.values()),
            )
        return made


def decide(work: Work, people: Iterable[Person], at: datetime, strategy: Strategy) -> tuple[list[UUID], Decision]:
    """The order in which `people` (all eligible) are asked for `work`, and the reason kept with the offer."""
    pool = _Pool(work, people, at, strategy)
    return _decided(work, pool, NOBODY, set(), at, pool.there, MOST_ASKED)


def _decided(
    work: Work,
    pool: _Pool,
    barred: frozenset[UUID],
    taken: set[UUID],
    at: datetime,
    considered: int,
    most: int = TOP,
) -> tuple[list[UUID], Decision]:
    ranked = pool.best(barred, taken, most)
    rule = "transfer" if work.target is not None else pool.strategy.code
    known = work.last_agent
    if known is not None and known not in taken and known not in barred:
        entry = pool.find(known)
        if entry is not None:
            ranked, rule = [entry, *(one for one in ranked if one[1].user != known)], "last_agent"
    skills = tuple(work.wanted or work.need.skills)
    decision = Decision(
        rule=rule,
        considered=considered,
        candidates=[pool.candidate(person, score, skills) for score, person in ranked[:TOP]],
        need=work.need,
        step=work.step,
        waited_seconds=_seconds(work.entered or at, at),
        points=work.about.points,
    )
    return [person.user for _, person in ranked], decision


def _seconds(start: datetime, end: datetime) -> int:
    return max(0, int((end - start).total_seconds()))


class _Round:
    """One pass over a snapshot: pools are made once a kind of contact, however many of it wait."""

    def __init__(self, snapshot: Snapshot, strategy: Strategy, by_queue: Mapping[UUID, Strategy]) -> None:
        self.at, self.strategy, self.by_queue = snapshot.at, strategy, by_queue
        self.people = {person.user: person for person in snapshot.people}
        self.serving: dict[UUID, list[Person]] = defaultdict(list)
        for person in snapshot.people:
            for queue in person.queues:
                self.serving[queue].append(person)
        self.barred: dict[UUID, set[UUID]] = defaultdict(set)
        for item, user in snapshot.resting:
            self.barred[item].add(user)
        self.pools: dict[Hashable, _Pool] = {}
        self.pools_of: dict[UUID, list[_Pool]] = defaultdict(list)
        self.taken: set[UUID] = set()

    def give(self, work: Work) -> Assignment | None:
        """`work` to the best who is still free, if anybody is."""
        pool = self._pool(work)
        if not pool.there:
            return None
        barred = frozenset(self.barred.get(work.item, ()))
        if work.from_user is not None and work.from_user != work.target:
            barred |= {work.from_user}
        kept_out = sum(1 for user in barred if user not in self.taken and pool in self.pools_of[user])
        if pool.there == kept_out:
            return None
        users, decision = _decided(work, pool, barred, self.taken, self.at, pool.there - kept_out)
        self._take(users[0])
        return Assignment(item=work.item, users=users, decision=decision)

    def anybody_left(self, queue: UUID | None) -> bool:
        """Whether somebody who serves `queue` is still free."""
        return queue is not None and any(p.user not in self.taken for p in self.serving.get(queue, ()))

    def _pool(self, work: Work) -> _Pool:
        strategy = self.by_queue.get(work.queue, self.strategy) if work.queue else self.strategy
        key = (work.target or work.queue, work.medium, need_text(work.need), strategy.alike(work))
        pool = self.pools.get(key)
        if pool is None:
            if work.target is not None:
                there = [self.people[work.target]] if work.target in self.people else []
            else:
                there = self.serving.get(work.queue, []) if work.queue else []
            free = [person for person in there if person.user not in self.taken and able(work, person)]
            pool = self.pools[key] = _Pool(work, free, self.at, strategy)
            for person in free:
                self.pools_of[person.user].append(pool)
        return pool

    def _take(self, user: UUID) -> None:
        self.taken.add(user)
        for pool in self.pools_of[user]:
            pool.there -= 1


def assign(
    snapshot: Snapshot,
    strategy: Strategy = DEFAULT,
    by_queue: Mapping[UUID, Strategy] | None = None,
    most: int | None = None,
) -> list[Assignment]:
    """Everyone who waits, in line, to the best person still free. Nobody gets two; nobody is passed over in vain.

    `most`: so many are given at most. `by_queue`: the queues whose people are ordered by another strategy than
    `strategy`. Where the snapshot does not show the whole line, it ends before anybody could be given something that
    others wait for longer.
    """
    match = _Round(snapshot, strategy, by_queue or {})
    assignments: list[Assignment] = []
    for work in line(snapshot.work):
        if len(match.taken) == len(match.people) or len(assignments) == most:
            break
        made = match.give(work)
        if made is not None:
            assignments.append(made)
        if work.item in snapshot.cut and match.anybody_left(work.queue):
            break
    return assignments
