"""Opening hours, holidays and closures as an administrator writes them and everybody reads them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest

from madoguchi import calendars, customers
from madoguchi.calendars import CalendarSettings, ContactRule
from madoguchi.calendars.http import routes
from madoguchi.kit.db import unit
from madoguchi.kit.settings import save_setting
from tests.api import api, person

SPLIT = [{"start": "09:00", "end": "12:00"}, {"start": "13:00", "end": "18:00"}]
FORM: dict[str, Any] = {
    "name": "代表窓口",
    "week": [SPLIT] * 5 + [[], []],
    "special_days": [
        {"day": "2026-12-11", "spans": [], "name_ja": "棚卸し", "name_en": "Stocktaking"},
        {"day": "2026-11-27", "spans": [{"start": "09:00", "end": "15:00"}]},
    ],
}
CLOSURE = {"kind": "company", "first": "2026-12-29", "last": "2026-12-31", "name_ja": "休", "name_en": "Off"}


async def made(admin: httpx.AsyncClient, **changes: object) -> dict[str, Any]:
    answer = await admin.post("/opening-hours", json=FORM | changes)
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def test_hours_are_written_asked_and_changed(admin: httpx.AsyncClient) -> None:
    hours = await made(admin)
    assert [day["day"] for day in hours["special_days"]] == ["2026-11-27", "2026-12-11"]
    path = f"/opening-hours/{hours['id']}"
    lunch = (await admin.get(f"{path}/openness", params={"at": "2026-11-24T12:30:00+09:00"})).json()
    assert lunch == {
        "open": False, "why": "lunch", "until": "2026-11-24T04:00:00Z", "opens": "2026-11-24T04:00:00Z", "day": None,
    }  # fmt: skip
    changed = await admin.put(path, json=FORM | {"week": [[]] * 7}, headers={"If-Match": '"1"'})
    assert changed.json()["version"] == 2
    again = (await admin.get(f"{path}/openness", params={"at": "2026-11-24T10:00:00+09:00"})).json()
    assert again["why"] == "closed"  # what was remembered is forgotten
    late = await admin.put(path, json=FORM, headers={"If-Match": '"1"'})
    assert (late.status_code, late.json()["code"]) == (412, "version_changed")
    [listed] = (await admin.get("/opening-hours")).json()
    assert listed["hours"]["name"] == "代表窓口"
    assert listed["now"]["why"] in ("closed", "holiday", "special", "open")


async def test_every_fault_of_a_form_is_named_where_it_is(admin: httpx.AsyncClient) -> None:
    faulty = FORM | {
        "time_zone": "Asia/Edo",
        "country": "ZZ",
        "week": [[{"start": "12:00", "end": "09:00"}], [*SPLIT, {"start": "11:00", "end": "14:00"}]] + [[]] * 5,
        "special_days": [FORM["special_days"][0]] * 2,
    }
    answer = await admin.post("/opening-hours", json=faulty)
    assert answer.status_code == 422
    assert [(f["at"], f["code"]) for f in answer.json()["errors"]] == [
        ("time_zone", "time_zone_unknown"), ("country", "country_unknown"), ("week.0.0", "span_backwards"),
        ("week.1", "spans_overlap"), ("special_days.1.day", "special_day_twice"),
    ]  # fmt: skip
    await made(admin)
    assert (await admin.post("/opening-hours", json=FORM)).json()["code"] == "opening_hours_name_taken"
    short = await admin.post("/opening-hours", json=FORM | {"week": [[]] * 6})
    assert [f["code"] for f in short.json()["errors"]] == ["week_incomplete"]
    unreadable = FORM | {"week": [[{"start": "9", "end": "12:00"}]] + [[]] * 6}
    assert (await admin.post("/opening-hours", json=unreadable)).status_code == 422


async def test_hours_are_tried_before_they_are_kept(admin: httpx.AsyncClient) -> None:
    asked = {"hours": FORM, "at": ["2026-11-24T09:00:00+09:00", "2026-12-11T10:00:00+09:00"]}
    first, second = (await admin.post("/opening-hours/preview", json=asked)).json()
    assert (first["open"], second["why"], second["day"]["name_ja"]) == (True, "special", "棚卸し")
    assert (await admin.get("/opening-hours")).json() == []


async def test_the_year_s_end_closes_every_line_but_those_that_never_close(admin: httpx.AsyncClient) -> None:
    hours, hotline = await made(admin), await made(admin, name="緊急", observes_closures=False, on_holidays=None)
    closure = {
        "kind": "company", "first": "2026-12-29", "last": "2027-01-03", "yearly": True,
        "name_ja": "年末年始", "name_en": "Year's end",
    }  # fmt: skip
    kept = (await admin.post("/closures", json=closure)).json()
    new_year = {"at": "2029-01-02T10:00:00+09:00"}
    answer = (await admin.get(f"/opening-hours/{hours['id']}/openness", params=new_year)).json()
    assert (answer["why"], answer["day"]["name_en"], answer["opens"]) == (
        "holiday", "Year's end", "2029-01-04T00:00:00Z",
    )  # fmt: skip
    assert (await admin.get(f"/opening-hours/{hotline['id']}/openness", params=new_year)).json()["open"]
    days = (await admin.get("/holidays", params={"year": 2027})).json()
    assert [d["day"] for d in days["days"] if d["kind"] == "company"] == [
        "2027-01-01", "2027-01-02", "2027-01-03", "2027-12-29", "2027-12-30", "2027-12-31",
    ]  # fmt: skip
    path = f"/closures/{kept['id']}"
    once = await admin.put(path, json=closure | {"yearly": False}, headers={"If-Match": '"1"'})
    assert once.json()["version"] == 2
    assert (await admin.get(f"/opening-hours/{hours['id']}/openness", params=new_year)).json()["open"]
    assert (await admin.delete(path)).status_code == 204
    assert (await admin.get(path)).json()["code"] == "closure_unknown"
    assert (await admin.get("/closures")).json() == []


async def test_closures_that_cannot_be_are_refused(admin: httpx.AsyncClient) -> None:
    closure = {"kind": "company", "first": "2026-12-29", "last": "2026-12-01", "name_ja": "休", "name_en": "Off"}
    assert (await admin.post("/closures", json=closure)).json()["errors"][0]["code"] == "ends_before_start"
    long = closure | {"last": "2028-12-29"}
    assert (await admin.post("/closures", json=long)).json()["errors"][0]["code"] == "closure_too_long"
    assert (await admin.get("/holidays", params={"year": 2500})).json()["errors"][0]["at"] == "year"
    assert (await admin.get("/holidays", params={"year": 2026, "country": "QQ"})).json()["errors"][0]["at"] == "country"


async def test_only_an_administrator_writes_and_whoever_watches_queues_reads(
    tenant: UUID, admin: httpx.AsyncClient
) -> None:
    hours = await made(admin)
    async with api(routes, person(tenant, "queues.watch")) as agent:
        assert (await agent.get(f"/opening-hours/{hours['id']}")).status_code == 200
        for answer in (
            await agent.post("/opening-hours", json=FORM),
            await agent.post("/opening-hours/preview", json={"hours": FORM, "at": []}),
            await agent.post("/closures", json=CLOSURE),
        ):
            assert answer.status_code == 403


async def test_what_an_administrator_does_is_in_the_ledger(
    admin: httpx.AsyncClient, tenant: UUID, owner: asyncpg.Connection[asyncpg.Record]
) -> None:
    await made(admin)
    kept = (await admin.post("/closures", json=CLOSURE)).json()
    await admin.delete(f"/closures/{kept['id']}")
    rows = await owner.fetch("select action from audit_entry where tenant_id = $1 order by at, id", tenant)
    assert [row["action"] for row in rows] == ["opening_hours.created", "closure.created", "closure.removed"]


async def test_another_tenant_has_other_hours(admin: httpx.AsyncClient, tenant: UUID) -> None:
    hours = await made(admin)
    async with unit(UUID(int=tenant.int ^ 1)):
        with pytest.raises(calendars.OpeningHoursUnknown):
            await calendars.openness(UUID(hours["id"]), datetime.now(UTC))


async def test_the_door_tells_holidays_with_the_company_s_own(tenant: UUID, admin: httpx.AsyncClient) -> None:
    closure = {"kind": "working", "first": "2026-11-03", "last": "2026-11-03", "name_ja": "出勤", "name_en": "Work"}
    await admin.post("/closures", json=closure)
    async with unit(tenant):
        assert await calendars.holiday(date(2026, 11, 3)) is None
        labour = await calendars.holiday(date(2026, 11, 23))
        assert labour is not None
        assert labour.name_ja == "勤労感謝の日"


async def test_the_gate_of_every_outbound_contact_keeps_to_the_permitted_times(
    tenant: UUID, admin: httpx.AsyncClient
) -> None:
    address = customers.Address(kind="phone", value="+819012345678")
    at = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # noon in Tokyo
    async with unit(tenant):
        rules = (ContactRule(purposes=("sales",), start="13:00", end="14:00"), ContactRule())
        await save_setting(CalendarSettings(contact_rules=rules))
    async with unit(tenant):
        assert (await customers.may_contact(None, "voice", address, at, "service")).allowed
        refused = await customers.may_contact(None, "voice", address, at, "marketing")
        assert refused.reasons == ["outside_calling_hours"]
        then = await customers.next_contact(None, "voice", address, at, "marketing")
        assert then == datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
    asked = {"purpose": "sales", "time_zone": "Asia/Tokyo", "at": "2026-11-24T12:00:00+09:00"}
    assert (await admin.get("/contact-times", params=asked)).json() == {
        "allowed": False,
        "next": "2026-11-24T04:00:00Z",
    }
    unknown = await admin.get("/contact-times", params=asked | {"time_zone": "Asia/Edo"})
    assert unknown.json()["errors"][0]["code"] == "time_zone_unknown"
