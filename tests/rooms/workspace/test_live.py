"""What an agent writes down during a call stands on the other open desks within a second."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest

import madoguchi.customers.feed
import madoguchi.interactions.feed  # noqa: F401  # registers what desks see of a contact and of a customer
from madoguchi import interactions
from madoguchi.customers.http import routes as customer_routes
from madoguchi.interactions.http import routes as contact_routes
from madoguchi.kit.db import unit
from madoguchi.kit.feed import Desk, Feed
from tests.api import api
from tests.rooms.interactions.factory import incoming
from tests.rooms.workspace.factory import Centre


@pytest.fixture
async def colleague(centre: Centre) -> AsyncIterator[Desk]:
    """A colleague who has the customer's page open."""
    feed = Feed()
    desk = Desk(centre.tenant, [f"user:{centre.colleague}", f"topic:customer:{centre.customer}"])
    feed.join(desk)
    yield desk
    feed.leave(desk)


async def shown(desk: Desk, event: str, since: float) -> dict[str, Any]:
    """The next event of this name on the desk, within a second of `since` (`time.monotonic`)."""
    while True:
        frame = msgspec.json.decode(await asyncio.wait_for(desk.queue.get(), 1.0))
        if frame.get("event") == event:
            assert time.monotonic() - since < 1.0
            body: dict[str, Any] = frame["body"]
            return body


async def test_a_note_is_on_the_customer_s_open_page_within_a_second(centre: Centre, colleague: Desk) -> None:
    async with unit(centre.tenant):
        call = await incoming(centre, customer=centre.customer)
    async with api(contact_routes, centre.who()) as agent:
        began = time.monotonic()
        written = await agent.post(f"/interactions/{call.id}/notes", json={"text": "夜間の音が大きい"})
        assert written.status_code == 201, written.text
    note = await shown(colleague, "note.written", began)
    assert (note["text"], note["interaction_id"]) == ("夜間の音が大きい", str(call.id))
    async with unit(centre.tenant):
        assert [each.text for each in await interactions.notes_of(call.id)] == ["夜間の音が大きい"]


async def test_a_wish_is_on_the_customer_s_open_page_within_a_second(centre: Centre, colleague: Desk) -> None:
    async with api(customer_routes, centre.who()) as agent:
        began = time.monotonic()
        wished = await agent.patch(f"/customers/{centre.customer}/preferences", json={"channel": "email"})
        assert wished.status_code == 200, wished.text
        changed = await shown(colleague, "customer.changed", began)
        assert changed == {"customer": str(centre.customer), "parts": ["preferences"]}
        assert (await agent.get(f"/customers/{centre.customer}/preferences")).json()["channel"] == "email"
