"""What desks see at once: a customer changed. Ids and codes only; whoever shows the customer reads them anew."""

from __future__ import annotations

from uuid import UUID

import msgspec

from madoguchi.customers import events
from madoguchi.kit.facts import Push, watches


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """Body of `customer.changed`: what of the customer changed (profile fields, "preferences", "identities" …)."""

    customer: UUID
    parts: list[str]


def _push(customer: UUID, *parts: str) -> Push:
    body = Changed(customer=customer, parts=list(parts))
    return Push(to=f"topic:customer:{customer}", event="customer.changed", body=body)


@watches(events.CustomerChanged)
async def profile_changed(fact: events.CustomerChanged) -> Push:
    return _push(fact.customer, *fact.fields)


@watches(events.PreferenceChanged)
async def preference_changed(fact: events.PreferenceChanged) -> Push:
    return _push(fact.customer, "preferences")


@watches(events.ConsentChanged)
async def consent_changed(fact: events.ConsentChanged) -> Push:
    return _push(fact.customer, "consents")


@watches(events.CautionChanged)
async def caution_changed(fact: events.CautionChanged) -> Push:
    return _push(fact.customer, "cautions")


@watches(events.IdentityAdded)
async def identity_added(fact: events.IdentityAdded) -> Push:
    return _push(fact.customer, "identities")


@watches(events.IdentityChanged)
async def identity_changed(fact: events.IdentityChanged) -> Push:
    return _push(fact.customer, "identities")


@watches(events.IdentityRemoved)
async def identity_removed(fact: events.IdentityRemoved) -> Push:
    return _push(fact.customer, "identities")


@watches(events.IdentityChecked)
async def identity_checked(fact: events.IdentityChecked) -> Push:
    return _push(fact.customer, "identity_checks")


@watches(events.OrderChanged)
async def order_changed(fact: events.OrderChanged) -> Push:
    return _push(fact.customer, "orders")


@watches(events.ContractChanged)
async def contract_changed(fact: events.ContractChanged) -> Push:
    return _push(fact.customer, "contracts")


@watches(events.OwnershipChanged)
async def ownership_changed(fact: events.OwnershipChanged) -> Push:
    return _push(fact.customer, "products")


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """Body of `import.changed`."""

    id: UUID
    state: str


@watches(events.ImportProgressed)
async def import_progressed(fact: events.ImportProgressed) -> Push:
    body = Progress(id=fact.id, state=fact.state)
    return Push(to=f"topic:import:{fact.id}", event="import.changed", body=body)
