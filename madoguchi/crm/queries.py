"""Reads for those who look after the connections."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from msgspec import Struct

from madoguchi import customers
from madoguchi.crm.errors import ConnectionUnknown
from madoguchi.crm.model import Connection, Writeback, WritebackState
from madoguchi.crm.opened import resting
from madoguchi.crm.store import connections, writebacks
from madoguchi.kit.clock import now
from madoguchi.kit.http import Page

PATIENCE: Final = timedelta(minutes=10)


async def connection(id: UUID) -> Connection:
    """One connection. Raises `ConnectionUnknown`."""
    found = await connections.by_id(id)
    if found is None:
        raise ConnectionUnknown
    return found


class Health(Struct, frozen=True, kw_only=True):
    """How a connection fares. `state`: ok, off (switched off), resting (it failed repeatedly and is left alone for a
    while), failing (the last test failed, or something has been owed for over ten minutes), unknown (never used)."""

    state: Literal["ok", "off", "resting", "failing", "unknown"]
    check_result: str
    owed: int
    stuck: int
    owed_since: datetime | None
    delivered: datetime | None


async def health(id: UUID) -> Health:
    """How a connection fares. Raises `ConnectionUnknown`."""
    found = await connection(id)
    tally = await writebacks.tally(id)
    overdue = tally.owed_since is not None and tally.owed_since < now() - PATIENCE
    state: Literal["ok", "off", "resting", "failing", "unknown"] = "unknown"
    if not found.active:
        state = "off"
    elif resting(id):
        state = "resting"
    elif overdue or found.check_result not in ("", "ok"):
        state = "failing"
    elif found.check_result == "ok" or tally.delivered is not None:
        state = "ok"
    return Health(
        state=state, check_result=found.check_result, owed=tally.owed, stuck=tally.stuck,
        owed_since=tally.owed_since, delivered=tally.delivered,
    )  # fmt: skip


class Owed(Struct, frozen=True, kw_only=True):
    """A line of the write-back list: the record, the CRM's name and whom it is about."""

    writeback: Writeback
    connection_name: str
    customer_name: str | None


async def list_writebacks(
    state: WritebackState | None, connection: UUID | None, after: str | None, limit: int
) -> Page[Owed]:
    """What was and is owed to CRMs, newest first."""
    listing = writebacks.NEWEST_FIRST
    if state is not None:
        listing = listing.where("w.state = {}", state)
    if connection is not None:
        listing = listing.where("w.connection_id = {}", connection)
    page = await listing.page(Writeback, after=after, limit=limit)
    return Page(items=await owed(page.items), next=page.next)


async def owed(found: list[Writeback]) -> list[Owed]:
    """Write-backs with the names that belong to them."""
    people = await customers.profiles(list({row.customer_id for row in found}))
    names = {one.id: one.name for one in await connections.all_of_them()}
    return [
        Owed(
            writeback=row,
            connection_name=names.get(row.connection_id, ""),
            customer_name=people[row.customer_id].name if row.customer_id in people else None,
        )
        for row in found
    ]
