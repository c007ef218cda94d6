"""Profiles: create, change, remove."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from madoguchi.access import audit
from madoguchi.customers.actions.acting import defaults
from madoguchi.customers.actions.identities import NewIdentity, attach, read_address
from madoguchi.customers.errors import CustomerChanged as VersionChanged
from madoguchi.customers.errors import CustomerInvalid, CustomerUnknown, NumberTaken
from madoguchi.customers.events import CustomerChanged, CustomerCreated
from madoguchi.customers.model.address import AddressInvalid
from madoguchi.customers.model.form import Profile, ProfileForm, read_profile
from madoguchi.customers.model.structs import Customer
from madoguchi.customers.model.text import TooLong, clean
from madoguchi.customers.store import profiles
from madoguchi.kit.clock import now
from madoguchi.kit.errors import Fault
from madoguchi.kit.facts import record
from madoguchi.kit.ids import new_id
from madoguchi.kit.metrics import counter

MOST_IDENTITIES = 20

created = counter("customers_created", "Customers created", ("source",))


def _number(raw: str | None, faults: list[Fault]) -> str | None:
    try:
        return clean(raw or "", 40).upper() or None
    except TooLong as error:
        faults.append(Fault(at="number", code="too_long", params={"limit": error.limit}))
        return None


async def create(
    form: ProfileForm,
    addresses: Sequence[NewIdentity] = (),
    *,
    number: str | None = None,
    source: str = "desk",
) -> Customer:
    """Keep a new customer with their addresses.

    Raises CustomerInvalid with every fault found, NumberTaken.
    """
    profile, faults = read_profile(form, await defaults(), now().date())
    number = _number(number, faults)
    readable = []
    for at, wanted in enumerate(addresses[:MOST_IDENTITIES]):
        try:
            readable.append((wanted, await read_address(wanted.kind, wanted.value)))
        except AddressInvalid as error:
            faults += [Fault(at=f"identities[{at}].{f.at}", code=f.code, params=f.params) for f in error.faults]
    if len(addresses) > MOST_IDENTITIES:
        faults.append(Fault(at="identities", code="too_many_items", params={"limit": MOST_IDENTITIES}))
    if faults:
        raise CustomerInvalid(faults=faults)
    if number and await profiles.number_taken(number):
        raise NumberTaken
    customer = await profiles.insert(new_id(), number, profile, now())
    for wanted, address in readable:
        await attach(customer.id, address, label=wanted.label, preferred=wanted.preferred, verified=wanted.verified)
    await audit("customer.created", "customer", customer.id, {"number": customer.number, "source": source})
    record(CustomerCreated(customer=customer.id))
    created.labels(source).inc()
    return customer


class ProfileChange(msgspec.Struct, frozen=True, kw_only=True):
    """The fields to change; those left out stay."""

    kind: str | UnsetType = UNSET
    name: str | UnsetType = UNSET
    kana: str | UnsetType = UNSET
    romaji: str | UnsetType = UNSET
    company: str | UnsetType = UNSET
    company_kana: str | UnsetType = UNSET
    tier: str | UnsetType = UNSET
    language: str | UnsetType = UNSET
    time_zone: str | UnsetType = UNSET
    postal_code: str | UnsetType = UNSET
    address: str | UnsetType = UNSET
    birth_date: str | UnsetType = UNSET
    tags: list[str] | UnsetType = UNSET
    notes_flag: str | UnsetType = UNSET


def form_of(customer: Customer) -> dict[str, object]:
    """The profile as a form that reads back to itself."""
    values: dict[str, object] = {name: getattr(customer, name) for name in ProfileForm.__struct_fields__}
    values["birth_date"] = customer.birth_date.isoformat() if customer.birth_date else ""
    values["notes_flag"] = customer.notes_flag or ""
    return values


def changed_fields(before: Customer, after: Profile) -> list[str]:
    """Names of the fields that differ."""
    return [name for name in Profile.__struct_fields__ if getattr(before, name) != getattr(after, name)]


async def update(id: UUID, change: ProfileChange, expected: int) -> Customer:
    """Change fields of version `expected`. What stays the same makes no new version.

    Raises CustomerUnknown, CustomerInvalid, VersionChanged.
    """
    before = await profiles.by_id(id, lock=True)
    if before is None:
        raise CustomerUnknown
    if before.version != expected:
        raise VersionChanged
    values = form_of(before) | {
        name: value for name in ProfileChange.__struct_fields__ if (value := getattr(change, name)) is not UNSET
    }
    if values["kind"] not in {"person", "organisation"}:
        raise CustomerInvalid(faults=[Fault(at="kind", code="code_expected")])
    profile, faults = read_profile(msgspec.convert(values, ProfileForm), await defaults(), now().date())
    if faults:
        raise CustomerInvalid(faults=faults)
    fields = changed_fields(before, profile)
    if not fields:
        return before
    return await write(before, profile, fields, source="desk")


async def write(before: Customer, profile: Profile, fields: list[str], *, source: str) -> Customer:
    """Write a checked profile over the version read, tell it and enter it in the ledger. Raises VersionChanged."""
    after = await profiles.update(before.id, before.version, profile, now())
    if after is None:
        raise VersionChanged
    was = {name: msgspec.to_builtins(getattr(before, name)) for name in fields}
    is_now = {name: msgspec.to_builtins(getattr(after, name)) for name in fields}
    await audit("customer.changed", "customer", before.id, {"source": source, "from": was, "to": is_now})
    record(CustomerChanged(customer=before.id, fields=fields, version=after.version))
    return after
