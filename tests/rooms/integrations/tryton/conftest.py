"""An office connected to a real Tryton."""

from __future__ import annotations

from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest
from msgspec import Struct

from madoguchi import crm
from madoguchi.crm import jobs, reactions  # noqa: F401  # registers what the room reacts to, shows and sends
from madoguchi.integrations.tryton import TRYTON
from madoguchi.kit.db import unit
from tests.rooms.crm.factory import hasegawa
from tests.rooms.interactions.factory import Office, make_office
from tests.servers.tryton import TrytonServer, tryton, tryton_server

__all__ = ["tryton", "tryton_server"]


class Neighbours(Struct, frozen=True, kw_only=True):
    """One person, known to both sides by one number."""

    office: Office
    customer: UUID
    party: str
    phone: str


@pytest.fixture
async def neighbours(tenant: UUID, tryton: TrytonServer) -> AsyncIterator[Neighbours]:
    office = await make_office(tenant)
    phone = f"+81901{uuid4().int % 10**7:07d}"
    party = tryton.party("長谷川 美咲", phone=f"+81 {phone[3:]}")
    crm.register_vendor(TRYTON)
    async with unit(tenant):
        customer = await hasegawa(phone, f"{uuid4().hex}@example.jp")
    await connected(office, tryton, tryton.url)
    yield Neighbours(office=office, customer=customer, party=party, phone=phone)
    await crm.settle_cards()
    await crm.close_all()


async def connected(office: Office, server: TrytonServer, url: str) -> None:
    """The office's connection to Tryton, reached under `url`."""
    settings = {"url": url, "database": server.database, "user": server.user}
    form = crm.ConnectionForm(
        vendor="tryton", name="Tryton", settings=settings, secrets={"password": server.password},
        link_base="https://desk.example.jp",
    )  # fmt: skip
    async with unit(office.tenant):
        await crm.add_connection(form)
