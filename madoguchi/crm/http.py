"""Connections, what is owed to them, and the card, over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec
from msgspec import Struct

from madoguchi import customers
from madoguchi.crm import cards, queries
from madoguchi.crm.actions import connections, writebacks
from madoguchi.crm.actions.connections import CheckResult, ConnectionChange, ConnectionForm
from madoguchi.crm.model import CardShown, Connection, WritebackState
from madoguchi.crm.ports import Vendor
from madoguchi.crm.queries import Health, Owed
from madoguchi.crm.store import connections as store
from madoguchi.crm.vendors import vendors
from madoguchi.kit.forms import form_of, titled
from madoguchi.kit.http import Page, Tagged, delete, expected_version, get, patch, post, principal, request
from madoguchi.kit.i18n import Locale


class VendorView(Struct, frozen=True, kw_only=True):
    """A kind of CRM: its settings and its secrets as JSON schemas titled in the reader's language, the names of its
    secrets, and the settings to begin with."""

    code: str
    title: str
    about: str
    settings_schema: dict[str, Any]
    secrets_schema: dict[str, Any]
    defaults: dict[str, Any]
    secrets: tuple[str, ...]


class WritebackView(Struct, frozen=True, kw_only=True):
    """What one CRM is owed for one contact. `error` is a code, "" when there was none."""

    id: UUID
    connection_id: UUID
    connection_name: str
    interaction_id: UUID
    customer_id: UUID
    customer_name: str | None
    state: WritebackState
    attempts: int
    error: str
    due: datetime
    created: datetime
    delivered: datetime | None
    external_id: str | None


@get("/crm/vendors", needs="crm.admin")
async def list_vendors() -> list[VendorView]:
    """The kinds of CRM that can be connected."""
    return [_vendor(one, principal().locale) for one in vendors()]


def _vendor(one: Vendor, locale: Locale) -> VendorView:
    place = f"crm.{one.code}"
    said = titled(place, locale)
    return VendorView(
        code=one.code,
        title=said.get("title", one.code),
        about=said.get("description", ""),
        settings_schema=form_of(place, one.settings, locale),
        secrets_schema={
            "type": "object",
            "properties": {
                name: {"type": "string", "format": "password", "writeOnly": True, **titled(f"{place}.{name}", locale)}
                for name in one.secrets
            },
        },
        defaults=msgspec.to_builtins(one.defaults),
        secrets=one.secrets,
    )


@get("/crm/connections", needs="crm.admin")
async def list_connections() -> list[Connection]:
    """Every connection, without its secrets."""
    return await store.all_of_them()


@post("/crm/connections", needs="crm.admin")
async def add_connection(data: ConnectionForm) -> Tagged[Connection]:
    """Connect to a CRM. Without `link_base`, records link back to the address asked through."""
    if not data.link_base:
        data = msgspec.structs.replace(data, link_base=str(request().base_url).rstrip("/"))
    made = await connections.add_connection(data)
    return Tagged(made, made.version)


@get("/crm/connections/{connection:uuid}", needs="crm.admin")
async def show_connection(connection: UUID) -> Tagged[Connection]:
    """A connection, without its secrets."""
    found = await queries.connection(connection)
    return Tagged(found, found.version)


@patch("/crm/connections/{connection:uuid}", needs="crm.admin")
async def change_connection(connection: UUID, data: ConnectionChange) -> Tagged[Connection]:
    """Change a connection (If-Match: its version); secrets that are not named stay."""
    changed = await connections.change_connection(connection, data, expected_version())
    return Tagged(changed, changed.version)


@delete("/crm/connections/{connection:uuid}", needs="crm.admin")
async def remove_connection(connection: UUID) -> None:
    """Forget a connection with its cards and what is still owed to it."""
    await connections.remove_connection(connection)


@post("/crm/connections/{connection:uuid}/test", needs="crm.admin", status=200)
async def test(connection: UUID) -> CheckResult:
    """Sign in over there now and say how it went."""
    return await connections.check_connection(connection)


@get("/crm/connections/{connection:uuid}/health", needs="crm.admin")
async def show_health(connection: UUID) -> Health:
    """How a connection fares: answering or not, what is owed to it since when, what needs a person."""
    return await queries.health(connection)


@get("/crm/writebacks", needs="crm.admin")
async def list_writebacks(
    status: Literal["pending", "sending", "delivered", "no_record", "several", "failed"] | None = None,
    connection: UUID | None = None,
    after: str | None = None,
    limit: int = 25,
) -> Page[WritebackView]:
    """What was and is owed to CRMs, newest first."""
    page = await queries.list_writebacks(status, connection, after, limit)
    return Page(items=[_view(row) for row in page.items], next=page.next)


@post("/crm/writebacks/{writeback:uuid}/retry", needs="crm.admin", status=200)
async def retry(writeback: UUID) -> WritebackView:
    """Try anew at once, also what was given up."""
    return _view((await queries.owed([await writebacks.retry(writeback)]))[0])


@get("/crm/card", needs="customers.read")
async def show_card(customer: UUID | None = None, interaction: UUID | None = None) -> CardShown:
    """The CRMs' card of a customer, or of who is in a contact, as last read.

    When it is older than half a minute it is read anew; the answer comes as the live event `crm.card`.
    """
    if customer is not None:
        await customers.customer(customer)
    shown = await cards.card(customer, interaction)
    if shown.customer_id is not None:
        await cards.refresh_card(shown.customer_id, principal().user)
    return shown


def _view(row: Owed) -> WritebackView:
    names = ("id", "connection_id", "interaction_id", "customer_id", "state", "attempts", "error", "due", "created",
             "delivered", "external_id")  # fmt: skip
    return WritebackView(
        **{name: getattr(row.writeback, name) for name in names},
        connection_name=row.connection_name,
        customer_name=row.customer_name,
    )


routes = [
    list_vendors, list_connections, add_connection, show_connection, change_connection, remove_connection, test,
    show_health, list_writebacks, retry, show_card,
]  # fmt: skip
