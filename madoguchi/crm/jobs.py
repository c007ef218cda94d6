"""Sending what is owed: oldest first for each customer, never two at once, never twice.

A record is first marked as being sent (with a lease), then sent outside any transaction, then settled. Whoever dies in
between leaves the mark; when the lease has run out the record is taken up again, and the connector looks for it over
there before it writes.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Final

from madoguchi.crm import deliver
from madoguchi.crm.booking import Deliver, book
from madoguchi.crm.store import connections
from madoguchi.crm.store import writebacks as store
from madoguchi.kit.clock import now
from madoguchi.kit.db import after_commit, current_tenant
from madoguchi.kit.jobs import job

LEASE: Final = timedelta(seconds=120)  # longer than any call may take


@job("crm.deliver")
async def send_next(body: Deliver) -> None:
    """Send the oldest record owed about a customer, when its time has come."""
    connection = await connections.by_id(body.connection)
    owed = await store.first_owed(body.connection, body.customer) if connection and connection.active else None
    if connection is None or owed is None:
        return
    moment = now()
    wait_until = owed.leased_until if owed.state == "sending" else owed.due
    if wait_until is not None and wait_until > moment:
        await book(body.connection, body.customer, wait_until)
        return
    await store.begin(owed.id, moment + LEASE)
    await book(body.connection, body.customer, moment + LEASE)
    after_commit(partial(deliver.send, current_tenant(), owed.id))
