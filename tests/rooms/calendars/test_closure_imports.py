"""A table of closures from file to closed days and back, and what it does to opening hours and to people's plans."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg
import httpx

from madoguchi import calendars
from madoguchi.calendars.http import routes
from madoguchi.calendars.jobs import forget_lines
from madoguchi.kit.clock import TestClock
from madoguchi.kit.csv_lines import BOM
from madoguchi.kit.db import unit
from tests.api import api, person
from tests.rooms.calendars.test_shift_imports import brought_in as shifts_brought_in
from tests.rooms.calendars.test_shift_imports import sent as shifts_sent

TABLE = """開始日,終了日,名称,英語名,営業時間
2026/12/29,2027/1/3,年末年始休業,Year-end closure,休業
2026/12/28,,仕事納め,Last working day,9:00～12:00
2026/12/30,,大掃除,,
いつか,,休み,,
2027-02-23,,祝日営業,Open on a holiday,通常営業
"""
SPAN = [{"start": "09:00", "end": "18:00"}]
HOURS: dict[str, Any] = {"name": "代表窓口", "week": [SPAN] * 7}


async def sent(client: httpx.AsyncClient, content: bytes, name: str = "休業日.csv") -> httpx.Response:
    return await client.post("/closure-imports", files={"file": (name, content, "text/csv")})


async def brought_in(client: httpx.AsyncClient, table: str) -> dict[str, Any]:
    tried = await sent(client, table.encode())
    assert tried.status_code == 201, tried.text
    done = await client.post(f"/closure-imports/{tried.json()['id']}/run")
    assert done.status_code == 200, done.text
    body: dict[str, Any] = done.json()
    return body


async def standing(client: httpx.AsyncClient) -> list[tuple[str, str, str]]:
    return [(c["first"][5:], c["last"][5:], c["name_ja"]) for c in (await client.get("/closures")).json()]


async def test_a_table_is_tried_written_and_taken_back(people: dict[str, UUID], admin: httpx.AsyncClient) -> None:
    hours = (await admin.post("/opening-hours", json=HOURS)).json()["id"]

    async def why(at: str) -> str:
        asked = await admin.get(f"/opening-hours/{hours}/openness", params={"at": f"{at}:00+09:00"})
        said: str = asked.json()["why"]
        return said

    tried = (await sent(admin, TABLE.encode("cp932"))).json()
    assert (tried["state"], tried["total"], tried["ready"], tried["faulty"]) == ("checked", 5, 3, 2)
    assert (await standing(admin), await why("2026-12-29T10:00")) == ([], "open")
    path = f"/closure-imports/{tried['id']}"
    faulty = (await admin.get(f"{path}/rows", params={"faulty": True})).json()["items"]
    assert [(row["line"], row["faults"][0]["code"]) for row in faulty] == [
        (4, "closure_twice"), (5, "shift_date_unreadable"),
    ]  # fmt: skip
    assert faulty[0]["faults"][0]["text"] == "Another line of the file is about this day."
    done = (await admin.post(f"{path}/run")).json()
    assert (done["state"], done["written"], done["replaced"]) == ("done", 3, 0)
    assert await standing(admin) == [
        ("12-28", "12-28", "仕事納め"), ("12-29", "01-03", "年末年始休業"), ("02-23", "02-23", "祝日営業"),
    ]  # fmt: skip
    times = ("2026-12-28T11:00", "2026-12-28T14:00", "2026-12-29T10:00", "2027-01-04T10:00", "2027-02-23T10:00")
    assert [await why(at) for at in times] == ["open", "holiday", "holiday", "open", "open"]
    undone = (await admin.post(f"{path}/undo")).json()
    assert (undone["state"], undone["kept"], undone["restored"]) == ("undone", 0, 0)
    assert await standing(admin) == []
    assert [await why(at) for at in times] == ["open", "open", "open", "open", "holiday"]
    assert (await admin.post(f"{path}/undo")).json()["code"] == "shift_import_state"


async def test_a_corrected_table_takes_the_place_of_the_first_and_gives_it_back(
    people: dict[str, UUID], admin: httpx.AsyncClient
) -> None:
    by_hand = {"kind": "company", "first": "2026-12-29", "last": "2026-12-31", "name_ja": "手書き", "name_en": "Hand"}
    await admin.post("/closures", json=by_hand)
    first = await brought_in(admin, TABLE)
    assert (first["written"], first["replaced"]) == (3, 1)
    second = await brought_in(admin, "日付,終了日,名称\n2026-12-28,2027-01-04,年末年始\n")
    assert (second["written"], second["replaced"]) == (1, 2)
    assert await standing(admin) == [("12-28", "01-04", "年末年始"), ("02-23", "02-23", "祝日営業")]
    old = (await admin.post(f"/closure-imports/{first['id']}/undo")).json()
    assert (old["kept"], old["restored"]) == (2, 0)
    assert await standing(admin) == [("12-28", "01-04", "年末年始")]
    last = (await admin.post(f"/closure-imports/{second['id']}/undo")).json()
    assert last["restored"] == 1
    assert await standing(admin) == [("12-29", "12-31", "手書き")]


async def test_what_was_changed_by_hand_since_stays_when_the_import_is_taken_back(
    people: dict[str, UUID], admin: httpx.AsyncClient
) -> None:
    done = await brought_in(admin, "日付,名称\n2026-12-28,仕事納め\n2026-12-29,年末\n")
    [one, _] = (await admin.get("/closures")).json()
    form = {key: one[key] for key in ("kind", "first", "last", "name_en", "yearly")} | {"name_ja": "納会"}
    await admin.put(f"/closures/{one['id']}", json=form, headers={"If-Match": '"1"'})
    undone = (await admin.post(f"/closure-imports/{done['id']}/undo")).json()
    assert undone["kept"] == 1
    assert await standing(admin) == [("12-28", "12-28", "納会")]


async def test_a_line_that_meets_a_part_of_what_stands_says_what_it_meets(
    people: dict[str, UUID], admin: httpx.AsyncClient
) -> None:
    await brought_in(admin, "日付,終了日,名称\n2026-12-29,2027-01-03,年末年始休業\n")
    tried = (await sent(admin, "日付,名称,営業時間\n2026-12-29,納会,9:00-12:00\n".encode())).json()
    [row] = (await admin.get(f"/closure-imports/{tried['id']}/rows")).json()["items"]
    assert "“年末年始休業” (2026-12-29 to 2027-01-03)" in row["faults"][0]["text"]


async def test_tables_given_out_open_rightly_and_cannot_trick_a_spreadsheet(
    people: dict[str, UUID], admin: httpx.AsyncClient
) -> None:
    template = (await admin.get("/closure-imports/template")).content.decode()
    assert template.startswith(BOM + "First day,Last day,Name in Japanese,Name in English,Opening hours")
    tried = (await sent(admin, template.encode())).json()
    assert (tried["ready"], tried["faulty"]) == (3, 0)
    wrong = (await sent(admin, "日付,名称\nいつか,=HYPERLINK(1)\n".encode())).json()
    errors = (await admin.get(f"/closure-imports/{wrong['id']}/errors")).content.decode().removeprefix(BOM).splitlines()
    assert errors == ["日付,名称,Reason", "いつか,'=HYPERLINK(1),This is not a date (for example 2026-12-01)."]
    refused = (await sent(admin, "商品,価格\nテレビ,1\n".encode())).json()
    assert [(f["at"], f["detail"]) for f in refused["errors"]] == [
        ("first", "A column “First day” or “Date” is needed."),
        ("name_ja", "A column “Name in Japanese” or “Name in English” is needed."),
    ]


async def test_only_who_writes_calendars_brings_closures_in_and_no_import_is_taken_for_the_other_kind(
    people: dict[str, UUID], admin: httpx.AsyncClient, tenant: UUID
) -> None:
    closures = await brought_in(admin, TABLE)
    shifts = await shifts_brought_in(admin, "氏名,日付,開始,終了\n佐藤 由美,2026-12-01,9:00,18:00\n")
    assert (await admin.get(f"/shift-imports/{closures['id']}")).status_code == 404
    assert (await admin.post(f"/closure-imports/{shifts['id']}/undo")).status_code == 404
    assert [i["id"] for i in (await admin.get("/closure-imports")).json()["items"]] == [closures["id"]]
    assert [i["id"] for i in (await admin.get("/shift-imports")).json()["items"]] == [shifts["id"]]
    async with api(routes, person(tenant, "shifts.write", "queues.watch", user=people["sato"])) as planner:
        assert (await sent(planner, TABLE.encode())).status_code == 403
        assert (await planner.get(f"/closure-imports/{closures['id']}/rows")).status_code == 403


async def test_what_is_too_old_to_be_taken_back_is_let_go(
    people: dict[str, UUID], admin: httpx.AsyncClient, tenant: UUID, clock: TestClock,
    owner: asyncpg.Connection[asyncpg.Record],
) -> None:  # fmt: skip
    await brought_in(admin, "日付,名称\n2026-12-28,仕事納め\n")
    done = await brought_in(admin, "日付,名称\n2026-12-28,納会\n")
    clock.advance(31 * 86400)
    assert (await admin.post(f"/closure-imports/{done['id']}/undo")).json()["code"] == "import_undo_over"
    async with unit(tenant):
        await forget_lines()
    assert await standing(admin) == [("12-28", "12-28", "納会")]
    assert await owner.fetchval("select count(*) from closure where tenant_id = $1", tenant) == 1


async def test_the_ledger_holds_ids_and_numbers_only(
    people: dict[str, UUID], admin: httpx.AsyncClient, tenant: UUID, owner: asyncpg.Connection[asyncpg.Record]
) -> None:
    done = await brought_in(admin, TABLE)
    rows = await owner.fetch("select action, subject_id from audit_entry where tenant_id = $1 order by at, id", tenant)
    told = [(row["action"], row["subject_id"]) for row in rows if row["action"].startswith("closure_import")]
    assert told == [("closure_import.uploaded", UUID(done["id"])), ("closure_import.run", UUID(done["id"]))]
    kinds = await owner.fetch("select kind from outbox where tenant_id = $1", tenant)
    assert "calendars.ClosuresChanged" in {row["kind"] for row in kinds}


WEEK = {"start": "2026-12-28T00:00:00+09:00", "end": "2027-01-04T00:00:00+09:00"}
PLANNED = """氏名,日付,開始,終了,休憩開始,休憩終了,種別
佐藤 由美,2026-12-28,9:00,18:00,12:00,13:00,
佐藤 由美,2026-12-29,9:00,18:00,12:00,13:00,
田中 翔,2026-12-29,9:00,18:00,12:00,13:00,休日出勤
田中 翔,2026-12-30,,,,,休み
"""


async def plan(client: httpx.AsyncClient) -> dict[str, list[str]]:
    people = (await client.get("/shifts", params=WEEK)).json()
    return {person["name"]: [f"{s['kind']} {s['start'][8:13]}" for s in person["shifts"]] for person in people}


async def test_nobody_is_planned_on_a_closed_day_but_who_is_to_work_nevertheless(
    people: dict[str, UUID], admin: httpx.AsyncClient, tenant: UUID
) -> None:
    """The shifts came first: a closure takes them out of the plan, and gives them back when it is taken back."""
    await shifts_brought_in(admin, PLANNED)
    whole = {
        "佐藤 由美": ["work 28T00", "break 28T03", "work 29T00", "break 29T03"],
        "田中 翔": ["work 29T00", "break 29T03", "leave 29T15"],
    }
    assert await plan(admin) == whole
    closed = await brought_in(admin, TABLE)
    kept = {**whole, "佐藤 由美": ["work 28T00", "break 28T03"]}  # shorter hours close nobody out
    assert await plan(admin) == kept
    noon = datetime(2026, 12, 29, 2, tzinfo=UTC)
    async with unit(tenant):
        found = await calendars.shifts(people.values(), noon, noon.replace(hour=3))
    assert [shift.user for shift in found] == [people["tanaka"]]
    async with api(routes, person(tenant, "desk.use", user=people["sato"])) as sato:
        mine = (await sato.get("/shifts/mine", params=WEEK)).json()
        assert [shift["start"][8:10] for shift in mine] == ["28", "28"]
    await admin.post(f"/closure-imports/{closed['id']}/undo")
    assert await plan(admin) == whole


async def test_a_shift_written_for_a_closed_day_must_say_that_it_is_meant(
    people: dict[str, UUID], admin: httpx.AsyncClient
) -> None:
    await brought_in(admin, TABLE)
    tried = (await shifts_sent(admin, PLANNED.encode())).json()
    faulty = (await admin.get(f"/shift-imports/{tried['id']}/rows", params={"faulty": True})).json()["items"]
    assert [(row["line"], row["faults"][0]["at"], row["faults"][0]["text"]) for row in faulty] == [
        (3, "kind", "The company is closed on this day. Whoever works nevertheless has the kind “closed-day work”."),
    ]
