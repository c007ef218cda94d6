"""Cases as people meet them: opened, changed, written to, found again."""

from __future__ import annotations

import asyncio
from uuid import UUID

import asyncpg
import httpx
import pytest

from madoguchi import interactions
from madoguchi.cases import open_case
from madoguchi.kit.db import unit
from madoguchi.kit.ids import new_id
from madoguchi.kit.vault import forget_subject
from tests.rooms.interactions.factory import Office, incoming, make_customer, make_office


async def test_a_case_opened_in_a_call_shows_number_people_and_first_words(
    agent: httpx.AsyncClient, office: Office, customer: UUID
) -> None:
    async with unit(office.tenant):
        contact = await incoming(office, customer=customer)
    answer = await agent.post("/cases", json={
        "title": "  リモコンが  ペアリングできない ", "customer_id": str(customer), "interaction_id": str(contact.id),
        "priority": "high", "assignee_id": str(office.agent), "due": "2030-01-01T09:00:00+09:00",
        "text": "電池交換では直らず",
    })  # fmt: skip
    assert answer.status_code == 201, answer.text
    assert answer.headers["etag"] == '"1"'
    row = answer.json()
    assert row["number"] == "CS-00001"
    assert row["title"] == "リモコンが ペアリングできない"
    assert (row["customer_name"], row["assignee_name"]) == ("高橋 美咲", "佐藤 花")
    shown = (await agent.get(f"/cases/{row['id']}")).json()
    assert [(e["kind"], e["text"], e["user_name"]) for e in shown["entries"]] == [
        ("opened", "電池交換では直らず", "佐藤 花")
    ]
    async with unit(office.tenant):
        links = (await interactions.detail(contact.id)).links
    assert [(link.kind, str(link.ref)) for link in links] == [("case", row["id"])]


async def test_numbers_of_cases_opened_at_once_differ_and_leave_no_gap(office: Office) -> None:
    async def opened() -> str:
        async with unit(office.tenant):
            return (await open_case("同時", by=office.agent)).number

    numbers = await asyncio.gather(*[opened() for _ in range(30)])
    assert sorted(numbers) == [f"CS-{n:05d}" for n in range(1, 31)]


async def test_each_tenant_counts_its_own_cases(office: Office, agent: httpx.AsyncClient) -> None:
    assert (await agent.post("/cases", json={"title": "一"})).json()["number"] == "CS-00001"
    assert (await agent.post("/cases", json={"title": "二"})).json()["number"] == "CS-00002"


async def test_two_people_changing_one_case_do_not_overwrite_each_other(agent: httpx.AsyncClient) -> None:
    case = (await agent.post("/cases", json={"title": "返品"})).json()["id"]
    assert (await agent.patch(f"/cases/{case}", json={"status": "open"})).status_code == 428
    first = await agent.patch(f"/cases/{case}", json={"status": "open"}, headers={"If-Match": '"1"'})
    assert (first.status_code, first.headers["etag"]) == (200, '"2"')
    second = await agent.patch(f"/cases/{case}", json={"status": "pending"}, headers={"If-Match": '"1"'})
    assert (second.status_code, second.json()["code"]) == (412, "version_changed")
    assert (await agent.get(f"/cases/{case}")).json()["case"]["status"] == "open"


async def test_the_history_tells_what_was_before_and_after(agent: httpx.AsyncClient, office: Office) -> None:
    case = (await agent.post("/cases", json={"title": "返品"})).json()["id"]
    change = {"priority": "urgent", "assignee_id": str(office.colleague), "title": "返品と返金"}
    await agent.patch(f"/cases/{case}", json=change, headers={"If-Match": '"1"'})
    newest = (await agent.get(f"/cases/{case}")).json()["entries"][0]
    assert newest["kind"] == "changed"
    assert newest["data"]["priority"] == ["normal", "urgent"]
    assert newest["data"]["assignee_id"] == [None, str(office.colleague)]
    assert newest["data"]["title"] == []  # that it changed, not what it said


async def test_changing_nothing_leaves_version_and_history_alone(agent: httpx.AsyncClient) -> None:
    case = (await agent.post("/cases", json={"title": "返品"})).json()["id"]
    same = await agent.patch(f"/cases/{case}", json={"title": "返品", "status": "new"}, headers={"If-Match": '"1"'})
    assert same.headers["etag"] == '"1"'
    assert len((await agent.get(f"/cases/{case}")).json()["entries"]) == 1


