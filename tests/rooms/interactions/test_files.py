"""Files of a contact: what was attached, and its sound by permission."""

from __future__ import annotations

import io
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from madoguchi import files, interactions
from madoguchi.files import DiskShelf, FileUnknown, use_shelf
from madoguchi.files.http import routes as file_routes
from madoguchi.interactions.http import routes
from madoguchi.kit.db import unit
from madoguchi.kit.http import Principal, set_principal
from madoguchi.kit.ids import new_id
from madoguchi.kit.vault import Erased, Scope, forget_subject
from tests.api import api, person
from tests.rooms.interactions.factory import Office, incoming, make_customer


@pytest.fixture(autouse=True)
def shelf(tmp_path: Path) -> Iterator[None]:
    use_shelf(DiskShelf(tmp_path / "files"))
    yield
    use_shelf(None)


def sound(seconds: int = 1) -> bytes:
    """Two channels of silence at 8 kHz."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(8000 * 4 * seconds))
    return out.getvalue()


async def test_a_recording_plays_by_permission_and_every_playback_is_logged(
    office: Office, owner: asyncpg.Connection
) -> None:
    async with unit(office.tenant):
        call = await incoming(office)
        kept = await files.keep(sound(), "call.wav", "recording", scope=Scope(call.id))
        await interactions.add_recording(call.id, kept.id, call.opened, 1, 2, [0, 255])
    path = f"/interactions/{call.id}/recording"
    async with api(routes, person(office.tenant, "interactions.read", "recordings.play")) as client:
        whole = await client.get(path)
        part = await client.get(path, headers={"Range": "bytes=0-43"})
        peaks = (await client.get(f"{path}/waveform")).json()
    assert (whole.status_code, whole.content) == (200, sound())
    assert (part.status_code, part.content) == (206, sound()[:44])
    assert (peaks["peaks"], peaks["channels"]) == ([0, 255], 2)
    async with api(routes, person(office.tenant, "interactions.read")) as client:
        assert (await client.get(path)).status_code == 403
        assert (await client.get(f"/interactions/{new_id()}/recording/waveform")).json()["code"] == "recording_unknown"
    async with api(routes, person(office.tenant, "interactions.read", "recordings.play_own")) as client:
        assert (await client.get(path)).status_code == 403  # somebody else's call
    async with unit(office.tenant):
        await interactions.ringing(call.id, office.agent, call.opened)
    own = person(office.tenant, "interactions.read", "recordings.play_own", user=office.agent)
    async with api(routes, own) as client:
        assert (await client.get(path)).status_code == 200
    played = "select count(*) from audit_entry where tenant_id = $1 and action = 'recording.played'"
    assert await owner.fetchval(played, office.tenant) == 3


def uploader(office: Office) -> Principal:
    return person(office.tenant, "desk.use", "interactions.read", user=office.agent)


@contextmanager
def acting(who: Principal) -> Iterator[None]:
    """What happens inside is done by `who`."""
    set_principal(who)
    try:
        yield
    finally:
        set_principal(None)


async def test_only_what_one_uploaded_to_attach_is_attached_and_no_other_file_changes_hands(office: Office) -> None:
    """A key that went to another contact's customer would be gone with them, or stay when its own is erased."""
    async with unit(office.tenant):
        theirs, other = await make_customer("A"), await make_customer("B")
        call, elsewhere = await incoming(office, customer=theirs), await incoming(office, customer=other)
        heard = await files.keep(sound(), "call.wav", "recording", scope=Scope(new_id(), theirs))
        with acting(person(office.tenant, user=office.colleague)):
            not_mine = await files.keep(b"text", "theirs.txt", "attachment")
        with acting(uploader(office)):
            prompt = await files.keep(sound(), "prompt.wav", "prompt")
            mine = await files.keep(b"text", "mine.txt", "attachment")
    async with api([*routes, *file_routes], uploader(office)) as client:

        async def attached(file: UUID, contact: UUID) -> int | str:
            answer = await client.post(f"/interactions/{contact}/attachments", json={"file": str(file)})
            return answer.status_code if answer.status_code == 201 else answer.json()["code"]

        for refused in (heard, not_mine, prompt):
            assert await attached(refused.id, elsewhere.id) == "attachment_refused"
        uploaded = await client.post("/files", files={"file": ("photo.txt", b"text")})
        assert await attached(UUID(uploaded.json()["id"]), call.id) == 201
        assert await attached(mine.id, call.id) == 201
        assert await attached(mine.id, call.id) == 201
        assert await attached(mine.id, elsewhere.id) == "attachment_refused"
    async with unit(office.tenant):
        await forget_subject(other)
    async with unit(office.tenant):
        for still in (heard, mine):
            await files.open_file(still.id)
        assert (await interactions.detail(elsewhere.id)).attachments == []


async def test_an_attachment_is_named_with_the_contact_and_follows_its_customer(office: Office) -> None:
    async with unit(office.tenant):
        first, second = await make_customer("A"), await make_customer("B")
        call = await incoming(office, customer=first)
        with acting(uploader(office)):
            kept = await files.keep("保証書".encode(), "保証書.txt", "attachment")
        with pytest.raises(FileUnknown):
            await interactions.attach(call.id, new_id(), office.agent)
        await interactions.attach(call.id, kept.id, office.agent)
    async with unit(office.tenant):
        await interactions.recognised(call.id, second)
        [shown] = (await interactions.detail(call.id)).attachments
    assert shown.file is not None
    assert (shown.file.name, shown.file.media_type) == ("保証書.txt", "text/plain")
    async with unit(office.tenant):
        await forget_subject(first)
    async with unit(office.tenant):
        await files.open_file(kept.id)
        await forget_subject(second)
    async with unit(office.tenant):
        with pytest.raises(Erased):
            await files.open_file(kept.id)
