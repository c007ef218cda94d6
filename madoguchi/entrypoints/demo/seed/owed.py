"""What is owed to people who called: calls missed, one booked, a question to second line; whom to be careful with."""

from __future__ import annotations

from datetime import datetime, timedelta

from madoguchi.entrypoints.demo.seed.bulk import insert
from madoguchi.entrypoints.demo.seed.calendar import TOKYO, at_work
from madoguchi.entrypoints.demo.seed.company import Company
from madoguchi.entrypoints.demo.seed.crowd import Someone
from madoguchi.kit.db import db
from madoguchi.kit.ids import new_id

MISSED = "id, kind, customer_id, queue_id, address_kind, address_value, attempts, due, created, changed"
BOOKED = "id, kind, queue_id, address_kind, address_value, due, text, created, created_by, changed"
CALLBACK = "task_id, kind, state, queue_id, since, slot_start, slot_end, due, created, changed"
ASKED = "id, kind, customer_id, case_id, owner_id, due, text, created, created_by, changed"
CAUTION = "id, customer_id, kind, note, created, created_by, expires"
HALF_AN_HOUR = timedelta(minutes=30)


async def owe(company: Company, today: datetime, people: list[Someone]) -> None:
    """Write what waits for somebody to take it, and what was promised for tomorrow."""
    queue, sato = company.queues["appliances"], company.users["sato"]
    known = next(someone for someone in people if someone.language == "ja")
    missed = [(known.id, known.phone, 2, 25), (None, "+81671230045", 1, 50)]
    await insert("task", MISSED, [
        [new_id(), "missed_call", customer, queue, "phone", number, calls, today + timedelta(minutes=left), today,
         today]
        for customer, number, calls, left in missed
    ])  # fmt: skip
    morning = (today.astimezone(TOKYO) + timedelta(days=1)).replace(hour=10, minute=30, second=0, microsecond=0)
    task = new_id()
    await insert("task", BOOKED, [
        [task, "callback", queue, "phone", "+81671230046", morning + HALF_AN_HOUR,
         "設置場所の寸法を確認してから折り返し希望", today, sato, today],
    ])  # fmt: skip
    await insert("callback", CALLBACK, [
        [task, "appointment", "planned", queue, today, morning, morning + HALF_AN_HOUR, morning, today, today],
    ])  # fmt: skip
    await _ask_second_line(company, today)
    careful = await db().fetchval("select id from customer where notes_flag = 'caution' order by id limit 1")
    if careful is not None:
        await insert("caution", CAUTION, [
            [new_id(), careful, "harassment", "大声での要求が続く。二人で対応し、録音を案内する。",
             today - timedelta(days=3), company.users["kobayashi"], today + timedelta(days=87)],
        ])  # fmt: skip


async def _ask_second_line(company: Company, today: datetime) -> None:
    """A case that first line could not settle lies with a colleague for some hours."""
    case = await db().fetchrow(
        "select id, customer_id from case_file where is_open and customer_id is not null order by number desc limit 1"
    )
    if case is None:
        return
    sato, asked = company.users["sato"], today - timedelta(hours=1)
    task, due = new_id(), at_work(today + timedelta(hours=4), today)
    await insert("task", ASKED, [
        [task, "second_line", case["customer_id"], case["id"], company.users["suzuki"], due,
         "保証の対象になるか、写真を見て判断してほしい", asked, sato, asked],
    ])  # fmt: skip
    await insert("second_line", "task_id, case_id, asked, asked_by", [[task, case["id"], asked, sato]])
