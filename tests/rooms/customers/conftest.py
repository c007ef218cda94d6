"""People to test with."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import pytest

from madoguchi.customers import Customer, NewIdentity, ProfileForm, create
from madoguchi.kit.db import unit
from madoguchi.kit.http import Principal, set_principal
from tests.api import person

ALL = ("customers.read", "customers.write", "customers.reveal", "customers.unmasked", "customers.import")


@pytest.fixture
def agent(tenant: UUID) -> Principal:
    """An agent: sees contact fields, may reveal the rest."""
    return person(tenant, "customers.read", "customers.write", "customers.reveal")


@pytest.fixture
def supervisor(tenant: UUID) -> Principal:
    """Sees everything and may import."""
    return person(tenant, *ALL)


@pytest.fixture
def auditor(tenant: UUID) -> Principal:
    """Sees masks only."""
    return person(tenant, "customers.read")


@asynccontextmanager
async def acting(who: Principal) -> AsyncIterator[None]:
    """One unit of work of somebody."""
    set_principal(who)
    try:
        async with unit(who.tenant):
            yield
    finally:
        set_principal(None)


async def misaki(**changes: str) -> Customer:
    """長谷川 美咲, with a mobile number and an e-mail address."""
    fields = {
        "name": "長谷川 美咲", "kana": "はせがわ みさき", "tier": "gold", "birth_date": "S60.4.2",
        "postal_code": "2220033", "address": "横浜市港北区新横浜 9-9-9", **changes,
    }  # fmt: skip
    phone = fields.pop("phone", "090-1234-5678")
    email = fields.pop("email", "m.hasegawa@example.jp")
    return await create(
        ProfileForm(**fields),  # type: ignore[arg-type]  # checked by the struct
        [NewIdentity(kind="phone", value=phone, preferred=True), NewIdentity(kind="email", value=email)],
    )
