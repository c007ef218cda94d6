"""The audit ledger: writing an entry, sealing batches into the chain, walking it.

Actions and details follow `<noun>.<verb>`: `customer.revealed`, `user.created`. Details are encrypted, under the
customer's own key where the entry is about one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

import msgspec

from madoguchi.access import chain
from madoguchi.access.model import AuditRow, Verification
from madoguchi.access.store import audit as store
from madoguchi.kit.clock import now
from madoguchi.kit.db import current_tenant
from madoguchi.kit.http import Page, maybe_principal
from madoguchi.kit.ids import new_id
from madoguchi.kit.log import log
from madoguchi.kit.metrics import counter, gauge
from madoguchi.kit.vault import Erased, Scope, derived, seal, unseal

JSON = str | int | float | bool | None | list["JSON"] | dict[str, "JSON"]
BATCH: Final = 1000
AT_ONCE: Final = 50
SIGNING: Final = "audit ledger"
_NAMESPACE: Final = UUID("6f1c6e0e-8b39-5b0c-9d61-6d61646f6775")

entries = counter("audit_entries", "Audit entries written", ("action",))
unsealed_tail = gauge("audit_unsealed", "Audit entries that waited for a seal at the last sealing")


def _scope(about: UUID | None) -> Scope:
    return Scope(uuid5(_NAMESPACE, f"{current_tenant()} {about}"), about)


async def audit(
    action: str,
    kind: str,
    id: UUID | None,
    details: Mapping[str, JSON] | None = None,
    reason: UUID | None = None,
    about: UUID | None = None,
) -> None:
    """Write who did what to which `kind`, within the unit at work.

    `reason` is the interaction for which it was done. `details` may hold personal text and is encrypted, under the key
    of the customer `about` (`id` itself where `kind` is "customer"), so that erasing them erases it too.
    """
    who = maybe_principal()
    by = By() if who is None else By(user=who.user, key=who.actor, session=who.session, address=who.ip)
    await audit_by(by, action, kind, id, details, reason, about)


class By(msgspec.Struct, frozen=True, kw_only=True):
    """Who acts: a user; without one an API key; without either the system. `address` is where they are."""

    user: UUID | None = None
    key: UUID | None = None
    session: UUID | None = None
    address: str | None = None


async def audit_by(
    by: By,
    action: str,
    kind: str,
    id: UUID | None,
    details: Mapping[str, JSON] | None = None,
    reason: UUID | None = None,
    about: UUID | None = None,
) -> None:
    """`audit` for those who are not (yet) the principal: signing in, opening a link."""
    subject = about or (id if kind == "customer" else None)
    sealed = await seal(_scope(subject), msgspec.json.encode(details)) if details else None
    await store.insert(
        chain.LedgerEntry(
            id=new_id(),
            at=now(),
            actor="user" if by.user else "api_key" if by.key else "system",
            actor_id=by.user or by.key,
            session_id=by.session,
            address=by.address,
            action=action,
            kind=kind,
            subject_id=id,
            reason_id=reason,
            about=subject,
            details=sealed,
        )
    )
    entries.labels(action).inc()


async def seal_batch() -> int:
    """Seal what waits into the tenant's chain, at most 1,000 entries; returns how many were sealed."""
    await store.hold_chain()
    batch = await store.unsealed(BATCH)
    unsealed_tail.set(len(batch))
    if not batch:
        return 0
    head = await store.last_seal()
    previous = head.hash if head else chain.genesis(current_tenant())
    link = chain.make_seal(head.number + 1 if head else 1, batch, previous, now(), derived(SIGNING))
    await store.write_seal(link, [entry.id for entry in batch])
    # The head in the log stream is a witness outside the database against cutting off the newest seals.
    log.info("audit_sealed", tenant=str(current_tenant()), seal=link.number, entries=len(batch), head=link.hash.hex())
    return len(batch)


async def verify() -> Verification:
    """Walk the tenant's whole chain and say whether it holds, where it does not, and how much is not yet sealed."""
    key = derived(SIGNING)
    previous, number, counted = chain.genesis(current_tenant()), 0, 0
    fault: str | None = None
    while fault is None:
        seals = await store.seals_after(number, AT_ONCE)
        if not seals:
            break
        batches = await store.batches(seals[0].number, seals[-1].number)
        for link in seals:
            batch = batches.get(link.number, [])
            fault = chain.fault_of(link, batch, number + 1, previous, key)
            if fault is not None:
                break
            previous, number, counted = link.hash, link.number, counted + len(batch)
    if fault is None and await store.count_beyond(number):
        fault = "seal_missing"
    return Verification(
        holds=fault is None,
        seals=number,
        entries=counted,
        unsealed=await store.count_unsealed(),
        head=previous.hex(),
        fault=fault,
        fault_at=None if fault is None else number + 1,
    )


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """Which entries: any field left None admits all. `since` is included, `until` is not."""

    since: datetime | None = None
    until: datetime | None = None
    actor: UUID | None = None
    action: str | None = None
    kind: str | None = None
    subject: UUID | None = None


async def read(chosen: Filter, after: str | None = None, limit: int = 25) -> Page[AuditRow]:
    """A page of the ledger, the newest first, details opened."""
    listing = store.LEDGER.where("e.tenant_id = {}", current_tenant())
    conditions: list[tuple[str, object]] = [
        ("e.at >= {}", chosen.since),
        ("e.at < {}", chosen.until),
        ("e.actor_id = {}", chosen.actor),
        ("e.action = {}", chosen.action),
        ("e.kind = {}", chosen.kind),
        ("e.subject_id = {}", chosen.subject),
    ]
    for condition, value in conditions:
        if value is not None:
            listing = listing.where(condition, value)
    page = await listing.page(store.StoredRow, after=after, limit=limit)
    return Page(items=[await _opened(row) for row in page.items], next=page.next)


async def _opened(row: store.StoredRow) -> AuditRow:
    fields = {name: value for name, value in msgspec.structs.asdict(row).items() if name not in ("about", "details")}
    return msgspec.convert(fields | {"details": await _details(row)}, AuditRow)


async def _details(row: store.StoredRow) -> dict[str, object] | None:
    if row.details is None:
        return None
    try:
        plain = await unseal(_scope(row.about), row.details)
    except Erased:
        return None
    return msgspec.json.decode(plain, type=dict[str, object])
