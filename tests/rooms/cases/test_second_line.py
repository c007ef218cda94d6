"""Second line: a case handed on with an owner and a deadline, called to mind, handed back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import asyncpg
import httpx
import pytest

from madoguchi import cases
from madoguchi.access import TeamForm, add_team
from madoguchi.cases import reactions
from madoguchi.cases.http import routes
from madoguchi.kit.clock import TestClock, now
from madoguchi.kit.db import db, unit
from tests.api import api, person
from tests.due import run_due
from tests.rooms.interactions.factory import Office, incoming
from tests.rooms.workspace.factory import pushes


async def _handed(agent: httpx.AsyncClient, office: Office, **more: object) -> tuple[str, dict[str, object]]:
    """A case that the agent handed to their colleague of second line, out of a call."""
    async with unit(office.tenant):
        call = await incoming(office)
    case = (await agent.post("/cases", json={"title": "異音", "interaction_id": str(call.id)})).json()["id"]
    body = {
        "text": "音声を聞いて判断してほしい", "due": (now() + timedelta(hours=4)).isoformat(),
        "owner_id": str(office.colleague), "interaction_id": str(call.id),
    }  # fmt: skip
    answer = await agent.post(f"/cases/{case}/second-line", json=body | more)
    assert answer.status_code == 201, answer.text
    return case, answer.json()


async def test_second_line_owns_it_and_finds_the_whole_story(agent: httpx.AsyncClient, office: Office) -> None:
    case, task = await _handed(agent, office)
    assert (task["kind"], task["owner_name"], task["second_line"]["asked_by_name"]) == (  # type: ignore[index]  # JSON
        "second_line", "鈴木 一郎", "佐藤 花",
    )  # fmt: skip
    async with api(routes, person(office.tenant, "cases.read", "cases.write", user=office.colleague)) as second:
        mine = (await second.get("/tasks", params={"owner": str(office.colleague)})).json()["items"]
        shown = (await second.get(f"/cases/{case}")).json()
    assert [row["id"] for row in mine] == [task["id"]]
    assert shown["case"]["assignee_name"] == "鈴木 一郎"
    assert "音声を聞いて判断してほしい" in [entry["text"] for entry in shown["entries"]]


async def test_before_its_deadline_the_owner_is_told_and_afterwards_it_is_late(
    agent: httpx.AsyncClient, office: Office, clock: TestClock, owner: asyncpg.Connection[asyncpg.Record]
) -> None:
    _, task = await _handed(agent, office)
    clock.advance(4 * 3600 - 15 * 60 + 1)
    await run_due()
    [told] = await pushes(owner, office.tenant, reactions.show_soon, "cases.TaskDueSoon")
    assert isinstance(told, Sequence)
    assert [(push.to, push.event, push.body.soon) for push in told] == [
        (f"user:{office.colleague}", "task.due_soon", True)
    ]
    clock.advance(15 * 60)
    await run_due()
    assert (await agent.get(f"/tasks/{task['id']}")).json()["overdue"]


async def test_a_promise_is_called_to_mind_once_for_each_due_time(
    agent: httpx.AsyncClient, office: Office, clock: TestClock, owner: asyncpg.Connection[asyncpg.Record]
) -> None:
    due = now() + timedelta(minutes=5)
    task = (await agent.post("/tasks", json={"kind": "callback", "due": due.isoformat()})).json()
    await run_due()
    changed = await agent.patch(f"/tasks/{task['id']}", json={"text": "至急"}, headers={"If-Match": '"1"'})
    assert changed.status_code == 200
    await run_due()
    count = "select count(*) from outbox where tenant_id = $1 and kind = 'cases.TaskDueSoon'"
    assert await owner.fetchval(count, office.tenant) == 1
    later = {"due": (now() + timedelta(hours=1)).isoformat()}
    await agent.patch(f"/tasks/{task['id']}", json=later, headers={"If-Match": '"2"'})
    clock.advance(46 * 60)
    await run_due()
    assert await owner.fetchval(count, office.tenant) == 2


async def test_handed_back_the_first_line_owes_the_answer(agent: httpx.AsyncClient, office: Office) -> None:
    case, task = await _handed(agent, office)
    async with api(routes, person(office.tenant, "cases.read", "cases.write", user=office.colleague)) as second:
        answer = await second.post(f"/tasks/{task['id']}/hand-back", json={"text": "部品交換で直る"})
        assert answer.status_code == 200, answer.text
        again = await second.post(f"/tasks/{task['id']}/hand-back", json={"text": "もう一度"})
        assert again.json()["code"] == "task_ended"
    assert (answer.json()["kind"], answer.json()["owner_name"]) == ("follow_up", "佐藤 花")
    shown = (await agent.get(f"/cases/{case}")).json()
    assert shown["case"]["assignee_name"] == "佐藤 花"
    assert "部品交換で直る" in [entry["text"] for entry in shown["entries"]]
    assert (await agent.get(f"/tasks/{task['id']}")).json()["state"] == "done"


async def test_a_team_may_be_asked_and_its_people_find_it(agent: httpx.AsyncClient, office: Office) -> None:
    async with unit(office.tenant):
        team = (await add_team(TeamForm(code="second", name_ja="二次対応", name_en="Second line"))).id
        await db().execute("update app_user set team_id = $1 where id = $2", team, office.colleague)
    _, task = await _handed(agent, office, owner_id=None, team_id=str(team))
    of_team = (await agent.get("/tasks", params={"team": str(team)})).json()["items"]
    assert [row["id"] for row in of_team] == [task["id"]]
    assert (await agent.get("/tasks", params={"team": str(UUID(int=5))})).json()["items"] == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"owner_id": None}, "owner_or_team"),
        ({"text": " "}, "second_line_text"),
        ({"due": "2020-01-01T00:00:00Z"}, "due_past"),
        ({"owner_id": "01890000-0000-7000-8000-000000000000"}, "owner_unknown"),
    ],
)
async def test_without_owner_words_or_time_it_cannot_be_handed_on(
    agent: httpx.AsyncClient, office: Office, change: dict[str, object], code: str
) -> None:
    case = (await agent.post("/cases", json={"title": "異音"})).json()["id"]
    body = {"text": "判断して", "due": (now() + timedelta(hours=1)).isoformat(), "owner_id": str(office.colleague)}
    answer = await agent.post(f"/cases/{case}/second-line", json=body | change)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, code)
    async with unit(office.tenant):
        assert await cases.tasks_of(user=office.colleague) == []
