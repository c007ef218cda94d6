"""The API of customers, as programs and desks use it."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import httpx

from madoguchi.customers.http import routes
from madoguchi.kit.db import db
from madoguchi.kit.http import Principal
from tests.api import api, person
from tests.rooms.customers.conftest import acting

MISAKI = {
    "name": "長谷川 美咲", "kana": "はせがわ みさき", "tier": "gold", "birth_date": "1985-04-02",
    "identities": [{"kind": "phone", "value": "090-1234-5678"}, {"kind": "email", "value": "m@example.jp"}],
}  # fmt: skip


@asynccontextmanager
async def customers(who: Principal | None) -> AsyncIterator[httpx.AsyncClient]:
    async with api(routes, who) as client:
        yield client


async def made(client: httpx.AsyncClient, **changes: Any) -> dict[str, Any]:
    answer = await client.post("/customers", json=MISAKI | changes)
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def test_nobody_sees_customers_without_signing_in() -> None:
    async with customers(None) as client:
        assert (await client.get("/customers")).status_code == 401


async def test_reading_needs_its_permission(agent: Principal) -> None:
    async with customers(person(agent.tenant, "desk.use")) as client:
        answer = await client.get("/customers")
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_customer_is_created_looked_up_and_listed(agent: Principal) -> None:
    async with customers(agent) as client:
        card = await made(client)
        assert card["number"].startswith("C-")
        assert [i["shown"] for i in card["identities"]] == ["090-1234-5678", "m@example.jp"]
        found = (await client.get("/customers/lookup", params={"phone": "sip:09012345678@gw"})).json()
        assert found["customer"]["id"] == card["id"]
        assert found["address"]["value"] == "+819012345678"
        listed = (await client.get("/customers")).json()["items"]
        assert [(row["name"], row["contact"]) for row in listed] == [("長谷川 美咲", "090-1234-5678")]
        assert (await client.get("/customers", params={"q": "hasega"})).json()["items"] == listed


async def test_a_withheld_number_looks_up_nobody(agent: Principal) -> None:
    async with customers(agent) as client:
        found = (await client.get("/customers/lookup", params={"phone": "anonymous"})).json()
        assert found["address"]["withheld"] == "withheld"
        assert found["candidates"] == []
        assert (await client.get("/customers/lookup")).status_code == 422


async def test_forms_are_offered_the_tenants_own_words(agent: Principal) -> None:
    async with customers(agent) as client:
        words = (await client.get("/customers/vocabulary")).json()
    assert [tier["name_ja"] for tier in words["tiers"]] == ["プラチナ", "ゴールド", "シルバー", "一般"]
    assert words["default_tier"] == "standard"
    assert "recording" in words["consent_purposes"]


async def test_the_list_runs_through_everybody_in_reading_order(agent: Principal) -> None:
    readings = ["アイ", "カキ", "ガク", "サシ", "パク", "ハハ", "バン", "ワン"]
    async with customers(agent) as client:
        for reading in reversed(readings):
            await made(client, name=f"人{reading}", kana=reading, identities=[])
        await made(client, name="読みなし", kana="", identities=[])
        seen: list[str] = []
        after: str | None = None
        while True:
            page = (await client.get("/customers", params={"limit": 2} | ({"after": after} if after else {}))).json()
            seen += [row["name"] for row in page["items"]]
            after = page["next"]
            if after is None:
                break
    assert seen == ["人アイ", "人カキ", "人ガク", "人サシ", "人パク", "人ハハ", "人バン", "人ワン", "読みなし"]


async def test_an_edit_names_the_version_it_edits(agent: Principal) -> None:
    async with customers(agent) as client:
        card = await made(client)
        shown = await client.get(f"/customers/{card['id']}")
        etag = shown.headers["etag"]
        path = f"/customers/{card['id']}"
        assert (await client.patch(path, json={"tier": "silver"})).status_code == 428
        changed = await client.patch(path, json={"tier": "silver"}, headers={"If-Match": etag})
        assert (changed.status_code, changed.json()["tier"]) == (200, "silver")
        assert changed.headers["etag"] != etag
        late = await client.patch(path, json={"tier": "gold"}, headers={"If-Match": etag})
        assert (late.status_code, late.json()["code"]) == (412, "version_changed")


async def test_faults_are_told_in_the_askers_language(agent: Principal) -> None:
    bad = {"name": "", "kana": "漢字", "identities": [{"kind": "phone", "value": "alice"}]}
    async with customers(person(agent.tenant, "customers.write", locale="ja")) as client:
        answer = await client.post("/customers", json=bad)
    assert answer.status_code == 422
    assert [(e["at"], e["code"], e["detail"]) for e in answer.json()["errors"]] == [
        ("kana", "kana_expected", "ふりがなはかなで入力してください。"),
        ("name", "name_missing", "お名前か会社名を入力してください。"),
        ("identities[0].value", "phone_unreadable", "電話番号として読み取れません。"),
    ]


async def test_the_same_request_twice_makes_one_customer(agent: Principal) -> None:
    async with customers(agent) as client:
        first = await client.post("/customers", json=MISAKI, headers={"Idempotency-Key": "k1"})
        again = await client.post("/customers", json=MISAKI, headers={"Idempotency-Key": "k1"})
        assert first.json()["id"] == again.json()["id"]
        assert len((await client.get("/customers")).json()["items"]) == 1


async def test_a_reveal_opens_a_field_and_is_recorded_with_its_call(agent: Principal) -> None:
    call = uuid4()
    async with customers(agent) as client:
        card = await made(client)
        assert card["birth_date"] == "1985-＊＊-＊＊"
        answer = await client.post(
            f"/customers/{card['id']}/reveal", json={"fields": ["birth_date"], "interaction": str(call)}
        )
        assert answer.json() == {"birth_date": ["1985-04-02"]}
        assert (await client.post(f"/customers/{card['id']}/reveal", json={"fields": ["soul"]})).status_code == 422
    async with acting(agent):
        row = await db().fetchrow("select reason_id, actor_id from audit_entry where action = 'customer.revealed'")
    assert row is not None
    assert (row["reason_id"], row["actor_id"]) == (call, agent.user)


async def test_an_auditor_sees_masks_and_may_not_reveal(agent: Principal, auditor: Principal) -> None:
    async with customers(agent) as client:
        card = await made(client)
    async with customers(auditor) as client:
        shown = (await client.get(f"/customers/{card['id']}")).json()
        assert [i["value"] for i in shown["identities"]] == ["＊＊＊＊5678", "＊＊＊@example.jp"]
        assert (await client.post(f"/customers/{card['id']}/reveal", json={"fields": ["phone"]})).status_code == 403


async def test_seeing_a_sensitive_field_is_recorded(supervisor: Principal) -> None:
    async with customers(supervisor) as client:
        card = await made(client)
        await client.get(f"/customers/{card['id']}")
    async with acting(supervisor):
        assert await db().fetchval("select count(*) from audit_entry where action = 'customer.seen'") == 1


async def test_wishes_consent_and_the_gate(agent: Principal) -> None:
    async with customers(agent) as client:
        path = f"/customers/{(await made(client))['id']}"
        wish = await client.patch(f"{path}/preferences", json={"do_not_call": True, "channel": "email"})
        assert (wish.json()["do_not_call"], wish.json()["channel"]) == (True, "email")
        wish = await client.patch(f"{path}/preferences", json={"channel": None})
        assert (wish.json()["do_not_call"], wish.json()["channel"]) == (True, None)
        gate = (await client.get(f"{path}/contact-gate")).json()
        assert not gate["allowed"]
        assert {"code": "do_not_call", "text": "This customer must not be called."} in gate["reasons"]
        consent = await client.post(f"{path}/consents", json={"purpose": "marketing", "state": "given"})
        assert [c["state"] for c in consent.json()] == ["given"]
        assert (await client.post(f"{path}/consents", json={"purpose": "x", "state": "given"})).status_code == 422


async def test_what_they_bought(supervisor: Principal) -> None:
    admin = person(supervisor.tenant, "customers.read", "customers.write", "settings.admin")
    async with customers(admin) as client:
        path = f"/customers/{(await made(client))['id']}"
        product = await client.post("/products", json={"code": "MR-F502K", "name_ja": "冷蔵庫", "name_en": "Fridge"})
        fridge = product.json()["id"]
        order = await client.post(
            f"{path}/orders",
            json={"number": "o-88213", "lines": [{"title": "水タンク", "price_minor": 3980, "product": fridge}]},
        )
        assert (order.json()["number"], order.json()["total_minor"]) == ("O-88213", 3980)
        shipped = await client.patch(
            f"/orders/{order.json()['id']}", json={"status": "shipped"}, headers={"If-Match": order.headers["etag"]}
        )
        assert shipped.json()["status"] == "shipped"
        contract = {"number": "W-1", "title": "延長保証", "starts": "2023-06-30", "ends": "2020-01-01"}
        assert (await client.post(f"{path}/contracts", json=contract)).json()["errors"][0][
            "code"
        ] == "ends_before_start"
        owned = await client.post(f"{path}/products", json={"product": fridge, "bought": "2024-02-29"})
        assert owned.json()[0]["warranty_until"] == "2025-02-28"
        again = await client.post(f"{path}/orders", json={"number": "O-88213"})
        assert again.status_code == 409


async def test_an_export_runs_no_formula(supervisor: Principal) -> None:
    async with customers(supervisor) as client:
        await made(client, name="=cmd|' /C calc'!A0", kana="", romaji="")
        answer = await client.get("/customers/export")
    assert answer.text.startswith("\ufeff")
    row = next(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert row["name"] == "'=cmd|' /C calc'!A0"
    assert row["phone"] == "090-1234-5678"


async def test_a_choice_among_two_is_remembered(agent: Principal) -> None:
    async with customers(agent) as client:
        await made(client)
        other = await made(client, name="長谷川 亮")
        found = (await client.get("/customers/lookup", params={"phone": "09012345678"})).json()
        assert found["customer"] is None
        assert len(found["candidates"]) == 2
        choice = {"kind": "phone", "value": "090-1234-5678", "customer": other["id"]}
        assert (await client.put("/address-choices", json=choice)).status_code == 204
        found = (await client.get("/customers/lookup", params={"phone": "09012345678"})).json()
        assert (found["customer"]["id"], found["remembered"]) == (other["id"], True)


async def test_bad_input_gives_a_problem_and_changes_nothing(agent: Principal) -> None:
    bodies: list[Any] = [
        {"name": "あ" * 65_536}, {"name": "a\x00b"}, {"name": 5}, [], {"name": "x", "tags": ["y" * 999]},
        {"name": "x", "identities": [{"kind": "fax", "value": "1"}]}, {"name": "x", "kind": "robot"},
    ]  # fmt: skip
    async with customers(agent) as client:
        for body in bodies:
            answer = await client.post("/customers", json=body)
            assert answer.status_code in {400, 422}, body
            assert answer.json()["code"]
        for path in ("/customers/not-a-uuid", f"/customers/{uuid4()}", f"/customers/{uuid4()}/orders"):
            assert (await client.get(path)).status_code == 404
        assert (await client.get("/customers", params={"after": "%%%"})).status_code == 422
        emoji = await made(client, name="🍣𠮷野 ﾊﾅｺ", kana="", identities=[])
        assert emoji["name"] == "🍣𠮷野 ハナコ"
        assert len((await client.get("/customers")).json()["items"]) == 1
