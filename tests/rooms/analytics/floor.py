"""A floor of two agents, and a morning on it whose every second is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol
from uuid import UUID

from madoguchi import analytics, interactions, routing
from madoguchi.analytics.model.catalogue import By
from madoguchi.analytics.model.periods import Step
from madoguchi.analytics.model.terms import Cut
from madoguchi.interactions import Interaction
from madoguchi.kit.clock import now
from madoguchi.kit.db import db, unit
from madoguchi.kit.facts import settle
from madoguchi.kit.ids import new_id
from madoguchi.kit.jobs import run_due
from madoguchi.routing import WaitPlan
from madoguchi.workspace import ReasonForm, RuleForm, WrapupForm, add_reason, set_rule
from madoguchi.workspace.actions import calls, dialling, handing, wrapups
from madoguchi.workspace.store import wrapups as owed
from tests.rooms.interactions.factory import incoming
from tests.rooms.workspace.factory import NUMBER, Centre, make_centre

DAY = date(2026, 11, 24)
STRANGER = "+81398765432"


class Clock(Protocol):
    def advance(self, seconds: float) -> None: ...

    def to(self, seconds: float) -> None: ...


@dataclass(frozen=True)
class Floor(Centre):
    """The centre of the workspace's tests, a contact reason, and the clock."""

    reason: UUID
    clock: Clock

    async def ring(self, number: str = STRANGER, max_wait: int | None = None, queued: bool = True) -> Interaction:
        """Somebody calls, and waits in the queue."""
        async with unit(self.tenant):
            call = await incoming(self, number=number)
            if queued:
                await routing.enqueue(call.id, WaitPlan(queue=self.queue, max_wait_seconds=max_wait))
        await settle()
        return call

    async def presence(self, user: UUID, presence: routing.Chosen) -> None:
        async with unit(self.tenant):
            await routing.set_presence(user, presence)
        await settle()

    async def accept(self, user: UUID) -> UUID:
        async with unit(self.tenant):
            offer = await routing.live_offer_to(user)
            assert offer is not None
            await calls.accept(offer.id, user)
        await settle()
        return offer.interaction

    async def connected(self, call: UUID, user: UUID) -> None:
        async with unit(self.tenant):
            await interactions.joined(call, user, now())
        await settle()

    async def hold(self, call: UUID, user: UUID, *, over: bool = False) -> None:
        async with unit(self.tenant):
            await (interactions.resumed if over else interactions.held)(call, user, now())
        await settle()

    async def leave(self, call: UUID, user: UUID, by: str) -> None:
        """The agent's leg is down, and only that."""
        async with unit(self.tenant):
            await interactions.left(call, user, now(), by)
        await settle()

    async def gone(self, call: UUID) -> None:
        """The customer is gone."""
        async with unit(self.tenant):
            await interactions.customer_left(call, now(), "normal")
        await settle()

    async def wrapped(self, user: UUID) -> None:
        """The agent's form is done."""
        async with unit(self.tenant):
            for wrapup in await owed.owed_by(user):
                await wrapups.finish(wrapup.id, user, WrapupForm(reason=self.reason, resolution="resolved"))
        await settle()

    async def hand_over(self, call: UUID, user: UUID, to: UUID) -> None:
        """A blind transfer to a colleague."""
        async with unit(self.tenant):
            await handing.transfer(call, user, handing.Target(user=to))
            await interactions.left(call, user, now(), "transfer")
        await settle()

    async def dial(self, user: UUID) -> UUID:
        async with unit(self.tenant):
            call = await dialling.dial(user, "03-5555-0001", line=self.line)
        await settle()
        return call.id

    async def time_outs(self) -> None:
        while await run_due(limit=50):
            await settle()
        await settle()

    async def figures(self, step: Step = "whole", by: By = "total", cut: Cut | None = None) -> analytics.Report:
        """The day's report."""
        asked = analytics.Asked(first=DAY, last=DAY, step=step, by=by, cut=cut or Cut())
        async with unit(self.tenant, readonly=True):
            return await analytics.report(asked, "en")


