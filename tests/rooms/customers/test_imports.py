"""An import from file to customers and back, as the person at the screen lives it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from madoguchi import customers
from madoguchi.customers import Address
from madoguchi.customers.http import routes
from madoguchi.customers.jobs import forget_rows
from madoguchi.files import DiskShelf, use_shelf
from madoguchi.kit.clock import TestClock
from madoguchi.kit.db import db, unit
from madoguchi.kit.http import Principal
from madoguchi.kit.jobs import run_due
from tests.api import api
from tests.rooms.customers.conftest import acting, misaki

FILE = """お客様番号,氏名,フリガナ,電話番号,メール,会員ランク,生年月日
M-1,長谷川 美咲,ハセガワ ミサキ,090-1234-5678,m@example.jp,ゴールド,S60.4.2
M-2,田中 太郎,たなか たろう,0312345678,tanaka@example.jp,一般,1970/1/1
M-3,,,,,,
M-4,鈴木 一郎,鈴木,12,not-mail,ダイヤ,昨日
M-5,佐藤 花子,サトウ ハナコ,090-1234-5678,,,
"""


@pytest.fixture(autouse=True)
def shelf(tmp_path: Path) -> Iterator[None]:
    use_shelf(DiskShelf(tmp_path))
    yield
    use_shelf(None)


@asynccontextmanager
async def screen(who: Principal) -> AsyncIterator[httpx.AsyncClient]:
    async with api(routes, who) as client:
        yield client


async def uploaded(client: httpx.AsyncClient, text: str = FILE) -> dict[str, Any]:
    answer = await client.post("/customer-imports", files={"file": ("会員.csv", text.encode("cp932"), "text/csv")})
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def stepped(client: httpx.AsyncClient, id: str, step: str) -> dict[str, Any]:
    """Begin a step and wait until it is over."""
    answer = await client.post(f"/customer-imports/{id}/{step}")
    assert answer.status_code == 202, answer.text
    while await run_due():
        pass
    body: dict[str, Any] = (await client.get(f"/customer-imports/{id}")).json()
    return body


async def test_an_upload_repeated_by_the_network_is_one_import(supervisor: Principal) -> None:
    async with screen(supervisor) as client:

        async def send(text: str) -> httpx.Response:
            files = {"file": ("会員.csv", text.encode("cp932"), "text/csv")}
            return await client.post("/customer-imports", files=files, headers={"Idempotency-Key": "upload-1"})

        first, again, other = await send(FILE), await send(FILE), await send(FILE + "M-9,別の人,,,,,\n")
        assert (first.status_code, again.status_code) == (201, 201)
        assert first.json()["id"] == again.json()["id"]
        assert first.json()["columns"][1]["samples"][0] == "長谷川 美咲"
        assert other.json()["code"] == "idempotency_key_reused"
        assert len((await client.get("/customer-imports")).json()["items"]) == 1


async def test_the_file_is_understood_tried_run_and_taken_back(supervisor: Principal) -> None:
    async with screen(supervisor) as client:
        work = await uploaded(client)
        assert work["columns"][1] == {
            "heading": "氏名",
            "samples": ["長谷川 美咲", "田中 太郎", "", "鈴木 一郎", "佐藤 花子"],
        }
        assert list(work["mapping"].values()) == ["number", "name", "kana", "phone", "email", "tier", "birth_date"]
        tried = await stepped(client, work["id"], "check")
        assert (tried["state"], tried["total"], tried["counts"]["faulty"]) == ("checked", 5, 3)
        assert (await client.get("/customers")).json()["items"] == []
        faulty = (await client.get(f"/customer-imports/{work['id']}/rows", params={"effect": "faulty"})).json()["items"]
        assert [(row["line"], sorted(f["code"] for f in row["faults"])) for row in faulty] == [
            (4, ["name_missing"]),
            (5, ["date_unreadable", "email_unreadable", "kana_expected", "phone_unreadable", "tier_unknown"]),
            (6, ["duplicate_in_file"]),
        ]
        done = await stepped(client, work["id"], "run")
        assert (done["state"], done["counts"]["created"], done["counts"]["faulty"]) == ("done", 2, 3)
        assert done["reached"] == done["total"] == 5
        listed = (await client.get("/customers")).json()["items"]
        assert [(row["number"], row["name"], row["tier"]) for row in listed] == [
            ("M-2", "田中 太郎", "standard"), ("M-1", "長谷川 美咲", "gold"),
        ]  # fmt: skip
        undone = await stepped(client, work["id"], "undo")
        assert (undone["state"], undone["counts"]["undone"]) == ("undone", 2)
        assert (await client.get("/customers")).json()["items"] == []


async def test_known_customers_are_updated_and_get_their_old_values_back(supervisor: Principal) -> None:
    async with acting(supervisor):
        who = await misaki(tier="silver", email="old@example.jp")
    async with screen(supervisor) as client:
        work = await uploaded(client)
        await stepped(client, work["id"], "check")
        done = await stepped(client, work["id"], "run")
        assert (done["counts"]["created"], done["counts"]["updated"]) == (1, 1)
        card = (await client.get(f"/customers/{who.id}")).json()
        assert (card["tier"], card["number"]) == ("gold", who.number)
        assert {i["value"] for i in card["identities"]} == {"+819012345678", "old@example.jp", "m@example.jp"}
        await stepped(client, work["id"], "undo")
        card = (await client.get(f"/customers/{who.id}")).json()
        assert card["tier"] == "silver"
        assert {i["value"] for i in card["identities"]} == {"+819012345678", "old@example.jp"}


async def test_what_somebody_changed_since_is_kept_by_undo(supervisor: Principal) -> None:
    async with screen(supervisor) as client:
        work = await uploaded(client)
        await stepped(client, work["id"], "check")
        await stepped(client, work["id"], "run")
        row = (await client.get("/customers", params={"q": "田中"})).json()["items"][0]
        etag = (await client.get(f"/customers/{row['id']}")).headers["etag"]
        await client.patch(f"/customers/{row['id']}", json={"tier": "platinum"}, headers={"If-Match": etag})
        undone = await stepped(client, work["id"], "undo")
        assert (undone["counts"]["undone"], undone["counts"]["kept"]) == (1, 1)
        assert [r["name"] for r in (await client.get("/customers")).json()["items"]] == ["田中 太郎"]


async def test_the_mapping_can_be_corrected_but_not_broken(supervisor: Principal) -> None:
    async with screen(supervisor) as client:
        work = await uploaded(client, "A,B\n田中,03-1234-5678\n")
        path, version = f"/customer-imports/{work['id']}/mapping", {"If-Match": "1"}
        assert (await client.post(f"/customer-imports/{work['id']}/check")).json()["errors"][0]["code"] == (
            "name_column_missing"
        )
        wrong = await client.put(path, json={"mapping": {"0": "name", "9": "phone"}}, headers=version)
        assert wrong.json()["errors"][0]["code"] == "column_unknown"
        assert (await client.put(path, json={"mapping": {"x": "name"}}, headers=version)).status_code == 422
        right = await client.put(path, json={"mapping": {"0": "name", "1": "phone"}}, headers=version)
        assert right.status_code == 200
        assert (await client.put(path, json={"mapping": {"0": "name"}}, headers=version)).status_code == 412
        done = await stepped(client, work["id"], "check")
        assert (done["state"], done["counts"]["faulty"]) == ("checked", 0)


async def test_steps_out_of_turn_are_refused(supervisor: Principal) -> None:
    async with screen(supervisor) as client:
        work = await uploaded(client)
        for step in ("run", "undo"):
            answer = await client.post(f"/customer-imports/{work['id']}/{step}")
            assert (answer.status_code, answer.json()["code"]) == (409, "import_state")


async def test_a_file_that_is_no_table_is_refused(supervisor: Principal) -> None:
    async with screen(supervisor) as client:
        for name, content in (("a.xlsx", b"PK\x03\x04"), ("a.csv", b"only,headings\n"), ("a.csv", b"\x00\x01\x02")):
            answer = await client.post("/customer-imports", files={"file": (name, content, "text/csv")})
            assert answer.status_code == 422, name


async def test_faulty_lines_come_back_as_a_file_with_reasons(supervisor: Principal) -> None:
    async with screen(supervisor) as client:
        work = await uploaded(client)
        await stepped(client, work["id"], "check")
        text = (await client.get(f"/customer-imports/{work['id']}/errors")).text
    assert text.startswith("\ufeffお客様番号,氏名")
    assert "There is no such tier." in text


async def test_a_thousand_lines_are_imported_with_progress(supervisor: Principal, tenant: UUID) -> None:
    lines = "\n".join(f"お客様{n},0901{n:07}" for n in range(1000))
    async with screen(supervisor) as client:
        work = await uploaded(client, f"氏名,電話\n{lines}\n")
        await stepped(client, work["id"], "check")
        await client.post(f"/customer-imports/{work['id']}/run")
        await run_due()
        halfway = (await client.get(f"/customer-imports/{work['id']}")).json()
        assert (halfway["state"], halfway["reached"], halfway["total"]) == ("running", 200, 1000)
        while await run_due():
            pass
        done = (await client.get(f"/customer-imports/{work['id']}")).json()
        assert (done["state"], done["counts"]["created"]) == ("done", 1000)
    async with unit(tenant):
        seen = await customers.recognise(Address(kind="phone", value="+819010000999"))
        assert seen.customer is not None


async def test_lines_are_forgotten_when_they_can_no_longer_be_undone(supervisor: Principal, clock: TestClock) -> None:
    async with screen(supervisor) as client:
        work = await uploaded(client)
        await stepped(client, work["id"], "check")
        await stepped(client, work["id"], "run")
        clock.advance(31 * 86400)
        async with unit(supervisor.tenant):
            await forget_rows()
            assert await db().fetchval("select count(*) from customer_import_row") == 0
        answer = await client.post(f"/customer-imports/{work['id']}/undo")
        assert (answer.status_code, answer.json()["code"]) == (409, "import_undo_over")
