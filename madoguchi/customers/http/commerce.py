"""Orders, contracts, products."""

from __future__ import annotations

from uuid import UUID

from madoguchi.customers.actions import commerce as actions
from madoguchi.customers.actions.commerce import (
    ContractChange,
    ContractForm,
    OrderChange,
    OrderForm,
    OwnedForm,
    ProductChange,
    ProductForm,
)
from madoguchi.customers.model.structs import Contract, Order, OwnedProduct, Product
from madoguchi.customers.queries import customer
from madoguchi.customers.store import commerce as store
from madoguchi.kit.http import Page, Tagged, delete, expected_version, get, patch, post


@get("/customers/{customer_id:uuid}/orders", needs="customers.read")
async def list_orders(customer_id: UUID, after: str | None = None, limit: int = 25) -> Page[Order]:
    """The customer's orders, the latest first."""
    await customer(customer_id)
    return await store.ORDERS.where("o.customer_id = {}", customer_id).page(Order, after=after, limit=limit)


@post("/customers/{customer_id:uuid}/orders", needs="customers.write")
async def add_order(customer_id: UUID, data: OrderForm) -> Tagged[Order]:
    """Keep an order with its lines."""
    order = await actions.add_order(customer_id, data)
    return Tagged(order, order.version)


@patch("/orders/{order_id:uuid}", needs="customers.write")
async def change_order(order_id: UUID, data: OrderChange) -> Tagged[Order]:
    """Change status or due day of the version named in If-Match."""
    order = await actions.change_order(order_id, data, expected_version())
    return Tagged(order, order.version)


@get("/customers/{customer_id:uuid}/contracts", needs="customers.read")
async def list_contracts(customer_id: UUID, after: str | None = None, limit: int = 25) -> Page[Contract]:
    """The customer's contracts, the latest first."""
    await customer(customer_id)
    return await store.CONTRACTS.where("k.customer_id = {}", customer_id).page(Contract, after=after, limit=limit)


@post("/customers/{customer_id:uuid}/contracts", needs="customers.write")
async def add_contract(customer_id: UUID, data: ContractForm) -> Tagged[Contract]:
    """Keep a contract."""
    contract = await actions.add_contract(customer_id, data)
    return Tagged(contract, contract.version)


@patch("/contracts/{contract_id:uuid}", needs="customers.write")
async def change_contract(contract_id: UUID, data: ContractChange) -> Tagged[Contract]:
    """Change title, status or end of the version named in If-Match."""
    contract = await actions.change_contract(contract_id, data, expected_version())
    return Tagged(contract, contract.version)


@get("/products", needs="customers.read")
async def list_products(after: str | None = None, limit: int = 100) -> Page[Product]:
    """The catalogue by code."""
    return await store.PRODUCTS.page(Product, after=after, limit=limit)


@post("/products", needs="settings.admin")
async def add_product(data: ProductForm) -> Tagged[Product]:
    """Put a product in the catalogue."""
    product = await actions.add_product(data)
    return Tagged(product, product.version)


@patch("/products/{product_id:uuid}", needs="settings.admin")
async def change_product(product_id: UUID, data: ProductChange) -> Tagged[Product]:
    """Change the version named in If-Match."""
    product = await actions.change_product(product_id, data, expected_version())
    return Tagged(product, product.version)


@get("/customers/{customer_id:uuid}/products", needs="customers.read")
async def list_owned(customer_id: UUID) -> list[OwnedProduct]:
    """What the customer has, the latest bought first."""
    await customer(customer_id)
    return await store.owned(customer_id)


@post("/customers/{customer_id:uuid}/products", needs="customers.write")
async def add_owned(customer_id: UUID, data: OwnedForm) -> list[OwnedProduct]:
    """Write down that the customer has something; answers with all they have."""
    await actions.add_owned(customer_id, data)
    return await store.owned(customer_id)


@delete("/customers/{customer_id:uuid}/products/{owned_id:uuid}", needs="customers.write")
async def remove_owned(customer_id: UUID, owned_id: UUID) -> None:
    """Write down that the customer has it no longer."""
    await actions.remove_owned(customer_id, owned_id)


routes = [
    list_orders, add_order, change_order, list_contracts, add_contract, change_contract, list_products, add_product,
    change_product, list_owned, add_owned, remove_owned,
]  # fmt: skip
