"""Addresses of customers: add, mark, take away; whose address it is when several share one."""

from __future__ import annotations

from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from madoguchi.access import audit
from madoguchi.customers.actions.acting import actor, touched
from madoguchi.customers.errors import AddressUnknown, IdentityTaken, IdentityUnknown
from madoguchi.customers.events import IdentityAdded, IdentityChanged, IdentityRemoved, RecognitionCorrected
from madoguchi.customers.model.address import Address, AddressInvalid, Kind, normalise
from madoguchi.customers.model.text import TooLong, clean
from madoguchi.customers.settings import CustomerSettings
from madoguchi.customers.store import identities as store
from madoguchi.kit.clock import now
from madoguchi.kit.errors import Fault
from madoguchi.kit.facts import record
from madoguchi.kit.metrics import counter
from madoguchi.kit.settings import setting

MOST_LABEL = 40

corrections = counter("recognitions_corrected", "Choices among customers of one address", ("kind",))


class NewIdentity(msgspec.Struct, frozen=True, kw_only=True):
    """An address as typed. `label`: home, work, or words of the tenant's own."""

    kind: Kind
    value: str
    label: str = ""
    preferred: bool = False
    verified: bool = False


class IdentityChange(msgspec.Struct, frozen=True, kw_only=True):
    """What to change of an address; the address itself is taken away and added anew."""

    label: str | UnsetType = UNSET
    preferred: bool | UnsetType = UNSET
    verified: bool | UnsetType = UNSET


async def read_address(kind: Kind, value: str) -> Address:
    """The address in its one form, by the tenant's country. Raises AddressInvalid, also for a withheld number."""
    address = normalise(kind, value, (await setting(CustomerSettings)).region)
    if address.withheld:
        raise AddressInvalid(faults=[Fault(at="value", code="phone_unreadable")])
    return address


def _label(raw: str) -> str:
    try:
        return clean(raw, MOST_LABEL)
    except TooLong as error:
        raise AddressInvalid(faults=[Fault(at="label", code="too_long", params={"limit": error.limit})]) from None


async def attach(
    customer: UUID, address: Address, *, label: str = "", preferred: bool = False, verified: bool = False
) -> store.IdentityRow | None:
    """Give a customer an address, without a word in the ledger; None when they have it already."""
    moment = now()
    row = await store.insert(customer, address, _label(label), moment if verified else None, False, moment)
    if row is not None and preferred:
        await store.only_preferred(customer, row.id, row.kind)
    return row


async def add_identity(customer: UUID, wanted: NewIdentity) -> store.IdentityRow:
    """Add an address. Raises AddressInvalid, CustomerUnknown, IdentityTaken."""
    address = await read_address(wanted.kind, wanted.value)
    await touched(customer)
    row = await attach(customer, address, label=wanted.label, preferred=wanted.preferred, verified=wanted.verified)
    if row is None:
        raise IdentityTaken
    await audit("identity.added", "customer", customer, {"kind": row.kind, "value": row.value, "label": row.label})
    record(IdentityAdded(customer=customer, identity=row.id, kind=row.kind))
    return row


async def change_identity(customer: UUID, identity: UUID, change: IdentityChange) -> store.IdentityRow:
    """Change label, preference or verification. Raises IdentityUnknown."""
    before = await store.by_id(customer, identity)
    if before is None:
        raise IdentityUnknown
    await touched(customer)
    label = before.label if change.label is UNSET else _label(change.label)
    verified = before.verified if change.verified is UNSET else (before.verified or now()) if change.verified else None
    row = await store.change(customer, identity, label, verified)
    assert row is not None
    if change.preferred is True:
        await store.only_preferred(customer, identity, row.kind)
        row = await store.by_id(customer, identity)
        assert row is not None
    marks = {"verified": row.verified is not None, "preferred": row.preferred}
    await audit("identity.changed", "customer", customer, {"identity": str(identity), "label": label, **marks})
    record(IdentityChanged(customer=customer, identity=identity, kind=row.kind))
    return row


async def remove_identity(customer: UUID, identity: UUID) -> None:
    """Take an address away. Raises IdentityUnknown."""
    row = await store.delete(customer, identity)
    if row is None:
        raise IdentityUnknown
    await touched(customer)
    await audit("identity.removed", "customer", customer, {"kind": row.kind, "value": row.value})
    record(IdentityRemoved(customer=customer, identity=identity, kind=row.kind))


async def remember(address: Address, customer: UUID) -> None:
    """Among several customers of `address`, this one is meant from now on; they get the address if they lack it.

    Raises AddressUnknown when the address is withheld.
    """
    if address.withheld or not address.value:
        raise AddressUnknown
    previous = await store.chosen(address.kind, address.value)
    if previous == customer:
        return
    added = await attach(customer, address)
    if added is not None:
        await touched(customer)
        record(IdentityAdded(customer=customer, identity=added.id, kind=added.kind))
    await store.choose(address.kind, address.value, customer, now(), actor())
    details = {"kind": address.kind, "value": address.value, "previous": str(previous) if previous else None}
    await audit("recognition.chosen", "customer", customer, details)
    record(RecognitionCorrected(kind=address.kind, customer=customer, previous=previous))
    corrections.labels(address.kind).inc()


async def forget(address: Address) -> None:
    """Take the choice for `address` back: the next contact asks again."""
    previous = await store.chosen(address.kind, address.value)
    if previous is None:
        return
    await store.forget(address.kind, address.value)
    await audit("recognition.forgotten", "customer", previous, {"kind": address.kind, "value": address.value})
    record(RecognitionCorrected(kind=address.kind, customer=None, previous=previous))
