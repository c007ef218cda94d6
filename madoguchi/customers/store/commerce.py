"""What customers bought: the catalogue, orders with their lines, contracts, things they own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from madoguchi.customers.model.structs import Contract, Order, OrderLine, OwnedProduct, Product
from madoguchi.customers.store.card import LINES, OWNED
from madoguchi.kit.db import db, many, one
from madoguchi.kit.ids import new_id
from madoguchi.kit.listing import Key, Listing

ORDER_SELECT = f"""
    select o.id, o.customer_id as customer, o.number, o.status, o.ordered, o.due, o.total_minor, o.currency, o.version,
        {LINES} as lines
    from purchase_order o
"""
ORDERS = Listing(ORDER_SELECT, keys=(Key("o.ordered", "timestamptz"), Key("o.id", "uuid")), descending=True)

CONTRACT_SELECT = """
    select k.id, k.customer_id as customer, k.number, k.title, k.status, k.starts, k.ends, k.product_id as product,
        k.version
    from contract k
"""
CONTRACTS = Listing(CONTRACT_SELECT, keys=(Key("k.starts", "date"), Key("k.id", "uuid")), descending=True)

PRODUCT_COLUMNS = "id, code, name_ja, name_en, category, warranty_months, active, version"
PRODUCTS = Listing(f"select {PRODUCT_COLUMNS} from product", keys=(Key("code", "text"), Key("id", "uuid")))


async def order(id: UUID) -> Order | None:
    return one(Order, await db().fetchrow(f"{ORDER_SELECT} where o.id = $1", id))


async def order_numbered(number: str) -> Order | None:
    return one(Order, await db().fetchrow(f"{ORDER_SELECT} where o.number = $1", number))


async def insert_order(
    customer: UUID, number: str, status: str, ordered: datetime, due: date | None, total: int, currency: str
) -> UUID:
    """Keep an order without its lines; `total` in the currency's smallest unit."""
    id = new_id()
    await db().execute(
        "insert into purchase_order (id, customer_id, number, status, ordered, due, total_minor, currency) "
        "values ($1, $2, $3, $4, $5, $6, $7, $8)",
        id, customer, number, status, ordered, due, total, currency,
    )  # fmt: skip
    return id


async def insert_lines(order: UUID, lines: Sequence[OrderLine]) -> None:
    """Keep the lines of an order in their sequence."""
    await db().executemany(
        "insert into order_line (id, order_id, position, product_id, title, quantity, price_minor) "
        "values ($1, $2, $3, $4, $5, $6, $7)",
        [
            (new_id(), order, at, line.product, line.title, line.quantity, line.price_minor)
            for at, line in enumerate(lines, 1)
        ],
    )


async def update_order(id: UUID, expected: int, status: str, due: date | None) -> bool:
    """Write status and due day over version `expected`; False when that is no longer the last."""
    return bool(
        await db().fetchval(
            "update purchase_order set status = $3, due = $4, version = version + 1 "
            "where id = $1 and version = $2 returning 1",
            id, expected, status, due,
        )
    )  # fmt: skip


async def contract(id: UUID) -> Contract | None:
    return one(Contract, await db().fetchrow(f"{CONTRACT_SELECT} where k.id = $1", id))


async def insert_contract(
    customer: UUID, number: str, title: str, status: str, starts: date, ends: date | None, product: UUID | None
) -> UUID:
    id = new_id()
    await db().execute(
        "insert into contract (id, customer_id, number, title, status, starts, ends, product_id) "
        "values ($1, $2, $3, $4, $5, $6, $7, $8)",
        id, customer, number, title, status, starts, ends, product,
    )  # fmt: skip
    return id


async def update_contract(id: UUID, expected: int, title: str, status: str, ends: date | None) -> bool:
    """Write over version `expected`; False when that is no longer the last."""
    return bool(
        await db().fetchval(
            "update contract set title = $3, status = $4, ends = $5, version = version + 1 "
            "where id = $1 and version = $2 returning 1",
            id, expected, title, status, ends,
        )
    )  # fmt: skip


async def product(id: UUID) -> Product | None:
    return one(Product, await db().fetchrow(f"select {PRODUCT_COLUMNS} from product where id = $1", id))


async def insert_product(code: str, name_ja: str, name_en: str, category: str, warranty_months: int) -> Product:
    row = await db().fetchrow(
        f"insert into product (id, code, name_ja, name_en, category, warranty_months) values ($1, $2, $3, $4, $5, $6) "
        f"returning {PRODUCT_COLUMNS}",
        new_id(), code, name_ja, name_en, category, warranty_months,
    )  # fmt: skip
    made = one(Product, row)
    assert made is not None
    return made


async def update_product(
    id: UUID, expected: int, name_ja: str, name_en: str, category: str, warranty_months: int, active: bool
) -> Product | None:
    """Write over version `expected`; None when that is no longer the last."""
    row = await db().fetchrow(
        "update product set name_ja = $3, name_en = $4, category = $5, warranty_months = $6, active = $7, "
        f"version = version + 1 where id = $1 and version = $2 returning {PRODUCT_COLUMNS}",
        id, expected, name_ja, name_en, category, warranty_months, active,
    )  # fmt: skip
    return one(Product, row)


async def add_owned(
    customer: UUID, product: UUID, serial: str, bought: date | None, warranty_until: date | None
) -> UUID:
    id = new_id()
    await db().execute(
        "insert into owned_product (id, customer_id, product_id, serial, bought, warranty_until) "
        "values ($1, $2, $3, $4, $5, $6)",
        id, customer, product, serial, bought, warranty_until,
    )  # fmt: skip
    return id


async def owned(customer: UUID) -> list[OwnedProduct]:
    """What the customer has, the latest bought first."""
    statement = f"""
        select {OWNED} as body from owned_product w join product p on p.id = w.product_id
        where w.customer_id = $1 order by w.bought desc nulls last, w.id
    """
    return many(OwnedProduct, [row["body"] for row in await db().fetch(statement, customer)])


async def remove_owned(customer: UUID, id: UUID) -> bool:
    return bool(
        await db().fetchval("delete from owned_product where id = $2 and customer_id = $1 returning 1", customer, id)
    )
