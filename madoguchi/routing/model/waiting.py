"""The shapes of one contact waiting and offered, and how they begin."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

import msgspec
from msgspec import field
from msgspec.structs import replace

from madoguchi.routing.model.skills import read_need
from madoguchi.routing.model.work import About, Decision, Work

ItemState = Literal["waiting", "offered", "connected", "ended"]
OfferState = Literal["pending", "accepted", "declined", "timed_out", "withdrawn", "expired"]
Exit = Literal["connected", "abandoned", "closed", "withdrawn", "max_wait", "unanswered", "callback", "voicemail"]
AfterDecline = Literal["ready", "not_responding", "break"]


class WaitPlan(msgspec.Struct, frozen=True, kw_only=True):
    """How a contact waits. A higher `priority` counts as having waited longer, and so does `urgency`;
    `max_wait_seconds` None: as the queue says, which may be for ever.

    `skills`: code → minimum level 1..5, besides what the queue asks of all. `language` None: as the queue says.
    `since`: the place in line of somebody who began to wait then (UTC).
    """

    queue: UUID
    priority: int = 0
    max_wait_seconds: int | None = None
    skills: dict[str, int] = {}
    language: str | None = None
    urgency: int = 0
    since: datetime | None = None


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """The times and choices that a tenant or a queue sets, in seconds."""

    offer_seconds: float = 20
    connect_seconds: float = 15
    rest_seconds: float = 30
    late_seconds: float = 15
    priority_seconds: float = 60
    after_decline: AfterDecline = "ready"


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A contact in line. `target`: the one person it waits for (a blind transfer by `from_user`, to whom it may come
    back when that person does not take it; what they gave to a queue, by a plan, does not).

    `rank_at`: its place in line; `wait_until`: when its plan's longest wait is over; `first`: it came back to the head.
    `need` (as a line): what it asks for now, after `step` steps of the queue it `arrived` in; the next comes at
    `step_due`. `been`: the queues it left by overflow.
    """

    id: UUID
    interaction: UUID
    medium: str
    queue: UUID | None
    target: UUID | None = None
    from_user: UUID | None = None
    plan: WaitPlan | None = None
    entered: datetime
    rank_at: datetime
    wait_until: datetime | None = None
    first: bool = False
    state: ItemState = "waiting"
    exit: Exit | None = None
    ended: datetime | None = None
    need: str = "|"
    step: int = 0
    step_due: datetime | None = None
    arrived: datetime
    been: list[UUID] = []
    about: About = field(default_factory=About)

    @property
    def live(self) -> bool:
        """Whether it still waits for somebody."""
        return self.state in ("waiting", "offered")

    def as_work(self, *, last_agent: bool = False) -> Work:
        """What the matcher needs of it. `last_agent`: who spoke with the customer last is to be preferred."""
        return Work(
            item=self.id,
            queue=self.queue,
            rank_at=self.rank_at,
            first=self.first,
            target=self.target,
            from_user=self.from_user if self.plan else None,
            medium=self.medium,
            need=read_need(self.need),
            step=self.step,
            entered=self.entered,
            last_agent=self.about.last_agent if last_agent else None,
            about=self.about,
        )


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """One person asked to take one contact. `ended` None: live. `expires`: until when to answer, then to connect.

    `rest_until`: so long the same contact is not offered to the same person again.
    """

    id: UUID
    item: UUID
    interaction: UUID
    user: UUID
    queue: UUID | None
    slot: int = 0
    state: OfferState = "pending"
    made: datetime
    expires: datetime
    answered: datetime | None = None
    ended: datetime | None = None
    cause: str | None = None
    rest_until: datetime | None = None
    reason: Decision


def rank(entered: datetime, priority: int, rules: Rules) -> datetime:
    """The place in line: by time, each point of priority worth `priority_seconds` of waiting."""
    return entered - timedelta(seconds=priority * rules.priority_seconds)


def queued(
    id: UUID,
    interaction: UUID,
    medium: str,
    plan: WaitPlan,
    at: datetime,
    rules: Rules,
    *,
    about: About | None = None,
    from_user: UUID | None = None,
) -> Item:
    """A contact that begins to wait by `plan`; what it asks for is put in by `relaxing.specified`.

    `about`: with the points of priority, besides the plan's, for who the customer is. `from_user` handed it over.
    """
    known = about or About()
    points = known.points | {"urgency": plan.urgency, "plan": plan.priority}
    longest = plan.max_wait_seconds
    return Item(
        id=id,
        interaction=interaction,
        medium=medium,
        queue=plan.queue,
        from_user=from_user,
        plan=plan,
        entered=at,
        rank_at=rank(plan.since or at, sum(points.values()), rules),
        wait_until=None if longest is None else at + timedelta(seconds=longest),
        arrived=at,
        about=replace(known, urgency=plan.urgency, points={why: some for why, some in points.items() if some}),
    )


def handed_over(
    id: UUID,
    interaction: UUID,
    medium: str,
    *,
    to: UUID,
    by: UUID,
    queue: UUID | None,
    at: datetime,
    until: datetime | None = None,
) -> Item:
    """A contact that waits for one person only; when they do not take it, it goes to `queue`, or its wait ends.

    `until`: when it has waited there for long enough, too.
    """
    return Item(
        id=id,
        interaction=interaction,
        medium=medium,
        queue=queue,
        target=to,
        from_user=by,
        entered=at,
        rank_at=at,
        wait_until=until,
        arrived=at,
    )


def propose(item: Item, user: UUID, offer: UUID, at: datetime, rules: Rules, reason: Decision) -> Offer:
    """The offer to make of `item` to `user`, once the claim has succeeded."""
    return Offer(
        id=offer,
        item=item.id,
        interaction=item.interaction,
        user=user,
        queue=item.queue,
        made=at,
        expires=at + timedelta(seconds=rules.offer_seconds),
        reason=reason,
    )
