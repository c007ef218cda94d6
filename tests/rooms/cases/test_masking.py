"""Numbers of tasks are masked by the same rule as those of customers and contacts."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

import httpx
import msgspec

from madoguchi import interactions
from madoguchi.cases import TaskForm, create_task
from madoguchi.customers import CustomerSettings
from madoguchi.kit.clock import now
from madoguchi.kit.db import unit
from madoguchi.kit.facts import settle
from madoguchi.kit.feed import Desk, Feed
from madoguchi.kit.settings import save_setting
from tests.rooms.interactions.factory import Office, incoming

NUMBER, MASK = "+81311112222", "＊＊＊＊2222"


async def _missed(office: Office) -> None:
    """A stranger rings and hangs up: somebody is owed a call."""
    async with unit(office.tenant):
        contact = await incoming(office, number=NUMBER)
        await interactions.customer_left(contact.id, now(), "cancelled")
    await settle()


async def _seen_by(client: httpx.AsyncClient) -> set[str]:
    """The number as every page that shows the task has it."""
    [row] = (await client.get("/tasks")).json()["items"]
    one = (await client.get(f"/tasks/{row['id']}")).json()
    return {row["address_value"], one["address_value"]}


async def test_whoever_sees_masks_sees_them_on_tasks_too(
    agent: httpx.AsyncClient, auditor: httpx.AsyncClient, office: Office
) -> None:
    await _missed(office)
    assert await _seen_by(agent) == {NUMBER}
    assert await _seen_by(auditor) == {MASK}


async def test_the_tasks_of_a_case_are_masked(
    agent: httpx.AsyncClient, auditor: httpx.AsyncClient, office: Office
) -> None:
    case = (await agent.post("/cases", json={"title": "返品"})).json()["id"]
    form = TaskForm(kind="callback", case_id=UUID(case), address_kind="phone", address_value=NUMBER)
    async with unit(office.tenant):
        await create_task(form, by=office.agent)
    for client, shown in ((agent, NUMBER), (auditor, MASK)):
        [task] = (await client.get(f"/cases/{case}")).json()["tasks"]
        assert task["address_value"] == shown


async def test_a_field_that_the_tenant_calls_sensitive_is_masked_for_agents(
    agent: httpx.AsyncClient, office: Office
) -> None:
    async with unit(office.tenant):
        await save_setting(CustomerSettings(sensitive_fields=("phone",)))
    await _missed(office)
    assert await _seen_by(agent) == {MASK}


async def test_what_is_pushed_to_many_shows_masks_only(office: Office) -> None:
    feed = Feed()
    desk = Desk(office.tenant, ["permission:cases.read"])
    feed.join(desk)
    try:
        await _missed(office)
        frame: dict[str, Any] = msgspec.json.decode(await asyncio.wait_for(desk.queue.get(), 5.0))
    finally:
        feed.leave(desk)
    assert (frame["event"], frame["body"]["address_value"]) == ("task.changed", MASK)
