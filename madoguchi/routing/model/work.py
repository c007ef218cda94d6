"""What the matcher sees of a contact and of a person, and what it says about why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import field

from madoguchi.routing.model.capacity import Capacity
from madoguchi.routing.model.skills import HOME_LANGUAGE, Need


class About(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is known of the customer and of the matter when it begins to wait; codes and figures only.

    `value`: what the customer ordered in the last year, in the smallest unit of the tenant's currency. `sentiment`:
    -1..1, once something measures it. `last_agent`: who spoke with the customer last. `wanted`: the skills as asked for
    at the beginning. `points` of priority by why (tier, value, urgency, plan): its place in line has them already.
    """

    tier: str | None = None
    value: float | None = None
    urgency: int = 0
    sentiment: float | None = None
    last_agent: UUID | None = None
    language: str | None = None
    wanted: list[str] = []
    points: dict[str, int] = {}


class Work(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A waiting contact as the matcher sees it. `first`: it was at the head before and came back.

    `rank_at` is when it entered, moved earlier by its priority: the longer anything waits, the nearer it is to the
    head, whatever comes after it, so nobody starves. `need`: what is asked for after `step` steps. `last_agent`: to be
    preferred; None where the queue does not.
    """

    item: UUID
    queue: UUID | None
    rank_at: datetime
    first: bool = False
    target: UUID | None = None
    from_user: UUID | None = None
    medium: str = "voice"
    need: Need = field(default_factory=Need)
    step: int = 0
    entered: datetime | None = None
    last_agent: UUID | None = None
    about: About = field(default_factory=About)

    @property
    def wanted(self) -> list[str]:
        """The skills asked for at the beginning, also those that have given way since."""
        return self.about.wanted


class Person(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A person who may be offered something now. `load`: contacts in hand by medium; `occupancy`: 0..1, of late.

    `seen`: what they do and have in hand, as the database puts it; the claim makes sure that it is so still.
    """

    user: UUID
    ready_since: datetime
    queues: frozenset[UUID] = frozenset()
    skills: dict[str, int] = {}
    languages: list[str] = field(default_factory=lambda: [HOME_LANGUAGE])
    capacity: Capacity = field(default_factory=Capacity)
    load: dict[str, int] = {}
    occupancy: float = 0.0
    on_duty: bool = True
    seen: str = "ready []"


class Snapshot(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All the matcher may know. `resting`: (item, user) pairs not to be brought together again yet.

    `cut`: contacts behind which more wait in the same queue that are not in `work`.
    """

    at: datetime
    work: Sequence[Work]
    people: Sequence[Person]
    resting: frozenset[tuple[UUID, UUID]] = frozenset()
    cut: frozenset[UUID] = frozenset()


class Candidate(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One who could take it, and how well: the higher the score, the sooner.

    `idle_seconds`, `levels` (in what is asked for), `occupancy` and `in_hand` (contacts) are shown to people.
    """

    user: UUID
    score: float
    idle_seconds: int
    levels: dict[str, int] = {}
    occupancy: float = 0.0
    in_hand: int = 0


class Decision(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why this person: the rule that decided, how many could have taken it, and the best of them in order.

    `rule`: a strategy's code, "last_agent" or "transfer". `need`: the requirement in force, after `step` steps of the
    queue. `points`: why its place in line was another than by time. `log`: where the whole decision is kept.
    """

    rule: str
    considered: int
    candidates: list[Candidate]
    need: Need = field(default_factory=Need)
    step: int = 0
    waited_seconds: int = 0
    points: dict[str, int] = {}
    log: UUID | None = None


class Assignment(msgspec.Struct, frozen=True, kw_only=True):
    """`item` should go to the first of `users` who is still free."""

    item: UUID
    users: list[UUID]
    decision: Decision