async def make_floor(tenant: UUID, clock: Clock) -> Floor:
    """Found it; nobody is here yet."""
    centre = await make_centre(tenant)
    async with unit(tenant):
        form = ReasonForm(code="repair", name_ja="修理", name_en="Repair", line_of_business=centre.line)
        reason = await add_reason(form)
        await set_rule(centre.line, RuleForm(seconds=3600, extend_seconds=60, extensions=0, required=[]), 0)
    return Floor(**vars(centre), reason=reason.id, clock=clock)


async def live_a_morning(floor: Floor) -> None:
    """Eight calls between 9:55:00 (second 0) and 10:06:15 (second 675); the numbers are seconds of the clock."""
    a, b, at = floor.agent, floor.colleague, floor.clock.to
    at(0)
    await plan_shifts(floor)
    await floor.presence(a, "ready")
    at(10)
    await floor.ring(NUMBER)  # 1: answered after 7 s, 100 s talk, 20 s hold, 30 s wrap-up
    at(14)
    first = await floor.accept(a)
    at(17)
    await floor.connected(first, a)
    at(67)
    await floor.hold(first, a)
    at(87)
    await floor.hold(first, a, over=True)
    at(137)
    await floor.gone(first)
    at(167)
    await floor.wrapped(a)
    at(177)
    await floor.ring()  # 2: A lets it ring; B answers after 27 s, talks 60 s and hangs up, 40 s wrap-up
    at(197)
    await floor.time_outs()
    at(202)
    await floor.presence(b, "ready")
    at(203)
    second = await floor.accept(b)
    at(204)
    await floor.connected(second, b)
    at(264)
    await floor.leave(second, b, "agent")
    await floor.gone(second)
    at(304)
    await floor.wrapped(b)
    at(310)
    await floor.presence(a, "break")
    await floor.presence(b, "break")
    await unanswered(floor)
    at(430)
    await floor.presence(a, "ready")
    at(440)
    await floor.ring(NUMBER)  # 6: the first caller again; A answers after 4 s, talks 50 s and hands over to B
    at(442)
    sixth = await floor.accept(a)
    at(444)
    await floor.connected(sixth, a)
    at(450)
    await floor.presence(b, "ready")
    at(494)
    await floor.hand_over(sixth, a, b)
    at(496)
    await floor.accept(b)
    at(498)
    await floor.connected(sixth, b)
    at(504)
    await floor.wrapped(a)
    at(528)
    await floor.gone(sixth)
    at(548)
    await floor.wrapped(b)
    at(560)
    eighth = await floor.dial(a)  # 8: A calls out, 80 s talk, 15 s wrap-up
    at(570)
    await floor.connected(eighth, a)
    at(650)
    await floor.gone(eighth)
    at(665)
    await floor.wrapped(a)
    at(675)
    await floor.presence(a, "offline")
    await floor.presence(b, "offline")
    at(680)
    await floor.time_outs()


async def plan_shifts(floor: Floor) -> None:
    """A is to work from 9:50 until 10:20, with a break from 10:05 (second 600) until 10:15."""
    async with unit(floor.tenant):
        for start, end, kind in ((-300, 1500, "work"), (600, 1200, "break")):
            await db().execute(
                "insert into shift (id, user_id, day, starts, ends, kind) values ($1, $2, $3, $4, $5, $6)",
                new_id(), floor.agent, DAY, now() + timedelta(seconds=start), now() + timedelta(seconds=end), kind,
            )  # fmt: skip


async def unanswered(floor: Floor) -> None:
    """Calls 3, 4, 5 and 7, which nobody answered."""
    at = floor.clock.to
    at(320)
    third = await floor.ring()  # 3: a short abandon
    at(323)
    await floor.gone(third.id)
    at(330)
    fourth = await floor.ring()  # 4: gives up after 40 s
    at(370)
    await floor.gone(fourth.id)
    at(380)
    fifth = await floor.ring(max_wait=30)  # 5: waits as long as may be, then another way
    at(410)
    await floor.time_outs()
    at(412)
    await floor.gone(fifth.id)
    at(420)
    seventh = await floor.ring(queued=False)  # 7: hangs up during the notice
    at(425)
    await floor.gone(seventh.id)
