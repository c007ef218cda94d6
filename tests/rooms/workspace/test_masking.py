"""A call centre that hides numbers from its agents: who calls is known, called back, registered without being read."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import pytest

from madoguchi import calendars, customers, interactions
from madoguchi.access.http.audit import routes as audit_routes
from madoguchi.customers import CustomerSettings
from madoguchi.kit.clock import now
from madoguchi.kit.db import unit
from madoguchi.kit.facts import settle
from madoguchi.kit.feed import Desk, Feed
from madoguchi.kit.http import set_principal
from madoguchi.kit.settings import save_setting
from madoguchi.workspace import feed
from madoguchi.workspace.http import routes
from tests.api import api, person
from tests.fakes.medium import FakeMedium
from tests.rooms.workspace.factory import NUMBER, Centre, pushes, ready, ring

MASK = "＊＊＊＊5678"
STRANGER, STRANGERS_MASK = "+819011112222", "＊＊＊＊2222"


@pytest.fixture(autouse=True)
async def hidden(centre: Centre) -> None:
    """Numbers open by a recorded reveal only; calls may be made at any hour (the tests run at night, too)."""
    async with unit(centre.tenant):
        await save_setting(CustomerSettings(sensitive_fields=("phone",)))
        rules = (calendars.ContactRule(start="00:00", end="24:00"),)
        await save_setting(calendars.CalendarSettings(contact_rules=rules))


async def test_the_pop_knows_the_customer_and_shows_a_mask(centre: Centre, owner: asyncpg.Connection) -> None:
    await ready(centre)
    await ring(centre)
    async with api(routes, centre.who()) as client:
        pop = (await client.get("/desk")).json()["offer"]
    assert (pop["customer"]["name"], pop["caller"]["address"]) == ("高橋 美咲", MASK)
    assert NUMBER not in msgspec.json.encode(pop).decode()
    [pushed] = await pushes(owner, centre.tenant, feed.pop_screen, "routing.OfferMade")
    assert NUMBER not in msgspec.json.encode(pushed).decode()


async def test_what_an_agent_is_shown_does_not_hang_on_who_caused_it(centre: Centre) -> None:
    """The live feed composes in the wake of somebody's request: a supervisor's, who may see everything."""
    await ready(centre)
    live, desk = Feed(), Desk(centre.tenant, [f"user:{centre.agent}"])
    live.join(desk)
    set_principal(person(centre.tenant, "customers.unmasked"))
    try:
        await ring(centre)
        pop = None
        while pop is None:
            frame: dict[str, Any] = msgspec.json.decode(await asyncio.wait_for(desk.queue.get(), 5.0))
            pop = frame["body"] if frame["event"] == "offer.made" else None
    finally:
        set_principal(None)
        live.leave(desk)
    assert pop["caller"]["address"] == MASK
    assert {each["masked"] for each in pop["customer"]["identities"]} == {True}


async def test_a_stranger_becomes_a_customer_with_the_number_that_nobody_read(centre: Centre) -> None:
    await ready(centre)
    call = await ring(centre, number=STRANGER)
    async with api(routes, centre.who()) as client:
        assert (await client.get("/desk")).json()["offer"]["caller"]["address"] == STRANGERS_MASK
        made = await client.post(f"/interactions/{call.id}/customer/new", json={"name": "新井 翔"})
        assert made.status_code == 201, made.text
    async with unit(centre.tenant):
        assert (await customers.recognise(customers.Address(kind="phone", value=STRANGER))).customer == UUID(
            made.json()["customer"]["id"]
        )


@pytest.mark.parametrize("by", ["interaction", "customer"])
async def test_they_are_called_back_without_being_told_the_number(by: str, centre: Centre, medium: FakeMedium) -> None:
    call = await ring(centre)
    async with unit(centre.tenant):
        await interactions.customer_left(call.id, now(), "cancelled")
    await settle()
    whom = {"interaction": str(call.id)} if by == "interaction" else {"customer": str(centre.customer)}
    await ready(centre)
    async with api(routes, centre.who()) as client:
        dialled = await client.post("/calls", json=whom)
        assert dialled.status_code == 201, dialled.text
        [current] = (await client.get("/desk")).json()["calls"]
        assert (await client.post("/calls", json={})).status_code == 422
    assert current["pop"]["caller"]["address"] == MASK
    async with unit(centre.tenant):
        contact = await interactions.interaction(UUID(dialled.json()["interaction"]))
    assert (contact.address_value, contact.customer_id) == (NUMBER, centre.customer)
    async with api(audit_routes, person(centre.tenant, "audit.read")) as client:
        [entry] = (await client.get("/audit", params={"action": "call.dialled"})).json()["items"]
    assert entry["details"] == {"to": MASK}, "the ledger is read by those who see masks"


async def test_a_promise_shows_a_mask_in_its_answer_and_its_file(centre: Centre) -> None:
    async with api(routes, centre.who(None, "cases.read", "cases.write")) as client:
        at = (await client.get("/callback-slots", params={"queue": str(centre.queue)})).json()[-1]["start"]
        made = await client.post("/callbacks", json={"queue": str(centre.queue), "to": STRANGER, "at": at})
        assert (made.status_code, made.json()["address_value"]) == (201, STRANGERS_MASK), made.text
        file = (await client.get(f"/callbacks/{made.json()['id']}/invitation")).text
    assert STRANGERS_MASK in file
    assert "1111-2222" not in file
