"""What is said in a recording, in words: written, corrected, sealed, told, and gone with the sound or the person."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import asyncpg
import httpx
import pytest

from madoguchi import files, interactions
from madoguchi.files import DiskShelf, use_shelf
from madoguchi.interactions import TimelineEntry, feed
from madoguchi.interactions.errors import RecordingUnknown, TranscriptInvalid
from madoguchi.interactions.events import TranscriptWritten
from madoguchi.interactions.http import routes
from madoguchi.kit.clock import now
from madoguchi.kit.db import unit
from madoguchi.kit.errors import PreconditionFailed
from madoguchi.kit.facts import kind_of, settle
from madoguchi.kit.ids import new_id
from madoguchi.kit.vault import Erased, forget_subject
from tests.api import api, person
from tests.rooms.interactions.factory import Office, incoming, make_customer, make_office
from tests.rooms.interactions.test_feed import seen
from tests.rooms.interactions.test_files import sound
from tests.rooms.workspace.factory import pushes

SAID = "冷蔵庫の件で、折り返しお願いします。高橋です。"
WRITER = ("interactions.read", "desk.use", "recordings.play_own")


@pytest.fixture(autouse=True)
def shelf(tmp_path: Path) -> Iterator[None]:
    use_shelf(DiskShelf(tmp_path / "files"))
    yield
    use_shelf(None)


async def message(office: Office, customer: UUID | None = None) -> tuple[UUID, UUID]:
    """Word that a caller left: the contact and its recording."""
    async with unit(office.tenant):
        call = await incoming(office, customer=customer)
        kept = await files.keep(sound(), "message.wav", "recording")
        await interactions.remedied(call.id, "voicemail")
        await interactions.leave_message(call.id, kept.id, call.opened, 9, [], queue=None)
        await interactions.customer_left(call.id, now(), "normal")
        [recording] = await interactions.recordings_of(call.id)
    return call.id, recording.id


async def put(
    client: httpx.AsyncClient, call: UUID, recording: UUID, text: str, seen: int | None, language: str = "ja"
) -> httpx.Response:
    return await client.put(
        f"/interactions/{call}/recordings/{recording}/transcript",
        json={"text": text, "language": language},
        headers={} if seen is None else {"If-Match": f'"{seen}"'},
    )


async def contacts_of(customer: UUID) -> list[TimelineEntry]:
    """The contacts on a customer's timeline, without the tasks that other rooms make of them."""
    return await interactions.timeline(customer, frozenset({"interaction"}))


async def test_what_was_said_is_written_down_and_corrected_and_the_slower_one_is_told(
    office: Office, owner: asyncpg.Connection
) -> None:
    call, recording = await message(office)
    async with api(routes, person(office.tenant, *WRITER, user=office.agent)) as client:
        assert (await client.get(f"/interactions/{call}")).json()["contact"]["transcripts"] == []
        first = await put(client, call, recording, "冷蔵庫の剣", 0)
        assert (first.status_code, first.headers["etag"], first.json()["version"]) == (200, '"1"', 1)
        assert (await put(client, call, recording, SAID, None)).status_code == 428
    async with api(routes, person(office.tenant, *WRITER, user=office.colleague)) as client:
        late = await put(client, call, recording, SAID, 0)
        assert (late.status_code, late.json()["code"], late.headers["etag"]) == (412, "version_changed", '"1"')
        mended = await put(client, call, recording, SAID, 1)
        assert (mended.status_code, mended.json()["version"]) == (200, 2)
        again = await put(client, call, recording, SAID, 2)
        assert again.json() == mended.json(), "the same words change nothing"
        shown = (await client.get(f"/interactions/{call}")).json()
    [written] = shown["contact"]["transcripts"]
    assert (written["text"], written["language"], written["author"]) == (SAID, "ja", str(office.colleague))
    assert "鈴木 一郎" in {user["name"] for user in shown["users"]}
    assert [event["kind"] for event in shown["contact"]["events"]].count("transcribed") == 2
    sql = "select details::text from audit_entry where tenant_id = $1 and action = 'recording.transcribed'"
    entries = [row[0] for row in await owner.fetch(sql, office.tenant)]
    assert len(entries) == 3
    assert not any("冷蔵庫" in entry for entry in entries)


async def test_what_cannot_be_is_refused_with_the_reason(office: Office) -> None:
    call, recording = await message(office)
    other, _ = await message(office)
    async with api(routes, person(office.tenant, *WRITER, user=office.agent)) as client:
        for text, language, code in (("  \n", "ja", "transcript_length"), (SAID, "日本語", "transcript_language")):
            refused = await put(client, call, recording, text, 0, language)
            assert (refused.status_code, refused.json()["code"]) == (422, "transcript_invalid")
            assert [fault["code"] for fault in refused.json()["errors"]] == [code]
        assert (await put(client, call, new_id(), SAID, 0)).json()["code"] == "recording_unknown"
        assert (await put(client, other, recording, SAID, 0)).json()["code"] == "recording_unknown"
    async with unit(office.tenant):
        with pytest.raises(TranscriptInvalid):
            await interactions.transcribe(recording, "あ" * 100_001, language="ja")
        with pytest.raises(RecordingUnknown):
            await interactions.transcribe(new_id(), SAID, language="ja")
        assert await interactions.transcripts_of(call) == []


