"""`madoguchi backup`: the database, the stored files and the installation's key in one file, also while it serves."""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import msgspec

from madoguchi import __version__
from madoguchi.entrypoints.installation import AlreadyRunning, Installation
from madoguchi.entrypoints.ops.archive import DUMP, FORMAT, MANIFEST, Manifest, writing
from madoguchi.entrypoints.ops.place import FILES, KEY, Tell, ToolFailed, database, run_tool, teller
from madoguchi.kit.clock import now
from madoguchi.kit.config import config
from madoguchi.kit.postgres import PostgresFailed

name = "backup"
about = "write everything into one file"


def add(parser: argparse.ArgumentParser) -> None:
    """Where to, and whether the key goes along."""
    parser.add_argument("--to", type=Path, default=Path(), metavar="FILE-OR-FOLDER", help="default: here")
    parser.add_argument("--without-key", action="store_true", help="leave the installation's key out")
    parser.set_defaults(act=act)


def act(arguments: argparse.Namespace) -> int:
    """Write the backup and tell where it is."""
    from madoguchi.entrypoints.cli import terminal_locale

    tell = teller(terminal_locale())
    try:
        made = back_up(Installation(config()), arguments.to, with_key=not arguments.without_key, tell=tell)
    except (ToolFailed, PostgresFailed, AlreadyRunning, OSError) as error:
        tell("backup.failed", why=error)
        return 1
    tell("backup.done", file=made, megabytes=max(1, round(made.stat().st_size / 1e6)))
    tell("backup.no_key" if arguments.without_key else "backup.keep_safe")
    return 0


def back_up(installation: Installation, to: Path, *, with_key: bool, tell: Tell) -> Path:
    """Write a backup to the file or into the folder `to`; returns the file.

    Raises `ToolFailed`, `OSError`. The dump is made first: a file that it names is then still there to be copied.
    """
    moment = now()
    file = to / f"madoguchi-{moment:%Y%m%d-%H%M%S}.tar" if to.is_dir() else to
    with database(installation) as url, writing(file) as backup, tempfile.TemporaryDirectory() as scratch:
        tell("backup.database")
        dump = Path(scratch) / DUMP
        run_tool("pg_dump", url, "--format=custom", "--no-owner", f"--file={dump}")
        backup.add(DUMP, dump)
        tell("backup.files")
        stored = installation.config.files
        for found in sorted(stored.rglob("*")) if stored.exists() else []:
            if found.is_file():
                backup.add(f"{FILES}/{found.relative_to(stored).as_posix()}", found)
        if with_key:
            backup.add_bytes(KEY, installation.secret())
        manifest = Manifest(
            format=FORMAT,
            version=__version__,
            made=moment,
            database=urlsplit(url).path.strip("/"),
            revision=asyncio.run(revision(url)),
            with_key=with_key,
            parts=dict(backup.parts),
        )
        backup.add_bytes(MANIFEST, manifest_bytes(manifest))
    return file


def manifest_bytes(manifest: Manifest) -> bytes:
    """The manifest as people can read it too."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1)


async def revision(url: str) -> str:
    """The migration that the database is at; "" for an empty one."""
    connection = await asyncpg.connect(url)
    try:
        found = await connection.fetchval("select to_regclass('public.alembic_version') is not null")
        return str(await connection.fetchval("select version_num from alembic_version")) if found else ""
    finally:
        await connection.close()
