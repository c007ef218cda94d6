"""A floor at work: two queues, a team with two agents, two supervisors, and calls that walk the real road."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar
from uuid import UUID

from madoguchi import access, customers, interactions, routing
from madoguchi.access import Profile, TeamForm
from madoguchi.customers import NewIdentity, ProfileForm
from madoguchi.integrations.simulator.telephony import SimulatedLine
from madoguchi.interactions import Interaction
from madoguchi.kit.db import db, unit
from madoguchi.kit.facts import settle
from madoguchi.kit.http import Principal
from madoguchi.kit.ids import new_id
from madoguchi.routing import QueueForm, WaitPlan
from madoguchi.supervision.actions import monitoring
from madoguchi.supervision.model.monitoring import Mode, Monitoring
from madoguchi.supervision.store import monitorings
from madoguchi.telephony import NumberForm, TrunkForm, add_number, add_trunk, answer
from madoguchi.telephony.actions import phones
from tests.api import person
from tests.rooms.interactions.factory import Office, make_office

T = TypeVar("T")
SUPERVISOR = ("customers.read", "interactions.read", "interactions.read_all", "customers.unmasked",
              "supervision.watch", "supervision.monitor", "supervision.steer", "desk.use")  # fmt: skip
CALLER = "+81312345678"


@dataclass
class Floor:
    """`agent` and `colleague` are the team `repairs`, led by `supervisor`; `other` is another supervisor."""

    office: Office
    line: SimulatedLine
    team: UUID
    queue: UUID
    second: UUID
    supervisor: UUID
    other: UUID
    customer: UUID
    dialled: str
    legs: dict[UUID, str] = field(default_factory=dict)

    @property
    def tenant(self) -> UUID:
        return self.office.tenant

    @property
    def agent(self) -> UUID:
        return self.office.agent

    @property
    def colleague(self) -> UUID:
        return self.office.colleague

    def who(self, user: UUID | None = None, *permissions: str) -> Principal:
        """A supervisor at their desk, or somebody with exactly these permissions."""
        return person(self.tenant, *(permissions or SUPERVISOR), user=user or self.supervisor)

    async def do(self, act: Callable[[], Awaitable[T]]) -> T:
        """Run `act` in a unit of the tenant and let every reaction finish."""
        async with unit(self.tenant):
            result = await act()
        await settle()
        return result

    async def be(self, user: UUID, presence: routing.Chosen) -> None:
        await self.do(partial(routing.set_presence, user, presence))

    async def doing(self, user: UUID) -> str:
        return (await self.do(lambda: routing.presence_of(user))).presence

    async def becomes(self, user: UUID, presence: str) -> None:
        """Wait until this person's presence is that."""

        async def so() -> bool:
            return (await routing.presence_of(user)).presence == presence

        await self.until(so, presence)

    async def phone(self, user: UUID) -> None:
        """A phone signed in for this person."""
        await self.do(lambda: phones.issue(user, None))

    async def waits(self, queue: UUID | None = None) -> Interaction:
        """Somebody calls and waits."""
        leg = await self.line.ring_in(CALLER, self.dialled)
        contact = await self.until(lambda: self._opened(leg), "an interaction")
        self.legs[contact.id] = leg

        async def enter() -> None:
            await answer(contact.id)
            await routing.enqueue(contact.id, WaitPlan(queue=queue or self.queue))

        await self.do(enter)
        return contact

    async def talks(self, user: UUID | None = None) -> Interaction:
        """Somebody calls, waits, and talks with the agent."""
        who = user or self.agent
        await self.phone(who)
        await self.be(who, "ready")
        contact = await self.waits()

        async def take() -> None:
            offer = await routing.live_offer_to(who)
            assert offer is not None
            await routing.accept(offer.id, who)
            await interactions.connect(contact.id, who, queue=offer.queue, since=offer.made)

        await self.do(take)
        await self.until(lambda: self.has(contact, who, "talking"), "a talk")
        return contact

    async def has(self, contact: Interaction, user: UUID, status: str) -> bool:
        """Whether this person's newest part in the contact is in that state."""
        parts = [part for part in await interactions.segments_of(contact.id) if part.user_id == user]
        return bool(parts) and parts[-1].status == status

    async def hangs_up(self, contact: Interaction) -> None:
        """The caller puts the receiver down."""
        await self.line.far_end_hangs_up(self.legs[contact.id])
        await self.until(lambda: self._over(contact), "the end")
        await settle()

    async def beside(self, contact: Interaction, mode: Mode = "listen", by: UUID | None = None) -> Monitoring:
        """A supervisor is beside the agent's talk, as the switch confirmed."""
        who = by or self.supervisor
        began = await self.do(lambda: monitoring.begin(contact.id, self.agent, who, mode))
        await self.until(lambda: self.is_beside(began.id, mode), f"a supervisor there to {mode}")
        return began

    async def is_beside(self, one: UUID, mode: Mode) -> bool:
        found = await monitorings.find(one)
        return found is not None and bool(found.steps) and found.steps[-1].mode == mode

    async def is_over(self, one: UUID) -> Monitoring | None:
        found = await monitorings.find(one)
        return found if found is not None and found.ended else None

    async def until(self, ask: Callable[[], Awaitable[T | None]], what: str, seconds: float = 8.0) -> T:
        """The answer to `ask`, in a unit of its own, as soon as there is one."""
        try:
            async with asyncio.timeout(seconds):
                while True:
                    await settle()
                    async with unit(self.tenant, readonly=True):
                        found = await ask()
                    if found:
                        return found
                    await asyncio.sleep(0.02)  # between two questions
        except TimeoutError:
            raise AssertionError(f"{what} did not come") from None

    async def look(self, ask: Callable[[], Awaitable[T]]) -> T:
        async with unit(self.tenant, readonly=True):
            return await ask()

    async def _opened(self, leg: str) -> Interaction | None:
        found = await db().fetchval("select interaction_id from call where customer_leg = $1", leg)
        return await interactions.interaction(found) if found else None

    async def _over(self, contact: Interaction) -> bool:
        return (await interactions.interaction(contact.id)).ended is not None


