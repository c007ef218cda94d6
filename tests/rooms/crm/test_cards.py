"""The CRM's card on the desk: when it comes, when it is late, when nothing answers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest

from madoguchi import crm
from madoguchi.crm.ports import Identity
from madoguchi.customers import Address
from madoguchi.kit.clock import TestClock
from madoguchi.kit.db import unit
from madoguchi.kit.feed import Desk, Feed
from tests.fakes.crm import FakeCrm
from tests.rooms.crm.factory import connect
from tests.rooms.interactions.factory import Office, incoming, make_customer

PHONE = Address(kind="phone", value="+819012345678")


class Screen:
    """What an agent's desk was sent."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def card(self, state: str, seconds: float = 3.0) -> dict[str, Any]:
        """The next card in this state."""
        async with asyncio.timeout(seconds):
            while True:
                frame = msgspec.json.decode(await self._desk.queue.get())
                if frame.get("event") == "crm.card" and frame["body"]["sources"][0]["state"] == state:
                    return dict(frame["body"])


@pytest.fixture
async def screen(office: Office) -> AsyncIterator[Screen]:
    """The agent's desk on the live feed."""
    feed = Feed()
    desk = Desk(office.tenant, [f"user:{office.agent}"])
    feed.join(desk)
    yield Screen(desk)
    await crm.settle_cards()
    feed.leave(desk)


async def _rings(office: Office, customer: UUID | None) -> tuple[UUID, str, float]:
    """A call is offered to the agent: its id, what the pop says of the CRM, and the seconds that it took."""
    async with unit(office.tenant):
        contact = await incoming(office, customer=customer)
    started = time.perf_counter()
    async with unit(office.tenant):
        state = await crm.begin_card(contact.id, customer, PHONE, office.agent)
    return contact.id, state, time.perf_counter() - started


async def test_the_card_comes_to_the_desk_with_its_source_on_every_field(
    office: Office, customer: UUID, misaki: str, screen: Screen
) -> None:
    await connect(office, "本社CRM")
    contact, state, _ = await _rings(office, customer)
    assert state == "waiting"
    card = await screen.card("ok")
    assert (card["customer_id"], card["interaction_id"], card["state"]) == (str(customer), str(contact), "ok")
    assert [(f["value"], f["label_ja"], f["source"]) for f in card["fields"]] == [("長谷川 美咲", "名前", "本社CRM")]
    assert card["url"] == f"https://crm.example.jp/{misaki}"


async def test_a_slow_crm_delays_nothing_is_shown_as_late_and_fills_in(
    office: Office, customer: UUID, fake: FakeCrm, misaki: str, screen: Screen
) -> None:
    await connect(office)
    fake.seconds = 0.4
    _, _, took = await _rings(office, customer)
    assert took < 0.2
    asked = time.perf_counter()
    late = await screen.card("late")
    assert (late["state"], late["fields"]) == ("waiting", [])
    assert 0.25 < time.perf_counter() - asked < 0.6
    card = await screen.card("ok")
    assert card["sources"][0]["took_ms"] > 600


async def test_a_dead_crm_is_shown_as_such(
    office: Office, customer: UUID, fake: FakeCrm, misaki: str, screen: Screen
) -> None:
    await connect(office)
    fake.mood = "dead"
    _, state, took = await _rings(office, customer)
    assert (state, took < 0.2) == ("waiting", True)
    assert (await screen.card("down"))["state"] == "down"
    async with unit(office.tenant):
        assert await crm.card_state(customer, customer) == "down"


async def test_two_crms_stand_side_by_side(
    office: Office, customer: UUID, fake: FakeCrm, misaki: str, screen: Screen
) -> None:
    await connect(office, "い")
    await connect(office, "ろ", label="second")
    await _rings(office, customer)
    await screen.card("ok")
    await crm.settle_cards()
    async with unit(office.tenant):
        card = await crm.card(customer, None)
    assert [(s.name, s.state) for s in card.sources] == [("い", "ok"), ("ろ", "ok")]
    assert [f.source for f in card.fields] == ["い", "ろ"]


