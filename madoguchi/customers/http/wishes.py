"""Preferences, consents, the contact gate, blocked addresses, identity checks."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from madoguchi.calendars import Hours
from madoguchi.customers import queries
from madoguchi.customers.actions import wishes as actions
from madoguchi.customers.model.address import Address, AddressInvalid, Kind, normalise
from madoguchi.customers.model.contact import Preferences, Purpose
from madoguchi.customers.model.structs import Consent, ConsentState, IdentityCheckItem
from madoguchi.customers.settings import CheckItemSetting, CustomerSettings
from madoguchi.customers.sight import sight
from madoguchi.customers.store import wishes as store
from madoguchi.kit.clock import now
from madoguchi.kit.errors import Fault
from madoguchi.kit.http import delete, get, patch, post, principal
from madoguchi.kit.i18n import say
from madoguchi.kit.settings import setting

MEDIA: dict[str, Kind] = {"voice": "phone", "sms": "phone", "email": "email"}


class PreferenceChange(msgspec.Struct, frozen=True, kw_only=True):
    """The wishes to change; those left out stay, null takes one back."""

    channel: str | UnsetType | None = UNSET
    language: str | UnsetType | None = UNSET
    hours: Hours | UnsetType | None = UNSET
    do_not_call: bool | UnsetType = UNSET
    opt_outs: list[str] | UnsetType = UNSET


class NewConsent(msgspec.Struct, frozen=True, kw_only=True):
    """What the customer said about a purpose."""

    purpose: str
    state: ConsentState
    interaction: UUID | None = None


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    code: str
    text: str


class Gate(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the customer may be contacted now, and every reason why not."""

    allowed: bool
    reasons: list[Reason]


class NewBlock(msgspec.Struct, frozen=True, kw_only=True):
    """An address that nobody may contact. `until` left out: for ever."""

    kind: Kind
    value: str
    reason: Literal["asked", "harassment", "wrong_number", "law"] = "asked"
    until: datetime | None = None


class CheckView(msgspec.Struct, frozen=True, kw_only=True):
    """An identity check (本人確認) as it was made."""

    id: UUID
    interaction: UUID
    customer: UUID
    items: list[IdentityCheckItem]
    result: str
    at: datetime
    checked_by: UUID | None


@get("/customers/{customer_id:uuid}/preferences", needs="customers.read")
async def show_preferences(customer_id: UUID) -> Preferences:
    """What the customer wishes."""
    await queries.customer(customer_id)
    return await store.preferences(customer_id)


@patch("/customers/{customer_id:uuid}/preferences", needs="customers.write")
async def change_preferences(customer_id: UUID, data: PreferenceChange) -> Preferences:
    """Change wishes: channel, language, hours, do not call, opt-outs."""
    await queries.customer(customer_id)
    given = {name: getattr(data, name) for name in data.__struct_fields__ if getattr(data, name) is not UNSET}
    return await actions.set_preferences(customer_id, msgspec.to_builtins(given))


@get("/customers/{customer_id:uuid}/consents", needs="customers.read")
async def list_consents(customer_id: UUID) -> list[Consent]:
    """Everything the customer said about purposes, the latest first."""
    await queries.customer(customer_id)
    return await store.consent_history(customer_id)


@post("/customers/{customer_id:uuid}/consents", needs="customers.write")
async def record_consent(customer_id: UUID, data: NewConsent) -> list[Consent]:
    """Write down that consent was given or withdrawn."""
    await actions.record_consent(customer_id, data.purpose, data.state, interaction=data.interaction)
    return await store.consent_history(customer_id)


async def _address(customer_id: UUID, medium: str, value: str) -> Address:
    kind = MEDIA.get(medium, "handle")
    if value:
        return normalise(kind, value, (await setting(CustomerSettings)).region)
    return Address(kind=kind, value=await queries.address_of(customer_id, kind) or "")


@get("/customers/{customer_id:uuid}/contact-gate", needs="customers.read")
async def ask_gate(customer_id: UUID, medium: str = "voice", purpose: Purpose = "service", address: str = "") -> Gate:
    """Whether the customer may be contacted now on a medium, at `address` or at the one they prefer."""
    await queries.customer(customer_id)
    answer = await queries.may_contact(
        customer_id, medium, await _address(customer_id, medium, address), now(), purpose
    )
    locale = principal().locale
    return Gate(allowed=answer.allowed, reasons=[Reason(code=code, text=say(code, locale)) for code in answer.reasons])


@get("/contact-blocks", needs="customers.read")
async def list_blocks() -> list[store.Block]:
    """Addresses that nobody may contact, the latest first."""
    seen = await sight()
    return [msgspec.structs.replace(row, value=seen.shows(row.kind, row.value)) for row in await store.blocks()]


@post("/contact-blocks", needs="customers.write")
async def block_address(data: NewBlock) -> store.Block:
    """Let nobody contact an address, whoever it belongs to."""
    if data.until is not None and data.until.tzinfo is None:
        raise AddressInvalid(faults=[Fault(at="until", code="time_unreadable")])
    return await actions.block_address(data.kind, data.value, reason=data.reason, until=data.until)


@delete("/contact-blocks/{block_id:uuid}", needs="customers.write")
async def unblock_address(block_id: UUID) -> None:
    """Let an address be contacted again."""
    await actions.unblock_address(block_id)


@get("/identity-check-items", needs="customers.read")
async def list_check_items() -> list[CheckItemSetting]:
    """The questions of the identity check, as the tenant set them."""
    return list(await queries.identity_checks())


@get("/customers/{customer_id:uuid}/identity-checks", needs="customers.read")
async def list_identity_checks(customer_id: UUID, interaction: UUID | None = None) -> list[CheckView]:
    """Identity checks made of the customer, the latest first."""
    await queries.customer(customer_id)
    return [
        CheckView(
            id=row.id,
            interaction=row.interaction_id,
            customer=row.customer_id,
            items=row.items,
            result=row.result,
            at=row.at,
            checked_by=row.checked_by,
        )
        for row in await store.checks(interaction, customer_id)
    ]


routes = [
    show_preferences, change_preferences, list_consents, record_consent, ask_gate, list_blocks, block_address,
    unblock_address, list_check_items, list_identity_checks,
]  # fmt: skip
