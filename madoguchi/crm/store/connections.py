"""Connections and whom we know over there."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from madoguchi.crm.model import Connection
from madoguchi.kit.db import db, many, one

COLUMNS: Final = """
    id, vendor, name, active, settings, locale, link_base, subject_template, text_template, created, changed, checked,
    check_result, version
"""


async def insert(connection: Connection, secrets: bytes | None) -> None:
    """Write a new connection; `secrets` are sealed."""
    await db().execute(
        """insert into crm_connection (id, vendor, name, active, settings, secrets, locale, link_base, created, changed,
               subject_template, text_template)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10, $11)""",
        connection.id, connection.vendor, connection.name, connection.active, connection.settings, secrets,
        connection.locale, connection.link_base, connection.created, connection.subject_template,
        connection.text_template,
    )  # fmt: skip


async def update(connection: Connection, secrets: bytes | None) -> None:
    """Write what may change; `secrets` None keeps those that are there."""
    await db().execute(
        """update crm_connection set name = $2, active = $3, settings = $4, secrets = coalesce($5, secrets),
               locale = $6, link_base = $7, changed = $8, version = $9, subject_template = $10, text_template = $11
           where id = $1""",
        connection.id, connection.name, connection.active, connection.settings, secrets, connection.locale,
        connection.link_base, connection.changed, connection.version, connection.subject_template,
        connection.text_template,
    )  # fmt: skip


async def remove(connection: UUID) -> bool:
    """Forget a connection with everything kept for it; False when there was none."""
    return bool(await db().fetchval("delete from crm_connection where id = $1 returning true", connection))


async def checked(connection: UUID, at: datetime, result: str) -> None:
    """Keep what the last test said."""
    await db().execute(
        "update crm_connection set checked = $2, check_result = $3 where id = $1", connection, at, result
    )


async def by_id(connection: UUID, *, lock: bool = False) -> Connection | None:
    """One connection; `lock` holds it until the unit ends."""
    tail = " for update" if lock else ""
    return one(Connection, await db().fetchrow(f"select {COLUMNS} from crm_connection where id = $1{tail}", connection))


async def named(name: str) -> UUID | None:
    """The connection of this name."""
    found: UUID | None = await db().fetchval("select id from crm_connection where name = $1", name)
    return found


async def all_of_them() -> list[Connection]:
    """Every connection by name."""
    return many(Connection, await db().fetch(f"select {COLUMNS} from crm_connection order by name"))


async def active() -> list[Connection]:
    """Those in use, by name."""
    return many(Connection, await db().fetch(f"select {COLUMNS} from crm_connection where active order by name"))


async def secrets_of(connection: UUID) -> bytes | None:
    """The sealed secrets."""
    found: bytes | None = await db().fetchval("select secrets from crm_connection where id = $1", connection)
    return found


async def link(connection: UUID, customer: UUID) -> str | None:
    """Who the customer is over there, when it is known."""
    statement = "select ref from crm_link where connection_id = $1 and customer_id = $2"
    found: str | None = await db().fetchval(statement, connection, customer)
    return found


async def keep_link(connection: UUID, customer: UUID, ref: str, at: datetime) -> None:
    """Remember who the customer is over there."""
    await db().execute(
        """insert into crm_link (connection_id, customer_id, ref, found) values ($1, $2, $3, $4)
           on conflict (tenant_id, connection_id, customer_id) do update set ref = excluded.ref, found = excluded.found
           where crm_link.ref <> excluded.ref""",
        connection, customer, ref, at,
    )  # fmt: skip


async def drop_link(connection: UUID, customer: UUID) -> None:
    """Forget who the customer was over there."""
    await db().execute("delete from crm_link where connection_id = $1 and customer_id = $2", connection, customer)
