"""One unit a request, problems, idempotency, pages."""

from __future__ import annotations

from uuid import UUID

import msgspec

from madoguchi.kit.db import db
from madoguchi.kit.http import Page, Tagged, expected_version, get, post, put
from madoguchi.kit.ids import new_id
from madoguchi.kit.listing import Key, Listing
from tests.api import api, person


class Note(msgspec.Struct):
    id: UUID
    name: str


class NewNote(msgspec.Struct):
    name: str


@post("/notes", needs="notes.write")
async def add(data: NewNote) -> Note:
    """Add a note."""
    note = Note(new_id(), data.name)
    await db().execute("insert into period (name, due) values ($1, now())", data.name)
    return note


@get("/notes", needs="notes.read")
async def names(after: str | None = None, limit: int = 2) -> Page[NewNote]:
    return await Listing("select name from period", keys=(Key("name", "text"),)).page(NewNote, after=after, limit=limit)


@put("/notes/{note:uuid}", needs="notes.write")
async def change(note: UUID, data: NewNote) -> Tagged[Note]:
    return Tagged(Note(note, data.name), expected_version() + 1)


ROUTES = [add, names, change]


async def test_nobody_gets_a_problem_in_the_language_asked_for() -> None:
    async with api(ROUTES, None) as client:
        answer = await client.get("/notes", headers={"Accept-Language": "ja"})
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["title"] == "ログインしてください。"


async def test_a_missing_permission_is_refused(tenant: UUID) -> None:
    async with api(ROUTES, person(tenant, "notes.read")) as client:
        assert (await client.post("/notes", json={"name": "a"})).status_code == 403


async def test_the_same_key_acts_once(tenant: UUID) -> None:
    async with api(ROUTES, person(tenant, "notes.read", "notes.write")) as client:
        first = await client.post("/notes", json={"name": "a"}, headers={"Idempotency-Key": "1"})
        again = await client.post("/notes", json={"name": "a"}, headers={"Idempotency-Key": "1"})
        other = await client.post("/notes", json={"name": "b"}, headers={"Idempotency-Key": "1"})
        listed = await client.get("/notes")
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert other.json()["code"] == "idempotency_key_reused"
    assert [i["name"] for i in listed.json()["items"]] == ["a"]


async def test_pages_follow_one_another(tenant: UUID) -> None:
    async with api(ROUTES, person(tenant, "notes.read", "notes.write")) as client:
        for name in "edcba":
            await client.post("/notes", json={"name": name})
        seen: list[str] = []
        after = None
        for _ in range(3):
            page = (await client.get("/notes", params={"after": after} if after else {})).json()
            seen += [item["name"] for item in page["items"]]
            after = page["next"]
        broken = await client.get("/notes", params={"after": "???"})
    assert seen == list("abcde")
    assert after is None
    assert broken.json()["code"] == "cursor_invalid"


async def test_bad_input_says_where(tenant: UUID) -> None:
    async with api(ROUTES, person(tenant, "notes.write")) as client:
        wrong = await client.post("/notes", json={"name": 5})
        nul = await client.post("/notes", json={"name": "a\x00b"})
        lost = await client.get("/nowhere")
        blind = await client.put(f"/notes/{new_id()}", json={"name": "x"})
        edited = await client.put(f"/notes/{new_id()}", json={"name": "x"}, headers={"If-Match": '"3"'})
    assert (wrong.status_code, wrong.json()["errors"][0]["at"]) == (422, "name")
    assert nul.json()["code"] == "nul_character"
    assert lost.json()["code"] == "not_found"
    assert blind.status_code == 428
    assert edited.headers["etag"] == '"4"'
