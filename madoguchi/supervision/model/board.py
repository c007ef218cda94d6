"""The wallboard: queues, people and what they are in. Times are UTC; ages are counted by whoever shows them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec

from madoguchi.access import Team
from madoguchi.routing import BreakReason, ServiceTarget
from madoguchi.supervision.model.figures import Day
from madoguchi.supervision.model.monitoring import Mode


class BoardQueue(msgspec.Struct, frozen=True, kw_only=True):
    """How a queue stands. `agents`: how many who serve it are in each presence; `target`: what `day` is held to."""

    id: UUID
    code: str
    name_ja: str
    name_en: str
    waiting: int
    oldest: datetime | None
    oldest_contact: UUID | None
    agents: dict[str, int]
    target: ServiceTarget
    day: Day


class Talk(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody is in. `since`: when it became so; `customer`: by name, for whoever may read customers."""

    interaction: UUID
    medium: str
    direction: str
    queue: UUID | None
    status: str
    since: datetime
    connected: datetime | None
    customer: UUID | None
    name: str = ""


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """A supervisor beside somebody's talk, by name."""

    user: UUID
    name: str
    mode: Mode


class BoardPerson(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody does. `since`: None for who never was here; `hand`: since when their hand is up; `beside`: who
    listens to them, or is with them. `queues_version`: what an edit of their queues refers to.
    """

    user: UUID
    name: str
    team: UUID | None
    presence: str
    reason: str | None
    since: datetime | None
    queues: list[UUID]
    queues_version: int
    talk: Talk | None
    hand: datetime | None
    beside: list[Beside]


class Total(msgspec.Struct, frozen=True, kw_only=True):
    """The queues that a team serves, together; `team` None: all queues. `target` None: they have several."""

    team: UUID | None
    waiting: int
    oldest: datetime | None
    oldest_queue: UUID | None
    target: ServiceTarget | None
    day: Day


class Board(msgspec.Struct, frozen=True, kw_only=True):
    """Everything on the wallboard. `since`: when the day of the figures began; `breaks`: what a person's `reason`
    means while they are on a break.
    """

    at: datetime
    since: datetime
    queues: list[BoardQueue]
    totals: list[Total]
    people: list[BoardPerson]
    teams: list[Team]
    breaks: list[BreakReason]


class BoardNow(msgspec.Struct, frozen=True, kw_only=True):
    """What moved: all queues and totals, the people about whom something changed, those who are not shown any more."""

    at: datetime
    queues: list[BoardQueue]
    totals: list[Total]
    people: list[BoardPerson]
    gone: list[UUID]
