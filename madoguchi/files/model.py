"""Files: what is kept of one, what may be kept, and where in the ciphertext a byte lies. Pure."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePosixPath
from typing import Final, Literal
from uuid import UUID

import msgspec

from madoguchi.files.errors import RangeUnsatisfiable

Purpose = Literal["attachment", "recording", "import", "export", "prompt"]
CHUNK: Final = 64 * 1024  # bytes of plain text sealed at once
TAG: Final = 16  # bytes that AES-GCM adds to each


class StoredFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file on the shelf. `media_type` is what the content is; `size` in bytes; `sha256` of the plain content.

    `removed`: since when its bytes are gone; what pointed to it can still tell that it was there. `held`: since when a
    legal hold keeps it from being removed, for `hold_reason` (a code).
    """

    id: UUID
    name: str
    purpose: Purpose
    media_type: str
    size: int
    sha256: bytes
    created: datetime
    created_by: UUID | None
    retain_until: datetime | None
    removed: datetime | None = None
    held: datetime | None = None
    hold_reason: str | None = None


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What may be kept: at most `megabytes`, of `types` ("image/*" allows all of a kind; empty: any)."""

    megabytes: int
    types: tuple[str, ...] = ()

    def allows(self, media_type: str) -> bool:
        family = media_type.partition("/")[0] + "/*"
        return not self.types or media_type in self.types or family in self.types


class Span(msgspec.Struct, frozen=True):
    """Bytes of a file from `start`, `length` of them."""

    start: int
    length: int

    def chunks(self) -> range:
        """The chunks that hold them."""
        return range(self.start // CHUNK, (self.start + self.length + CHUNK - 1) // CHUNK) if self.length else range(0)


def safe_name(raw: str) -> str:
    """The last part of a file name as it may be stored and sent in a header: no folders, no control characters."""
    plain = "".join(c for c in raw.replace("\\", "/") if c.isprintable() and c not in '"<>|:*?')
    name = PurePosixPath(plain).name.strip(" .")
    stem, dot, ending = name.rpartition(".")
    if len(name) > 200:
        name = f"{stem[: 190 - len(ending)]}.{ending}" if dot and len(ending) <= 10 else name[:200]
    return name or "file"


def read_range(header: str, size: int) -> Span | None:
    """The span that a Range header asks for; None for none, or for one we answer with the whole file.

    Raises RangeUnsatisfiable.
    """
    unit, _, wanted = header.partition("=")
    first, dash, last = wanted.strip().partition("-")
    if unit.strip().lower() != "bytes" or not dash or "," in wanted or not (first + last).isascii():
        return None
    if (first and not first.isdigit()) or (last and not last.isdigit()) or not (first or last) or len(header) > 60:
        return None
    if not first:
        length = min(int(last), size)
        start = size - length
    else:
        start = int(first)
        length = min(int(last) if last else size - 1, size - 1) - start + 1
        if last and int(last) < start:
            return None
    if start >= size or length <= 0:
        raise RangeUnsatisfiable
    return Span(start, length)
