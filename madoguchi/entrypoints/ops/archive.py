"""A backup's form: one tar file with the database's dump, the stored files and the installation's key.

database.dump   pg_dump's custom format
files/…         as stored, which is encrypted
secret          the installation's key, unless left out
manifest.json   last: what is inside, with SHA-256 sums
"""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Final

import msgspec

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
DUMP: Final = "database.dump"
CHUNK: Final = 1 << 20


class ArchiveBroken(RuntimeError):
    """The file is no backup of ours, or not whole; the message names the part."""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup holds. `revision` is the migration its database was at, `parts` maps names to SHA-256 sums."""

    format: int
    version: str
    made: datetime
    database: str
    revision: str
    with_key: bool
    parts: dict[str, str]


class Writer:
    """A backup under construction."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.parts: dict[str, str] = {}

    def add(self, name: str, file: Path) -> None:
        """Put a file in under `name`. A file deleted meanwhile (its retention ended) is left out."""
        try:
            with file.open("rb") as source:
                self._add(name, source, os.fstat(source.fileno()).st_size)
        except FileNotFoundError:
            return

    def add_bytes(self, name: str, content: bytes) -> None:
        """Put `content` in under `name`."""
        self._add(name, io.BytesIO(content), len(content))

    def _add(self, name: str, source: IO[bytes], size: int) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, 0o600
        reader = _Hashing(source)
        self._tar.addfile(entry, reader)
        self.parts[name] = reader.sum.hexdigest()


class _Hashing(io.RawIOBase):
    """A file that sums what is read from it."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self.sum = hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        data = self._source.read(size)
        self.sum.update(data)
        return data


@contextmanager
def writing(file: Path) -> Iterator[Writer]:
    """Write a backup to `file`, which appears whole or not at all, readable by its owner only."""
    half = file.with_name(f".{file.name}.{os.getpid()}")
    descriptor = os.open(half, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as out:
            with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
                yield Writer(tar)
            out.flush()
            os.fsync(out.fileno())
        half.rename(file)
    except BaseException:
        half.unlink(missing_ok=True)
        raise


def examine(file: Path) -> Manifest:
    """Read a whole backup and compare every sum. Raises `ArchiveBroken`, or `FileNotFoundError`."""
    sums: dict[str, str] = {}
    manifest: Manifest | None = None
    try:
        with tarfile.open(file, "r:") as tar:
            for entry in tar:
                source = tar.extractfile(entry)
                if source is None or not _ours(entry.name):
                    raise ArchiveBroken(entry.name)
                if entry.name == MANIFEST:
                    manifest = msgspec.json.decode(source.read(), type=Manifest)
                else:
                    sums[entry.name] = _sum(source)
    except (tarfile.TarError, msgspec.MsgspecError) as error:
        raise ArchiveBroken(str(error)) from error
    if manifest is None or manifest.format != FORMAT:
        raise ArchiveBroken(MANIFEST)
    for name in sums.keys() | manifest.parts.keys():
        if sums.get(name) != manifest.parts.get(name):
            raise ArchiveBroken(name)
    return manifest


def _ours(name: str) -> bool:
    """Whether a name may be in a backup: nothing that leads outside."""
    path = PurePosixPath(name)
    inside = not path.is_absolute() and ".." not in path.parts
    return inside and (name in {MANIFEST, DUMP, "secret"} or path.parts[0] == "files")


def _sum(source: IO[bytes]) -> str:
    whole = hashlib.sha256()
    while chunk := source.read(CHUNK):
        whole.update(chunk)
    return whole.hexdigest()


def extract(file: Path, into: Path) -> None:
    """Unpack an examined backup into the empty folder `into`."""
    with tarfile.open(file, "r:") as tar:
        for entry in tar:
            source = tar.extractfile(entry)
            if source is None or not _ours(entry.name):
                raise ArchiveBroken(entry.name)
            target = into / entry.name
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
                while chunk := source.read(CHUNK):
                    out.write(chunk)
