"""One attempt to bring a contact's record to a CRM, and what becomes of it."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from msgspec import Struct, structs

from madoguchi.crm import compose, identify
from madoguchi.crm.booking import book
from madoguchi.crm.errors import CrmFault, CrmRefused, CrmUnanswered
from madoguchi.crm.events import WritebackSettled
from madoguchi.crm.guard import Guarded
from madoguchi.crm.identify import Known
from madoguchi.crm.model import Writeback, WritebackState
from madoguchi.crm.opened import connector
from madoguchi.crm.ports import Activity, ExternalRef
from madoguchi.crm.store import connections
from madoguchi.crm.store import writebacks as store
from madoguchi.kit.clock import now
from madoguchi.kit.db import unit
from madoguchi.kit.errors import DomainError
from madoguchi.kit.facts import record
from madoguchi.kit.log import log
from madoguchi.kit.metrics import counter, histogram

LONGEST_WAIT: Final = 300.0
IN_DOUBT: Final = 90.0  # seconds until an unanswered request is surely over at the other side
GIVE_UP = timedelta(days=7)

attempts = counter("crm_writebacks", "Attempts to write a contact to a CRM", ("vendor", "result"))
delay = histogram(
    "crm_writeback_delay_seconds", "From the contact's end to its record in the CRM", ("vendor",),
    (1, 5, 15, 60, 300, 1800, 3600, 14400, 86400),
)  # fmt: skip


class _Parcel(Struct, frozen=True, kw_only=True):
    """All that is needed to send, gathered before."""

    owed: Writeback
    vendor: str
    opened: Guarded
    activity: Activity
    asked: Known


class _Sent(Struct, frozen=True, kw_only=True):
    """How an attempt ended."""

    state: WritebackState
    error: str = ""
    wait: float = 0.0
    ref: ExternalRef | None = None
    external_id: str | None = None
    digest: bytes | None = None


async def send(tenant: UUID, writeback: UUID) -> None:
    """Send what was marked as being sent, and settle it. Never raises for what a CRM does."""
    parcel: _Parcel | None = None
    try:
        async with unit(tenant, readonly=True):
            parcel = await _pack(writeback)
        if parcel is None:
            return
        sent = await _send(parcel)
    except CrmFault as error:
        tries = parcel.owed.attempts if parcel else 1
        sent = _Sent(state="pending", error=error.reason, wait=_wait(tries, in_doubt=isinstance(error, CrmUnanswered)))
    except (DomainError, ValueError, TypeError, KeyError) as error:
        log.warning("crm_writeback_failed", writeback=str(writeback), error=type(error).__name__, exc_info=True)
        reason = error.reason if isinstance(error, DomainError) else "internal"
        sent = _Sent(state="failed", error=reason)
    if parcel is not None:
        attempts.labels(parcel.vendor, sent.error or sent.state).inc()
    async with unit(tenant):
        await _settle(writeback, parcel, sent)


async def _pack(writeback: UUID) -> _Parcel | None:
    owed = await store.by_id(writeback)
    connection = await connections.by_id(owed.connection_id) if owed else None
    if owed is None or connection is None:
        return None
    return _Parcel(
        owed=owed,
        vendor=connection.vendor,
        opened=await connector(connection),
        activity=await compose.activity(connection, owed.interaction_id),
        asked=await identify.known(connection.id, owed.customer_id, None),
    )


async def _send(parcel: _Parcel) -> _Sent:
    if parcel.asked.ref is not None:
        try:
            return await _write(parcel, ExternalRef(parcel.asked.ref))
        except CrmRefused:
            pass  # perhaps the record that we knew is gone: look again
    found = await identify.find(parcel.opened, parcel.asked)
    if found.ref is None:
        return _Sent(state="several" if found.several else "no_record")
    try:
        return await _write(parcel, found.ref)
    except CrmRefused as error:
        return _Sent(state="failed", error=error.reason, ref=found.ref)


async def _write(parcel: _Parcel, ref: ExternalRef) -> _Sent:
    owed, digest = parcel.owed, compose.digest(parcel.activity, ref)
    if owed.external_id is not None and owed.digest == digest:
        external = owed.external_id
    else:
        external = await parcel.opened.write_activity(ref, parcel.activity, owed.external_id)
    return _Sent(state="delivered", ref=ref, external_id=external, digest=digest)


async def _settle(writeback: UUID, parcel: _Parcel | None, sent: _Sent) -> None:
    owed = await store.by_id(writeback, lock=True)
    if owed is None:
        return
    moment = now()
    after = _settled(owed, parcel, sent, moment)
    await store.settle(after)
    if parcel is not None and sent.ref is not None:
        await identify.remember(owed.connection_id, parcel.asked, sent.ref)
    await book(owed.connection_id, owed.customer_id, after.due)
    if after.state not in ("pending", "sending"):
        record(
            WritebackSettled(
                writeback=owed.id, connection=owed.connection_id, interaction=owed.interaction_id,
                customer=owed.customer_id, state=after.state,
            )
        )  # fmt: skip
    if sent.state == "delivered":
        if parcel is not None:
            delay.labels(parcel.vendor).observe((moment - owed.created).total_seconds())
        for customer in await store.wake(owed.connection_id, owed.customer_id, moment):
            await book(owed.connection_id, customer, moment)


def _settled(owed: Writeback, parcel: _Parcel | None, sent: _Sent, moment: datetime) -> Writeback:
    """The row after an attempt: still owed when it failed for now, or when there is a newer revision already."""
    told = parcel.owed.revision if parcel else 0
    delivered = sent.state == "delivered"
    newer = owed.revision > told and sent.state != "pending"
    late = sent.state == "pending" and moment - owed.created > GIVE_UP
    state: WritebackState = "failed" if late else "pending" if newer else sent.state
    return structs.replace(
        owed,
        state=state,
        leased_until=None,
        error=sent.error,
        due=moment + timedelta(seconds=sent.wait),
        written=told if delivered else owed.written,
        digest=sent.digest if delivered else owed.digest,
        external_id=sent.external_id if delivered else owed.external_id,
        delivered=moment if delivered else owed.delivered,
    )


def _wait(tries: int, *, in_doubt: bool) -> float:
    """Seconds until the next attempt: doubling, with jitter; after an unanswered request until it is surely over."""
    wait = min(LONGEST_WAIT, 2.0 ** min(tries, 9)) * random.uniform(0.8, 1.2)
    return max(wait, IN_DOUBT) if in_doubt else wait
