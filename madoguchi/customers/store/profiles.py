"""Profiles: one row each, with the keys by which they are found and sorted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from madoguchi.customers.model.address import Kind
from madoguchi.customers.model.form import Profile
from madoguchi.customers.model.keys import search_key
from madoguchi.customers.model.reading import romaji_of, sort_key
from madoguchi.customers.model.structs import Customer, CustomerBrief, CustomerRow, Worth
from madoguchi.kit.db import current_tenant, db, many, one
from madoguchi.kit.listing import Key, Listing

COLUMNS = """
    id, number, kind, name, kana, romaji, company, company_kana, tier, language, time_zone, postal_code, address,
    birth_date, tags, notes_flag, created, updated, version
"""
BRIEF = "id, number, name, kana, romaji, company, tier, notes_flag"


def written(profile: Profile) -> tuple[object, ...]:
    """The columns `kind` … `search_tokens` of a row, in the order of INSERT."""
    romaji = profile.romaji or romaji_of(profile.kana)
    key = search_key(profile.name, profile.kana, romaji, profile.company, profile.company_kana)
    return (
        profile.kind, profile.name, profile.kana, romaji, profile.company, profile.company_kana, profile.tier,
        profile.language, profile.time_zone, profile.postal_code, profile.address, profile.birth_date, profile.tags,
        profile.notes_flag, sort_key(profile.name, profile.kana), key.text, key.tokens,
    )  # fmt: skip


INSERT = f"""
    insert into customer (id, number, created, updated, kind, name, kana, romaji, company, company_kana, tier, language,
        time_zone, postal_code, address, birth_date, tags, notes_flag, sort_key, search_text, search_tokens)
    values ($1, coalesce($2, 'C-' || lpad(nextval('customer_number')::text, 7, '0')), $3, $3,
        $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
    returning {COLUMNS}
"""


async def insert(id: UUID, number: str | None, profile: Profile, at: datetime) -> Customer:
    """Keep a new customer; without a number, the next one is given."""
    customer = one(Customer, await db().fetchrow(INSERT, id, number, at, *written(profile)))
    assert customer is not None
    return customer


UPDATE = f"""
    update customer set updated = $3, version = version + 1, kind = $4, name = $5, kana = $6, romaji = $7, company = $8,
        company_kana = $9, tier = $10, language = $11, time_zone = $12, postal_code = $13, address = $14,
        birth_date = $15, tags = $16, notes_flag = $17, sort_key = $18, search_text = $19, search_tokens = $20
    where id = $1 and version = $2 returning {COLUMNS}
"""


async def update(id: UUID, expected: int, profile: Profile, at: datetime) -> Customer | None:
    """Write a profile over version `expected`; None when that is no longer the last."""
    return one(Customer, await db().fetchrow(UPDATE, id, expected, at, *written(profile)))


async def touch(id: UUID, at: datetime) -> int | None:
    """A new version without a change of the row itself: something that belongs to it changed."""
    version: int | None = await db().fetchval(
        "update customer set updated = $2, version = version + 1 where id = $1 returning version", id, at
    )
    return version


async def delete(id: UUID) -> None:
    """Remove a customer and all that hangs on them."""
    await db().execute("delete from customer where id = $1", id)


async def by_id(id: UUID, *, lock: bool = False) -> Customer | None:
    """One profile."""
    return one(Customer, await db().fetchrow(f"select {COLUMNS} from customer where id = $1{' for update' * lock}", id))


async def number_taken(number: str) -> bool:
    """Whether a customer number is in use."""
    return bool(await db().fetchval("select 1 from customer where number = $1", number))


async def briefs(ids: Sequence[UUID]) -> list[CustomerBrief]:
    """Those of `ids` that exist, in no order."""
    return many(CustomerBrief, await db().fetch(f"select {BRIEF} from customer where id = any($1)", list(ids)))


class SortedRow(CustomerRow, frozen=True, kw_only=True):
    """A row with its place in the list and one address."""

    sort_key: str
    contact: str | None = None  # type: ignore[assignment]  # as stored: none, or not yet masked
    contact_kind: Kind | None = None


ROWS = """
    select c.id, c.number, c.name, c.kana, c.romaji, c.company, c.tier, c.language, c.notes_flag, c.sort_key,
        reach.value as contact, reach.kind as contact_kind
    from customer c left join lateral (
        select i.value, i.kind from identity i where i.customer_id = c.id
        order by i.preferred desc, array_position(array['phone', 'email', 'handle'], i.kind), i.id limit 1
    ) reach on true
"""
LIST = Listing(ROWS, keys=(Key("c.sort_key", "text"), Key("c.id", "uuid")))

# The few rows shown are chosen first: how to reach somebody is looked up for them only.
BY_NAME = f"""
    with shown as materialized (
        select c.id from customer c where c.id in (select find_customers($1, $2)) order by c.sort_key, c.id limit $3)
    {ROWS} where c.id in (select id from shown) order by c.sort_key, c.id
"""


async def named(words: list[list[dict[str, object]]], most: int, limit: int) -> list[SortedRow]:
    """Of at most `most` customers whose names meet a query (`keys.name_query`), the first `limit` in reading order."""
    return many(SortedRow, await db().fetch(BY_NAME, words, most, limit))


async def rows(ids: Sequence[UUID]) -> list[SortedRow]:
    """List lines of `ids`, in reading order."""
    return many(SortedRow, await db().fetch(f"{ROWS} where c.id = any($1) order by c.sort_key, c.id", list(ids)))


ADDRESSES = """
    array(select i.value from identity i where i.customer_id = c.id and i.kind = '{kind}'
        order by i.preferred desc, i.id) as {name}
"""
EXPORT = Listing(
    f"""
    select c.id, c.sort_key, c.number, c.kind, c.name, c.kana, c.romaji, c.company, c.company_kana, c.tier, c.language,
        c.time_zone, c.postal_code, c.address, c.birth_date, c.tags,
        {ADDRESSES.format(kind="phone", name="phones")}, {ADDRESSES.format(kind="email", name="emails")}
    from customer c
    """,
    keys=(Key("c.sort_key", "text"), Key("c.id", "uuid")),
)


WORTH = """
    select tier, language, coalesce((
        select sum(total_minor) from purchase_order o
        where o.customer_id = c.id and o.ordered > $2 and o.currency = $4
            and o.status not in ('returned', 'cancelled')), 0)::bigint
        as ordered_minor
    from customer c where c.tenant_id = $3 and c.id = $1
"""


async def worth(id: UUID, since: datetime, currency: str) -> Worth | None:
    """Tier, language and what was ordered since `since`."""
    return one(Worth, await db().fetchrow(WORTH, id, since, current_tenant(), currency))
