"""What was decided, kept whole, and what another strategy would have decided."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import msgspec

from madoguchi.routing.model.matching import assign
from madoguchi.routing.model.strategies import Strategy
from madoguchi.routing.model.work import Person, Snapshot, Work

MOST_KEPT = 200
"""Of those who could have taken one contact, so many of the best are kept."""

SMALL = 2_000


class Logged(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One look of the matcher: all it saw of those who were given something, and what it made of it.

    `strategies`: queue → code. `made`: (contact in line, person asked); of a single offer it is told by the offer.
    `left_out`: so many more could have taken it than are kept, the last in the order that decided.
    """

    snapshot: Snapshot
    made: list[tuple[UUID, UUID]] = []
    strategies: dict[str, str] = {}
    left_out: int = 0


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Means over the people asked (see `Replay`)."""

    idle_seconds: float
    level: float | None
    occupancy: float
    people: int
    most_to_one: float


class Replay(msgspec.Struct, frozen=True, kw_only=True):
    """What `strategy` would have made of history. `same`: it would have asked the same person.

    `cut`: decisions that are in no other figure, for not all who could have taken it are kept: another order might have
    asked one of those. `decisions`: the others.

    `idle_seconds`, `level` and `occupancy` are means over those who were asked and those it would have asked: how long
    they had been idle, how good they are at what was asked for (1..5), how busy they had been. `people`: how many
    different ones; `most_to_one`: the largest share of all offers that one person got.
    """

    strategy: str
    decisions: int
    cut: int
    offers: int
    same: int
    then: Figures
    now: Figures


def pack(logged: Logged) -> bytes:
    """As it is kept. Large ones are compressed; the first byte says so."""
    body = msgspec.msgpack.encode(logged)
    return b"\x00" + body if len(body) < SMALL else b"\x01" + zlib.compress(body, 1)


def unpack(kept: bytes) -> Logged:
    """The decision behind `pack`."""
    body = zlib.decompress(kept[1:]) if kept[:1] == b"\x01" else kept[1:]
    return msgspec.msgpack.decode(body, type=Logged)


def replay(history: Iterable[Logged], strategy: Strategy) -> Replay:
    """Each look of the matcher once more, by `strategy` for every queue."""
    again = Replaying(strategy)
    again.take(history)
    return again.result()


class Replaying:
    """The same of a history that is too long to be held at once: taken part by part, then summed up.

    What would have followed from other choices is not known: each look is taken as it was.
    """

    def __init__(self, strategy: Strategy) -> None:
        self.strategy = strategy
        self.decisions = self.cut = self.same = 0
        self.then, self.now = _Tally(), _Tally()

    def take(self, history: Iterable[Logged]) -> None:
        """Some looks of the matcher."""
        for logged in history:
            if logged.left_out:
                self.cut += 1
                continue
            self.decisions += 1
            people = {person.user: person for person in logged.snapshot.people}
            work = {one.item: one for one in logged.snapshot.work}
            was = dict(logged.made)
            would = {made.item: made.users[0] for made in assign(logged.snapshot, self.strategy)}
            self.same += sum(1 for item, user in was.items() if would.get(item) == user)
            for tally, chosen in ((self.then, was), (self.now, would)):
                for item, user in chosen.items():
                    tally.add(work[item], people[user], logged.snapshot.at)

    def result(self) -> Replay:
        """What all of them come to."""
        return Replay(
            strategy=self.strategy.code,
            decisions=self.decisions,
            cut=self.cut,
            offers=self.then.offers,
            same=self.same,
            then=self.then.figures(),
            now=self.now.figures(),
        )


class _Tally:
    """Sums over the people asked."""

    def __init__(self) -> None:
        self.offers = 0
        self.idle = self.occupancy = self.levels = 0.0
        self.asked_for = 0
        self.users: Counter[UUID] = Counter()

    def add(self, work: Work, person: Person, at: datetime) -> None:
        self.offers += 1
        self.users[person.user] += 1
        self.idle += max(0.0, (at - person.ready_since).total_seconds())
        self.occupancy += person.occupancy
        wanted = work.wanted or list(work.need.skills)
        if wanted:
            self.asked_for += 1
            self.levels += sum(person.skills.get(code, 0) for code in wanted) / len(wanted)

    def figures(self) -> Figures:
        many = max(1, self.offers)
        return Figures(
            idle_seconds=round(self.idle / many, 1),
            level=round(self.levels / self.asked_for, 2) if self.asked_for else None,
            occupancy=round(self.occupancy / many, 3),
            people=len(self.users),
            most_to_one=round(max(self.users.values(), default=0) / many, 3),
        )
