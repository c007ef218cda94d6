"""/files: keep an attachment, get it back whole or in part."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated, Final
from urllib.parse import quote
from uuid import UUID

import msgspec
from litestar.openapi.datastructures import ResponseSpec
from litestar.response import Stream
from msgspec import Meta

from madoguchi.access import audit
from madoguchi.files import queries
from madoguchi.files.actions import hold, keep, release
from madoguchi.files.errors import RangeUnsatisfiable
from madoguchi.files.model import Purpose, Span, StoredFile, read_range
from madoguchi.kit.errors import Forbidden
from madoguchi.kit.http import delete, get, post, principal, request
from madoguchi.kit.uploads import Uploaded, blocks

# What one must be allowed to do in order to get a file of a purpose.
NEEDS: dict[Purpose, str] = {
    "attachment": "interactions.read",
    "recording": "recordings.play",
    "import": "customers.import",
    "export": "history.export",
    "prompt": "telephony.admin",
}
RECORDED: tuple[Purpose, ...] = ("recording", "import", "export")
# Shown in the browser itself; anything else is saved, so that no content of a stranger runs in our origin.
_SHOWN = ("image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "text/plain", "video/mp4")


class FileView(msgspec.Struct, frozen=True, kw_only=True):
    """A file as the API shows it. `size` in bytes, `sha256` in hexadecimal digits."""

    id: UUID
    name: str
    media_type: str
    size: int
    sha256: str
    created: datetime
    retain_until: datetime | None
    removed: datetime | None
    held: datetime | None
    hold_reason: str | None


class HoldWish(msgspec.Struct, frozen=True, kw_only=True):
    """Why a file is to be kept from being removed: a code."""

    reason: Annotated[str, Meta(pattern="^[a-z][a-z0-9_]{0,39}$")] = "evidence"


def view(file: StoredFile) -> FileView:
    """What the API shows of a file."""
    return FileView(
        id=file.id,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256.hex(),
        created=file.created,
        retain_until=file.retain_until,
        removed=file.removed,
        held=file.held,
        hold_reason=file.hold_reason,
    )


@post("/files", needs="desk.use")
async def store_file(data: Uploaded) -> FileView:
    """Keep a file to attach to something. What it is is judged by its content, not by its name."""
    file = await keep(blocks(data.file), data.file.filename, "attachment")
    await audit("file.stored", "file", file.id, {"name": file.name, "type": file.media_type, "size": file.size})
    return view(file)


def _headers(file: StoredFile, span: Span | None) -> dict[str, str]:
    shown = file.media_type in _SHOWN or file.media_type.startswith("audio/")
    headers = {
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-store",
        "Content-Disposition": f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{quote(file.name)}",
        "Content-Length": str(span.length if span else file.size),
    }
    if span:
        headers["Content-Range"] = f"bytes {span.start}-{span.start + span.length - 1}/{file.size}"
    return headers


async def serve(id: UUID) -> Stream:
    """The response that sends a file, or the part of it that Range asks for. The caller has checked the permission."""
    opened = await queries.open_file(id)
    try:
        span = read_range(request().headers.get("range", ""), opened.file.size)
    except RangeUnsatisfiable:
        return Stream(_nothing(), status_code=416, headers={"Content-Range": f"bytes */{opened.file.size}"})
    return Stream(
        opened.read(span),
        status_code=206 if span else 200,
        media_type=opened.file.media_type,
        headers=_headers(opened.file, span),
    )


async def _nothing() -> AsyncIterator[bytes]:
    yield b""


SERVED: Final = {
    200: ResponseSpec(bytes, description="The whole content", media_type="*/*"),
    206: ResponseSpec(bytes, description="The part that Range asked for", media_type="*/*"),
    416: ResponseSpec(None, description="There is no such part"),
}
"""What `serve` may answer, for the OpenAPI document."""


@get("/files/{file_id:uuid}", also=SERVED)
async def show_file(file_id: UUID) -> Stream:
    """A file's content, whole or in part (Range). Recordings, imports and exports are recorded as read."""
    file = await queries.file(file_id)
    needs = NEEDS[file.purpose]
    if needs not in principal().permissions:
        raise Forbidden(needs=needs)
    if file.purpose in RECORDED:
        await audit("file.read", "file", file_id, {"purpose": file.purpose})
    return await serve(file_id)


@post("/files/{file_id:uuid}/hold", needs="recordings.hold", status=200)
async def hold_file(file_id: UUID, data: HoldWish) -> FileView:
    """Keep a file as evidence: nothing removes it until the hold is lifted."""
    await hold(file_id, data.reason)
    return view(await queries.file(file_id))


@delete("/files/{file_id:uuid}/hold", needs="recordings.hold")
async def release_file(file_id: UUID) -> None:
    """Lift the hold: its retention counts again."""
    await release(file_id)


routes = [store_file, show_file, hold_file, release_file]
