"""An office, a customer, a fake CRM, and clients that ask."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from uuid import UUID

import httpx
import pytest

from madoguchi import crm
from madoguchi.crm import jobs, reactions  # noqa: F401  # registers what the room reacts to, shows and sends
from madoguchi.crm.http import routes
from madoguchi.crm.ports import Identity
from madoguchi.crm.vendors import forget_vendor
from madoguchi.kit.db import unit
from tests.api import api, person
from tests.fakes.crm import FakeCrm, FakeVendor
from tests.rooms.crm.factory import EMAIL, PHONE, hasegawa
from tests.rooms.interactions.factory import Office, make_office


@pytest.fixture
async def office(tenant: UUID) -> Office:
    return await make_office(tenant)


@pytest.fixture
async def customer(office: Office) -> UUID:
    async with unit(office.tenant):
        return await hasegawa()


@pytest.fixture
def fake() -> Iterator[FakeCrm]:
    """The CRM behind the vendor "fake"."""
    vendor = FakeVendor()
    crm.register_vendor(vendor)
    yield vendor.crm
    forget_vendor("fake")


@pytest.fixture
def misaki(fake: FakeCrm) -> str:
    """The customer as the CRM knows her."""
    return fake.person("長谷川 美咲", Identity("phone", PHONE), Identity("email", EMAIL))


@pytest.fixture
async def admin(office: Office) -> AsyncIterator[httpx.AsyncClient]:
    """An administrator's client."""
    who = person(office.tenant, "crm.admin", "customers.read", user=office.agent)
    async with api(routes, who) as client:
        yield client


@pytest.fixture(autouse=True)
async def nothing_left_open() -> AsyncIterator[None]:
    yield
    await crm.settle_cards()
    await crm.close_all()
