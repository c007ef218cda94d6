"""Connections as an administrator meets them: made, tested, changed, looked after."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest

from madoguchi.crm.http import routes
from madoguchi.kit.clock import TestClock
from tests.api import api, person
from tests.fakes.crm import FakeCrm
from tests.rooms.crm.factory import called, work, wrapped_up
from tests.rooms.interactions.factory import Office

FORM: dict[str, Any] = {"vendor": "fake", "name": "本社CRM", "secrets": {"password": "合言葉"}}


async def test_a_connection_is_made_tested_and_never_shows_its_secret(
    admin: httpx.AsyncClient, fake: FakeCrm, owner: asyncpg.Connection[asyncpg.Record]
) -> None:
    made = await admin.post("/crm/connections", json=FORM)
    assert made.status_code == 201, made.text
    assert made.json()["link_base"] == "http://test"
    tested = await admin.post(f"/crm/connections/{made.json()['id']}/test")
    assert tested.json() == {"result": "ok", "version": "fake 1"}
    shown = await admin.get(f"/crm/connections/{made.json()['id']}")
    assert shown.json()["check_result"] == "ok"
    assert "合言葉" not in made.text + shown.text + (await admin.get("/crm/connections")).text
    stored = await owner.fetchval("select secrets from crm_connection where id = $1", UUID(made.json()["id"]))
    assert "合言葉".encode() not in stored


@pytest.mark.parametrize(("mood", "result"), [("dead", "crm_unreachable"), ("locked", "crm_forbidden")])
async def test_the_test_button_says_what_is_wrong(
    admin: httpx.AsyncClient, fake: FakeCrm, mood: Any, result: str
) -> None:
    made = (await admin.post("/crm/connections", json=FORM)).json()
    fake.mood = mood
    assert (await admin.post(f"/crm/connections/{made['id']}/test")).json()["result"] == result


@pytest.mark.parametrize(
    ("change", "at"),
    [
        ({"vendor": "nobody"}, "vendor"),
        ({"settings": {"label": 3}}, "settings.label"),
        ({"secrets": {"pin": "1"}}, "secrets.pin"),
    ],
)
async def test_a_form_that_does_not_fit_is_refused_with_the_place(
    admin: httpx.AsyncClient, fake: FakeCrm, change: dict[str, Any], at: str
) -> None:
    answer = await admin.post("/crm/connections", json=FORM | change)
    assert (answer.status_code, answer.json()["errors"][0]["at"]) == (422, at)


async def test_two_connections_cannot_share_a_name(admin: httpx.AsyncClient, fake: FakeCrm) -> None:
    await admin.post("/crm/connections", json=FORM)
    again = await admin.post("/crm/connections", json=FORM)
    assert (again.status_code, again.json()["code"]) == (409, "crm_connection_name_taken")


async def test_a_change_keeps_the_secrets_and_counts_the_version(admin: httpx.AsyncClient, fake: FakeCrm) -> None:
    made = (await admin.post("/crm/connections", json=FORM)).json()
    place = f"/crm/connections/{made['id']}"
    assert (await admin.patch(place, json={"name": "支社CRM"})).status_code == 428
    changed = await admin.patch(place, json={"name": "支社CRM"}, headers={"If-Match": '"1"'})
    assert (changed.json()["name"], changed.headers["etag"]) == ("支社CRM", '"2"')
    assert (await admin.post(f"{place}/test")).json()["result"] == "ok"
    assert (await admin.patch(place, json={"name": "x"}, headers={"If-Match": '"1"'})).status_code == 412


async def test_without_its_password_a_connection_says_so(admin: httpx.AsyncClient, fake: FakeCrm) -> None:
    made = (await admin.post("/crm/connections", json=FORM | {"secrets": {}})).json()
    assert (await admin.post(f"/crm/connections/{made['id']}/test")).json()["result"] == "crm_settings_invalid"


async def test_what_failed_is_listed_and_tried_again_by_hand(
    admin: httpx.AsyncClient, office: Office, customer: UUID, fake: FakeCrm, misaki: str, clock: TestClock
) -> None:
    await admin.post("/crm/connections", json=FORM)
    fake.refuses_writes = True
    _, part = await called(office, customer)
    await wrapped_up(office, part)
    await work(clock)
    (row,) = (await admin.get("/crm/writebacks", params={"status": "failed"})).json()["items"]
    assert (row["customer_name"], row["connection_name"], row["error"]) == ("長谷川 美咲", "本社CRM", "crm_refused")
    fake.refuses_writes = False
    again = await admin.post(f"/crm/writebacks/{row['id']}/retry")
    assert (again.status_code, again.json()["state"]) == (200, "pending")
    await work(clock)
    (row,) = (await admin.get("/crm/writebacks")).json()["items"]
    assert (row["state"], row["error"], len(fake.of(misaki))) == ("delivered", "", 1)


async def test_a_connection_switched_off_is_left_alone_and_caught_up_with_when_on_again(
    admin: httpx.AsyncClient, office: Office, customer: UUID, fake: FakeCrm, misaki: str, clock: TestClock
) -> None:
    made = (await admin.post("/crm/connections", json=FORM)).json()
    place = f"/crm/connections/{made['id']}"
    fake.mood = "dead"
    _, part = await called(office, customer)
    await wrapped_up(office, part)
    await work(clock)
    await admin.patch(place, json={"active": False}, headers={"If-Match": '"1"'})
    fake.mood = "well"
    await work(clock, seconds=3600, step=300)
    assert fake.records == {}
    await admin.patch(place, json={"active": True}, headers={"If-Match": '"2"'})
    await work(clock)
    assert len(fake.of(misaki)) == 1


async def test_a_removed_connection_takes_what_was_owed_along(
    admin: httpx.AsyncClient, office: Office, customer: UUID, fake: FakeCrm, clock: TestClock
) -> None:
    made = (await admin.post("/crm/connections", json=FORM)).json()
    fake.mood = "dead"
    _, part = await called(office, customer)
    await wrapped_up(office, part)
    assert (await admin.delete(f"/crm/connections/{made['id']}")).status_code == 204
    await work(clock, seconds=600, step=60)
    assert (await admin.get("/crm/writebacks")).json()["items"] == []
    assert (await admin.delete(f"/crm/connections/{made['id']}")).status_code == 404


async def test_the_tenants_own_templates_word_the_record(
    admin: httpx.AsyncClient, office: Office, customer: UUID, fake: FakeCrm, misaki: str, clock: TestClock
) -> None:
    await admin.post(
        "/crm/connections", json=FORM | {"locale": "en", "text_template": "Result: {result}\nNone: {asked}"}
    )
    _, part = await called(office, customer)
    await wrapped_up(office, part, "Battery changed {link}")
    await work(clock)
    assert fake.of(misaki) == ["Result: Battery changed {link}"]


async def test_agents_do_not_see_connections(office: Office) -> None:
    async with api(routes, person(office.tenant, "customers.read", "desk.use")) as agent:
        for path in ("/crm/connections", "/crm/writebacks", "/crm/vendors"):
            assert (await agent.get(path)).status_code == 403


async def test_vendors_come_with_a_schema_for_their_form(admin: httpx.AsyncClient, fake: FakeCrm) -> None:
    vendor = next(v for v in (await admin.get("/crm/vendors")).json() if v["code"] == "fake")
    assert vendor["secrets"] == ["password"]
    assert vendor["defaults"] == {"label": "fake"}
    assert "label" in vendor["settings_schema"]["properties"]
    assert vendor["secrets_schema"]["properties"]["password"]["writeOnly"] is True


async def test_its_health_tells_since_when_something_is_owed(
    admin: httpx.AsyncClient, office: Office, customer: UUID, fake: FakeCrm, misaki: str, clock: TestClock
) -> None:
    made = (await admin.post("/crm/connections", json=FORM)).json()
    place = f"/crm/connections/{made['id']}"

    async def health() -> dict[str, Any]:
        return dict((await admin.get(f"{place}/health")).json())

    assert (await health())["state"] == "unknown"
    fake.mood = "dead"
    _, part = await called(office, customer)
    await wrapped_up(office, part)
    await work(clock, seconds=700, step=20)
    told = await health()
    assert (told["state"] in ("resting", "failing"), told["owed"]) == (True, 1)
    assert told["owed_since"] is not None
    fake.mood = "well"
    await work(clock, seconds=400, step=40)
    told = await health()
    assert (told["state"], told["owed"], told["stuck"]) == ("ok", 0, 0)
    await admin.patch(place, json={"active": False}, headers={"If-Match": '"1"'})
    assert (await health())["state"] == "off"
