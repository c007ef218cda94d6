"""/customers/{id}/identities and /address-choices: how people are reached and recognised."""

from __future__ import annotations

from uuid import UUID

import msgspec

from madoguchi.customers.actions import identities as actions
from madoguchi.customers.actions.identities import IdentityChange, NewIdentity
from madoguchi.customers.model.address import Kind
from madoguchi.customers.model.structs import Identity
from madoguchi.customers.queries import customer
from madoguchi.customers.settings import CustomerSettings
from madoguchi.customers.sight import identities as shown
from madoguchi.customers.sight import sight
from madoguchi.customers.store import identities as store
from madoguchi.customers.store.card import CardIdentity
from madoguchi.kit.http import delete, get, patch, post, put
from madoguchi.kit.settings import setting


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """Among the customers of an address, the one who is meant."""

    kind: Kind
    value: str
    customer: UUID


class Forgetting(msgspec.Struct, frozen=True, kw_only=True):
    """The address whose choice is taken back."""

    kind: Kind
    value: str


async def _shown(row: store.IdentityRow) -> Identity:
    card = CardIdentity(**{name: getattr(row, name) for name in CardIdentity.__struct_fields__})
    return shown([card], await sight(), (await setting(CustomerSettings)).region)[0]


@get("/customers/{customer_id:uuid}/identities", needs="customers.read")
async def list_identities(customer_id: UUID) -> list[Identity]:
    """The customer's addresses, the preferred first."""
    await customer(customer_id)
    return [await _shown(row) for row in await store.of_customer(customer_id)]


@post("/customers/{customer_id:uuid}/identities", needs="customers.write")
async def add_identity(customer_id: UUID, data: NewIdentity) -> Identity:
    """Add an address in any written form."""
    return await _shown(await actions.add_identity(customer_id, data))


@patch("/customers/{customer_id:uuid}/identities/{identity_id:uuid}", needs="customers.write")
async def change_identity(customer_id: UUID, identity_id: UUID, data: IdentityChange) -> Identity:
    """Change label, preference or verification of an address."""
    return await _shown(await actions.change_identity(customer_id, identity_id, data))


@delete("/customers/{customer_id:uuid}/identities/{identity_id:uuid}", needs="customers.write")
async def remove_identity(customer_id: UUID, identity_id: UUID) -> None:
    """Take an address away."""
    await actions.remove_identity(customer_id, identity_id)


@put("/address-choices", needs="customers.write", status=204)
async def choose_customer(data: Choice) -> None:
    """Remember which of several customers an address means; the choice can be made anew."""
    await customer(data.customer)
    await actions.remember(await actions.read_address(data.kind, data.value), data.customer)


@post("/address-choices/forget", needs="customers.write", status=204)
async def forget_choice(data: Forgetting) -> None:
    """Take the choice for an address back: the next contact asks again."""
    await actions.forget(await actions.read_address(data.kind, data.value))


routes = [list_identities, add_identity, change_identity, remove_identity, choose_customer, forget_choice]
