"""The contact room over HTTP: history, export, single contacts, notes."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from urllib.parse import quote

from madoguchi import interactions
from madoguchi.interactions.http import routes
from madoguchi.kit.clock import now
from madoguchi.kit.db import unit
from madoguchi.kit.ids import new_id
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
