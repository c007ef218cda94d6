"""Reads: who is it, what do we know, who is called that, may we contact them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from madoguchi import calendars
from madoguchi.customers import sight as seeing
from madoguchi.customers.errors import CustomerUnknown
from madoguchi.customers.model.address import Address, Kind, e164, zones_of
from madoguchi.customers.model.contact import ContactPolicy, Purpose, Standing, Verdict, earliest, shuts, verdict
from madoguchi.customers.model.keys import name_query
from madoguchi.customers.model.structs import (
    Customer,
    CustomerBrief,
    CustomerCard,
    CustomerRow,
    IdentityCheckItem,
    Order,
    Recognition,
    Worth,
)
from madoguchi.customers.model.text import TooLong, clean
from madoguchi.customers.settings import CheckItemSetting, CustomerSettings
from madoguchi.customers.sight import Sight, sight
from madoguchi.customers.store import card as cards
from madoguchi.customers.store import cautions, commerce, identities, profiles, wishes
from madoguchi.kit.clock import now
from madoguchi.kit.http import Page
from madoguchi.kit.metrics import counter
from madoguchi.kit.settings import setting

MOST_MATCHES = 500
SHORTEST_TAIL = 4
_PHONE_LIKE = re.compile(r"^[\d+\s().\-‐−ー]+$")
_NUMBER_LIKE = re.compile(r"^[A-Z0-9][A-Z0-9\-_/]*\d[A-Z0-9\-_/]*$")

recognitions = counter("customer_recognitions", "Addresses looked up", ("result",))


def _recognition(address: Address, known: Sequence[tuple[UUID, bool]]) -> Recognition:
    """The rule: the only one, or the one chosen before; among several without a choice nobody."""
    chosen = known[0][0] if known and (len(known) == 1 or known[0][1]) else None
    recognitions.labels("none" if not known else "one" if chosen else "several").inc()
    return Recognition(
        customer=chosen,
        candidates=[id for id, _ in known],
        address=address,
        remembered=len(known) > 1 and chosen is not None,
    )


def _nobody(address: Address) -> Recognition:
    recognitions.labels("withheld").inc()
    return Recognition(customer=None, candidates=[], address=address)


async def recognise(address: Address) -> Recognition:
    """Who `address` belongs to, in one look: the only one, the one chosen before, or the candidates."""
    if address.withheld or not address.value:
        return _nobody(address)
    known = await identities.known(address.kind, address.value)
    return _recognition(address, [(row.customer_id, row.chosen) for row in known])


async def recognise_briefly(address: Address) -> tuple[Recognition, list[CustomerBrief]]:
    """As `recognise`, with the candidates in one line each, in the same one look."""
    if address.withheld or not address.value:
        return _nobody(address), []
    known = await identities.known_briefly(address.kind, address.value)
    fields = CustomerBrief.__struct_fields__
    briefs = [CustomerBrief(**{name: getattr(row, name) for name in fields}) for row in known]
    return _recognition(address, [(row.id, row.chosen) for row in known]), briefs


async def customer(id: UUID) -> Customer:
    """The profile, unmasked, for rooms. Raises CustomerUnknown."""
    found = await profiles.by_id(id)
    if found is None:
        raise CustomerUnknown
    return found


async def worth(id: UUID) -> Worth | None:
    """How a customer is to be served; None when there is no such customer."""
    currency = (await setting(CustomerSettings)).currency
    return await profiles.worth(id, now() - timedelta(days=365), currency)


async def cautioned(id: UUID) -> bool:
    """Whether a warning about a customer holds now. It says no more, so the house may ask for anybody."""
    return any(caution.holds(now()) for caution in await cautions.of_customer(id))


async def profiles_of(ids: Sequence[UUID]) -> dict[UUID, CustomerBrief]:
    """Who they are in one line each; the unknown are left out."""
    return {brief.id: brief for brief in await profiles.briefs(ids)} if ids else {}


async def profile(id: UUID, seen: Sight | None = None) -> CustomerCard:
    """Everything the desk shows, in one round trip, masked by the asker's sight. Raises CustomerUnknown."""
    row = await cards.card(id)
    if row is None:
        raise CustomerUnknown
    seen = seen or await sight()
    region = (await setting(CustomerSettings)).region
    fields = {name: getattr(row, name) for name in CustomerCard.__struct_fields__ if hasattr(row, name)}
    fields |= {
        "identities": seeing.identities(row.identities, seen, region),
        "address": seen.shows("address", row.address),
        "postal_code": seen.shows("address", row.postal_code),
        "birth_date": seen.shows("birth_date", row.birth_date.isoformat() if row.birth_date else ""),
        "cautions": [one for one in row.cautions if one.holds(now())] if seeing.sees_cautions() else [],
        "masked": sorted(set(seeing.MASKABLE) - seen.clear),
    }
    return CustomerCard(**fields)


def _listed(rows: Sequence[profiles.SortedRow], seen: Sight, region: str) -> list[CustomerRow]:
    fields = CustomerRow.__struct_fields__
    return [
        CustomerRow(
            **{name: getattr(row, name) for name in fields if name != "contact"},
            contact=seen.address(row.contact_kind, row.contact, region) if row.contact and row.contact_kind else "",
        )
        for row in rows
    ]


async def listed(tier: str | None, after: str | None, limit: int) -> Page[CustomerRow]:
    """All customers by reading (五十音順)."""
    listing = profiles.LIST.where("c.tier = {}", tier) if tier else profiles.LIST
    page = await listing.page(profiles.SortedRow, after=after, limit=limit)
    return Page(items=_listed(page.items, await sight(), (await setting(CustomerSettings)).region), next=page.next)


