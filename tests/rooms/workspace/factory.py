"""A small centre at work: one queue, two agents, a customer with a past, and calls that walk the real road."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec

from madoguchi import customers, interactions, routing
from madoguchi.customers import NewIdentity, ProfileForm
from madoguchi.interactions import Interaction
from madoguchi.kit.clock import now
from madoguchi.kit.db import unit
from madoguchi.kit.facts import decode, settle
from madoguchi.kit.http import Principal
from madoguchi.routing import Offer, QueueForm, WaitPlan
from tests.api import person
from tests.rooms.interactions.factory import Office, incoming, make_office

NUMBER = "+81312345678"
AGENT = ("desk.use", "customers.read", "customers.write", "customers.reveal", "interactions.read", "calls.dial")


@dataclass(frozen=True)
class Centre(Office):
    """The office, its queue, and a customer who is known by one number."""

    queue: UUID
    customer: UUID

    def who(self, user: UUID | None = None, *more: str) -> Principal:
        """An agent signed in at their desk."""
        return person(self.tenant, *AGENT, *more, user=user or self.agent, locale="ja")


async def make_centre(tenant: UUID) -> Centre:
    """Found it; nobody is ready yet."""
    office = await make_office(tenant)
    async with unit(tenant):
        form = QueueForm(code="repairs", name_ja="修理", name_en="Repairs", line_of_business=office.line)
        queue = await routing.add_queue(form)
        await routing.set_members(queue.id, [office.agent, office.colleague])
        customer = await make_known("高橋 美咲", "タカハシ ミサキ", NUMBER)
    return Centre(**vars(office), queue=queue.id, customer=customer)


async def make_known(name: str, kana: str, number: str) -> UUID:
    """A customer with a phone number."""
    profile = ProfileForm(name=name, kana=kana, tier="gold")
    made = await customers.create(profile, [NewIdentity(kind="phone", value=number)])
    return made.id


async def ready(centre: Centre, *users: UUID) -> None:
    """These agents take calls, in this order of idleness."""
    for user in users or (centre.agent,):
        async with unit(centre.tenant):
            await routing.set_presence(user, "ready")


async def ring(centre: Centre, number: str = NUMBER, **more: Any) -> Interaction:
    """A call arrives, waits in the queue and is offered to whoever is ready."""
    async with unit(centre.tenant):
        call = await incoming(centre, number=number, **more)
        await routing.enqueue(call.id, WaitPlan(queue=centre.queue))
    await settle()
    return call


async def offer_to(centre: Centre, user: UUID | None = None) -> Offer:
    """What this agent is being offered."""
    async with unit(centre.tenant):
        offer = await routing.live_offer_to(user or centre.agent)
    assert offer is not None
    return offer


async def talk(centre: Centre, call: Interaction, user: UUID | None = None) -> None:
    """The agent's leg is up: they hear each other."""
    async with unit(centre.tenant):
        await interactions.joined(call.id, user or centre.agent, now())
    await settle()


async def hang_up(centre: Centre, call: Interaction, user: UUID | None = None, by: str = "customer") -> None:
    """The call is over, as the switch tells it."""
    async with unit(centre.tenant):
        await interactions.left(call.id, user or centre.agent, now() + timedelta(milliseconds=1), by)
        await interactions.customer_left(call.id, now() + timedelta(milliseconds=2), "normal")
    await settle()


async def pushes(owner: Any, tenant: UUID, watcher: Any, kind: str) -> list[Any]:
    """What a watcher of the live feed makes of the facts of one kind, in a read-only look as in the product."""
    rows = await owner.fetch(
        "select kind, body from outbox where tenant_id = $1 and kind = $2 order by id", tenant, kind
    )
    made = []
    for row in rows:
        fact = decode(row["kind"], msgspec.json.decode(row["body"]))
        async with unit(tenant, readonly=True):
            made.append(await watcher(fact))
    return made
