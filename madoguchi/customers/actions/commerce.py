"""Orders, contracts, the catalogue, things owned."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from madoguchi.access import audit
from madoguchi.customers.actions.acting import touched
from madoguchi.customers.errors import (
    ContractUnknown,
    CustomerChanged,
    CustomerInvalid,
    OrderUnknown,
    ProductUnknown,
)
from madoguchi.customers.events import ContractChanged, OrderChanged, OwnershipChanged, ProductChanged
from madoguchi.customers.model.structs import Contract, Order, OrderLine, OrderStatus, Product
from madoguchi.customers.model.text import TooLong, clean
from madoguchi.customers.store import commerce as store
from madoguchi.kit.clock import now
from madoguchi.kit.errors import Fault
from madoguchi.kit.facts import record

ContractStatus = Literal["active", "ended", "cancelled"]
MOST_LINES = 200
Money = Annotated[int, Meta(ge=-(10**15), le=10**15)]
Quantity = Annotated[int, Meta(ge=1, le=1_000_000)]


class LineForm(msgspec.Struct, frozen=True, kw_only=True):
    """One line of an order; `price_minor` is the line's, in the currency's smallest unit."""

    title: str
    quantity: Quantity = 1
    price_minor: Money = 0
    product: UUID | None = None


class OrderForm(msgspec.Struct, frozen=True, kw_only=True):
    """An order. Without `total_minor` it is the sum of the lines; without `ordered` it is now."""

    number: str
    status: OrderStatus = "ordered"
    ordered: datetime | None = None
    due: date | None = None
    total_minor: Money | None = None
    currency: Annotated[str, Meta(pattern="^[A-Z]{3}$")] = "JPY"
    lines: list[LineForm] = []


class OrderChange(msgspec.Struct, frozen=True, kw_only=True):
    status: OrderStatus | UnsetType = UNSET
    due: date | UnsetType | None = UNSET


class ContractForm(msgspec.Struct, frozen=True, kw_only=True):
    """A contract; both days belong to it."""

    number: str
    title: str
    starts: date
    ends: date | None = None
    status: ContractStatus = "active"
    product: UUID | None = None


class ContractChange(msgspec.Struct, frozen=True, kw_only=True):
    title: str | UnsetType = UNSET
    status: ContractStatus | UnsetType = UNSET
    ends: date | UnsetType | None = UNSET


class ProductForm(msgspec.Struct, frozen=True, kw_only=True):
    code: str
    name_ja: str
    name_en: str
    category: str = ""
    warranty_months: Annotated[int, Meta(ge=0, le=600)] = 12


class ProductChange(msgspec.Struct, frozen=True, kw_only=True):
    name_ja: str | UnsetType = UNSET
    name_en: str | UnsetType = UNSET
    category: str | UnsetType = UNSET
    warranty_months: Annotated[int, Meta(ge=0, le=600)] | UnsetType = UNSET
    active: bool | UnsetType = UNSET


class OwnedForm(msgspec.Struct, frozen=True, kw_only=True):
    """Something the customer has. Without `warranty_until` the product's own warranty is counted from `bought`."""

    product: UUID
    serial: str = ""
    bought: date | None = None
    warranty_until: date | None = None


def _text(raw: str, at: str, limit: int, *, needed: bool = True) -> str:
    try:
        text = clean(raw, limit)
    except TooLong:
        raise CustomerInvalid(faults=[Fault(at=at, code="too_long", params={"limit": limit})]) from None
    if needed and not text:
        raise CustomerInvalid(faults=[Fault(at=at, code="value_missing")])
    return text


async def add_order(customer: UUID, form: OrderForm) -> Order:
    """Keep an order. Raises CustomerUnknown, CustomerInvalid; a number in use is a conflict."""
    if len(form.lines) > MOST_LINES:
        raise CustomerInvalid(faults=[Fault(at="lines", code="too_many_items", params={"limit": MOST_LINES})])
    number = _text(form.number, "number", 60).upper()
    lines = [
        OrderLine(
            title=_text(line.title, f"lines[{at}].title", 200),
            quantity=line.quantity,
            price_minor=line.price_minor,
            product=line.product,
        )
        for at, line in enumerate(form.lines)
    ]
    total = form.total_minor if form.total_minor is not None else sum(line.price_minor for line in lines)
    await touched(customer)
    id = await store.insert_order(customer, number, form.status, form.ordered or now(), form.due, total, form.currency)
    await store.insert_lines(id, lines)
    await audit("order.added", "order", id, {"number": number, "status": form.status}, about=customer)
    record(OrderChanged(customer=customer, order=id))
    return await _order(id)


async def _order(id: UUID) -> Order:
    order = await store.order(id)
    if order is None:
        raise OrderUnknown
    return order


