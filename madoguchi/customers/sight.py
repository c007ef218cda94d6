"""Who sees what: maskable fields by permission and by the tenant's settings, and the masks."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from madoguchi.access import FieldKind, masked
from madoguchi.customers.model.address import Kind, national
from madoguchi.customers.model.structs import Identity
from madoguchi.customers.settings import CustomerSettings
from madoguchi.customers.store.card import CardIdentity
from madoguchi.kit.http import Principal, maybe_principal
from madoguchi.kit.settings import setting

MASKABLE: tuple[FieldKind, ...] = ("phone", "email", "handle", "address", "birth_date")


class Sight(msgspec.Struct, frozen=True, kw_only=True):
    """The maskable fields that somebody sees whole."""

    clear: frozenset[str]

    def sees(self, field: str) -> bool:
        return field in self.clear

    def shows(self, field: FieldKind, value: str) -> str:
        """`value`, or its mask."""
        return value if self.sees(field) else masked(field, value)

    def address(self, kind: Kind, value: str, region: str) -> str:
        """An address as people read it, or its mask."""
        if not self.sees(kind):
            return masked(kind, value)
        return national(value, region) if kind == "phone" else value

    def reached(self, kind: str, value: str) -> str:
        """Where a contact comes from or a task calls, as it is kept, or its mask; any kind of address."""
        return self.shows(_ADDRESSES.get(kind, "handle"), value)


_ADDRESSES: dict[str, FieldKind] = {"phone": "phone", "email": "email"}
EVERYTHING = Sight(clear=frozenset(MASKABLE))
MASKS = Sight(clear=frozenset())
"""What anybody may see; what is told to many at once shows no more."""


async def sight(who: Principal | None = None) -> Sight:
    """What `who`, or else the one who asks, may see: of customers, contacts, tasks alike.

    `customers.unmasked` sees all; whoever may reveal sees all but the fields that the tenant calls sensitive, which a
    recorded reveal opens; others see masks. The house itself (jobs, the live feed) sees as an agent does.
    """
    who = who or maybe_principal()
    if who is not None and "customers.unmasked" in who.permissions:
        return EVERYTHING
    if who is None or "customers.reveal" in who.permissions:
        return await agents_sight()
    return MASKS


async def agents_sight() -> Sight:
    """What an agent sees: all but what the tenant calls sensitive."""
    return Sight(clear=frozenset(MASKABLE) - frozenset((await setting(CustomerSettings)).sensitive_fields))


def sees_cautions() -> bool:
    """Whether the one who asks may see warnings about customers; the house itself (the live feed) sees as an agent."""
    who = maybe_principal()
    return who is None or "cautions.read" in who.permissions


def identities(rows: Sequence[CardIdentity], seen: Sight, region: str) -> list[Identity]:
    """Addresses as `seen` shows them."""
    return [
        Identity(
            id=row.id,
            kind=row.kind,
            value=seen.shows(row.kind, row.value),
            shown=seen.address(row.kind, row.value, region),
            label=row.label,
            verified=row.verified,
            preferred=row.preferred,
            masked=not seen.sees(row.kind),
        )
        for row in rows
    ]
