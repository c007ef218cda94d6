"""Customers by the million, straight into the database: names as spread as in Japan, one mobile number each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from random import Random
from uuid import UUID

import asyncpg

from bench.frame import Place, say
from madoguchi.customers.model.address import tail_key
from madoguchi.customers.model.keys import search_key
from madoguchi.customers.model.reading import sort_key
from madoguchi.entrypoints.demo.names import PersonName, person_names

AT_ONCE = 20_000
CUSTOMER = ["tenant_id", "id", "number", "name", "kana", "romaji", "tier", "sort_key", "search_text", "search_tokens"]
IDENTITY = ["tenant_id", "id", "customer_id", "kind", "value", "tail", "created"]
ORDER = ["tenant_id", "id", "customer_id", "number", "status", "ordered", "total_minor", "currency"]
_LOCAL = ("sato", "suzuki", "tanaka", "misaki", "info", "k.watanabe", "haruto")


def id_of(n: int) -> UUID:
    """The n-th customer's id: a UUIDv7 of a fixed moment."""
    return UUID(int=0x018F_0000_0000 << 80 | 0x7 << 76 | 0b10 << 62 | n)


def phone_of(n: int) -> str:
    """The n-th customer's number."""
    return f"+81{90 - n // 100_000_000 * 10}{n % 100_000_000:08d}"


@cache
def _keys(name: PersonName) -> tuple[str, str, list[str]]:
    key = search_key(name.name, name.kana, name.romaji)
    return sort_key(name.name, name.kana), key.text, key.tokens


def _customers(tenant: UUID, count: int, at: datetime) -> Iterator[tuple[object, ...]]:
    random = Random(1)
    for start in range(0, count, AT_ONCE):
        for n, name in enumerate(person_names(random, min(AT_ONCE, count - start)), start):
            yield (
                tenant, id_of(n), f"C-{n:09d}", name.name, name.kana, name.romaji, "standard", *_keys(name), at, at,
            )  # fmt: skip


def _identities(tenant: UUID, count: int, at: datetime) -> Iterator[tuple[object, ...]]:
    for n in range(count):
        value = phone_of(n)
        yield (tenant, id_of(n), id_of(n), "phone", value, tail_key(value), at)


def email_of(n: int) -> str:
    """The n-th customer's e-mail address."""
    return f"{_LOCAL[n % len(_LOCAL)]}.{n:07d}@example.{'jp' if n % 3 else 'com'}"


def order_of(n: int) -> str:
    """The number of the order that the n-th customer made, if they are one in five."""
    return f"ORD-{n:08d}"


def _emails(tenant: UUID, count: int, at: datetime) -> Iterator[tuple[object, ...]]:
    for n in range(count):
        yield (tenant, UUID(int=id_of(n).int + (1 << 48)), id_of(n), "email", email_of(n), None, at)


def _orders(tenant: UUID, count: int, at: datetime) -> Iterator[tuple[object, ...]]:
    for n in range(0, count, 5):
        yield (tenant, id_of(n), id_of(n), order_of(n), "delivered", at, 12_800, "JPY")


async def fill_addresses_and_orders(place: Place) -> None:
    """Give every customer an e-mail address and one in five an order."""
    at = datetime.now(UTC)
    say("giving them e-mail addresses and orders")
    await place.owner.copy_records_to_table(
        "identity", records=_emails(place.tenant, place.count, at), columns=IDENTITY
    )
    await place.owner.copy_records_to_table(
        "purchase_order", records=_orders(place.tenant, place.count, at), columns=ORDER
    )
    for table in ("identity", "purchase_order"):
        await place.owner.execute(f"vacuum analyze {table}")


async def fill(place: Place) -> None:
    """Put `place.count` customers in. The search index is built afterwards, as a bulk load does; checks stay on."""
    owner: asyncpg.Connection[asyncpg.Record] = place.owner
    at = datetime.now(UTC)
    say(f"making {place.count:,} customers")
    built = await owner.fetchval("select indexdef from pg_indexes where indexname = 'customer_search'")
    await owner.execute("drop index customer_search; set maintenance_work_mem = '512MB'")
    await owner.copy_records_to_table(
        "customer", records=_customers(place.tenant, place.count, at), columns=[*CUSTOMER, "created", "updated"]
    )
    await owner.copy_records_to_table("identity", records=_identities(place.tenant, place.count, at), columns=IDENTITY)
    say("building the search index")
    await owner.execute(built)
    for table in ("customer", "identity"):
        await owner.execute(f"vacuum analyze {table}")
    await owner.execute("checkpoint")