async def _hire(name: str, role: access.Role, team: UUID | None) -> UUID:
    profile = Profile(email=f"{new_id().hex}@example.jp", name=name, kana="", locale="ja", roles=[role], team_id=team)
    return (await access.add_user(profile)).id


async def make_floor(tenant: UUID, line: SimulatedLine) -> Floor:
    """Found it; nobody is ready yet."""
    office = await make_office(tenant)
    async with unit(tenant):
        supervisor, other = [await _hire(name, "supervisor", None) for name in ("小林 恵", "中村 剛")]
        form = TeamForm(code="repairs", name_ja="修理", name_en="Repairs", leaders=[supervisor])
        team = (await access.add_team(form)).id
        await access.set_team_members(team, [office.agent, office.colleague])
        names = (("repairs", "修理受付", "Repairs"), ("sales", "販売", "Sales"))
        queues = [await routing.add_queue(QueueForm(code=code, name_ja=ja, name_en=en)) for code, ja, en in names]
        await routing.set_members(queues[0].id, [office.agent, office.colleague])
        trunk = await add_trunk(TrunkForm(name="carrier", host="192.0.2.1", accepts=["192.0.2.0/24"]))
        dialled = f"+8150{new_id().int % 10**8:08d}"
        await add_number(NumberForm(number=dialled, label="main", line_of_business_id=office.line, trunk_id=trunk.id))
        known = ProfileForm(name="高橋 美咲", kana="タカハシ ミサキ", tier="gold")
        customer = (await customers.create(known, [NewIdentity(kind="phone", value=CALLER)])).id
    return Floor(
        office=office,
        line=line,
        team=team,
        queue=queues[0].id,
        second=queues[1].id,
        supervisor=supervisor,
        other=other,
        customer=customer,
        dialled=dialled,
    )
