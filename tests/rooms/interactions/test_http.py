"""The contact room over HTTP: history, export, single contacts, notes."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from urllib.parse import quote

import asyncpg

from madoguchi import interactions
from madoguchi.customers import CustomerSettings
from madoguchi.interactions.http import routes
from madoguchi.kit.clock import now
from madoguchi.kit.db import unit
from madoguchi.kit.ids import new_id
from madoguchi.kit.settings import save_setting
from tests.api import api, person
from tests.rooms.interactions.factory import Office, incoming, make_customer, past_call

READER = ("interactions.read", "interactions.read_all", "customers.unmasked")


async def test_the_history_is_paged_newest_first_and_names_its_people(office: Office) -> None:
    async with unit(office.tenant):
        customer = await make_customer()
        calls = [await past_call(office, customer, now() - timedelta(hours=n)) for n in (3, 2, 1)]
    async with api(routes, person(office.tenant, *READER)) as client:
        first = (await client.get("/interactions", params={"limit": 2})).json()
        rest = (await client.get("/interactions", params={"limit": 2, "after": first["next"]})).json()
    ids = [row["id"] for row in first["items"] + rest["items"]]
    assert ids == [str(call.id) for call in reversed(calls)]
    assert rest["next"] is None
    assert [user["name"] for user in first["users"]] == ["佐藤 花"]
    assert [known["id"] for known in first["customers"]] == [str(customer)]


async def test_filters_narrow_the_history(office: Office) -> None:
    async with unit(office.tenant):
        taken = await past_call(office, await make_customer(), now() - timedelta(hours=2))
        gone = await incoming(office, number="+819011115678")
        await interactions.customer_left(gone.id, now(), "normal")
    async with api(routes, person(office.tenant, *READER)) as client:

        async def found(**params: str) -> list[str]:
            answer = await client.get("/interactions", params=params)
            assert answer.status_code == 200, answer.text
            return [row["id"] for row in answer.json()["items"]]

        assert await found(outcome="abandoned") == [str(gone.id)]
        assert await found(number="5678", direction="in") == [str(gone.id), str(taken.id)]
        assert await found(number="+819011115678") == [str(gone.id)]
        assert await found(user=str(office.agent)) == [str(taken.id)]
        assert await found(since=(now() - timedelta(hours=1)).isoformat()) == [str(gone.id)]
        assert await found(until=(now() - timedelta(hours=1)).isoformat()) == [str(taken.id)]
        assert await found(customer=str(new_id())) == []


async def test_an_agent_sees_their_own_history_with_masked_numbers(office: Office) -> None:
    async with unit(office.tenant):
        await incoming(office)
        own = await past_call(office, await make_customer(), now() - timedelta(hours=2))
    async with api(routes, person(office.tenant, "interactions.read", user=office.agent)) as client:
        rows = (await client.get("/interactions")).json()["items"]
        assert (await client.get("/interactions/export")).status_code == 403
    assert [row["id"] for row in rows] == [str(own.id)]
    assert rows[0]["address_value"] == "＊＊＊＊5678"


AGENT = ("interactions.read", "interactions.read_all", "customers.reveal")


async def test_a_number_that_the_tenant_calls_sensitive_opens_only_by_a_recorded_reveal(
    office: Office, owner: asyncpg.Connection
) -> None:
    """In lists and on the contact's page as on the customer's card."""
    async with unit(office.tenant):
        call = await past_call(office, await make_customer(), now() - timedelta(hours=2))
        before = call.address_value

    async def seen(*permissions: str) -> set[str]:
        async with api(routes, person(office.tenant, *permissions, user=office.agent)) as client:
            [row] = (await client.get("/interactions")).json()["items"]
            one = (await client.get(f"/interactions/{call.id}")).json()["contact"]["interaction"]
        assert one["address_raw"] in ("", before)
        return {row["address_value"], one["address_value"]}

    async def recorded(action: str) -> int:
        sql = "select count(*) from audit_entry where tenant_id = $1 and action = $2 and subject_id = $3"
        return int(await owner.fetchval(sql, office.tenant, action, call.id))

    assert await seen(*AGENT) == {before}
    assert await recorded("interaction.seen") == 0
    async with unit(office.tenant):
        await save_setting(CustomerSettings(sensitive_fields=("phone",)))
    assert await seen(*AGENT) == {"＊＊＊＊5678"}
    assert await seen(*READER) == {before}
    assert await recorded("interaction.seen") == 1, "whoever sees it whole without asking is written down"
    async with api(routes, person(office.tenant, *AGENT, user=office.agent)) as client:
        assert (await client.post(f"/interactions/{call.id}/reveal")).json() == {"address": before}
        assert (await client.post(f"/interactions/{new_id()}/reveal")).status_code == 404
    assert await recorded("interaction.revealed") == 1
    async with api(routes, person(office.tenant, *AGENT[:2])) as client:
        assert (await client.post(f"/interactions/{call.id}/reveal")).status_code == 403


async def test_a_mask_stays_a_mask_in_the_file(office: Office) -> None:
    async with unit(office.tenant):
        await past_call(office, await make_customer(), now() - timedelta(hours=2))
        await save_setting(CustomerSettings(sensitive_fields=("phone",)))
    async with api(routes, person(office.tenant, *AGENT, "history.export", locale="ja")) as client:
        answer = await client.get("/interactions/export")
    heading, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert dict(zip(heading, row, strict=True))["相手番号"] == "＊＊＊＊5678"


async def test_the_export_opens_in_a_spreadsheet_and_runs_nothing(office: Office) -> None:
    async with unit(office.tenant):
        await past_call(office, await make_customer(), now() - timedelta(hours=2), talk=75)
    who = person(office.tenant, *READER, "history.export", locale="ja")
    async with api(routes, who) as client:
        answer = await client.get("/interactions/export", params={"direction": "in"})
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    heading, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    told = dict(zip(heading, row, strict=True))
    assert (told["相手番号"], told["オペレーター"], told["通話秒数"]) == ("03-1234-5678", "佐藤 花", "75")


async def test_one_contact_shows_its_parts_and_takes_a_note(office: Office) -> None:
    async with unit(office.tenant):
        call = await past_call(office, await make_customer(), now() - timedelta(hours=2))
    who = person(office.tenant, "interactions.read", "desk.use", user=office.agent)
    async with api(routes, who) as client:
        written = await client.post(f"/interactions/{call.id}/notes", json={"text": "折り返し希望"})
        assert written.status_code == 201
        shown = (await client.get(f"/interactions/{call.id}")).json()
        assert [note["text"] for note in shown["contact"]["notes"]] == ["折り返し希望"]
        assert [one["role"] for one in shown["contact"]["participants"]] == ["customer", "agent"]
        assert all(one["departed"] for one in shown["contact"]["participants"])
        assert shown["contact"]["interaction"]["address_value"] == "＊＊＊＊5678"
        assert [known["id"] for known in shown["customers"]] == [shown["contact"]["interaction"]["customer_id"]]
        assert [event["kind"] for event in shown["contact"]["events"]][:3] == ["opened", "ringing", "joined"]
        assert (await client.get(f"/interactions/{new_id()}")).json()["code"] == "interaction_unknown"
        assert (await client.post(f"/interactions/{call.id}/notes", json={"text": ""})).status_code == 422


async def test_the_timeline_pages_through_the_same_door(office: Office) -> None:
    async with unit(office.tenant):
        customer = await make_customer()
        calls = [await past_call(office, customer, now() - timedelta(days=n)) for n in (3, 2, 1)]
    async with api(routes, person(office.tenant, "interactions.read")) as client:
        path = f"/timeline?customer={customer}&limit=2"
        first = (await client.get(path)).json()
        rest = (await client.get(f"{path}&after={quote(first['next'])}")).json()
        assert (await client.get(f"{path}&after=nonsense")).json()["code"] == "cursor_invalid"
        only = (await client.get(f"{path}&kinds=case")).json()
    assert [entry["id"] for entry in first["items"] + rest["items"]] == [str(call.id) for call in reversed(calls)]
    assert (rest["next"], only["items"]) == (None, [])
    assert first["users"][0]["name"] == "佐藤 花"
