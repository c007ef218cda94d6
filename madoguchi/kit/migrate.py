"""Bring a database to this version: roles, then Alembic's plain SQL steps, under an advisory lock."""

from __future__ import annotations

import asyncio
import base64
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import asyncpg

from madoguchi.kit.keys import derive
from madoguchi.kit.vault import opens

MIGRATIONS = Path(__file__).parent.parent / "migrations"
LOCK = 0x6D61646F  # "mado"
OLDEST = 150000


class WrongKey(RuntimeError):
    """What is sealed in this database was sealed under another installation's key."""


class TooOld(RuntimeError):
    """The server is older than PostgreSQL 15."""


def role_url(owner_url: str, secret: bytes, role: str) -> str:
    """The URL under which `role` ("app" or "sweep") enters the owner's database."""
    parts = urlsplit(owner_url)
    name = f"{parts.path.strip('/')}_{role}"
    password = _password(secret, role)
    at = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{quote(name)}:{password}@{at}"))


def _password(secret: bytes, role: str) -> str:
    return base64.urlsafe_b64encode(derive(secret, f"database role {role}", 24)).decode()


async def migrate(owner_url: str, secret: bytes) -> None:
    """Create or update everything in the database. Safe to call from several nodes at once; quick when up to date."""
    connection = await asyncpg.connect(owner_url)
    try:
        version = connection.get_server_version()
        if version.major * 10000 < OLDEST:
            raise TooOld(f"PostgreSQL {version.major} is too old: 15 or newer is needed")
        await connection.execute("select pg_advisory_lock($1)", LOCK)
        try:
            await _fits(connection, secret)
            await set_roles(connection, secret)
            if await _version(connection) != newest():
                await _upgrade(owner_url)
        finally:
            await connection.execute("select pg_advisory_unlock($1)", LOCK)
    finally:
        await connection.close()


async def _fits(connection: asyncpg.Connection[asyncpg.Record], secret: bytes) -> None:
    """Before anything is touched: a node with another key would lock the others out. Raises `WrongKey`."""
    if await connection.fetchval("select to_regclass('public.vault_tenant_key')") is None:
        return
    row = await connection.fetchrow("select tenant_id, wrapped from vault_tenant_key limit 1")
    if row is not None and not opens(secret, row["tenant_id"], row["wrapped"]):
        raise WrongKey


def steps() -> list[str]:
    """The names of this version's steps, in their order."""
    return sorted(file.stem for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def newest() -> str:
    """The name of the last step of this version."""
    return steps()[-1]


async def _version(connection: asyncpg.Connection[asyncpg.Record]) -> str | None:
    if await connection.fetchval("select to_regclass('alembic_version')") is None:
        return None
    version = await connection.fetchval("select version_num from alembic_version")
    return None if version is None else str(version)


async def set_roles(connection: asyncpg.Connection[asyncpg.Record], secret: bytes) -> None:
    """Make the two roles of the connected database where they are missing, and set their derived passwords."""
    database = await connection.fetchval("select current_database()")
    for role in ("app", "sweep"):
        name = f"{database}_{role}"
        exists = await connection.fetchval("select 1 from pg_roles where rolname = $1", name)
        verb = "alter" if exists else "create"
        statement = await connection.fetchval(
            f"select format('{verb} role %I login nocreatedb nocreaterole password %L', $1::text, $2::text)",
            name,
            _password(secret, role),
        )
        await connection.execute(statement)
        grant = "select format('grant usage on schema public to %I', $1::text)"
        await connection.execute(await connection.fetchval(grant, name))


async def _upgrade(owner_url: str) -> None:
    """Run Alembic's steps. Imported here: a start that finds the database up to date does without it."""
    from alembic import command
    from alembic.config import Config as AlembicConfig
    from sqlalchemy import pool
    from sqlalchemy.ext.asyncio import create_async_engine

    settings = AlembicConfig()
    settings.set_main_option("script_location", str(MIGRATIONS))
    engine = create_async_engine(
        "postgresql+asyncpg://", async_creator=lambda: asyncpg.connect(owner_url), poolclass=pool.NullPool
    )

    def run(connection: object) -> None:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")

    try:
        async with engine.connect() as connection:
            await connection.run_sync(run)
            await connection.commit()
    finally:
        await engine.dispose()


def migrate_now(owner_url: str, secret: bytes) -> None:
    """`migrate` for callers without an event loop."""
    asyncio.run(migrate(owner_url, secret))
