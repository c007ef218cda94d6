"""Files of a contact: what was attached, and its sound by permission."""

from __future__ import annotations

import io
import wave
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from madoguchi import files, interactions
from madoguchi.files import DiskShelf, FileUnknown, use_shelf
from madoguchi.interactions.http import routes
from madoguchi.kit.db import unit
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


async def test_an_attachment_is_named_with_the_contact_and_follows_its_customer(office: Office) -> None:
    async with unit(office.tenant):
        first, second = await make_customer("A"), await make_customer("B")
        call = await incoming(office, customer=first)
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
