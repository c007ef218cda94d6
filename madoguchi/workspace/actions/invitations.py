"""Invitations to a callback by appointment, for both sides: mailed where mail is set up, to be fetched otherwise.

An appointment has one id and counts its changes (`Callback.sequence`), so every calendar knows the latest word of it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from msgspec import Struct

from madoguchi import access, cases, customers, notifications
from madoguchi.cases import Callback, CallbackUnknown, TaskRow, task_row
from madoguchi.cases.events import AppointmentChanged
from madoguchi.customers import EVERYTHING, Customer, CustomerSettings, Sight
from madoguchi.kit.clock import now
from madoguchi.kit.i18n import Locale, say
from madoguchi.kit.settings import setting
from madoguchi.workspace.invitation import Appointment, Method, icalendar
from madoguchi.workspace.model.times import local_span

Span = tuple[datetime, datetime]
Letter = Literal["invitation", "moved", "called_off", "passed_on"]


class Side(Struct, frozen=True, kw_only=True):
    """Somebody who is invited, and in which language."""

    name: str
    email: str
    locale: Locale
    zone: str
    user: UUID | None = None


async def invite(task: UUID) -> None:
    """Tell both sides of the appointment."""
    await _tell_all(task, "invitation")


async def call_off(task: UUID) -> None:
    """Tell both sides that it will not be."""
    await _tell_all(task, "called_off")


async def tell_change(fact: AppointmentChanged) -> None:
    """Tell whom a change concerns: of a new time both sides; a new owner; the former one, that they are no more."""
    if not notifications.can_mail():
        return
    row, callback = await task_row(fact.task, EVERYTHING), await cases.callback(fact.task)
    previous = (fact.previous_start, fact.previous_end)
    if fact.previous_owner is not None and fact.previous_owner not in (fact.owner, row.owner_id):
        former = await _ours(fact.previous_owner)
        await _send("passed_on", row, callback, former, [former], previous)
    if not callback.live:
        return
    sides = await _sides(row)
    for side in sides:
        if side.user is not None and side.user != fact.owner:
            continue  # what made it theirs tells them
        if side.user is not None and side.user != fact.previous_owner:
            await _send("invitation", row, callback, side, sides, previous)
        elif fact.moved:
            await _send("moved", row, callback, side, sides, previous)


async def document(task: UUID, locale: Locale) -> bytes:
    """The invitation as a file for one of ours. Raises `CallbackUnknown` where there is no appointment."""
    row, callback = await task_row(task, EVERYTHING), await cases.callback(task)
    if callback.slot_start is None or callback.slot_end is None:
        raise CallbackUnknown
    zone = (await setting(CustomerSettings)).time_zone
    reader = Side(name="", email="", locale=locale, zone=zone, user=row.owner_id)
    method: Method = "REQUEST" if callback.live else "CANCEL"
    slot, seen = (callback.slot_start, callback.slot_end), await customers.sight_of()
    return icalendar(await _appointment(row, callback, reader, await _sides(row), slot, seen), method)


async def _tell_all(task: UUID, letter: Letter) -> None:
    if not notifications.can_mail():
        return
    row, callback = await task_row(task, EVERYTHING), await cases.callback(task)
    if callback.slot_start is None or callback.slot_end is None:
        return
    sides = await _sides(row)
    for side in sides:
        await _send(letter, row, callback, side, sides, (callback.slot_start, callback.slot_end))


async def _send(
    letter: Letter, row: TaskRow, callback: Callback, side: Side, sides: list[Side], previous: Span
) -> None:
    """Write one letter with its appointment. `previous`: when it was to be; who is out of it knows it by that."""
    assert callback.slot_start is not None
    assert callback.slot_end is not None
    slot = previous if letter == "passed_on" else (callback.slot_start, callback.slot_end)
    method: Method = "REQUEST" if letter in ("invitation", "moved") else "CANCEL"
    seen = await customers.agents_sight() if side.user else EVERYTHING
    appointment = await _appointment(row, callback, side, sides, slot, seen)
    before = local_span(*previous, side.zone, side.locale)
    words = {"summary": appointment.summary, "text": appointment.text, "name": side.name, "before": before}
    mail = notifications.Mail(
        to=side.email,
        subject=say(f"callback_mail.{letter}.subject", side.locale, words),
        text=say(f"callback_mail.{letter}.text", side.locale, words),
        locale=side.locale,
        calendar=icalendar(appointment, method, whole=letter != "passed_on").decode(),
        method=method,
    )
    until = max(previous[1], callback.slot_end) + timedelta(hours=1)
    await notifications.send(mail, f"callback_{letter}", user=side.user, expires=until)


async def _sides(row: TaskRow) -> list[Side]:
    """The customer, where an address for mail is known and they may be written to, and the person who promised."""
    settings = await setting(CustomerSettings)
    found: list[Side] = []
    if row.customer_id is not None:
        customer = await customers.customer(row.customer_id)
        email = await _mail_of(customer)
        if email:
            zone = customer.time_zone or settings.time_zone
            found.append(Side(name=customer.name, email=email, locale=_locale(customer.language), zone=zone))
    if row.owner_id is not None:
        found.append(await _ours(row.owner_id))
    return found


async def _ours(user: UUID) -> Side:
    found, zone = await access.user(user), (await setting(CustomerSettings)).time_zone
    return Side(name=found.name, email=found.email, locale=found.locale, zone=zone, user=found.id)


async def _mail_of(customer: Customer) -> str | None:
    email = await customers.address_of(customer.id, "email")
    if email is None:
        return None
    address = customers.Address(kind="email", value=email)
    gate = await customers.may_contact(customer.id, "email", address, now(), "callback")
    return email if gate.allowed else None


def _locale(language: str) -> Locale:
    return "en" if language[:2] == "en" else "ja"


async def _appointment(
    row: TaskRow, callback: Callback, reader: Side, sides: list[Side], slot: Span, seen: Sight
) -> Appointment:
    tenant, region = await access.tenant(), (await setting(CustomerSettings)).region
    number = seen.address("phone", row.address_value, region)
    ours = "desk" if reader.user is not None or not reader.email else "customer"
    words = {
        "tenant": tenant.name,
        "customer": row.customer_name or number,
        "number": number,
        "span": local_span(*slot, reader.zone, reader.locale),
        "promise": row.text if ours == "desk" else "",
    }
    return Appointment(
        task=row.id,
        sequence=callback.sequence,
        start=slot[0],
        end=slot[1],
        written=now(),
        summary=say(f"callback_mail.{ours}.summary", reader.locale, words),
        text=say(f"callback_mail.{ours}.words", reader.locale, words).strip(),
        sender=notifications.sender(),
        guests=tuple((side.name, side.email) for side in sides if side is reader or ours == "desk"),
    )
