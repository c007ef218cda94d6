"""Flows over HTTP: drafted, checked, tried, published, brought back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
import msgspec
import pytest

from madoguchi import calendars
from madoguchi.kit.db import unit
from madoguchi.workflows.http import routes
from tests.api import api, person
from tests.rooms.routing.hall import Hall
from tests.rooms.workflows.graphs import company


@pytest.fixture
async def client(hall: Hall) -> AsyncIterator[httpx.AsyncClient]:
    async with api(routes, person(hall.tenant, "routing.admin", user=hall.people[0])) as made:
        yield made


def menu(queue: UUID, digit: str = "1") -> dict[str, Any]:
    """A menu with one digit that leads to the queue."""
    return {
        "nodes": [
            {"kind": "start", "id": "start"},
            {"kind": "menu", "id": "menu", "prompt": "waiting", "choices": [{"digit": digit, "label": "修理"}]},
            {"kind": "queue", "id": "queue", "queue": str(queue), "at": {"x": 40, "y": 300}},
            {"kind": "hang_up", "id": "end"},
        ],
        "edges": [
            {"source": "start", "exit": "next", "target": "menu"},
            {"source": "menu", "exit": digit, "target": "queue"},
            {"source": "menu", "exit": "no_input", "target": "queue"},
            {"source": "queue", "exit": "max_wait", "target": "end"},
        ],
    }


def version(answer: httpx.Response) -> dict[str, str]:
    return {"If-Match": answer.headers["etag"]}


async def test_a_short_flow_can_take_calls_at_once(client: httpx.AsyncClient, hall: Hall) -> None:
    made = await client.post("/flows", json={"name": "代表", "short": {"queue": str(hall.queue.id)}})
    assert made.status_code == 201, made.text
    body = made.json()
    assert (body["published"], body["changed"]) == (1, False)
    assert [node["kind"] for node in body["draft"]["nodes"]] == ["start", "notice", "queue", "hang_up"]
    taken = await client.post("/flows", json={"name": "代表"})
    assert taken.json()["code"] == "flow_name_taken"


async def test_a_draft_is_kept_published_and_brought_back(client: httpx.AsyncClient, hall: Hall) -> None:
    made = await client.post("/flows", json={"name": "代表"})
    assert (made.json()["published"], made.json()["changed"]) == (None, True)
    url = f"/flows/{made.json()['id']}"
    refused = await client.post(f"{url}/publish", json={}, headers=version(made))
    assert (refused.status_code, refused.json()["code"]) == (422, "flow_refused")
    assert refused.json()["errors"][0]["at"] == "start"
    drafted = await client.put(f"{url}/draft", json={"draft": menu(hall.queue.id)}, headers=version(made))
    assert drafted.json()["draft"]["nodes"][2]["at"] == {"x": 40, "y": 300}
    stale = await client.put(f"{url}/draft", json={"draft": menu(hall.queue.id)}, headers=version(made))
    assert stale.status_code == 412
    first = await client.post(f"{url}/publish", json={"note": "メニュー"}, headers=version(drafted))
    assert (first.json()["published"], first.json()["changed"]) == (1, False)
    other = await client.put(f"{url}/draft", json={"draft": menu(hall.queue.id, "5")}, headers=version(first))
    assert other.json()["changed"] is True
    second = await client.post(f"{url}/publish", json={}, headers=version(other))
    back = await client.post(f"{url}/roll-back", json={"number": 1}, headers=version(second))
    assert (back.json()["published"], back.json()["changed"]) == (3, False)
    assert back.json()["draft"]["nodes"][1]["choices"][0]["digit"] == "1"
    versions = (await client.get(f"{url}/versions")).json()
    assert [(each["number"], each["came_from"], each["note"]) for each in versions] == [
        (3, 1, "メニュー"), (2, None, ""), (1, None, "メニュー"),
    ]  # fmt: skip
    assert (await client.get(f"{url}/versions/2")).json()["graph"]["nodes"][1]["choices"][0]["digit"] == "5"
    gone = await client.post(f"{url}/roll-back", json={"number": 9}, headers=version(back))
    assert gone.json()["code"] == "flow_version_unknown"
    (row,) = (await client.get("/flows")).json()
    assert (row["name"], row["published"], "draft" in row) == ("代表", 3, False)


async def test_a_flow_is_renamed_and_put_out_of_use(client: httpx.AsyncClient, hall: Hall) -> None:
    made = await client.post("/flows", json={"name": "代表", "short": {"queue": str(hall.queue.id)}})
    url = f"/flows/{made.json()['id']}"
    off = await client.put(url, json={"name": "夜間", "active": False}, headers=version(made))
    assert (off.json()["name"], off.json()["active"], off.json()["published"]) == ("夜間", False, 1)
    assert (await client.get(f"/flows/{hall.tenant}")).json()["code"] == "flow_unknown"


async def test_a_check_names_every_fault_and_every_way_out(client: httpx.AsyncClient, hall: Hall) -> None:
    draft = menu(hall.queue.id)
    draft["edges"] = draft["edges"][:-1]
    checked = (await client.post("/flows/check", json={"draft": draft})).json()
    (fault,) = [fault for fault in checked["faults"] if fault["severity"] == "error"]
    assert (fault["step"], fault["code"], fault["exit"]) == ("queue", "dead_end", "max_wait")
    assert fault["said"]["ja"].startswith("「キューへ」の出口「待ち時間の上限」の先がありません。")
    assert checked["publishable"] is False
    exits = {exit["name"]: exit for exit in checked["exits"]["menu"]}
    assert exits["1"]["called"] == {"ja": "1 修理", "en": "1 修理"}
    assert (exits["wrong"]["leads"], exits["wrong"]["instead"], exits["1"]["by"]) == ("queue", "no_input", "caller")


async def test_a_transfer_to_what_is_no_number_is_refused(client: httpx.AsyncClient, hall: Hall) -> None:
    draft = {
        "nodes": [
            {"kind": "start", "id": "start"}, {"kind": "transfer", "id": "out", "number": "0120-ABC"},
            {"kind": "hang_up", "id": "end"},
        ],
        "edges": [
            {"source": "start", "exit": "next", "target": "out"}, {"source": "out", "exit": "failed", "target": "end"},
        ],
    }  # fmt: skip
    wrong = (await client.post("/flows/check", json={"draft": draft})).json()
    assert "number_invalid" in {fault["code"] for fault in wrong["faults"]}
    draft["nodes"][1]["number"] = "03-1234-5678"
    right = (await client.post("/flows/check", json={"draft": draft})).json()
    assert "number_invalid" not in {fault["code"] for fault in right["faults"]}


@pytest.mark.parametrize("wish", [{"max_wait_seconds": -1}, {"priority": 99}, {"farewell": "No such!"}])
async def test_a_short_flow_with_what_no_step_can_hold_is_refused_by_name(
    client: httpx.AsyncClient, hall: Hall, wish: dict[str, object]
) -> None:
    form = {"name": "短い", "short": {"queue": str(hall.queue.id), **wish}}
    answer = await client.post("/flows", json=form)
    assert (answer.status_code, answer.json()["code"]) == (422, "request_invalid")


async def test_a_simulated_caller_shows_the_path(client: httpx.AsyncClient, hall: Hall) -> None:
    form = {"graph": menu(hall.queue.id), "scenario": {"digits": ["", "1"]}}
    tried = (await client.post("/flows/try", json=form)).json()
    assert tried["end"] == "answered"
    assert [(met["step"], met["exit"]) for met in tried["met"]] == [
        ("start", "next"), ("menu", ""), ("menu", "1"), ("queue", ""),
    ]  # fmt: skip
    assert tried["met"][2]["said"]["en"] == "At “Menu” the caller presses 1 and goes to “1 修理”."


async def test_a_simulated_caller_meets_the_opening_hours_of_the_moment(client: httpx.AsyncClient, hall: Hall) -> None:
    async with unit(hall.tenant):
        spans = [calendars.Span(start="09:00", end="12:00"), calendars.Span(start="13:00", end="18:00")]
        hours = await calendars.add_hours(calendars.OpeningHoursForm(name="代表", week=[spans] * 7))
    nodes = [{"kind": "start", "id": "start"}, {"kind": "hours", "id": "hours", "hours": str(hours.id)}]
    graph = {"nodes": nodes, "edges": [{"source": "start", "exit": "next", "target": "hours"}]}
    for at, exit in (("2026-11-24T10:00:00+09:00", "open"), ("2026-11-24T12:30:00+09:00", "lunch")):
        tried = (await client.post("/flows/try", json={"graph": graph, "scenario": {"at": at}})).json()
        assert tried["met"][1]["exit"] == exit


async def test_a_graph_survives_the_way_through_json(client: httpx.AsyncClient, hall: Hall) -> None:
    draft = msgspec.to_builtins(company(repairs=hall.queue.id))
    made = await client.post("/flows", json={"name": "みな", "draft": draft})
    assert made.json()["draft"] == draft


async def test_only_who_may_sees_flows(hall: Hall) -> None:
    async with api(routes, person(hall.tenant, "desk.use")) as client:
        for path in ("/flows", f"/flows/{hall.tenant}"):
            assert (await client.get(path)).status_code == 403
