"""People, customers and calls for the tests of the contact room and of the desk above it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from madoguchi.access import Administrator, LineForm, Profile, add_line, add_user, create_tenant
from madoguchi.customers import Address
from madoguchi.interactions import Interaction, customer_left, joined, left, open_interaction, ringing
from madoguchi.kit.clock import now
from madoguchi.kit.db import db, unit
from madoguchi.kit.ids import new_id


@dataclass(frozen=True)
class Office:
    """A tenant with two agents and a line of business."""

    tenant: UUID
    agent: UUID
    colleague: UUID
    line: UUID


async def make_office(tenant: UUID) -> Office:
    """Found the tenant and hire its people."""
    await create_tenant("Yamada Denki", Administrator(email="admin@example.jp", name="管理者"), tenant_id=tenant)
    async with unit(tenant):
        agent, colleague = [await hire(name) for name in ("佐藤 花", "鈴木 一郎")]
        form = LineForm(code="support", name_ja="修理受付", name_en="Repairs", opening_phrase_ja="修理受付です。")
        line = await add_line(form)
    return Office(tenant, agent, colleague, line.id)


async def hire(name: str) -> UUID:
    """A new agent."""
    profile = Profile(
        email=f"{new_id().hex}@example.jp", name=name, kana="", locale="ja", roles=["agent"], team_id=None
    )
    return (await add_user(profile)).id


async def make_customer(name: str = "高橋 美咲") -> UUID:
    """A customer with nothing but a name."""
    customer = new_id()
    await db().execute(
        """insert into customer (id, number, name, sort_key, search_text, search_tokens, created, updated)
           values ($1, $2, $3, $3, $3, '{}', $4, $4)""",
        customer,
        customer.hex,
        name,
        now(),
    )
    return customer


def caller(number: str = "+81312345678") -> Address:
    return Address(kind="phone", value=number, raw=number)


async def incoming(
    office: Office,
    *,
    number: str = "+81312345678",
    customer: UUID | None = None,
    at: datetime | None = None,
    medium: str = "voice",
) -> Interaction:
    """A call (or what comes on another medium) that has just arrived."""
    return await open_interaction(
        medium,
        str(new_id()),
        "in",
        caller(number),
        dialled="+81501112222",
        line_of_business=office.line,
        customer=customer,
        at=at,
    )


async def past_call(
    office: Office, customer: UUID, at: datetime, talk: int = 60, user: UUID | None = None
) -> Interaction:
    """A call that was taken (by the agent unless said) and has ended; its wrap-up is owed."""
    who = user or office.agent
    contact = await incoming(office, customer=customer, at=at)
    await ringing(contact.id, who, at)
    await joined(contact.id, who, at + timedelta(seconds=10))
    end = at + timedelta(seconds=10 + talk)
    await left(contact.id, who, end, "agent")
    await customer_left(contact.id, end, "normal")
    return contact
