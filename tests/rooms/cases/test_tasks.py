"""Tasks: taken, moved, done, overdue; missed calls merged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import httpx
import msgspec

from madoguchi import interactions
from madoguchi.cases import TaskRow, tasks_of
from madoguchi.cases.events import TaskOverdue
from madoguchi.kit.clock import TestClock, now
from madoguchi.kit.db import unit
from madoguchi.kit.facts import Push, settle, watchers_of
from tests.due import run_due
from tests.rooms.interactions.factory import Office, incoming, make_customer


async def _gives_up(office: Office, number: str, customer: UUID | None = None) -> UUID:
    """Somebody rings and hangs up before anybody answered."""
    async with unit(office.tenant):
        contact = await incoming(office, number=number, customer=customer)
        await interactions.customer_left(contact.id, now(), "cancelled")
    await settle()
    return contact.id


async def _open(client: httpx.AsyncClient, **query: str) -> list[TaskRow]:
    return msgspec.convert((await client.get("/tasks", params=query)).json()["items"], list[TaskRow])


async def test_a_follow_up_is_on_its_owners_list_until_done(agent: httpx.AsyncClient, office: Office) -> None:
    made = await agent.post("/tasks", json={
        "kind": "follow_up", "owner_id": str(office.agent), "due": "2030-01-01T00:00:00Z", "text": "部品の入荷を連絡",
    })  # fmt: skip
    assert made.status_code == 201, made.text
    task = made.json()["id"]
    assert [row.text for row in await _open(agent, owner=str(office.agent))] == ["部品の入荷を連絡"]
    done = await agent.patch(f"/tasks/{task}", json={"state": "done"}, headers={"If-Match": '"1"'})
    assert done.json()["ended"] is not None
    assert await _open(agent, owner=str(office.agent)) == []
    assert [row.state for row in await _open(agent, status="done")] == ["done"]


async def test_a_done_task_is_ended_once_and_can_be_reopened(agent: httpx.AsyncClient) -> None:
    task = (await agent.post("/tasks", json={"kind": "todo"})).json()["id"]
    await agent.patch(f"/tasks/{task}", json={"state": "done"}, headers={"If-Match": '"1"'})
    refused = await agent.patch(f"/tasks/{task}", json={"state": "cancelled"}, headers={"If-Match": '"2"'})
    assert (refused.status_code, refused.json()["code"]) == (409, "task_ended")
    again = await agent.patch(f"/tasks/{task}", json={"state": "open"}, headers={"If-Match": '"2"'})
    assert (again.json()["state"], again.json()["ended"]) == ("open", None)


async def test_whoever_rings_in_vain_thrice_is_called_back_once(
    agent: httpx.AsyncClient, office: Office, customer: UUID
) -> None:
    for _ in range(3):
        await _gives_up(office, "+81312345678", customer)
    tasks = await _open(agent)
    assert [(t.kind, t.attempts, t.customer_name, t.owner_id) for t in tasks] == [("missed_call", 3, "高橋 美咲", None)]
    assert tasks[0].due is not None


async def test_an_unknown_caller_is_called_back_by_number(agent: httpx.AsyncClient, office: Office) -> None:
    for number in ("+81311112222", "+81311112222", "+81333334444"):
        await _gives_up(office, number)
    assert sorted((t.address_value, t.attempts) for t in await _open(agent, unowned="true")) == [
        ("+81311112222", 2),
        ("+81333334444", 1),
    ]


async def test_a_withheld_number_cannot_be_called_back(agent: httpx.AsyncClient, office: Office) -> None:
    await _gives_up(office, "")
    assert await _open(agent) == []


async def test_a_call_after_the_task_was_done_makes_a_new_one(agent: httpx.AsyncClient, office: Office) -> None:
    await _gives_up(office, "+81311112222")
    first = (await _open(agent))[0]
    await agent.patch(f"/tasks/{first.id}", json={"state": "done"}, headers={"If-Match": f'"{first.version}"'})
    await _gives_up(office, "+81311112222")
    assert [(t.attempts, t.id != first.id) for t in await _open(agent)] == [(1, True)]


async def test_once_the_caller_is_recognised_their_missed_calls_become_one(
    agent: httpx.AsyncClient, office: Office, customer: UUID
) -> None:
    await _gives_up(office, "+81311112222", customer)
    unknown = await _gives_up(office, "+81333334444")
    assert len(await _open(agent)) == 2
    async with unit(office.tenant):
        await interactions.recognised(unknown, customer)
    await settle()
    assert [(t.customer_id, t.attempts) for t in await _open(agent)] == [(customer, 2)]


async def test_at_the_due_minute_the_owner_is_told(agent: httpx.AsyncClient, office: Office, clock: TestClock) -> None:
    due = (now() + timedelta(hours=1)).isoformat()
    made = await agent.post("/tasks", json={"kind": "callback", "owner_id": str(office.agent), "due": due})
    clock.advance(3601)
    await run_due()
    async with unit(office.tenant):
        rows = await tasks_of(user=office.agent)
        assert [row.overdue for row in rows] == [True]
        fact = TaskOverdue(task=UUID(made.json()["id"]), kind="callback", owner=office.agent, customer=None)
        shown = await watchers_of(TaskOverdue)[0](fact)
    assert isinstance(shown, Sequence)
    assert [(p.to, p.event) for p in shown if isinstance(p, Push)] == [(f"user:{office.agent}", "task.changed")]


async def test_moving_the_due_time_moves_the_alarm(agent: httpx.AsyncClient, office: Office, clock: TestClock) -> None:
    made = await agent.post("/tasks", json={"kind": "todo", "due": "2030-01-01T00:00:00Z"})
    async with unit(office.tenant) as work:
        before = await work.connection.fetchval("select due from job where key = $1", f"task:{made.json()['id']}")
    await agent.patch(f"/tasks/{made.json()['id']}", json={"due": "2031-01-01T00:00:00Z"}, headers={"If-Match": '"1"'})
    async with unit(office.tenant) as work:
        after = await work.connection.fetchval("select due from job where key = $1", f"task:{made.json()['id']}")
    assert (before.year, after.year) == (2030, 2031)


async def test_another_customer_keeps_their_own_missed_call(
    agent: httpx.AsyncClient, office: Office, customer: UUID
) -> None:
    async with unit(office.tenant):
        other = await make_customer("田中 太郎")
    await _gives_up(office, "+81312345678", customer)
    await _gives_up(office, "+81312345678", other)
    assert len(await _open(agent)) == 2
