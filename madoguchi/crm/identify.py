"""Who somebody is over there: the record kept from before, or the one that their addresses lead to."""

from __future__ import annotations

from uuid import UUID

from msgspec import Struct

from madoguchi import customers
from madoguchi.crm.errors import CrmRefused
from madoguchi.crm.guard import Guarded
from madoguchi.crm.ports import ExternalRef, Identity
from madoguchi.crm.store import connections as store
from madoguchi.kit.clock import now


class Known(Struct, frozen=True, kw_only=True):
    """What we know of somebody before asking: who they were over there, and how they can be recognised."""

    customer: UUID | None
    ref: str | None
    identities: tuple[Identity, ...]


class Found(Struct, frozen=True, kw_only=True):
    """What asking led to: exactly one record, or `several`, or neither."""

    ref: ExternalRef | None = None
    several: bool = False


async def known(connection: UUID, customer: UUID | None, address: Identity | None) -> Known:
    """Gather it, within the unit at work. `address` is where the contact came from."""
    if customer is None:
        return Known(customer=None, ref=None, identities=(address,) if address else ())
    addresses = [identity(a.kind, a.value) for a in await customers.addresses_of(customer)]
    identities = dict.fromkeys(i for i in (address, *addresses) if i is not None)
    return Known(customer=customer, ref=await store.link(connection, customer), identities=tuple(identities))


def identity(kind: str, value: str) -> Identity | None:
    """An address as a connector takes it; None for those that no CRM knows."""
    if kind == "phone" and value:
        return Identity("phone", value)
    return Identity("email", value) if kind == "email" and value else None


async def find(connector: Guarded, asked: Known) -> Found:
    """Look somebody up over there: the addresses one by one, narrowing until one record is left."""
    candidates: dict[str, ExternalRef] = {}
    for way in asked.identities:
        try:
            found = {ref.id: ref for ref in await connector.find(way)}
        except CrmRefused:
            continue  # it does not know this kind of address
        both = {id: ref for id, ref in candidates.items() if id in found}
        candidates = both or candidates or found
        if len(candidates) == 1:
            return Found(ref=next(iter(candidates.values())))
    return Found(several=len(candidates) > 1)


async def remember(connection: UUID, asked: Known, found: ExternalRef | None) -> None:
    """Keep who they are over there, or forget who they no longer are, within the unit at work."""
    if asked.customer is None:
        return
    if found is None:
        await store.drop_link(connection, asked.customer)
    elif found.id != asked.ref:
        await store.keep_link(connection, asked.customer, found.id, now())
