"""What is done with cases and tasks is on the other open desks at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest

from madoguchi import interactions
from madoguchi.kit.db import unit
from madoguchi.kit.facts import settle
from madoguchi.kit.feed import Desk, Feed
from madoguchi.kit.ids import new_id
from tests.rooms.interactions.factory import Office, incoming


class Desks:
    """Two people's desks on the live feed."""

    def __init__(self, feed: Feed, office: Office) -> None:
        self.mine = Desk(office.tenant, [f"user:{office.agent}", "permission:cases.read"])
        self.theirs = Desk(office.tenant, [f"user:{office.colleague}", "permission:cases.read"])
        self.strange = Desk(office.tenant, ["user:01890000-0000-7000-8000-000000000000"])
        for desk in (self.mine, self.theirs, self.strange):
            feed.join(desk)


async def seen(desk: Desk) -> dict[str, Any]:
    """The next event on a desk, within a second."""
    frame = msgspec.json.decode(await asyncio.wait_for(desk.queue.get(), 1.0))
    return {"event": frame["event"], **frame["body"]}


@pytest.fixture
async def desks(office: Office) -> AsyncIterator[Desks]:
    feed = Feed()
    desks = Desks(feed, office)
    yield desks
    for desk in (desks.mine, desks.theirs, desks.strange):
        feed.leave(desk)


async def test_a_changed_case_is_on_every_desk_within_a_second(
    agent: httpx.AsyncClient, desks: Desks, customer: UUID
) -> None:
    case = (await agent.post("/cases", json={"title": "返品", "customer_id": str(customer)})).json()["id"]
    assert (await seen(desks.theirs))["title"] == "返品"
    await agent.patch(f"/cases/{case}", json={"status": "pending"}, headers={"If-Match": '"1"'})
    shown = await seen(desks.theirs)
    assert (shown["event"], shown["status"], shown["version"]) == ("case.changed", "pending", 2)
    assert shown["customer_name"] == "高橋 美咲"
    assert desks.strange.queue.empty()


async def test_a_note_in_a_case_is_announced_too(agent: httpx.AsyncClient, desks: Desks) -> None:
    case = (await agent.post("/cases", json={"title": "返品"})).json()["id"]
    await seen(desks.theirs)
    await agent.post(f"/cases/{case}/entries", json={"text": "本体を確認"})
    assert (await seen(desks.theirs))["id"] == case


async def test_a_task_appears_on_its_owners_desk_only(agent: httpx.AsyncClient, office: Office, desks: Desks) -> None:
    await agent.post("/tasks", json={"kind": "todo", "owner_id": str(office.colleague), "text": "折り返し"})
    assert (await seen(desks.theirs))["text"] == "折り返し"
    assert desks.mine.queue.empty()


async def test_a_task_handed_over_is_seen_by_both(agent: httpx.AsyncClient, office: Office, desks: Desks) -> None:
    task = (await agent.post("/tasks", json={"kind": "todo", "owner_id": str(office.agent)})).json()["id"]
    await seen(desks.mine)
    await agent.patch(f"/tasks/{task}", json={"owner_id": str(office.colleague)}, headers={"If-Match": '"1"'})
    for desk in (desks.mine, desks.theirs):
        assert (await seen(desk))["owner_id"] == str(office.colleague)


async def test_what_anybody_may_take_is_seen_by_everybody(agent: httpx.AsyncClient, desks: Desks) -> None:
    await agent.post("/tasks", json={"kind": "callback"})
    assert (await seen(desks.mine))["kind"] == (await seen(desks.theirs))["kind"] == "callback"


async def test_what_is_written_down_of_a_message_stands_on_its_task_everywhere(office: Office, desks: Desks) -> None:
    async with unit(office.tenant):
        contact = await incoming(office)
        await interactions.leave_message(contact.id, new_id(), contact.opened, 9, [], queue=None)
        [recording] = await interactions.recordings_of(contact.id)
    await settle()
    assert (await seen(desks.theirs))["said"] == ""
    async with unit(office.tenant):
        await interactions.transcribe(recording.id, "折り返しをお願いします。", language="ja", author=office.agent)
    await settle()
    shown = await seen(desks.theirs)
    assert (shown["event"], shown["kind"], shown["said"]) == ("task.changed", "voicemail", "折り返しをお願いします。")