async def test_only_who_may_listen_and_write_writes_it_down(office: Office) -> None:
    async with unit(office.tenant):
        call = await incoming(office)
        await interactions.add_recording(call.id, new_id(), call.opened, 5, 2, [])
        [recording] = await interactions.recordings_of(call.id)
    for held, status in (
        (WRITER, 403),  # somebody else's call
        (("interactions.read", "recordings.play"), 403),  # who reads everything and writes nothing
        (("interactions.read", "desk.use", "recordings.play"), 200),
    ):
        async with api(routes, person(office.tenant, *held, user=office.agent)) as client:
            assert (await put(client, call.id, recording.id, SAID, 0)).status_code == status


async def test_another_tenant_sees_and_writes_nothing(office: Office) -> None:
    call, recording = await message(office)
    async with unit(office.tenant):
        await interactions.transcribe(recording, SAID, language="ja", author=office.agent)
    elsewhere = await make_office(new_id())
    async with unit(elsewhere.tenant):
        assert await interactions.transcripts_of(call) == []
        assert await interactions.messages_of([call]) == {}
        with pytest.raises(RecordingUnknown):
            await interactions.transcribe(recording, "x", language="ja")
    stranger = person(elsewhere.tenant, *WRITER, "recordings.play", user=elsewhere.agent)
    async with api(routes, stranger) as client:
        assert (await put(client, call, recording, "x", 1)).status_code == 404


async def test_the_words_are_sealed_follow_the_person_and_are_erased_with_them(
    office: Office, owner: asyncpg.Connection
) -> None:
    async with unit(office.tenant):
        first, second = await make_customer("A"), await make_customer("B")
    call, recording = await message(office, first)
    async with unit(office.tenant):
        await interactions.transcribe(recording, SAID, language="ja", author=office.agent)
        await interactions.transcribe(recording, SAID + "夕方に。", language="ja", author=office.agent)
    stored = await owner.fetch("select t::text as row, body from transcript t where tenant_id = $1", office.tenant)
    assert len(stored) == 2
    for row in stored:
        assert not any(word in row["row"] or word.encode() in row["body"] for word in ("冷蔵庫", "高橋"))
    async with unit(office.tenant):
        await interactions.recognised(call, second)
        await forget_subject(first)
    async with unit(office.tenant):
        [entry] = await contacts_of(second)
        assert entry.said == SAID + "夕方に。"
        await forget_subject(second)
    async with unit(office.tenant):
        [written] = await interactions.transcripts_of(call)
        assert (written.text, written.version) == ("", 2)
        assert await interactions.messages_of([call]) == {call: ""}
        with pytest.raises(Erased):
            await interactions.transcribe(recording, SAID, language="ja", author=office.agent)


async def test_a_machine_writes_but_never_over_one_of_ours(office: Office) -> None:
    call, recording = await message(office)
    async with unit(office.tenant):
        heard = await interactions.transcribe(recording, "冷蔵庫の剣", language="ja")
        assert (heard.author, heard.version) == (None, 1)
        better = await interactions.transcribe(recording, "冷蔵庫の県", language="ja")
        assert better.version == 2
        await interactions.transcribe(recording, SAID, language="ja", author=office.agent, seen=2)
        late = await interactions.transcribe(recording, "冷蔵庫の間", language="ja")
        assert (late.text, late.version, late.author) == (SAID, 3, office.agent)
        with pytest.raises(PreconditionFailed):
            await interactions.transcribe(recording, "別の言葉", language="ja", author=office.colleague, seen=2)
        assert [one.text for one in await interactions.transcripts_of(call)] == [SAID]


async def test_the_timeline_says_how_a_message_begins_and_that_nobody_wrote_it_down_yet(office: Office) -> None:
    async with unit(office.tenant):
        customer = await make_customer()
    _, recording = await message(office, customer)
    async with unit(office.tenant):
        [entry] = await contacts_of(customer)
        assert (entry.codes["outcome"], entry.said) == ("voicemail", "")
        await interactions.transcribe(recording, "あ" * 1000, language="ja", author=office.agent)
        [entry] = await contacts_of(customer)
        assert entry.said == "あ" * 299 + "…"
        talked = await incoming(office, customer=customer)
        await interactions.add_recording(talked.id, new_id(), talked.opened, 5, 2, [])
        assert (await contacts_of(customer))[0].said is None, "a talk is told by its wrap-up"


async def test_open_pages_of_the_contact_and_the_customer_are_told(office: Office, owner: asyncpg.Connection) -> None:
    async with unit(office.tenant):
        customer = await make_customer()
    call, recording = await message(office, customer)
    async with unit(office.tenant):
        await interactions.transcribe(recording, SAID, language="ja", author=office.agent)
    told = seen(await pushes(owner, office.tenant, feed.written_down, kind_of(TranscriptWritten)))
    assert told == {
        (f"topic:interaction:{call}", "contact.changed", call),
        (f"topic:customer:{customer}", "contact.changed", call),
    }


async def test_when_the_time_of_a_recording_is_up_its_words_go_too(office: Office) -> None:
    call, recording = await message(office)
    async with unit(office.tenant):
        await interactions.transcribe(recording, SAID, language="ja", author=office.agent)
        [kept] = await interactions.recordings_of(call)
        await files.remove(kept.file_id, "expired")
    await settle()
    async with unit(office.tenant):
        assert await interactions.transcripts_of(call) == []
