"""Read files back: whole, in part, as a response."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from madoguchi.files import store as rows
from madoguchi.files.actions import nonce
from madoguchi.files.errors import FileLost, FileUnknown, FileWasRemoved
from madoguchi.files.model import CHUNK, TAG, Span, StoredFile
from madoguchi.files.shelf import shelf
from madoguchi.kit.db import current_tenant
from madoguchi.kit.log import log
from madoguchi.kit.vault import Scope, unseal


async def file(id: UUID) -> StoredFile:
    """What is kept about a file. Raises FileUnknown."""
    found = await rows.by_id(id)
    if found is None:
        raise FileUnknown
    return found


async def files(ids: Sequence[UUID]) -> dict[UUID, StoredFile]:
    """Those of `ids` that are there."""
    return {found.id: found for found in await rows.by_ids(ids)} if ids else {}


class OpenFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file with its key: readable after the unit at work is closed."""

    file: StoredFile
    tenant: UUID
    key: bytes

    async def read(self, span: Span | None = None) -> AsyncIterator[bytes]:
        """The plain content, or a span of it, in blocks. Raises FileLost."""
        wanted = span or Span(0, self.file.size)
        cipher, end = AESGCM(self.key), wanted.start + wanted.length
        for index in wanted.chunks():
            plain = await self._chunk(cipher, index)
            first = index * CHUNK
            yield plain[max(0, wanted.start - first) : end - first]

    async def _chunk(self, cipher: AESGCM, index: int) -> bytes:
        size = min(CHUNK, self.file.size - index * CHUNK)
        try:
            sealed = await shelf().read(self.tenant, self.file.id, index * (CHUNK + TAG), size + TAG)
            return cipher.decrypt(nonce(index), sealed, self.file.id.bytes)
        except (FileNotFoundError, InvalidTag) as error:
            log.error("file_lost", file=str(self.file.id), error=type(error).__name__)
            raise FileLost from error

    async def content(self) -> bytes:
        """The whole content. Raises FileLost."""
        return b"".join([block async for block in self.read()])


async def open_file(id: UUID) -> OpenFile:
    """A file ready to be read. Raises FileUnknown, FileWasRemoved, Erased when the person it is about was erased."""
    found, key = await file(id), await rows.key(id)
    if key is None or key.content_key is None:
        raise FileWasRemoved
    plain = await unseal(Scope(key.scope_item, key.scope_subject), key.content_key)
    return OpenFile(file=found, tenant=current_tenant(), key=plain)
