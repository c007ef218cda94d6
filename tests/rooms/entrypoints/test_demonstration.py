"""*Call me*: offered only where somebody can really call."""

from __future__ import annotations

from uuid import UUID

import pytest

from madoguchi import access
from madoguchi.entrypoints.demo import http
from madoguchi.entrypoints.demo.calling import Caller, Tell
from madoguchi.entrypoints.demo.seed.building import CODE
from madoguchi.kit.db import unit
from tests.api import api, person

FIRST = access.Administrator(email="first@minato.example", name="渡辺 健", password="a long enough password")


@pytest.fixture
def switch(monkeypatch: pytest.MonkeyPatch) -> str:
    """A private switch that seems to run."""
    monkeypatch.setattr(http, "sip_address", lambda data: "127.0.0.1:5060")
    return "127.0.0.1:5060"


@pytest.fixture
async def company(database: None) -> UUID:
    """The demonstration company, without its people and past."""
    for known in await access.tenants():
        if await _code(known) == CODE:
            return known
    return (await access.create_tenant("みなと電機", FIRST, code=CODE)).tenant.id


async def _code(tenant: UUID) -> str:
    async with unit(tenant):
        return (await access.tenant()).code


async def test_the_callers_of_the_story_can_be_asked_to_call(company: UUID, switch: str) -> None:
    async with api(http.routes, person(company, "desk.use")) as client:
        shown = (await client.get("/demo/callers")).json()
    assert [caller["story"] for caller in shown] == ["repeat", "household", "stranger", "withheld", "english"]


async def test_nobody_calls_where_there_is_no_private_switch(company: UUID) -> None:
    async with api(http.routes, person(company, "desk.use")) as client:
        assert (await client.get("/demo/callers")).json() == []
        refused = await client.post("/demo/calls", json={})
    assert (refused.status_code, refused.json()["code"]) == (409, "demo_line_away")


async def test_a_real_company_is_never_called(database: None, switch: str) -> None:
    real = (await access.create_tenant("さくら通販", FIRST, code="sakura-demo")).tenant.id
    async with api(http.routes, person(real, "desk.use")) as client:
        assert not (await client.get("/demo/callers")).json()
        assert (await client.post("/demo/calls", json={})).status_code == 409


async def test_each_caller_that_is_offered_can_ring(
    company: UUID, switch: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[Caller] = []

    async def ring(address: str, caller: Caller, tell: Tell | None = None) -> None:
        rung.append(caller)

    monkeypatch.setattr(http, "ring_quietly", ring)
    async with api(http.routes, person(company, "desk.use")) as client:
        callers = (await client.get("/demo/callers")).json()
        for caller in callers:
            assert (await client.post("/demo/calls", json=caller["call"])).status_code == 202
    assert [caller.number for caller in rung] == [caller["call"]["number"] for caller in callers]


async def test_only_who_works_at_a_desk_is_told(company: UUID, switch: str) -> None:
    async with api(http.routes, person(company, "audit.read")) as client:
        assert (await client.get("/demo/callers")).status_code == 403
