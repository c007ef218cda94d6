"""Numbers, trunks, phones and test calls as an administrator and a desk see them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import httpx
import pytest

from madoguchi.telephony import http
from tests.api import api, person
from tests.rooms.telephony.world import World

TRUNK: dict[str, Any] = {"name": "ひかり電話", "host": "sip.carrier.example:5060", "accepts": ["198.51.100.0/24"]}


def admin(world: World) -> Any:
    return api(http.routes, person(world.tenant, "telephony.admin", "desk.use", user=world.office.agent))


async def saved(client: httpx.AsyncClient, path: str, **body: Any) -> dict[str, Any]:
    answer = await client.post(path, json=body)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_a_trunk_s_password_is_kept_but_never_shown(world: World) -> None:
    async with admin(world) as client:
        made = await saved(client, "/trunks", **TRUNK, username="0312345678", password="secret-1", registers=True)
        assert made["has_password"]
        shown = await client.get(f"/trunks/{made['id']}")
        assert "secret-1" not in shown.text
        changed = await client.put(
            f"/trunks/{made['id']}",
            json={**TRUNK, "username": "0312345678", "host": "other.example"},
            headers={"If-Match": shown.headers["etag"]},
        )
        assert changed.json()["has_password"]
        assert changed.json()["host"] == "other.example"
        stale = await client.put(f"/trunks/{made['id']}", json=TRUNK, headers={"If-Match": shown.headers["etag"]})
        assert stale.status_code == 412


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("host", "evil\n[x]", "trunk_host"),
        ("host", "a b", "trunk_host"),
        ("accepts", ["1.2.3.4\n"], "trunk_source"),
        ("username", "a;b", "trunk_secret"),
        ("password", "a b", "trunk_secret"),
    ],
)
async def test_what_could_not_be_written_for_the_switch_is_refused(
    world: World, field: str, value: object, code: str
) -> None:
    async with admin(world) as client:
        answer = await client.post("/trunks", json={**TRUNK, field: value})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] == code


async def test_a_number_belongs_to_one_only(world: World) -> None:
    async with admin(world) as client:
        answer = await client.post("/numbers", json={"number": world.number.e164})
        assert (answer.status_code, answer.json()["code"]) == (409, "number_taken")
        quiet = await client.post("/numbers", json={"number": world.number.e164, "active": False})
        assert quiet.status_code == 201


async def test_a_number_is_read_as_people_write_it(world: World) -> None:
    local = "０５０－" + world.number.e164[5:8] + "-" + world.number.e164[8:]
    async with admin(world) as client:
        answer = await client.post("/numbers", json={"number": local, "active": False})
        assert answer.json()["e164"] == world.number.e164
        wrong = await client.post("/numbers", json={"number": "call me"})
        assert (wrong.status_code, wrong.json()["code"]) == (422, "number_invalid")


async def test_a_test_call_tells_how_it_went(world: World) -> None:
    async with admin(world) as client:
        made = await saved(client, f"/trunks/{world.trunk.id}/test-call", number="0312340486")
        state = await world.until(lambda: _settled(world, UUID(made["id"])), "the end of the test")
        assert state == ("failed", "busy")
        made = await saved(client, f"/trunks/{world.trunk.id}/test-call", number="090-1234-5678")
        state = await world.until(lambda: _settled(world, UUID(made["id"])), "the end of the test")
        assert state == ("done", "")
        assert (await client.get(f"/test-calls/{made['id']}")).json()["answered"] is not None
        latest = (await client.get("/test-calls")).json()
        assert [(one["id"], one["state"]) for one in latest] == [(made["id"], "done")]


async def _settled(world: World, test: UUID) -> tuple[str, str] | None:
    from madoguchi.telephony.store import setup

    found = await setup.test_call(test)
    return (found.state, found.cause) if found and found.state in ("done", "failed") else None


async def test_a_desk_gets_a_phone_and_gives_it_back(world: World) -> None:
    async with admin(world) as client:
        phone = (await client.get("/phone/credentials")).json()
        assert phone["kind"] == "simulated"
        assert phone["uri"] == f"sip:{phone['user']}@madoguchi.invalid"
        assert await world.line.reachable(phone["user"])
        assert (await client.delete(f"/phone/credentials/{phone['user']}")).status_code == 204
        assert not await world.line.reachable(phone["user"])
        assert (await client.delete(f"/phone/credentials/{phone['user']}")).status_code == 404


async def test_who_may_not_is_refused(world: World) -> None:
    async with api(http.routes, person(world.tenant, "desk.use", user=world.office.agent)) as client:
        for path in ("/numbers", "/trunks"):
            assert (await client.get(path)).status_code == 403
        health = (await client.get("/telephony/health")).json()
        switch = {"id": "main", "kind": "simulated", "healthy": True, "sip_address": ""}
        assert health == {"line": "simulated", "healthy": True, "sip_address": "", "switches": [switch]}