async def test_without_a_crm_it_is_off(office: Office, customer: UUID) -> None:
    _, state, _ = await _rings(office, customer)
    assert state == "off"
    async with unit(office.tenant):
        assert await crm.card_state(customer, customer) == "off"


async def test_a_caller_unknown_to_us_may_be_known_over_there(
    office: Office, fake: FakeCrm, misaki: str, screen: Screen
) -> None:
    await connect(office)
    contact, _, _ = await _rings(office, None)
    card = await screen.card("ok")
    assert (card["customer_id"], card["interaction_id"]) == (None, str(contact))
    assert card["fields"][0]["value"] == "長谷川 美咲"


async def test_several_people_on_one_number_are_not_guessed_between(
    office: Office, fake: FakeCrm, misaki: str, screen: Screen
) -> None:
    fake.person("長谷川 誠", Identity("phone", "+819012345678"))
    await connect(office)
    await _rings(office, None)
    assert (await screen.card("several"))["fields"] == []


async def test_somebody_who_left_the_crm_is_looked_for_anew(
    office: Office, customer: UUID, fake: FakeCrm, misaki: str, screen: Screen
) -> None:
    await connect(office)
    await _rings(office, customer)
    await screen.card("ok")
    known = fake.people.pop(misaki)
    fake.people["77"] = known  # merged into another record over there
    await _rings(office, customer)
    assert (await screen.card("ok"))["url"].endswith("/77")


async def test_a_crm_that_fails_again_and_again_is_left_alone_and_asked_later(
    office: Office, customer: UUID, fake: FakeCrm, misaki: str, screen: Screen, clock: TestClock
) -> None:
    await connect(office)
    fake.mood = "dead"
    for _ in range(8):
        await _rings(office, customer)
        await screen.card("down")
    assert fake.asked == 4
    fake.mood = "well"
    await _rings(office, customer)
    await screen.card("down")  # still resting
    clock.advance(6)
    await _rings(office, customer)
    await screen.card("ok")


async def test_a_reload_shows_the_card_again_and_an_old_one_is_read_anew(
    office: Office,
    customer: UUID,
    fake: FakeCrm,
    misaki: str,
    screen: Screen,
    admin: httpx.AsyncClient,
    clock: TestClock,
) -> None:
    await connect(office)
    contact, _, _ = await _rings(office, customer)
    await screen.card("ok")
    for query in ({"customer": str(customer)}, {"interaction": str(contact)}):
        shown = (await admin.get("/crm/card", params=query)).json()
        assert (shown["state"], shown["fields"][0]["value"]) == ("ok", "長谷川 美咲")
    await crm.settle_cards()
    asked = fake.asked
    clock.advance(31)
    await admin.get("/crm/card", params={"customer": str(customer)})
    await screen.card("ok")
    assert fake.asked == asked + 1  # whom she is over there was kept: only the card was read


async def test_nobodys_card_is_a_clear_answer(office: Office, admin: httpx.AsyncClient) -> None:
    missing = "01890000-0000-7000-8000-000000000000"
    assert (await admin.get("/crm/card", params={"customer": missing})).status_code == 404
    assert (await admin.get("/crm/card", params={"interaction": missing})).status_code == 404
    assert (await admin.get("/crm/card")).json()["state"] == "off"


async def test_a_customer_without_any_address_has_no_card(
    office: Office, fake: FakeCrm, misaki: str, screen: Screen
) -> None:
    await connect(office)
    async with unit(office.tenant):
        nameless = await make_customer()
        contact = await incoming(office, customer=nameless, number="")
    async with unit(office.tenant):
        await crm.begin_card(contact.id, nameless, None, office.agent)
    assert (await screen.card("none"))["state"] == "ok"
