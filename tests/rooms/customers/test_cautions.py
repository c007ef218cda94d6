"""Warnings about customers: who sees them, until when, and what is written down about them."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import asyncpg
import httpx
import pytest

from madoguchi.access import Administrator, create_tenant
from madoguchi.customers import feed, jobs  # noqa: F401  # registers what ends a warning, and what desks see of it
from madoguchi.customers.events import CautionChanged
from madoguchi.customers.http import routes
from madoguchi.kit.clock import TestClock, now
from madoguchi.kit.db import unit
from madoguchi.kit.facts import Push, watchers_of
from madoguchi.kit.http import Principal
from tests.api import api, person
from tests.due import run_due
from tests.rooms.customers.conftest import acting, misaki
from tests.rooms.interactions.factory import hire

READ, WRITE = ("customers.read", "cautions.read"), ("customers.read", "cautions.read", "cautions.write")


@pytest.fixture
async def boss(tenant: UUID) -> Principal:
    """A supervisor of a tenant that exists."""
    await create_tenant("Yamada Denki", Administrator(email="admin@example.jp", name="管理者"), tenant_id=tenant)
    async with unit(tenant):
        return person(tenant, *WRITE, user=await hire("SV 山本"))


async def _card(tenant: UUID, customer: UUID, *permissions: str) -> list[dict[str, object]]:
    async with api(routes, person(tenant, *permissions)) as client:
        cautions: list[dict[str, object]] = (await client.get(f"/customers/{customer}")).json()["cautions"]
        return cautions


async def _warn(client: httpx.AsyncClient, customer: UUID, **more: object) -> httpx.Response:
    return await client.post(f"/customers/{customer}/cautions", json={"kind": "harassment", "note": "大声", **more})


async def test_it_is_seen_by_those_who_may_and_by_nobody_else(boss: Principal) -> None:
    async with acting(boss):
        customer = (await misaki()).id
    async with api(routes, boss) as client:
        made = await _warn(client, customer)
        assert made.status_code == 201, made.text
    assert [one["note"] for one in await _card(boss.tenant, customer, *READ)] == ["大声"]
    assert await _card(boss.tenant, customer, "customers.read") == []
    async with api(routes, person(boss.tenant, *READ)) as agent:
        assert (await _warn(agent, customer)).status_code == 403
        listed = (await agent.get(f"/customers/{customer}/cautions")).json()
    assert [user["name"] for user in listed["users"]] == ["SV 山本"]
    async with api(routes, person(boss.tenant, "customers.read")) as stranger:
        assert (await stranger.get(f"/customers/{customer}/cautions")).status_code == 403


async def test_it_ends_by_itself_and_desks_are_told(boss: Principal, clock: TestClock) -> None:
    async with acting(boss):
        customer = (await misaki()).id
    until = now() + timedelta(days=30)
    async with api(routes, boss) as client:
        made = (await _warn(client, customer, expires=until.isoformat())).json()
    clock.advance(30 * 86400 + 1)
    await run_due()
    assert await _card(boss.tenant, customer, *READ) == []
    fact = CautionChanged(customer=customer, caution=UUID(made["id"]), kind="harassment", state="expired")
    push = await watchers_of(CautionChanged)[0](fact)
    assert isinstance(push, Push)
    assert (push.to, push.event) == (f"topic:customer:{customer}", "customer.changed")


async def test_lifted_it_stays_in_the_list_and_shows_no_more(
    boss: Principal, owner: asyncpg.Connection[asyncpg.Record]
) -> None:
    async with acting(boss):
        customer = (await misaki()).id
    async with api(routes, boss) as client:
        caution = (await _warn(client, customer)).json()["id"]
        changed = await client.put(f"/cautions/{caution}", json={"note": "落ち着いた", "expires": None})
        assert changed.json()["note"] == "落ち着いた"
        assert (await client.delete(f"/cautions/{caution}")).status_code == 204
        assert (await client.delete(f"/cautions/{caution}")).json()["code"] == "caution_unknown"
        listed = (await client.get(f"/customers/{customer}/cautions")).json()["items"]
    assert [one["lifted"] is not None for one in listed] == [True]
    assert await _card(boss.tenant, customer, *READ) == []
    rows = await owner.fetch(
        "select action from audit_entry where tenant_id = $1 and action like 'caution.%' order by at", boss.tenant
    )
    assert [row["action"] for row in rows] == ["caution.given", "caution.changed", "caution.lifted"]


@pytest.mark.parametrize(
    ("body", "at"), [({"note": "x" * 501}, None), ({"expires": "2020-01-01T00:00:00Z"}, "expires")]
)
async def test_a_warning_that_makes_no_sense_is_refused(boss: Principal, body: dict[str, str], at: str | None) -> None:
    async with acting(boss):
        customer = (await misaki()).id
    async with api(routes, boss) as client:
        answer = await _warn(client, customer, **body)
    assert answer.status_code in (400, 422)
    if at:
        assert answer.json()["errors"][0]["at"] == at


async def test_another_tenants_customer_cannot_be_warned_about(boss: Principal, tenant: UUID) -> None:
    async with acting(boss):
        customer = (await misaki()).id
    async with api(routes, person(UUID(int=7), *WRITE)) as client:
        assert (await _warn(client, customer)).status_code == 404
