"""/customers: find, show, create, change, reveal, export."""

from __future__ import annotations

from collections.abc import AsyncIterator
from uuid import UUID

import msgspec
from litestar.response import Stream

from madoguchi.access import audit
from madoguchi.customers import export, queries
from madoguchi.customers.actions import profiles as actions
from madoguchi.customers.actions.identities import NewIdentity
from madoguchi.customers.actions.profiles import ProfileChange
from madoguchi.customers.model.address import Address, AddressInvalid, Kind, caller, normalise
from madoguchi.customers.model.form import ProfileForm
from madoguchi.customers.model.structs import CustomerBrief, CustomerCard, CustomerRow
from madoguchi.customers.settings import CustomerSettings, TierSetting
from madoguchi.customers.sight import EVERYTHING, MASKABLE, sight
from madoguchi.kit.errors import Fault, Invalid
from madoguchi.kit.http import Page, Tagged, expected_version, get, patch, post, principal
from madoguchi.kit.settings import setting


class NewCustomer(ProfileForm, frozen=True, kw_only=True):
    """A customer to keep. `number` is given when left out."""

    number: str | None = None
    identities: list[NewIdentity] = []


class Lookup(msgspec.Struct, frozen=True, kw_only=True):
    """Who an address belongs to. `candidates` holds them all, the chosen or likeliest first."""

    address: Address
    customer: CustomerBrief | None
    candidates: list[CustomerBrief]
    remembered: bool


class Vocabulary(msgspec.Struct, frozen=True, kw_only=True):
    """The tenant's own words for customers: what forms offer and codes are shown as. Tiers highest first."""

    tiers: list[TierSetting]
    default_tier: str
    consent_purposes: list[str]


class RevealWish(msgspec.Struct, frozen=True, kw_only=True):
    """Which fields to open (birth_date, address, phone, email, handle), and the interaction for which."""

    fields: list[str]
    interaction: UUID | None = None


@get("/customers", needs="customers.read")
async def list_customers(
    q: str = "", tier: str | None = None, after: str | None = None, limit: int = 25
) -> Page[CustomerRow]:
    """Customers by reading; `q` finds by kanji, kana, romaji, last digits, e-mail, order or customer number."""
    if q.strip():
        return Page(items=await queries.search(q, max(1, min(limit, 100))))
    return await queries.listed(tier, after, limit)


@get("/customers/lookup", needs="customers.read")
async def look_up_customer(phone: str = "", email: str = "", handle: str = "") -> Lookup:
    """Who is known under a phone number (in any SIP or written form), an e-mail address or a handle."""
    given: list[tuple[Kind, str]] = [("phone", phone), ("email", email), ("handle", handle)]
    asked = [(kind, value) for kind, value in given if value]
    if len(asked) != 1:
        raise AddressInvalid(faults=[Fault(at="query", code="one_address_needed")])
    kind, value = asked[0]
    region = (await setting(CustomerSettings)).region
    address = caller(value, region) if kind == "phone" else normalise(kind, value, region)
    found, briefs = await queries.recognise_briefly(address)
    return Lookup(
        address=address,
        customer=next((brief for brief in briefs if brief.id == found.customer), None),
        candidates=briefs,
        remembered=found.remembered,
    )


@get("/customers/vocabulary", needs="customers.read")
async def show_vocabulary() -> Vocabulary:
    """The tenant's tiers and what customers can consent to."""
    settings = await setting(CustomerSettings)
    return Vocabulary(
        tiers=list(settings.tiers),
        default_tier=settings.default_tier,
        consent_purposes=list(settings.consent_purposes),
    )


@post("/customers", needs="customers.write")
async def create_customer(data: NewCustomer) -> Tagged[CustomerCard]:
    """Keep a new customer with their addresses."""
    form = ProfileForm(**{name: getattr(data, name) for name in ProfileForm.__struct_fields__})
    made = await actions.create(form, data.identities, number=data.number)
    return await _card(made.id)


async def _card(id: UUID) -> Tagged[CustomerCard]:
    card = await queries.profile(id)
    return Tagged(card, card.version)


@get("/customers/{customer_id:uuid}", needs="customers.read")
async def show_customer(customer_id: UUID) -> Tagged[CustomerCard]:
    """Everything about one customer, masked by what the asker may see; seeing a sensitive field is recorded."""
    card = await queries.profile(customer_id)
    sensitive = set((await setting(CustomerSettings)).sensitive_fields) - set(card.masked)
    seen = sorted(
        field for field in sensitive if getattr(card, field, "") or field in {i.kind for i in card.identities}
    )
    if seen:
        await audit("customer.seen", "customer", customer_id, {"fields": list(seen)})
    return Tagged(card, card.version)


@patch("/customers/{customer_id:uuid}", needs="customers.write")
async def change_customer(customer_id: UUID, data: ProfileChange) -> Tagged[CustomerCard]:
    """Change fields of the version named in If-Match; what is left out stays."""
    await actions.update(customer_id, data, expected_version())
    return await _card(customer_id)


@post("/customers/{customer_id:uuid}/reveal", needs="customers.reveal", status=200, replay=False)
async def reveal_customer(customer_id: UUID, data: RevealWish) -> dict[str, list[str]]:
    """Open masked fields: the values whole, by field. Who opened what, when and for which call is recorded."""
    wanted = sorted(set(data.fields))
    if not wanted or not set(wanted) <= set(MASKABLE):
        raise Invalid("reveal_invalid", faults=[Fault(at="fields", code="field_unknown")])
    card = await queries.profile(customer_id, EVERYTHING)
    await audit("customer.revealed", "customer", customer_id, {"fields": list(wanted)}, reason=data.interaction)
    values: dict[str, list[str]] = {}
    for field in wanted:
        if field in {"phone", "email", "handle"}:
            values[field] = [identity.value for identity in card.identities if identity.kind == field]
        elif field == "address":
            values[field] = [card.postal_code, card.address]
        else:
            values[field] = [card.birth_date]
    return values


@get("/customers/export", needs="customers.unmasked", media_type="text/csv")
async def export_customers(tier: str | None = None) -> Stream:
    """All customers as CSV for a spreadsheet; no cell can run as a formula. The export is recorded."""
    assert (await sight()).sees("phone")
    await audit("customers.exported", "customer", None, {"tier": tier})
    pages: AsyncIterator[str] = export.pages(principal().tenant, tier)
    return Stream(
        pages,
        media_type="text/csv",
        headers={"Content-Disposition": 'attachment; filename="customers.csv"', "Cache-Control": "no-store"},
    )


routes = [
    list_customers, look_up_customer, show_vocabulary, create_customer, show_customer, change_customer, reveal_customer,
    export_customers,
]  # fmt: skip
