"""Files over HTTP: attach, play in parts, by permission and with a record."""

from __future__ import annotations

from uuid import UUID

from madoguchi import files
from madoguchi.files.http import routes
from madoguchi.kit.db import db, unit
from madoguchi.kit.http import Principal
from tests.api import api, person
from tests.rooms.files.test_keeping import PNG


def agent_of(tenant: UUID) -> Principal:
    return person(tenant, "desk.use", "interactions.read")


async def test_an_attachment_goes_up_and_comes_down(tenant: UUID) -> None:
    async with api(routes, agent_of(tenant)) as client:
        up = await client.post("/files", files={"file": ("写真 1.png", PNG, "application/x-evil")})
        assert up.status_code == 201, up.text
        assert (up.json()["name"], up.json()["media_type"], up.json()["size"]) == ("写真 1.png", "image/png", len(PNG))
        down = await client.get(f"/files/{up.json()['id']}")
    assert (down.content, down.headers["content-type"]) == (PNG, "image/png")
    assert down.headers["content-disposition"].startswith("inline; filename*=UTF-8''%E5")


async def test_a_wrong_kind_is_refused_with_a_clear_problem(tenant: UUID) -> None:
    async with api(routes, agent_of(tenant)) as client:
        answer = await client.post("/files", files={"file": ("a.pdf", b"MZ" + bytes(200), "application/pdf")})
    assert (answer.status_code, answer.json()["code"]) == (422, "file_type_refused")


async def test_playing_jumps_anywhere(tenant: UUID) -> None:
    content = bytes(range(256)) * 1000
    player = person(tenant, "recordings.play")
    async with unit(player.tenant):
        kept = await files.keep(content, "call.wav", "recording")
    async with api(routes, player) as client:
        part = await client.get(f"/files/{kept.id}", headers={"Range": "bytes=100000-100009"})
        assert (part.status_code, part.content) == (206, content[100_000:100_010])
        assert part.headers["content-range"] == f"bytes 100000-100009/{len(content)}"
        beyond = await client.get(f"/files/{kept.id}", headers={"Range": "bytes=9999999-"})
        assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{len(content)}")
    async with unit(player.tenant):
        assert await db().fetchval("select count(*) from audit_entry where action = 'file.read'") >= 1


async def test_a_recording_needs_the_permission_to_play_it(tenant: UUID) -> None:
    async with unit(tenant):
        kept = await files.keep(b"x" * 100, "call.wav", "recording")
    async with api(routes, agent_of(tenant)) as client:
        assert (await client.get(f"/files/{kept.id}")).status_code == 403


async def test_a_form_without_a_file_is_told_what_it_lacks(tenant: UUID) -> None:
    async with api(routes, agent_of(tenant)) as client:
        for form in ({"file": "no file"}, {"other": "x"}):
            answer = await client.post("/files", files={name: (None, text) for name, text in form.items()})
            assert answer.status_code in {400, 422}, answer.text
        assert (await client.post("/files", json={})).status_code in {400, 415, 422}
