"""What we owe CRMs: one record a contact, told anew whenever it changed."""

from __future__ import annotations

from uuid import UUID

from madoguchi import interactions
from madoguchi.access import audit
from madoguchi.crm.booking import book
from madoguchi.crm.errors import WritebackUnderWay, WritebackUnknown
from madoguchi.crm.model import Writeback
from madoguchi.crm.store import connections
from madoguchi.crm.store import writebacks as store
from madoguchi.kit.clock import now
from madoguchi.kit.ids import new_id


async def owe(interaction: UUID, *, only_known: bool = False) -> None:
    """A contact is over, or changed after it was over: every CRM in use is owed its record.

    `only_known`: only where it was owed before. A contact with nobody recognised is owed to no one.
    """
    contact = await interactions.interaction(interaction)
    if contact.state != "closed" or contact.customer_id is None:
        return
    before = {w.connection_id for w in await store.of_interaction(interaction)}
    for connection in await connections.active():
        if only_known and connection.id not in before:
            continue
        await store.owe(new_id(), connection.id, interaction, contact.customer_id, now())
        await book(connection.id, contact.customer_id, now())


async def retry(writeback: UUID) -> Writeback:
    """Try anew at once, also what was given up. Raises `WritebackUnknown`, `WritebackUnderWay`."""
    found = await store.by_id(writeback, lock=True)
    if found is None:
        raise WritebackUnknown
    if found.state == "sending":
        raise WritebackUnderWay
    if found.state != "delivered":
        await store.again([writeback], now())
        await book(found.connection_id, found.customer_id, now())
    await audit("crm.writeback_retried", "crm_writeback", writeback, reason=found.interaction_id)
    again = await store.by_id(writeback)
    assert again is not None
    return again