async def test_a_resolved_case_knows_when_and_forgets_it_when_reopened(agent: httpx.AsyncClient) -> None:
    case = (await agent.post("/cases", json={"title": "返品"})).json()["id"]
    solved = await agent.patch(f"/cases/{case}", json={"status": "resolved"}, headers={"If-Match": '"1"'})
    assert solved.json()["resolved"] is not None
    again = await agent.patch(f"/cases/{case}", json={"status": "open"}, headers={"If-Match": '"2"'})
    assert again.json()["resolved"] is None


async def test_a_long_history_is_read_page_by_page(agent: httpx.AsyncClient) -> None:
    case = (await agent.post("/cases", json={"title": "長い話"})).json()["id"]
    for n in range(5):
        assert (await agent.post(f"/cases/{case}/entries", json={"text": f"{n} 回目"})).status_code == 201
    page = (await agent.get(f"/cases/{case}/entries", params={"limit": 4})).json()
    assert [e["text"] for e in page["items"]] == ["4 回目", "3 回目", "2 回目", "1 回目"]
    rest = (await agent.get(f"/cases/{case}/entries", params={"limit": 4, "before": page["older"]})).json()
    assert [e["kind"] for e in rest["items"]] == ["note", "opened"]
    assert rest["older"] is None


async def test_what_is_written_lies_sealed_and_goes_with_the_customers_key(
    agent: httpx.AsyncClient, office: Office, customer: UUID, owner: asyncpg.Connection[asyncpg.Record]
) -> None:
    body = {"title": "解約", "customer_id": str(customer), "text": "口座番号を聞いた"}
    case = (await agent.post("/cases", json=body)).json()["id"]
    stored = await owner.fetchval("select body from case_entry where case_id = $1", UUID(case))
    assert "口座".encode() not in stored
    async with unit(office.tenant):
        await forget_subject(customer)
    shown = (await agent.get(f"/cases/{case}")).json()
    assert shown["entries"][0]["text"] == ""


async def test_another_customer_takes_the_words_along(agent: httpx.AsyncClient, office: Office, customer: UUID) -> None:
    body = {"title": "解約", "customer_id": str(customer), "text": "読めるはず"}
    case = (await agent.post("/cases", json=body)).json()["id"]
    async with unit(office.tenant):
        other = await make_customer("田中 太郎")
    await agent.patch(f"/cases/{case}", json={"customer_id": str(other)}, headers={"If-Match": '"1"'})
    shown = (await agent.get(f"/cases/{case}")).json()
    assert shown["case"]["customer_name"] == "田中 太郎"
    assert shown["entries"][-1]["text"] == "読めるはず"


@pytest.mark.parametrize(
    ("body", "at"),
    [
        ({"title": "  \n "}, "title"),
        ({"title": "x" * 301}, "title"),
        ({"title": "ok", "text": "x" * 20_001}, "text"),
        ({"title": "ok", "due": "9999-12-31T23:59:59-11:00"}, "due"),
    ],
)
async def test_a_case_that_makes_no_sense_is_refused_with_the_place(
    agent: httpx.AsyncClient, body: dict[str, str], at: str
) -> None:
    answer = await agent.post("/cases", json=body)
    assert (answer.status_code, answer.json()["errors"][0]["at"]) == (422, at)
    assert (await agent.get("/cases")).json()["items"] == []


async def test_odd_characters_are_kept_and_control_characters_dropped(agent: httpx.AsyncClient) -> None:
    answer = await agent.post("/cases", json={"title": "𠮷野家 🍚 ｶﾞｷﾞ\u0007"})
    assert answer.json()["title"] == "𠮷野家 🍚 ｶﾞｷﾞ"


@pytest.mark.parametrize("field", ["customer_id", "assignee_id", "interaction_id", "line_of_business_id"])
async def test_naming_somebody_unknown_is_refused(agent: httpx.AsyncClient, field: str) -> None:
    answer = await agent.post("/cases", json={"title": "x", field: "01890000-0000-7000-8000-000000000000"})
    assert answer.status_code in (404, 422)
    assert (await agent.get("/cases")).json()["items"] == []


async def test_reading_alone_changes_nothing(auditor: httpx.AsyncClient) -> None:
    assert (await auditor.get("/cases")).status_code == 200
    assert (await auditor.post("/cases", json={"title": "x"})).status_code == 403


async def test_another_tenants_case_does_not_exist(agent: httpx.AsyncClient, office: Office) -> None:
    other = await make_office(new_id())
    async with unit(other.tenant):
        theirs = await open_case("他社", by=other.agent)
    assert (await agent.get(f"/cases/{theirs.id}")).status_code == 404
    assert (await agent.post(f"/cases/{theirs.id}/entries", json={"text": "x"})).status_code == 404
