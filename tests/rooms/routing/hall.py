"""A hall of people and queues on the real database, for the tests of routing and of the flows above it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from madoguchi import routing
from madoguchi.interactions import Interaction, connect, connect_failed, customer_left, joined, left
from madoguchi.kit.clock import now
from madoguchi.kit.db import unit
from madoguchi.kit.facts import settle
from madoguchi.kit.jobs import run_due
from madoguchi.routing import Offer, Queue, QueueForm, WaitPlan
from tests.rooms.interactions.factory import Office, hire, incoming, make_office

T = TypeVar("T")


class Hall:
    """One tenant, one queue, people who serve it."""

    def __init__(self, office: Office, queue: Queue, people: list[UUID]) -> None:
        self.office = office
        self.tenant = office.tenant
        self.queue = queue
        self.people = people

    async def do(self, act: Callable[[], Awaitable[T]]) -> T:
        """Run `act` in a unit of the tenant and let every reaction finish."""
        async with unit(self.tenant):
            result = await act()
        await settle()
        return result

    async def ready(self, *people: UUID) -> None:
        for user in people:
            await self.do(partial(routing.set_presence, user, "ready"))

    async def call(self, *, priority: int = 0, max_wait: int | None = None, queue: Queue | None = None) -> Interaction:
        """Somebody calls and waits at once."""
        return await self.wait(queue=(queue or self.queue).id, priority=priority, max_wait_seconds=max_wait)

    async def chat(self, **plan: Any) -> Interaction:
        """Somebody writes and waits at once."""
        return await self.wait("chat", **plan)

    async def wait(self, medium: str = "voice", customer: UUID | None = None, **plan: Any) -> Interaction:
        """Somebody comes and waits by this plan, in the hall's queue unless it says another."""

        async def arrive() -> Interaction:
            contact = await incoming(self.office, medium=medium, customer=customer)
            await routing.enqueue(contact.id, WaitPlan(**({"queue": self.queue.id} | plan)), medium)
            return contact

        return await self.do(arrive)

    async def offers(self, contact: Interaction) -> list[Offer]:
        return await self.do(lambda: routing.offers_of(contact.id))

    async def offered(self, contact: Interaction) -> Offer:
        """The live offer of a contact."""
        (live,) = [o for o in await self.offers(contact) if o.ended is None]
        return live

    async def presence(self, user: UUID) -> str:
        return (await self.do(lambda: routing.presence_of(user))).presence

    async def accept(self, contact: Interaction) -> Offer:
        """Accept, as the desk does it: the phone is rung in the same unit."""
        offer = await self.offered(contact)

        async def take() -> Offer:
            taken = await routing.accept(offer.id, offer.user)
            await connect(contact.id, offer.user)
            return taken

        return await self.do(take)

    async def talk(self, contact: Interaction) -> UUID:
        """Accept and be connected; returns who talks."""
        offer = await self.accept(contact)
        await self.do(lambda: joined(contact.id, offer.user, now()))
        return offer.user

    async def hang_up(self, contact: Interaction, user: UUID) -> None:
        await self.do(lambda: left(contact.id, user, now(), "agent"))

    async def give_up(self, contact: Interaction) -> None:
        await self.do(lambda: customer_left(contact.id, now(), "normal"))

    async def fail(self, contact: Interaction, user: UUID) -> None:
        await self.do(lambda: connect_failed(contact.id, user, "no_answer"))


async def make_hall(tenant: UUID, people: int = 2, **form: Any) -> Hall:
    """A hall with as many people, none of them here yet."""
    office = await make_office(tenant)
    async with unit(tenant):
        users = [office.agent, office.colleague, *[await hire(f"担当 {n}") for n in range(2, people)]][:people]
        queue = await routing.add_queue(QueueForm(code="support", name_ja="修理受付", name_en="Repairs", **form))
        await routing.set_members(queue.id, users)
    return Hall(office, queue, users)


async def time_outs() -> None:
    """Run every time-out that is due, and what follows from it."""
    while await run_due(limit=50):
        await settle()
    await settle()
