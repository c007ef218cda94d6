"""All customers as CSV, page by page, each page in a read-only unit of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from typing import Final
from uuid import UUID

import msgspec

from madoguchi.customers.model.address import national
from madoguchi.customers.settings import CustomerSettings
from madoguchi.customers.store.profiles import EXPORT
from madoguchi.kit.csv_lines import BOM, csv_lines
from madoguchi.kit.db import unit
from madoguchi.kit.settings import setting

AT_ONCE: Final = 200
HEADINGS: Final = (
    "number", "kind", "name", "kana", "romaji", "company", "company_kana", "tier", "language", "time_zone",
    "postal_code", "address", "birth_date", "tags", "phone", "email",
)  # fmt: skip


class ExportRow(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the file, with its place in the list."""

    id: UUID
    sort_key: str
    number: str
    kind: str
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
    phones: list[str]
    emails: list[str]


def _cells(row: ExportRow, region: str) -> list[object]:
    profile: list[object] = [getattr(row, name) for name in HEADINGS[:13]]
    phones = [national(phone, region) for phone in row.phones]
    return [*profile, " ".join(row.tags), " / ".join(phones), " / ".join(row.emails)]


async def pages(tenant: UUID, tier: str | None) -> AsyncIterator[str]:
    """CSV text, with the headings that the import understands."""
    yield BOM + csv_lines([HEADINGS])
    listing = EXPORT.where("c.tier = {}", tier) if tier else EXPORT
    after: str | None = None
    while True:
        async with unit(tenant, readonly=True):
            region = (await setting(CustomerSettings)).region
            page = await listing.page(ExportRow, after=after, limit=AT_ONCE)
        yield csv_lines(_cells(row, region) for row in page.items)
        after = page.next
        if after is None:
            return