async def _matches(text: str, region: str) -> list[UUID]:
    """Customers by an address or a number that `text` may be, nearest first; empty when it is a name."""
    if "@" in text:
        return await identities.beginning_with("email", text.casefold(), MOST_MATCHES)
    found: list[UUID] = []
    digits = "".join(c for c in text if c.isdigit())
    if _PHONE_LIKE.match(text) and len(digits) >= SHORTEST_TAIL:
        value = e164(text, region)
        found += await identities.beginning_with("phone", value, MOST_MATCHES) if value else []
        found += await identities.ending_in(digits.lstrip("0") or digits, MOST_MATCHES)
    if _NUMBER_LIKE.match(text.upper()):
        found += await identities.numbered(text.upper(), MOST_MATCHES)
    if not found and text.isascii() and not text.isalpha():
        found += await identities.beginning_with("handle", text, MOST_MATCHES)
    return found


async def search(text: str, limit: int = 25) -> list[CustomerRow]:
    """Customers by kanji, kana or romaji fragment, last digits of a phone number, e-mail, order or customer number.

    The nearest kind of match first, then by reading. When very many match a name, the rows come from the first few
    hundred found: another letter narrows them.
    """
    try:
        plain = " ".join(clean(text, 200).split())
    except TooLong:
        return []
    settings = await setting(CustomerSettings)
    if not plain:
        return []
    ids = list(dict.fromkeys(await _matches(plain, settings.region)))
    if ids:
        place = {id: at for at, id in enumerate(ids)}
        rows = sorted(await profiles.rows(ids[:limit]), key=lambda row: place[row.id])
    else:
        words = [[msgspec.to_builtins(a) for a in word] for word in name_query(plain)]
        rows = await profiles.named(words, MOST_MATCHES, limit) if words else []
    return _listed(rows[:limit], await sight(), settings.region)


async def may_contact(
    customer: UUID | None, medium: str, address: Address, when: datetime, purpose: Purpose = "service"
) -> Verdict:
    """The gate that every outbound contact passes: whether, and every reason why not, as codes."""
    return verdict(await _policy(), await _standing(customer, address, when), medium, purpose, when)


async def next_contact(
    customer: UUID | None, medium: str, address: Address, when: datetime, purpose: Purpose = "service"
) -> datetime | None:
    """The first moment from `when` on at which the gate is open; None when waiting does not open it."""
    standing = await _standing(customer, address, when)
    return earliest(await _policy(), standing, medium, purpose, when)


async def contact_until(
    customer: UUID | None, medium: str, address: Address, when: datetime, latest: datetime, purpose: Purpose = "service"
) -> datetime:
    """Until when the gate, open at `when`, stays open; at most until `latest`."""
    standing = await _standing(customer, address, when)
    return shuts(await _policy(), standing, medium, purpose, when, latest)


async def _policy() -> ContactPolicy:
    media = (await setting(CustomerSettings)).timed_media
    return ContactPolicy(times=await calendars.contact_times(), timed_media=media)


def _zones(address: Address) -> tuple[str, ...]:
    return zones_of(address.value) if address.kind == "phone" else ()


async def clock_of(customer: UUID | None, address: Address) -> str:
    """The time zone (IANA) of whoever is to be contacted: their own, that of their number, or the tenant's."""
    return (await _standing(customer, address, now())).time_zone


async def _standing(customer: UUID | None, address: Address, when: datetime) -> Standing:
    settings = await setting(CustomerSettings)
    row = await wishes.standing(customer, address.kind, address.value, when)
    zones = (row.time_zone,) if row.time_zone else _zones(address) or (settings.time_zone,)
    return Standing(
        time_zone=zones[0],
        perhaps=zones[1:],
        preferences=row.preferences,
        blocked=row.blocked,
        marketing_consent=row.marketing != "withdrawn",
        reachable=bool(address.value),
    )


async def identity_checks() -> tuple[CheckItemSetting, ...]:
    """The questions of the identity check (本人確認), as the tenant set them."""
    return (await setting(CustomerSettings)).identity_check


def check_result(asked: Sequence[CheckItemSetting], items: Sequence[IdentityCheckItem]) -> str:
    """passed: every required question; failed: any answer did not fit; partial: not all were asked."""
    answers = {item.code: item.passed for item in items}
    if not all(answers.values()):
        return "failed"
    return "passed" if answers and all(i.code in answers for i in asked if i.required) else "partial"


async def address_of(customer: UUID, kind: Kind) -> str | None:
    """The customer's preferred address of a kind, whole."""
    rows = await identities.of_customer(customer)
    return next((row.value for row in rows if row.kind == kind), None)


async def orders_before(customer: UUID, at: datetime, id: UUID, limit: int) -> list[Order]:
    """The customer's orders strictly before (at, id), the latest first."""
    listing = commerce.ORDERS.where("o.customer_id = {}", customer).where("(o.ordered, o.id) < ({}, {})", at, id)
    return (await listing.page(Order, limit=limit)).items


async def numbered(number: str) -> UUID | None:
    """Whose customer number this is, exactly as it is written."""
    return await identities.with_number(number)


async def order(id: UUID) -> Order | None:
    """One order."""
    return await commerce.order(id)


async def order_numbered(number: str) -> Order | None:
    """The order of this number, exactly as it is written."""
    return await commerce.order_numbered(number)


async def addresses_of(customer: UUID) -> list[Address]:
    """Every address of a customer, whole, the preferred first: for rooms, not for screens."""
    return [Address(kind=row.kind, value=row.value) for row in await identities.of_customer(customer)]
