"""The CRM's card beside the pop: asked for while it rings, shown when it comes, waited for by nobody."""

from __future__ import annotations

from collections.abc import AsyncIterator

import asyncpg
import pytest

from madoguchi import crm, interactions
from madoguchi.crm.ports import Identity
from madoguchi.crm.reactions import show_card
from madoguchi.crm.vendors import forget_vendor
from madoguchi.kit.db import unit
from madoguchi.kit.facts import settle
from madoguchi.workspace import feed
from madoguchi.workspace.http import routes
from tests.api import api
from tests.fakes.crm import FakeCrm, FakeVendor
from tests.rooms.crm.factory import connect
from tests.rooms.workspace.factory import NUMBER, Centre, make_known, offer_to, pushes, ready, ring


@pytest.fixture
async def fake() -> AsyncIterator[FakeCrm]:
    vendor = FakeVendor()
    crm.register_vendor(vendor)
    yield vendor.crm
    await crm.settle_cards()
    await crm.close_all()
    forget_vendor("fake")


async def test_while_it_rings_the_card_comes_to_the_person_asked(
    centre: Centre, fake: FakeCrm, owner: asyncpg.Connection
) -> None:
    fake.person("高橋 美咲", Identity("phone", NUMBER))
    await connect(centre)
    await ready(centre)
    await ring(centre)
    await crm.settle_cards()
    card = (await pushes(owner, centre.tenant, show_card, "crm.CardRead"))[-1][0]
    assert card.to == f"user:{centre.agent}"
    assert [(line.value, line.source) for line in card.body.fields] == [("高橋 美咲", "顧客台帳")]
    async with api(routes, centre.who()) as desk:
        assert (await desk.get("/desk")).json()["offer"]["crm"] == {"state": "ok"}


async def test_a_dead_crm_is_said_and_the_pop_does_not_wait(
    centre: Centre, fake: FakeCrm, owner: asyncpg.Connection
) -> None:
    await connect(centre)
    fake.mood, fake.seconds = "dead", 0.5
    await ready(centre)
    await ring(centre)
    [pop] = await pushes(owner, centre.tenant, feed.pop_screen, "routing.OfferMade")
    assert (pop.body.customer.name, pop.body.crm.state) == ("高橋 美咲", "waiting")
    await crm.settle_cards()
    async with api(routes, centre.who()) as desk:
        assert (await desk.get("/desk")).json()["offer"]["crm"] == {"state": "down"}


async def test_choosing_somebody_else_brings_their_card(
    centre: Centre, fake: FakeCrm, owner: asyncpg.Connection
) -> None:
    fake.person("小野 太郎", Identity("phone", "+819011112222"))
    await connect(centre)
    await ready(centre)
    call = await ring(centre)
    offer = await offer_to(centre)
    async with api(routes, centre.who()) as desk:
        await desk.post(f"/offers/{offer.id}/accept")
        await settle()
        async with unit(centre.tenant):
            ono = await make_known("小野 太郎", "オノ タロウ", "+819011112222")
            await interactions.recognised(call.id, ono)
        await settle()
        await crm.settle_cards()
    cards = await pushes(owner, centre.tenant, show_card, "crm.CardRead")
    assert [line.value for line in cards[-1][0].body.fields] == ["小野 太郎"]
