"""People of a company whose calendars are tested."""

from __future__ import annotations

from collections.abc import AsyncIterator
from uuid import UUID

import httpx
import pytest

from madoguchi import access
from madoguchi.calendars.http import routes
from madoguchi.kit.db import unit
from madoguchi.kit.http import Principal
from tests.api import api, person

ALL = ("calendars.admin", "shifts.read", "shifts.write", "queues.watch", "customers.read", "desk.use")
PEOPLE = (("sato", "佐藤 由美", "サトウ ユミ"), ("tanaka", "田中 翔", "タナカ ショウ"))


@pytest.fixture
async def people(tenant: UUID) -> dict[str, UUID]:
    """Two agents by their key."""
    made: dict[str, UUID] = {}
    boss = access.Administrator(email="boss@minato.example", name="管理者")
    await access.create_tenant("みなと電機", boss, tenant_id=tenant)
    async with unit(tenant):
        for key, name, kana in PEOPLE:
            profile = access.Profile(
                email=f"{key}@minato.example", name=name, kana=kana, locale="ja", roles=["agent"], team_id=None
            )
            made[key] = (await access.add_user(profile, "no password")).id
    return made


@pytest.fixture
def boss(tenant: UUID) -> Principal:
    """May do everything with calendars."""
    return person(tenant, *ALL)


@pytest.fixture
async def admin(boss: Principal) -> AsyncIterator[httpx.AsyncClient]:
    """Their client."""
    async with api(routes, boss) as client:
        yield client