async def change_order(id: UUID, change: OrderChange, expected: int) -> Order:
    """Change status or due day of version `expected`. Raises OrderUnknown, CustomerChanged (another version)."""
    before = await _order(id)
    status = before.status if change.status is UNSET else change.status
    due = before.due if change.due is UNSET else change.due
    if not await store.update_order(id, expected, status, due):
        raise CustomerChanged
    await touched(before.customer)
    details = {"status": status, "due": due.isoformat() if due else None}
    await audit("order.changed", "order", id, details, about=before.customer)
    record(OrderChanged(customer=before.customer, order=id))
    return await _order(id)


def _in_order(starts: date, ends: date | None) -> None:
    if ends is not None and ends < starts:
        raise CustomerInvalid(faults=[Fault(at="ends", code="ends_before_start")])


async def _contract(id: UUID) -> Contract:
    contract = await store.contract(id)
    if contract is None:
        raise ContractUnknown
    return contract


async def add_contract(customer: UUID, form: ContractForm) -> Contract:
    """Keep a contract. Raises CustomerUnknown, CustomerInvalid; a number in use is a conflict."""
    _in_order(form.starts, form.ends)
    number = _text(form.number, "number", 60).upper()
    title = _text(form.title, "title", 200)
    await touched(customer)
    id = await store.insert_contract(customer, number, title, form.status, form.starts, form.ends, form.product)
    await audit("contract.added", "contract", id, {"number": number, "status": form.status}, about=customer)
    record(ContractChanged(customer=customer, contract=id))
    return await _contract(id)


async def change_contract(id: UUID, change: ContractChange, expected: int) -> Contract:
    """Change version `expected`. Raises ContractUnknown, CustomerInvalid, CustomerChanged (another version)."""
    before = await _contract(id)
    title = before.title if change.title is UNSET else _text(change.title, "title", 200)
    status = before.status if change.status is UNSET else change.status
    ends = before.ends if change.ends is UNSET else change.ends
    _in_order(before.starts, ends)
    if not await store.update_contract(id, expected, title, status, ends):
        raise CustomerChanged
    await touched(before.customer)
    await audit("contract.changed", "contract", id, {"title": title, "status": status}, about=before.customer)
    record(ContractChanged(customer=before.customer, contract=id))
    return await _contract(id)


async def add_product(form: ProductForm) -> Product:
    """Put a product in the catalogue. A code in use is a conflict."""
    product = await store.insert_product(
        _text(form.code, "code", 60),
        _text(form.name_ja, "name_ja", 200),
        _text(form.name_en, "name_en", 200),
        _text(form.category, "category", 60, needed=False),
        form.warranty_months,
    )
    await audit("product.added", "product", product.id, {"code": product.code})
    record(ProductChanged(product=product.id))
    return product


async def change_product(id: UUID, change: ProductChange, expected: int) -> Product:
    """Change version `expected`. Raises ProductUnknown, CustomerChanged (another version)."""
    before = await store.product(id)
    if before is None:
        raise ProductUnknown
    after = await store.update_product(
        id,
        expected,
        before.name_ja if change.name_ja is UNSET else _text(change.name_ja, "name_ja", 200),
        before.name_en if change.name_en is UNSET else _text(change.name_en, "name_en", 200),
        before.category if change.category is UNSET else _text(change.category, "category", 60, needed=False),
        before.warranty_months if change.warranty_months is UNSET else change.warranty_months,
        before.active if change.active is UNSET else change.active,
    )
    if after is None:
        raise CustomerChanged
    await audit("product.changed", "product", id, {"code": after.code, "active": after.active})
    record(ProductChanged(product=id))
    return after


def months_later(day: date, months: int) -> date:
    """The same day `months` later, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1) - date(year, month + 1, 1)).days
    return date(year, month + 1, min(day.day, last))


async def add_owned(customer: UUID, form: OwnedForm) -> UUID:
    """Write down that the customer has something. Raises CustomerUnknown, ProductUnknown, CustomerInvalid."""
    product = await store.product(form.product)
    if product is None:
        raise ProductUnknown
    serial = _text(form.serial, "serial", 60, needed=False)
    until = form.warranty_until
    if until is None and form.bought is not None:
        until = months_later(form.bought, product.warranty_months)
    await touched(customer)
    id = await store.add_owned(customer, product.id, serial, form.bought, until)
    await audit("owned_product.added", "owned_product", id, {"product": str(product.id)}, about=customer)
    record(OwnershipChanged(customer=customer))
    return id


async def remove_owned(customer: UUID, id: UUID) -> None:
    """Write down that the customer has it no longer. Raises ProductUnknown."""
    if not await store.remove_owned(customer, id):
        raise ProductUnknown
    await touched(customer)
    await audit("owned_product.removed", "owned_product", id, about=customer)
    record(OwnershipChanged(customer=customer))
