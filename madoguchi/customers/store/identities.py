"""Addresses of customers: who is known under one, and which was chosen."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec

from madoguchi.customers.model.address import Address, Kind, tail_key
from madoguchi.customers.model.structs import CustomerBrief
from madoguchi.kit.db import db, many, one
from madoguchi.kit.ids import new_id

LAST_CHARACTER = "\U0010ffff"


class IdentityRow(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    customer_id: UUID
    kind: Kind
    value: str
    label: str
    verified: datetime | None
    preferred: bool


COLUMNS = "id, customer_id, kind, value, label, verified, preferred"

INSERT = f"""
    insert into identity (id, customer_id, kind, value, raw, label, verified, preferred, tail, created)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing returning {COLUMNS}
"""


async def insert(
    customer: UUID, address: Address, label: str, verified: datetime | None, preferred: bool, at: datetime
) -> IdentityRow | None:
    """Add an address to a customer; None when they have it already."""
    tail = tail_key(address.value) if address.kind == "phone" else None
    row = await db().fetchrow(
        INSERT, new_id(), customer, address.kind, address.value, address.raw, label, verified, preferred, tail, at
    )
    return one(IdentityRow, row)


async def only_preferred(customer: UUID, identity: UUID, kind: Kind) -> None:
    """Make `identity` the one preferred address of its kind."""
    await db().execute(
        "update identity set preferred = (id = $2) where customer_id = $1 and kind = $3 and preferred <> (id = $2)",
        customer, identity, kind,
    )  # fmt: skip


async def change(customer: UUID, identity: UUID, label: str, verified: datetime | None) -> IdentityRow | None:
    """Write label and verification."""
    statement = f"update identity set label = $3, verified = $4 where id = $2 and customer_id = $1 returning {COLUMNS}"
    return one(IdentityRow, await db().fetchrow(statement, customer, identity, label, verified))


async def delete(customer: UUID, identity: UUID) -> IdentityRow | None:
    """Take an address from a customer, and what was chosen for it."""
    row = one(
        IdentityRow,
        await db().fetchrow(
            f"delete from identity where id = $2 and customer_id = $1 returning {COLUMNS}", customer, identity
        ),
    )
    if row is not None:
        await db().execute(
            "delete from address_choice where kind = $1 and value = $2 and customer_id = $3",
            row.kind, row.value, customer,
        )  # fmt: skip
    return row


async def of_customer(customer: UUID) -> list[IdentityRow]:
    """All addresses of a customer, the preferred first."""
    return many(
        IdentityRow,
        await db().fetch(
            f"select {COLUMNS} from identity where customer_id = $1 order by preferred desc, kind, id", customer
        ),
    )


async def by_id(customer: UUID, identity: UUID) -> IdentityRow | None:
    statement = f"select {COLUMNS} from identity where id = $2 and customer_id = $1"
    return one(IdentityRow, await db().fetchrow(statement, customer, identity))


class Known(msgspec.Struct, frozen=True, kw_only=True):
    customer_id: UUID
    chosen: bool


_KNOWN = """
    select {columns}, a.customer_id is not null as chosen
    from identity i {joined} left join address_choice a
        on a.kind = i.kind and a.value = i.value and a.customer_id = i.customer_id
    where i.kind = $1 and i.value = $2
    order by chosen desc, i.preferred desc, i.customer_id limit 20
"""
KNOWN = _KNOWN.format(columns="i.customer_id", joined="")
KNOWN_BRIEFLY = _KNOWN.format(
    columns="c.id, c.number, c.name, c.kana, c.romaji, c.company, c.tier, c.notes_flag",
    joined="join customer c on c.id = i.customer_id",
)


async def known(kind: Kind, value: str) -> list[Known]:
    """Who is known under an address: the chosen one first, then those who prefer it."""
    return many(Known, await db().fetch(KNOWN, kind, value))


class KnownBrief(CustomerBrief, frozen=True, kw_only=True):
    """Somebody known under an address, in one line."""

    chosen: bool


async def known_briefly(kind: Kind, value: str) -> list[KnownBrief]:
    """As `known`, with who they are, in the same round trip."""
    return many(KnownBrief, await db().fetch(KNOWN_BRIEFLY, kind, value))


CHOOSE = """
    insert into address_choice (id, kind, value, customer_id, chosen, chosen_by) values ($1, $2, $3, $4, $5, $6)
    on conflict (tenant_id, kind, value) do update set
        customer_id = excluded.customer_id, chosen = excluded.chosen, chosen_by = excluded.chosen_by
"""


async def chosen(kind: Kind, value: str) -> UUID | None:
    """The remembered customer of an address; the row is locked."""
    found: UUID | None = await db().fetchval(
        "select customer_id from address_choice where kind = $1 and value = $2 for update", kind, value
    )
    return found


async def choose(kind: Kind, value: str, customer: UUID, at: datetime, by: UUID | None) -> None:
    """Remember whose address it is."""
    await db().execute(CHOOSE, new_id(), kind, value, customer, at, by)


async def forget(kind: Kind, value: str) -> None:
    """Take a choice back."""
    await db().execute("delete from address_choice where kind = $1 and value = $2", kind, value)


# Ranges instead of LIKE: text comparison is leak-proof, so row-level security leaves the index in use.
ENDING = "select customer_id from identity where tail >= $1 and tail < $2 limit $3"
BEGINNING = "select customer_id from identity where kind = $4 and value >= $1 and value < $2 limit $3"
NUMBERED = """
    (select customer_id from purchase_order where number >= $1 and number < $2 limit $3)
    union all (select customer_id from contract where number >= $1 and number < $2 limit $3)
    union all (select id from customer where number >= $1 and number < $2 limit $3)
"""


async def ending_in(digits: str, most: int) -> list[UUID]:
    """Customers with a phone number that ends in `digits`."""
    prefix = digits[::-1]
    return [row[0] for row in await db().fetch(ENDING, prefix, prefix + LAST_CHARACTER, most)]


async def beginning_with(kind: Kind, text: str, most: int) -> list[UUID]:
    """Customers with an address of `kind` that begins with `text`."""
    return [row[0] for row in await db().fetch(BEGINNING, text, text + LAST_CHARACTER, most, kind)]


async def with_number(number: str) -> UUID | None:
    found: UUID | None = await db().fetchval("select id from customer where number = $1", number)
    return found


async def numbered(text: str, most: int) -> list[UUID]:
    """Customers by the beginning of an order, contract or customer number."""
    return [row[0] for row in await db().fetch(NUMBERED, text, text + LAST_CHARACTER, most)]
