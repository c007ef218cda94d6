"""Lists of cases: order, pages, filters, search."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import httpx
import pytest

from tests.rooms.interactions.factory import Office


async def _all(client: httpx.AsyncClient, **query: Any) -> list[dict[str, Any]]:
    """Every row of a list, page by page."""
    rows: list[dict[str, Any]] = []
    after: str | None = None
    while True:
        page = (await client.get("/cases", params={**query, "limit": 3, **({"after": after} if after else {})})).json()
        rows += page["items"]
        after = page["next"]
        if after is None:
            return rows


@pytest.fixture
async def ten(agent: httpx.AsyncClient, office: Office) -> list[str]:
    """Ten cases of mixed priority and due time; every other one has a due time and is the agent's."""
    ids = []
    for n in range(10):
        body: dict[str, Any] = {"title": f"案件 {n}", "priority": ("low", "normal", "high", "urgent")[n % 4]}
        if n % 2:
            body |= {"due": f"2030-01-{20 - n:02d}T00:00:00Z", "assignee_id": str(office.agent)}
        ids.append((await agent.post("/cases", json=body)).json()["id"])
    return ids


async def test_the_most_urgent_come_first_the_newest_among_them(agent: httpx.AsyncClient, ten: list[str]) -> None:
    rows = await _all(agent)
    assert [row["id"] for row in rows] == [ten[n] for n in (7, 3, 6, 2, 9, 5, 1, 8, 4, 0)]


async def test_by_due_time_those_without_one_come_last(agent: httpx.AsyncClient, ten: list[str]) -> None:
    rows = await _all(agent, sort="due")
    assert [row["id"] for row in rows] == [ten[n] for n in (9, 7, 5, 3, 1, 0, 2, 4, 6, 8)]


async def test_filters_narrow_and_combine(agent: httpx.AsyncClient, office: Office, ten: list[str]) -> None:
    mine = await _all(agent, assignee=str(office.agent), priority="urgent")
    assert [row["id"] for row in mine] == [ten[7], ten[3]]
    assert len(await _all(agent, unassigned=True)) == 5
    assert [row["id"] for row in await _all(agent, due_before="2030-01-12T00:00:00Z", sort="due")] == [ten[9]]


async def test_closed_cases_leave_the_list_and_are_found_by_status(agent: httpx.AsyncClient, ten: list[str]) -> None:
    await agent.patch(f"/cases/{ten[0]}", json={"status": "closed"}, headers={"If-Match": '"1"'})
    assert len(await _all(agent)) == 9
    assert [row["id"] for row in await _all(agent, status="closed")] == [ten[0]]
    assert len(await _all(agent, open_only=False, sort="newest")) == 10


@pytest.mark.parametrize("text", ["ﾘﾓｺﾝ", "リモコン", "remote", "REMOTE ペア", "cs-00003", "ペア"])
async def test_search_finds_title_fragments_in_any_width_and_numbers(agent: httpx.AsyncClient, text: str) -> None:
    for title in ("返品", "配送の遅れ", "Remote ペアリング リモコン"):
        await agent.post("/cases", json={"title": title})
    assert [row["number"] for row in await _all(agent, q=text)] == ["CS-00003"]


async def test_search_takes_percent_signs_as_they_are(agent: httpx.AsyncClient) -> None:
    await agent.post("/cases", json={"title": "50% off"})
    await agent.post("/cases", json={"title": "50x off"})
    assert [row["title"] for row in await _all(agent, q="50%")] == ["50% off"]
    assert await _all(agent, q="%_") == []


@pytest.mark.parametrize("query", [
    {"after": "nonsense"}, {"due_before": "yesterday"}, {"limit": "many"}, {"assignee": "me"}, {"sort": "colour"},
    {"due_before": "9999-12-31T23:59:59-11:00"}, {"due_before": "2030-01-01T00:00:00"},
])  # fmt: skip
async def test_a_list_that_cannot_be_asked_for_is_a_clear_problem(
    agent: httpx.AsyncClient, query: dict[str, str]
) -> None:
    answer = await agent.get("/cases", params=query)
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_customers_cases_only(agent: httpx.AsyncClient, customer: UUID) -> None:
    await agent.post("/cases", json={"title": "他人"})
    mine = (await agent.post("/cases", json={"title": "本人", "customer_id": str(customer)})).json()["id"]
    assert [row["id"] for row in await _all(agent, customer=str(customer))] == [mine]
