"""`madoguchi restore`: put a backup in the place of what is there. What is there stays until the new is whole."""

from __future__ import annotations

import argparse
import asyncio
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg

from madoguchi.entrypoints.installation import AlreadyRunning, Installation
from madoguchi.entrypoints.ops.archive import DUMP, ArchiveBroken, Manifest, examine, extract
from madoguchi.entrypoints.ops.place import FILES, KEY, Tell, ToolFailed, database, run_tool, teller
from madoguchi.kit.config import config
from madoguchi.kit.migrate import WrongKey, migrate, set_roles, steps
from madoguchi.kit.postgres import PostgresFailed

name = "restore"
about = "put a backup in the place of what is there"
ASIDE = "before_restore"


class Refused(RuntimeError):
    """This backup cannot be restored here; the message is the sentence's code."""


def add(parser: argparse.ArgumentParser) -> None:
    """Which backup, and whether it may take the place of data that is there."""
    parser.add_argument("file", type=Path)
    parser.add_argument("--replace", action="store_true", help="take the place of the data that is there")
    parser.set_defaults(act=act)


def act(arguments: argparse.Namespace) -> int:
    """Restore, or tell why not."""
    from madoguchi.entrypoints.cli import terminal_locale

    tell = teller(terminal_locale())
    try:
        manifest = restore(Installation(config()), arguments.file, replace=arguments.replace, tell=tell)
    except Refused as refusal:
        tell(f"restore.{refusal}")
        return 1
    except (ArchiveBroken, ToolFailed, PostgresFailed, AlreadyRunning, OSError, asyncpg.PostgresError) as error:
        tell("restore.failed", why=f"{type(error).__name__}: {error}")
        return 1
    tell("restore.done", made=f"{manifest.made:%Y-%m-%d %H:%M} UTC")
    return 0


def restore(installation: Installation, file: Path, *, replace: bool, tell: Tell) -> Manifest:
    """Restore `file` into the installation, which must not be serving, and return what was in it.

    Raises `ArchiveBroken` before anything is touched, `Refused`, `AlreadyRunning`, or `ToolFailed`, after which
    the data that was there is there again.
    """
    tell("restore.examine")
    manifest = examine(file)
    if manifest.revision not in steps():
        raise Refused("too_new")
    if not manifest.with_key and not (installation.config.secret or (installation.data / KEY).exists()):
        raise Refused("key_missing")
    installation.data.mkdir(parents=True, exist_ok=True)
    with database(installation, alone=True) as url, tempfile.TemporaryDirectory(dir=installation.data) as folder:
        if urlsplit(url).path.strip("/") != manifest.database:
            raise Refused("other_database")
        if asyncio.run(_in_use(url)):
            raise Refused("in_use")
        if not replace and asyncio.run(_has_data(url)):
            raise Refused("not_empty")
        unpacked = Path(folder)
        extract(file, unpacked)
        own = installation.config.secret
        if manifest.with_key and own and (unpacked / KEY).read_text().strip() != own:
            raise Refused("other_key")
        tell("restore.database")
        _put_in_place(installation, url, unpacked)
    return manifest


def _put_in_place(installation: Installation, url: str, unpacked: Path) -> None:
    """Key, files, database; any failure puts back what was there."""
    data = installation.data
    with ExitStack() as undo:
        # The key first: the passwords of the database's own roles are derived from it.
        if (unpacked / KEY).exists() and not installation.config.secret:
            _swap(undo, data / KEY, unpacked / KEY)
        _swap(undo, installation.config.files, unpacked / FILES)
        secret = installation.secret()
        asyncio.run(_set_aside(url, secret))
        undo.callback(lambda: asyncio.run(_put_back(url)))
        run_tool("pg_restore", url, "--no-owner", "--exit-on-error", "--single-transaction", str(unpacked / DUMP))
        try:
            asyncio.run(migrate(url, secret))
        except WrongKey as error:
            raise Refused("other_key") from error
        asyncio.run(_settle(url))
        undo.pop_all()
    _remove(_aside(data / KEY))
    _remove(_aside(installation.config.files))


def _aside(path: Path) -> Path:
    return path.with_name(f"{path.name}.{ASIDE}")


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _swap(undo: ExitStack, there: Path, new: Path) -> None:
    """Move `new` (a file or a folder, or nothing) to `there`; undone, what was there is there again."""
    _remove(_aside(there))
    existed = there.exists()
    if existed:
        there.rename(_aside(there))

    def back() -> None:
        _remove(there)
        if existed:
            _aside(there).rename(there)

    undo.callback(back)
    if new.exists():
        shutil.move(new, there)  # stored files may lie on another disk


async def _in_use(url: str) -> bool:
    """Whether any node of Madoguchi is connected."""
    connection = await asyncpg.connect(url)
    try:
        return bool(
            await connection.fetchval(
                """select exists (select 1 from pg_stat_activity
                   where datname = current_database() and application_name = 'madoguchi')"""
            )
        )
    finally:
        await connection.close()


async def _has_data(url: str) -> bool:
    connection = await asyncpg.connect(url)
    try:
        if not await connection.fetchval("select to_regclass('public.tenant') is not null"):
            return False
        return bool(await connection.fetchval("select exists (select 1 from tenant)"))
    finally:
        await connection.close()


async def _set_aside(url: str, secret: bytes) -> None:
    """Rename what is there, and make an empty schema for what comes, with the roles that its policies name."""
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction():
            await connection.execute(f"drop schema if exists {ASIDE} cascade")
            await connection.execute(f"alter schema public rename to {ASIDE}")
            await connection.execute("create schema public")
            await connection.execute("grant usage on schema public to public")
            await set_roles(connection, secret)
    finally:
        await connection.close()


async def _put_back(url: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction():
            await connection.execute("drop schema public cascade")
            await connection.execute(f"alter schema {ASIDE} rename to public")
    finally:
        await connection.close()


async def _settle(url: str) -> None:
    """Let the restored past be past: nobody is signed in, and desks that come back reload instead of resuming."""
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction():
            await connection.execute("update outbox set xid = '3'::xid8")
            await connection.execute("update session set ended = expires, ended_by = 'expired' where ended is null")
            await connection.execute(f"drop schema if exists {ASIDE} cascade")
    finally:
        await connection.close()
