"""An office with a number, a line that obeys the test, and somebody who calls."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from madoguchi import interactions
from madoguchi.integrations.simulator.telephony import SimulatedLine
from madoguchi.interactions import Interaction, Segment
from madoguchi.kit.db import db, unit
from madoguchi.kit.facts import settle
from madoguchi.kit.ids import new_id
from madoguchi.telephony import NumberForm, TrunkForm, add_number, add_trunk
from madoguchi.telephony.actions import phones
from madoguchi.telephony.model import Number, Trunk
from tests.rooms.interactions.factory import Office

T = TypeVar("T")
_numbers = itertools.count(1)


class World:
    """One tenant with a telephone."""

    def __init__(self, office: Office, line: SimulatedLine, number: Number, trunk: Trunk) -> None:
        self.office, self.line, self.number, self.trunk = office, line, number, trunk
        self.tenant = office.tenant

    async def ring_in(self, caller: str = "+81312345678", *, withheld: bool = False) -> tuple[str, Interaction]:
        """Somebody calls; returns their leg and what was opened for them."""
        leg = await self.line.ring_in(caller, self.number.e164, withheld=withheld)
        return leg, await self.until(lambda: self.opened(leg), "an interaction")

    async def opened(self, leg: str) -> Interaction | None:
        found = await db().fetchval("select interaction_id from call where customer_leg = $1", leg)
        return await interactions.interaction(found) if found else None

    async def waiting(self, *, noticed: bool = False) -> tuple[str, Interaction]:
        """A caller who was answered and hears music."""
        from madoguchi.telephony import answer, music, tell

        leg, contact = await self.ring_in()
        async with unit(self.tenant):
            await answer(contact.id)
            heard = tell(contact.id, new_id(), ["notice-ja"], "notice", seconds=8) if noticed else music(contact.id)
            await heard
        if noticed:
            await self.until(lambda: self.noticed(contact.id), "the end of the notice")
        return leg, contact

    async def noticed(self, interaction: UUID) -> bool:
        return bool(await db().fetchval("select noticed from call where interaction_id = $1", interaction))

    async def phone(self, user: UUID | None = None) -> str:
        """A phone signed in for the agent; returns its login."""
        async with unit(self.tenant):
            return (await phones.issue(user or self.office.agent, None)).user

    async def talk(self, *, noticed: bool = False) -> tuple[str, Interaction]:
        """A caller in a talk with the agent."""
        leg, contact = await self.waiting(noticed=noticed)
        await self.phone()
        async with unit(self.tenant):
            await interactions.connect(contact.id, self.office.agent)
        await self.until(lambda: self.segment(contact.id, "talking"), "a talk")
        return leg, contact

    async def with_colleague(self) -> tuple[str, Interaction]:
        """A talk of the agent, and a colleague at their phone."""
        leg, contact = await self.talk(noticed=True)
        await self.phone(self.office.colleague)
        return leg, contact

    async def wish(self, act: Callable[[], Awaitable[object]]) -> None:
        """Somebody wants something, in a unit of its own."""
        async with unit(self.tenant):
            await act()
        await settle()

    async def of(self, interaction: UUID, user: UUID, status: str | None = None) -> Segment | None:
        """The newest part of somebody, if it is in that state."""
        parts = [part for part in await interactions.segments_of(interaction) if part.user_id == user]
        return parts[-1] if parts and status in (None, parts[-1].status) else None

    async def leg_of(self, interaction: UUID, user: UUID | None) -> str | None:
        """The living leg of one of ours; None asks for the guest's."""
        query = """select id from leg where interaction_id = $1 and state <> 'down' and role <> 'customer'
                   and user_id is not distinct from $2 order by made desc limit 1"""
        found: str | None = await db().fetchval(query, interaction, user)
        return found

    async def hears(self, leg: str) -> set[str]:
        """Whoever shares a bridge with this leg."""
        seen = {found.leg: found.bridge for found in (await self.line.snapshot()).legs}
        return {other for other, bridge in seen.items() if bridge and bridge == seen.get(leg) and other != leg}

    async def together(self, *legs: str) -> bool:
        """Whether these hear each other, and nobody else."""
        return all([await self.hears(leg) == set(legs) - {leg} for leg in legs])

    async def segment(self, interaction: UUID, status: str | None = None) -> Segment | None:
        """The newest part of the agent in the contact, if it is in that state."""
        parts = await interactions.segments_of(interaction)
        mine = [part for part in parts if part.user_id == self.office.agent]
        return mine[-1] if mine and status in (None, mine[-1].status) else None

    async def over(self, interaction: UUID) -> Interaction | None:
        contact = await interactions.interaction(interaction)
        return contact if contact.ended is not None else None

    async def legs(self, interaction: UUID) -> dict[str, str]:
        """State of each leg by its role or user."""
        rows = await db().fetch("select id, role, state from leg where interaction_id = $1 order by made", interaction)
        return {row["id"]: row["state"] for row in rows}

    async def facts(self, kind: str) -> list[dict[str, object]]:
        """What was announced so far."""
        rows = await db().fetch("select body from outbox where kind = $1 order by id", kind)
        return [row["body"] for row in rows]

    async def until(self, ask: Callable[[], Awaitable[T | None]], what: str, seconds: float = 20.0) -> T:
        """The answer to `ask`, in a unit of its own, as soon as there is one."""
        async with asyncio.timeout(seconds):
            while True:
                await settle()
                async with unit(self.tenant, readonly=True):
                    found = await ask()
                if found:
                    return found
                await asyncio.sleep(0.02)
        raise AssertionError(f"{what} did not come")

    async def look(self, ask: Callable[[], Awaitable[T]]) -> T:
        async with unit(self.tenant, readonly=True):
            return await ask()

    async def due(self) -> datetime | None:
        """When the next booked job of this tenant is due."""
        found: datetime | None = await db().fetchval("select min(due) from job")
        return found


async def furnish(office: Office, line: SimulatedLine) -> World:
    """Give the office a trunk and a number of its own."""
    async with unit(office.tenant):
        trunk = await add_trunk(TrunkForm(name="carrier", host="192.0.2.1", accepts=["192.0.2.0/24"]))
        number = await add_number(
            NumberForm(
                number=f"0505{next(_numbers):07}",
                label="main",
                line_of_business_id=office.line,
                trunk_id=trunk.id,
                outbound=True,
            )
        )
    return World(office, line, number, trunk)
