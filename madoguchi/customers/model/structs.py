"""The shapes that leave the room. Times are UTC; money is in the currency's smallest unit; all frozen."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

from madoguchi.customers.model.address import Address, Kind
from madoguchi.customers.model.contact import Preferences

CustomerKind = Literal["person", "organisation"]
ConsentState = Literal["given", "withdrawn"]
CautionKind = Literal["harassment", "threat", "fraud", "payment", "legal", "other"]


class Customer(msgspec.Struct, frozen=True, kw_only=True):
    """A profile, unmasked: for rooms, not for screens. `number` is what is read out on the phone (C-0048213)."""

    id: UUID
    number: str
    kind: CustomerKind
    name: str
    kana: str
    romaji: str
    company: str
    company_kana: str
    tier: str
    language: str
    time_zone: str
    postal_code: str
    address: str
    birth_date: date | None
    tags: list[str]
    notes_flag: str | None
    created: datetime
    updated: datetime
    version: int


class Worth(msgspec.Struct, frozen=True, kw_only=True):
    """What decides how a customer is served: tier, language, and what they ordered in the last year, in the smallest
    unit of the tenant's currency (cancelled and returned orders, and those in another currency, not counted).
    """

    tier: str
    language: str
    ordered_minor: int


class CustomerRow(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a list or of search results. `contact` is the preferred phone or e-mail, masked by sight."""

    id: UUID
    number: str
    name: str
    kana: str
    romaji: str
    company: str
    tier: str
    language: str
    notes_flag: str | None
    contact: str = ""


class CustomerBrief(msgspec.Struct, frozen=True, kw_only=True):
    """Who it is, in one line."""

    id: UUID
    number: str
    name: str
    kana: str
    romaji: str
    company: str
    tier: str
    notes_flag: str | None = None


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """One way to reach and recognise a customer. `shown` is for people, masked where sight ends; `value` then too."""

    id: UUID
    kind: Kind
    value: str
    shown: str
    label: str
    verified: datetime | None
    preferred: bool
    masked: bool = False


class OrderLine(msgspec.Struct, frozen=True, kw_only=True):
    title: str
    quantity: int
    price_minor: int
    product: UUID | None = None


OrderStatus = Literal["ordered", "shipped", "delivered", "returned", "cancelled"]


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """A purchase."""

    id: UUID
    customer: UUID
    number: str
    status: OrderStatus
    ordered: datetime
    due: date | None
    total_minor: int
    currency: str
    lines: list[OrderLine]
    version: int


class Contract(msgspec.Struct, frozen=True, kw_only=True):
    """A warranty, a maintenance plan, a subscription. `status`: active, ended or cancelled; both days belong to it."""

    id: UUID
    customer: UUID
    number: str
    title: str
    status: str
    starts: date
    ends: date | None
    product: UUID | None
    version: int


class Product(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of the catalogue."""

    id: UUID
    code: str
    name_ja: str
    name_en: str
    category: str
    warranty_months: int
    active: bool
    version: int


class OwnedProduct(msgspec.Struct, frozen=True, kw_only=True):
    """A thing the customer has."""

    id: UUID
    product: UUID
    code: str
    name_ja: str
    name_en: str
    category: str
    serial: str
    bought: date | None
    warranty_until: date | None


class Consent(msgspec.Struct, frozen=True, kw_only=True):
    """The latest word on one purpose (recording, marketing, third_party …)."""

    purpose: str
    state: ConsentState
    at: datetime
    source: str


class Caution(msgspec.Struct, frozen=True, kw_only=True):
    """A warning about a customer (要注意). It holds until it is `lifted` or `expires`; `interaction` gave cause."""

    id: UUID
    customer: UUID
    kind: CautionKind
    note: str
    created: datetime
    created_by: UUID | None
    expires: datetime | None
    lifted: datetime | None
    interaction: UUID | None

    def holds(self, at: datetime) -> bool:
        """Whether it is to be shown at a moment."""
        return self.lifted is None and (self.expires is None or self.expires > at)


class CustomerCard(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the desk shows of a customer; read in one round trip, masked by the reader's sight."""

    id: UUID
    number: str
    kind: CustomerKind
    name: str
    kana: str
    romaji: str
    company: str
    company_kana: str
    tier: str
    language: str
    time_zone: str
    postal_code: str
    address: str
    birth_date: str
    tags: list[str]
    notes_flag: str | None
    version: int
    created: datetime
    masked: list[str]
    identities: list[Identity]
    preferences: Preferences
    consents: list[Consent]
    orders: list[Order]
    order_count: int
    spent_minor: int
    contracts: list[Contract]
    products: list[OwnedProduct]
    cautions: list[Caution]


class Recognition(msgspec.Struct, frozen=True, kw_only=True):
    """Who an address belongs to. `customer` is set when one is known or was chosen before (`remembered`)."""

    customer: UUID | None
    candidates: list[UUID]
    address: Address
    remembered: bool = False


class IdentityCheckItem(msgspec.Struct, frozen=True, kw_only=True):
    """One question of the identity check (本人確認), as asked on a call: its code and whether the answer fitted."""

    code: str
    passed: bool
