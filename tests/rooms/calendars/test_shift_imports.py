"""A table of shifts from file to shifts and back, as the supervisor lives it."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import openpyxl

from madoguchi import calendars
from madoguchi.calendars.http import routes
from madoguchi.calendars.jobs import forget_lines
from madoguchi.kit.clock import TestClock
from madoguchi.kit.csv_lines import BOM
from madoguchi.kit.db import unit
from tests.api import api, person

TABLE = """氏名,日付,開始,終了,休憩開始,休憩終了,種別
佐藤 由美,2026/12/01,9:00,18:00,12:00,13:00,勤務
佐藤 由美,2026/12/02,,,,,休み
田中 翔,2026/12/01,22:00,7:00,,,夜勤
田中 翔,2026/12/02,6:00,12:00,,,勤務
=HYPERLINK(1),2026/12/01,9:00,18:00,,,
"""
DECEMBER = {"start": "2026-12-01T00:00:00+09:00", "end": "2026-12-08T00:00:00+09:00"}


async def sent(client: httpx.AsyncClient, content: bytes, name: str = "シフト.csv") -> httpx.Response:
    return await client.post("/shift-imports", files={"file": (name, content, "text/csv")})


async def brought_in(client: httpx.AsyncClient, table: str) -> dict[str, Any]:
    tried = await sent(client, table.encode())
    assert tried.status_code == 201, tried.text
    done = await client.post(f"/shift-imports/{tried.json()['id']}/run")
    assert done.status_code == 200, done.text
    body: dict[str, Any] = done.json()
    return body


async def standing(client: httpx.AsyncClient) -> dict[str, list[tuple[str, str]]]:
    """Who works when: kind and start of every shift, by name."""
    people = (await client.get("/shifts", params=DECEMBER)).json()
    return {person["name"]: [(s["kind"], s["start"][5:16]) for s in person["shifts"]] for person in people}


async def test_a_table_is_tried_written_and_taken_back(people: dict[str, UUID], admin: httpx.AsyncClient) -> None:
    tried = (await sent(admin, TABLE.encode("cp932"))).json()
    assert (tried["state"], tried["total"], tried["ready"], tried["faulty"]) == ("checked", 5, 3, 2)
    assert await standing(admin) == {}
    path = f"/shift-imports/{tried['id']}"
    faulty = (await admin.get(f"{path}/rows", params={"faulty": True})).json()["items"]
    assert [(row["line"], row["faults"][0]["code"]) for row in faulty] == [
        (5, "shift_overlaps"), (6, "shift_person_unknown"),
    ]  # fmt: skip
    assert faulty[1]["faults"][0]["text"] == "Nobody here has this name or address."
    done = (await admin.post(f"{path}/run")).json()
    assert (done["state"], done["written"], done["replaced"]) == ("done", 4, 0)
    assert await standing(admin) == {
        "佐藤 由美": [("work", "12-01T00:00"), ("break", "12-01T03:00"), ("leave", "12-01T15:00")],
        "田中 翔": [("work", "12-01T13:00")],
    }
    undone = (await admin.post(f"{path}/undo")).json()
    assert (undone["state"], undone["kept"], undone["restored"]) == ("undone", 0, 0)
    assert await standing(admin) == {}
    assert (await admin.post(f"{path}/undo")).json()["code"] == "shift_import_state"


async def test_faulty_lines_come_back_as_a_table_that_no_spreadsheet_can_be_tricked_by(
    people: dict[str, UUID], admin: httpx.AsyncClient
) -> None:
    tried = (await sent(admin, TABLE.encode())).json()
    answer = await admin.get(f"/shift-imports/{tried['id']}/errors")
    lines = answer.content.decode().removeprefix(BOM).splitlines()
    assert lines[0].endswith(",Reason")
    assert lines[2].startswith("'=HYPERLINK(1),2026/12/01")
    template = (await admin.get("/shift-imports/template")).content.decode()
    assert template.startswith(BOM + "Email,Date,Start,End,Break start,Break end,Kind")


async def test_a_corrected_table_takes_the_place_of_the_first_and_gives_it_back(
    people: dict[str, UUID], admin: httpx.AsyncClient
) -> None:
    head = TABLE.splitlines()[0]
    first = await brought_in(admin, TABLE)
    second = await brought_in(admin, f"{head}\nsato@minato.example,2026-12-01,13:00,17:00,,,勤務\n")
    assert (second["written"], second["replaced"]) == (1, 2)
    assert (await standing(admin))["佐藤 由美"] == [("work", "12-01T04:00"), ("leave", "12-01T15:00")]
    await admin.post(f"/shift-imports/{second['id']}/undo")
    assert (await standing(admin))["佐藤 由美"][:2] == [("work", "12-01T00:00"), ("break", "12-01T03:00")]
    await admin.post(f"/shift-imports/{first['id']}/undo")
    assert await standing(admin) == {}


async def test_imports_may_be_taken_back_in_any_order(people: dict[str, UUID], admin: httpx.AsyncClient) -> None:
    head = "氏名,日付,開始,終了"
    plans = [await brought_in(admin, f"{head}\n佐藤 由美,2026-12-01,{hour}:00,18:00\n") for hour in (9, 10, 11)]
    middle = (await admin.post(f"/shift-imports/{plans[1]['id']}/undo")).json()
    assert (middle["kept"], middle["restored"]) == (1, 0)
    assert await standing(admin) == {"佐藤 由美": [("work", "12-01T02:00")]}
    last = (await admin.post(f"/shift-imports/{plans[2]['id']}/undo")).json()
    assert last["restored"] == 1
    assert await standing(admin) == {"佐藤 由美": [("work", "12-01T00:00")]}


async def test_a_workbook_is_read_too(people: dict[str, UUID], admin: httpx.AsyncClient) -> None:
    book, content = openpyxl.Workbook(), BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Name", "Date", "Start", "End"])
    day = datetime(2026, 12, 1)
    sheet.append(["佐藤 由美", day.date(), day.replace(hour=9).time(), day.replace(hour=17, minute=30).time()])
    book.save(content)
    tried = await sent(admin, content.getvalue(), "shifts.xlsx")
    assert (tried.json()["ready"], tried.json()["faulty"]) == (1, 0)


async def test_a_file_that_is_no_table_of_shifts_is_refused_in_words(
    people: dict[str, UUID], admin: httpx.AsyncClient
) -> None:
    no_columns = (await sent(admin, "商品,価格\nテレビ,1\n".encode())).json()
    assert [(f["at"], f["detail"]) for f in no_columns["errors"]] == [
        ("person", "A column “Name” or “Email” is needed."), ("day", "A column “Date” is needed."),
    ]  # fmt: skip
    assert (await sent(admin, b"")).json()["code"] == "import_empty"
    assert (await sent(admin, b"PK\x03\x04broken")).json()["code"] == "import_file_unreadable"


async def test_a_table_sent_twice_by_the_network_is_one_import(
    people: dict[str, UUID], admin: httpx.AsyncClient
) -> None:
    file = {"file": ("シフト.csv", TABLE.encode(), "text/csv")}
    ids = {
        (await admin.post("/shift-imports", files=file, headers={"Idempotency-Key": "once"})).json()["id"]
        for _ in range(2)
    }
    assert len(ids) == 1
    assert len((await admin.get("/shift-imports")).json()["items"]) == 1


async def test_what_is_too_old_to_be_taken_back_is_let_go(
    people: dict[str, UUID], admin: httpx.AsyncClient, tenant: UUID, clock: TestClock
) -> None:
    done = await brought_in(admin, TABLE)
    clock.advance(31 * 86400)
    assert (await admin.post(f"/shift-imports/{done['id']}/undo")).json()["code"] == "import_undo_over"
    async with unit(tenant):
        await forget_lines()
    assert (await admin.get(f"/shift-imports/{done['id']}/rows")).json()["items"] == []
    assert await standing(admin) != {}


async def test_agents_see_their_own_shifts_and_only_supervisors_those_of_others(
    people: dict[str, UUID], admin: httpx.AsyncClient, tenant: UUID
) -> None:
    await brought_in(admin, TABLE)
    async with api(routes, person(tenant, "desk.use", user=people["tanaka"])) as tanaka:
        mine = (await tanaka.get("/shifts/mine", params=DECEMBER)).json()
        assert [(s["kind"], s["start"]) for s in mine] == [("work", "2026-12-01T13:00:00Z")]
        assert (await tanaka.get("/shifts", params=DECEMBER)).status_code == 403
        assert (await sent(tanaka, TABLE.encode())).status_code == 403
    long = await admin.get("/shifts", params=DECEMBER | {"end": "2027-12-01T00:00:00Z"})
    assert long.json()["errors"][0]["code"] == "period_too_long"
    naive = await admin.get("/shifts", params=DECEMBER | {"end": "2026-12-05T00:00:00"})
    assert naive.json()["errors"][0]["code"] == "expects_zone"


async def test_other_rooms_ask_for_shifts_of_some_people(
    people: dict[str, UUID], admin: httpx.AsyncClient, tenant: UUID
) -> None:
    await brought_in(admin, TABLE)
    start, end = datetime(2026, 12, 1, 3, 30, tzinfo=UTC), datetime(2026, 12, 1, 4, 30, tzinfo=UTC)
    async with unit(tenant):
        found = await calendars.shifts([people["sato"]], start, end)
    assert [shift.kind for shift in found] == ["work", "break"]
    async with unit(tenant):
        assert await calendars.shifts([], start, end) == []


async def test_facts_and_the_ledger_hold_ids_and_numbers_only(
    people: dict[str, UUID], admin: httpx.AsyncClient, tenant: UUID, owner: asyncpg.Connection[asyncpg.Record]
) -> None:
    done = await brought_in(admin, TABLE)
    [body] = await owner.fetch(
        "select body::text as body from outbox where tenant_id = $1 and kind = 'calendars.ShiftsChanged'", tenant
    )
    assert "2026-12-01" in body["body"]
    assert "佐藤" not in body["body"]
    rows = await owner.fetch("select action, subject_id from audit_entry where tenant_id = $1 order by at, id", tenant)
    told = [(row["action"], row["subject_id"]) for row in rows if row["action"].startswith("shift_import")]
    assert told == [("shift_import.uploaded", UUID(done["id"])), ("shift_import.run", UUID(done["id"]))]
