"""Files: what is kept comes back whole, is unreadable on the disk, and goes when its time is up."""

from __future__ import annotations

import os
import zipfile
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madoguchi import files
from madoguchi.files import (
    FileEmpty,
    FileLost,
    FileTooLarge,
    FileTypeRefused,
    FileUnknown,
    FileWasRemoved,
    Limits,
    Span,
)
from madoguchi.files.jobs import orphans, retention
from madoguchi.files.model import CHUNK, RangeUnsatisfiable, read_range, safe_name
from madoguchi.files.sniff import sniff
from madoguchi.kit.clock import TestClock
from madoguchi.kit.db import unit
from madoguchi.kit.ids import new_id
from madoguchi.kit.vault import Erased, Scope, forget_subject

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + bytes(200)
ANY = Limits(megabytes=50)


def on_disk(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("size", [1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 7])
async def test_a_file_comes_back_byte_for_byte_and_in_any_part(tenant: UUID, size: int) -> None:
    content = os.urandom(size)
    async with unit(tenant):
        kept = await files.keep(content, "blob", "attachment", limits=ANY)
        opened = await files.open_file(kept.id)
    assert await opened.content() == content
    for span in (Span(0, 1), Span(size - 1, 1), Span(size // 3, size - size // 3), Span(0, size)):
        part = b"".join([block async for block in opened.read(span)])
        assert part == content[span.start : span.start + span.length]


async def test_what_lies_on_the_disk_tells_nothing(tenant: UUID, folder: Path) -> None:
    secret = b"a very secret sentence, " * 100
    async with unit(tenant):
        await files.keep(secret, "note.txt", "attachment")
    for path in on_disk(folder):
        assert b"secret" not in path.read_bytes()
        assert path.parent.stat().st_mode & 0o077 == 0


async def test_a_stream_is_kept_without_holding_it_in_memory(tenant: UUID) -> None:
    async def blocks() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b"0123456789" * 5000

    async with unit(tenant):
        kept = await files.keep(blocks(), "long.txt", "attachment")
    assert (kept.size, kept.media_type) == (2_000_000, "text/plain")


async def test_what_is_too_large_empty_or_of_a_wrong_kind_is_refused_and_leaves_nothing(
    tenant: UUID, folder: Path
) -> None:
    program = b"\x7fELF" + bytes(300)
    async with unit(tenant):
        with pytest.raises(FileTooLarge) as refused:
            await files.keep(bytes(2 * 1024 * 1024), "big", "attachment", limits=Limits(megabytes=1))
        assert refused.value.params == {"limit": 1}
        with pytest.raises(FileEmpty):
            await files.keep(b"", "nothing.txt", "attachment")
        for content, name in ((program, "invoice.pdf"), (b"<html><script>", "a.png"), (b"<svg onload=x>", "a.txt")):
            with pytest.raises(FileTypeRefused):
                await files.keep(content, name, "attachment")
    assert on_disk(folder) == []


async def test_a_tampered_file_is_not_passed_off_as_the_real_one(tenant: UUID, folder: Path) -> None:
    async with unit(tenant):
        kept = await files.keep(b"truth " * 100, "a.txt", "attachment")
        opened = await files.open_file(kept.id)
    path = on_disk(folder)[0]
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(FileLost):
        await opened.content()


async def test_erasing_a_person_makes_their_files_unreadable(tenant: UUID) -> None:
    item, person = new_id(), new_id()
    async with unit(tenant):
        kept = await files.keep(PNG, "photo.png", "attachment", scope=Scope(item, person))
    async with unit(tenant):
        await forget_subject(person)
    async with unit(tenant):
        with pytest.raises(Erased):
            await files.open_file(kept.id)


async def test_a_file_goes_when_its_time_is_up(tenant: UUID, folder: Path, clock: TestClock) -> None:
    async with unit(tenant):
        kept = await files.keep(b"a,b\n1,2\n", "people.csv", "import")
        stays = await files.keep(PNG, "photo.png", "attachment")
    clock.advance(31 * 86400)
    async with unit(tenant):
        await retention()
    async with unit(tenant):
        with pytest.raises(FileWasRemoved):
            await files.open_file(kept.id)
        assert (await files.file(kept.id)).removed is not None
        assert (await files.file(stays.id)).removed is None
    assert len(on_disk(folder)) == 1


async def test_bytes_of_a_rolled_back_upload_are_swept(tenant: UUID, folder: Path, clock: TestClock) -> None:
    with pytest.raises(RuntimeError):
        async with unit(tenant):
            await files.keep(PNG, "photo.png", "attachment")
            raise RuntimeError("the rest of the request failed")
    async with unit(tenant):
        kept = await files.keep(PNG, "kept.png", "attachment")
        await orphans()
        assert len(on_disk(folder)) == 2
    clock.advance(7 * 3600)
    async with unit(tenant):
        await orphans()
    assert [path.name for path in on_disk(folder)] == [kept.id.hex]


async def test_another_tenant_has_no_such_file(tenant: UUID) -> None:
    async with unit(tenant):
        kept = await files.keep(PNG, "photo.png", "attachment")
    async with unit(new_id()):
        with pytest.raises(FileUnknown):
            await files.open_file(kept.id)


def office(folder: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(f"{folder}/document.xml", "<x/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("head", "name", "media_type"),
    [
        (PNG, "a.pdf", "image/png"),
        (b"%PDF-1.7\n", "a.png", "application/pdf"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "a", "audio/wav"),
        (office("xl"), "a.zip", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (office("word"), "a", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (office("other"), "a.docx", "application/zip"),
        ("氏名,電話\n".encode(), "a.csv", "text/csv"),
        ("氏名,電話\n".encode("cp932"), "a.csv", "text/csv"),
        (("あ" * 3000).encode()[:8191], "a", "text/plain"),
        (b"\xef\xbb\xbf <!DOCTYPE html>", "a.txt", "text/html"),
        (b'<?xml version="1.0"?><svg xmlns="x">', "a.txt", "image/svg+xml"),
        (b"\x00\x01\x02\x03", "a.txt", "application/octet-stream"),
        (b"", "a", "application/octet-stream"),
    ],
)
def test_a_file_is_what_its_content_says(head: bytes, name: str, media_type: str) -> None:
    assert sniff(head, name) == media_type


@given(st.binary(max_size=400), st.text(max_size=20))
def test_any_content_has_a_type(head: bytes, name: str) -> None:
    assert "/" in sniff(head, name)


@given(st.text(max_size=400))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_name_becomes_a_safe_one(raw: str) -> None:
    name = safe_name(raw)
    assert 1 <= len(name) <= 200
    assert not set(name) & set('/\\"<>|:*?\x00\r\n')
    assert name not in {".", ".."}


@pytest.mark.parametrize(
    ("header", "span"),
    [
        ("", None), ("bytes=0-9", Span(0, 10)), ("bytes=90-", Span(90, 10)), ("bytes=-5", Span(95, 5)),
        ("bytes=-500", Span(0, 100)), ("bytes=99-200", Span(99, 1)), ("bytes=0-1,5-6", None), ("bytes=5-2", None),
        ("lines=0-1", None), ("bytes=", None), ("bytes=a-b", None), ("bytes=²-3", None), ("bytes=-", None),
    ],
)  # fmt: skip
def test_a_range_header_is_read_or_ignored(header: str, span: Span | None) -> None:
    assert read_range(header, 100) == span


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=200-300", "bytes=-0"])
def test_a_part_that_is_not_there_is_refused(header: str) -> None:
    with pytest.raises(RangeUnsatisfiable):
        read_range(header, 100)
