"""The shelf on disk: folder of stored files / tenant / two digits / id."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import datetime
from functools import cache
from pathlib import Path
from uuid import UUID, uuid4

from madoguchi.files.ports import Shelf
from madoguchi.kit.config import config


class DiskShelf:
    """Blobs as files. A blob is written beside its place, flushed to the disk, and only then moved there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _path(self, tenant: UUID, id: UUID) -> Path:
        return self._folder / tenant.hex / id.hex[-2:] / id.hex

    async def put(self, tenant: UUID, id: UUID, content: AsyncIterator[bytes]) -> None:
        place = self._path(tenant, id)
        draft = place.with_name(f".{place.name}.{uuid4().hex}")
        await asyncio.to_thread(place.parent.mkdir, mode=0o700, parents=True, exist_ok=True)
        try:
            with draft.open("xb") as out:
                async for block in content:
                    await asyncio.to_thread(out.write, block)
                await asyncio.to_thread(_flush, out.fileno())
            await asyncio.to_thread(_move, draft, place)
        finally:
            draft.unlink(missing_ok=True)

    async def read(self, tenant: UUID, id: UUID, start: int, length: int) -> bytes:
        return await asyncio.to_thread(_part, self._path(tenant, id), start, length)

    async def remove(self, tenant: UUID, id: UUID) -> None:
        await asyncio.to_thread(self._path(tenant, id).unlink, missing_ok=True)

    async def older_than(self, tenant: UUID, moment: datetime) -> AsyncIterator[UUID]:
        for path in await asyncio.to_thread(_files, self._folder / tenant.hex):
            with suppress(FileNotFoundError, ValueError):
                if path.stat().st_mtime < moment.timestamp():
                    yield UUID(path.name)


def _flush(descriptor: int) -> None:
    os.fsync(descriptor)


def _move(draft: Path, place: Path) -> None:
    draft.replace(place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _part(path: Path, start: int, length: int) -> bytes:
    with path.open("rb") as source:
        source.seek(start)
        return source.read(length)


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.glob("??/*") if path.is_file() and not path.name.startswith(".")]


_other: Shelf | None = None


def use_shelf(shelf: Shelf | None) -> None:
    """Keep files elsewhere than on this disk; None returns to the disk."""
    global _other
    _other = shelf


@cache
def _disk() -> DiskShelf:
    return DiskShelf(config().files)


def shelf() -> Shelf:
    """The shelf in use."""
    return _other or _disk()
