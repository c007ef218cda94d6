"""What customers wish and allow, who may not be contacted, what the identity check gave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

from madoguchi.access import audit
from madoguchi.calendars import Hours, clock_time
from madoguchi.customers.actions.acting import actor, touched
from madoguchi.customers.actions.identities import read_address
from madoguchi.customers.errors import BlockUnknown, CustomerInvalid
from madoguchi.customers.events import ConsentChanged, IdentityChecked, PreferenceChanged
from madoguchi.customers.model.address import Kind
from madoguchi.customers.model.contact import Preferences
from madoguchi.customers.model.structs import ConsentState, IdentityCheckItem
from madoguchi.customers.queries import check_result
from madoguchi.customers.settings import CustomerSettings
from madoguchi.customers.store import wishes as store
from madoguchi.kit.clock import now
from madoguchi.kit.errors import Fault
from madoguchi.kit.facts import record
from madoguchi.kit.settings import setting

MOST_OPT_OUTS = 40


def _hours_faults(hours: Hours) -> list[Fault]:
    faults: list[Fault] = []
    for field in ("start", "end"):
        try:
            clock_time(getattr(hours, field))
        except ValueError:
            faults.append(Fault(at=f"hours.{field}", code="time_unreadable"))
    if not hours.days or not set(hours.days) <= set(range(1, 8)):
        faults.append(Fault(at="hours.days", code="days_unreadable"))
    return faults


def _read(key: str, value: object) -> Any:
    """One wish, checked by the shape that Preferences gives it. Raises CustomerInvalid."""
    if key not in Preferences.__struct_fields__:
        raise CustomerInvalid(faults=[Fault(at="key", code="preference_unknown")])
    try:
        wishes = msgspec.convert({key: value}, Preferences)
    except msgspec.ValidationError as error:
        raise CustomerInvalid(faults=[Fault(at=key, code="value_invalid", params={"what": str(error)})]) from None
    faults = _hours_faults(wishes.hours) if wishes.hours else []
    words = [*wishes.opt_outs, wishes.channel or "", wishes.language or ""]
    if len(words) > MOST_OPT_OUTS or any(len(word) > 60 for word in words):
        faults.append(Fault(at=key, code="too_long", params={"limit": 60}))
    if faults:
        raise CustomerInvalid(faults=faults)
    return msgspec.to_builtins(getattr(wishes, key))


async def set_preference(customer: UUID, key: str, value: object) -> Preferences:
    """Keep one wish (channel, language, hours, do_not_call, opt_outs). Raises CustomerUnknown, CustomerInvalid."""
    return await set_preferences(customer, {key: value})


async def set_preferences(customer: UUID, values: Mapping[str, object]) -> Preferences:
    """Keep several wishes at once; those that stay the same are left alone."""
    checked = {key: _read(key, value) for key, value in values.items()}
    version: int | None = None
    before: dict[str, Any] = msgspec.to_builtins(await store.preferences(customer))
    for key, value in checked.items():
        if before[key] == value:
            continue
        version = version or await touched(customer)
        await store.set_preference(customer, key, value, now(), actor())
        await audit("preference.changed", "customer", customer, {"key": key, "from": before[key], "to": value})
        record(PreferenceChanged(customer=customer, key=key))
    return await store.preferences(customer)


async def record_consent(
    customer: UUID, purpose: str, state: ConsentState, *, source: str = "agent", interaction: UUID | None = None
) -> None:
    """Write down that consent to `purpose` was given or withdrawn. Raises CustomerUnknown, CustomerInvalid."""
    known = (await setting(CustomerSettings)).consent_purposes
    if purpose not in known:
        raise CustomerInvalid(faults=[Fault(at="purpose", code="purpose_unknown")])
    await touched(customer)
    await store.add_consent(customer, purpose, state, source, interaction, now(), actor())
    await audit(f"consent.{state}", "customer", customer, {"purpose": purpose, "source": source}, reason=interaction)
    record(ConsentChanged(customer=customer, purpose=purpose, state=state))


async def block_address(
    kind: Kind, value: str, *, reason: Literal["asked", "harassment", "wrong_number", "law"] = "asked",
    until: datetime | None = None,
) -> store.Block:  # fmt: skip
    """Let nobody contact an address, whoever it belongs to. Raises AddressInvalid."""
    address = await read_address(kind, value)
    row = await store.block(address.kind, address.value, reason, until, now(), actor())
    await audit("contact_block.made", "contact_block", row.id, {"kind": kind, "value": row.value, "reason": reason})
    return row


async def unblock_address(id: UUID) -> None:
    """Let an address be contacted again. Raises BlockUnknown."""
    row = await store.unblock(id)
    if row is None:
        raise BlockUnknown
    await audit("contact_block.lifted", "contact_block", id, {"kind": row.kind, "value": row.value})


async def record_identity_check(
    interaction: UUID, customer: UUID, items: Sequence[IdentityCheckItem], result: str | None = None
) -> store.CheckRow:
    """Keep what the identity check of a call gave; without `result` it follows from the answers.

    Raises CustomerInvalid for a question that the tenant does not ask, CustomerUnknown.
    """
    asked = (await setting(CustomerSettings)).identity_check
    known = {item.code for item in asked}
    faults = [
        Fault(at=f"items[{at}].code", code="check_item_unknown")
        for at, item in enumerate(items)
        if item.code not in known
    ]
    if result not in {None, "passed", "failed", "partial"}:
        faults.append(Fault(at="result", code="code_expected"))
    if faults:
        raise CustomerInvalid(faults=faults)
    await touched(customer)
    judged = result or check_result(asked, items)
    row = await store.add_check(interaction, customer, list(items), judged, now(), actor())
    passed: list[Any] = [item.code for item in items if item.passed]
    await audit("identity.checked", "customer", customer, {"result": judged, "passed": passed}, reason=interaction)
    record(IdentityChecked(interaction=interaction, customer=customer, result=judged))
    return row
