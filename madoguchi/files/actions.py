"""Keep a file, remove it, say until when it is kept."""

from __future__ import annotations

import hashlib
import os
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from madoguchi.access import audit
from madoguchi.files import store as rows
from madoguchi.files.errors import FileEmpty, FileHeld, FileTooLarge, FileTypeRefused, FileUnknown
from madoguchi.files.events import FileRemoved, FileStored
from madoguchi.files.model import CHUNK, Limits, Purpose, StoredFile, safe_name
from madoguchi.files.settings import FileSettings
from madoguchi.files.shelf import shelf
from madoguchi.files.sniff import HEAD, sniff
from madoguchi.kit.clock import now
from madoguchi.kit.db import after_commit, current_tenant
from madoguchi.kit.facts import record
from madoguchi.kit.http import maybe_principal
from madoguchi.kit.ids import new_id
from madoguchi.kit.metrics import counter
from madoguchi.kit.settings import setting
from madoguchi.kit.vault import Scope, seal

stored = counter("files_stored", "Files kept", ("purpose",))
stored_bytes = counter("file_bytes_stored", "Bytes of files kept", ("purpose",))


def nonce(index: int) -> bytes:
    """Each chunk of a file has its own number, and each file its own key, so no nonce comes twice under a key."""
    return index.to_bytes(12, "big")


class _Intake:
    """Content on its way to the shelf: measured, sniffed, hashed and sealed chunk by chunk."""

    def __init__(self, id: UUID, name: str, limits: Limits, key: bytes) -> None:
        self.size = 0
        self.media_type = ""
        self.hash = hashlib.sha256()
        self._id, self._name, self._limits, self._cipher = id, name, limits, AESGCM(key)

    def _see(self, head: bytes) -> None:
        self.media_type = sniff(head, self._name)
        if not self._limits.allows(self.media_type):
            raise FileTypeRefused(type=self.media_type)

    async def sealed(self, content: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """The ciphertext. Raises FileTooLarge, FileTypeRefused, FileEmpty."""
        waiting, index = bytearray(), 0
        async for block in content:
            self.size += len(block)
            if self.size > self._limits.megabytes * 1024 * 1024:
                raise FileTooLarge(limit=self._limits.megabytes)
            self.hash.update(block)
            waiting += block
            if not self.media_type and len(waiting) >= HEAD:
                self._see(bytes(waiting))
            while len(waiting) >= CHUNK:
                yield self._cipher.encrypt(nonce(index), bytes(waiting[:CHUNK]), self._id.bytes)
                del waiting[:CHUNK]
                index += 1
        if not self.size:
            raise FileEmpty
        if not self.media_type:
            self._see(bytes(waiting))
        if waiting:
            yield self._cipher.encrypt(nonce(index), bytes(waiting), self._id.bytes)


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def from_path(path: Path) -> AsyncIterator[bytes]:
    """The content of a file on this machine, block by block."""
    with path.open("rb") as source:
        while block := source.read(1024 * 1024):
            yield block


async def keep(
    content: bytes | AsyncIterator[bytes],
    name: str,
    purpose: Purpose,
    *,
    scope: Scope | None = None,
    limits: Limits | None = None,
    retain_until: datetime | None = None,
) -> StoredFile:
    """Keep content on the shelf, sealed under `scope` (its own when left out), and its row with the unit at work.

    Limits and retention are the tenant's for the purpose unless given. Raises FileTooLarge, FileTypeRefused, FileEmpty.
    """
    settings, who = await setting(FileSettings), maybe_principal()
    id, key, name = new_id(), os.urandom(32), safe_name(name)
    scope = scope or Scope(id)
    intake = _Intake(id, name, limits or settings.limits(purpose), key)
    blocks = _once(content) if isinstance(content, bytes) else content
    await shelf().put(current_tenant(), id, intake.sealed(blocks))
    days = settings.days(purpose)
    file = StoredFile(
        id=id,
        name=name,
        purpose=purpose,
        media_type=intake.media_type,
        size=intake.size,
        sha256=intake.hash.digest(),
        created=now(),
        created_by=who.user if who else None,
        retain_until=retain_until or (now() + timedelta(days=days) if days else None),
    )
    await rows.insert(file, scope, await seal(scope, key))
    record(FileStored(file=id, purpose=purpose))
    stored.labels(purpose).inc()
    stored_bytes.labels(purpose).inc(file.size)
    return file


async def keep_until(id: UUID, until: datetime | None) -> None:
    """Change until when a file is kept; None: until it is removed. Raises FileUnknown."""
    if not await rows.keep_until(id, until):
        raise FileUnknown
    await audit("file.retention", "file", id, {"until": until.isoformat() if until else None})


async def hold(id: UUID, reason: str) -> None:
    """Keep a file from being removed, whatever its retention says, until the hold is lifted. `reason` is a code.

    Idempotent; a file whose bytes are gone is left alone. Raises FileUnknown.
    """
    file = await rows.by_id(id)
    if file is None:
        raise FileUnknown
    who = maybe_principal()
    if await rows.hold(id, now(), who.user if who else None, reason):
        await audit("file.held", "file", id, {"reason": reason})


async def release(id: UUID) -> None:
    """Lift the hold of a file: its retention counts again. Harmless when it is not held. Raises FileUnknown."""
    if await rows.by_id(id) is None:
        raise FileUnknown
    if await rows.release(id):
        await audit("file.released", "file", id)


async def remove(id: UUID, why: str = "removed") -> None:
    """Remove a file: its key now, its bytes once that is durable; the row stays. Raises FileUnknown, FileHeld."""
    purpose = await rows.remove(id, now())
    if purpose is None:
        file = await rows.by_id(id)
        if file is not None and file.held is not None:
            raise FileHeld
        raise FileUnknown
    tenant = current_tenant()

    async def clear() -> None:
        await shelf().remove(tenant, id)

    after_commit(clear)
    await audit(f"file.{why}", "file", id, {"purpose": purpose})
    record(FileRemoved(file=id, purpose=purpose))


async def remove_expired(most: int = 200) -> int:
    """Remove files whose time is up, at most `most`; returns how many."""
    due = await rows.expired(now(), most)
    for id in due:
        await remove(id, "expired")
    return len(due)
