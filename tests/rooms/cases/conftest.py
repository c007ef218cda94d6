"""An office with agents, a customer of theirs, and clients that ask as them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from uuid import UUID

import httpx
import pytest

from madoguchi.cases import jobs, reactions  # noqa: F401  # registers what the room reacts to, shows and times
from madoguchi.cases.http import routes
from madoguchi.kit.db import unit
from tests.api import api, person
from tests.rooms.interactions.factory import Office, make_customer, make_office


@pytest.fixture
async def office(tenant: UUID) -> Office:
    return await make_office(tenant)


@pytest.fixture
async def customer(office: Office) -> UUID:
    async with unit(office.tenant):
        return await make_customer()


@pytest.fixture
async def agent(office: Office) -> AsyncIterator[httpx.AsyncClient]:
    """An agent's client."""
    async with api(
        routes, person(office.tenant, "cases.read", "cases.write", "customers.reveal", user=office.agent)
    ) as client:
        yield client


@pytest.fixture
async def auditor(office: Office) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody who may read cases and not touch them."""
    async with api(routes, person(office.tenant, "cases.read", user=office.colleague)) as client:
        yield client
