"""Invitations to a callback by appointment, for both sides: mailed where mail is set up, to be fetched otherwise."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from msgspec import Struct

from madoguchi import access, cases, customers, notifications
from madoguchi.cases import Callback, CallbackUnknown, TaskRow, task_row
from madoguchi.customers import Customer, CustomerSettings
from madoguchi.kit.clock import now
from madoguchi.kit.i18n import Locale, say
from madoguchi.kit.settings import setting
from madoguchi.workspace.invitation import Appointment, Method, icalendar
from madoguchi.workspace.model.times import local_span


class Side(Struct, frozen=True, kw_only=True):
    """Somebody who is invited, and in which language."""

    name: str
    email: str
    locale: Locale
    zone: str
    user: UUID | None = None


async def invite(task: UUID) -> None:
    """Tell both sides of the appointment, or of its change."""
    await _send(task, "REQUEST")


async def call_off(task: UUID) -> None:
    """Tell both sides that it will not be."""
    await _send(task, "CANCEL")


async def document(task: UUID, locale: Locale) -> bytes:
    """The invitation as a file for one of ours. Raises `CallbackUnknown` where there is no appointment."""
    row, callback = await task_row(task), await cases.callback(task)
    if callback.slot_start is None:
        raise CallbackUnknown
    zone = (await setting(CustomerSettings)).time_zone
    reader = Side(name="", email="", locale=locale, zone=zone, user=row.owner_id)
    method: Method = "REQUEST" if callback.live else "CANCEL"
    return icalendar(await _appointment(row, callback, reader, await _sides(row)), method)


async def _send(task: UUID, method: Method) -> None:
    if not notifications.can_mail():
        return
    row, callback = await task_row(task), await cases.invited(task)
    if callback.slot_start is None or callback.slot_end is None:
        return
    sides = await _sides(row)
    for side in sides:
        appointment = await _appointment(row, callback, side, sides)
        what = "invitation" if method == "REQUEST" else "called_off"
        words = {"summary": appointment.summary, "text": appointment.text, "name": side.name}
        letter = notifications.Mail(
            to=side.email,
            subject=say(f"callback_mail.{what}.subject", side.locale, words),
            text=say(f"callback_mail.{what}.text", side.locale, words),
            locale=side.locale,
            calendar=icalendar(appointment, method).decode(),
            method=method,
        )
        until = callback.slot_end + timedelta(hours=1)
        await notifications.send(letter, f"callback_{what}", user=side.user, expires=until)


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
        owner = await access.user(row.owner_id)
        found.append(
            Side(name=owner.name, email=owner.email, locale=owner.locale, zone=settings.time_zone, user=owner.id)
        )
    return found


async def _mail_of(customer: Customer) -> str | None:
    email = await customers.address_of(customer.id, "email")
    if email is None:
        return None
    address = customers.Address(kind="email", value=email)
    gate = await customers.may_contact(customer.id, "email", address, now(), "callback")
    return email if gate.allowed else None


def _locale(language: str) -> Locale:
    return "en" if language[:2] == "en" else "ja"


async def _appointment(row: TaskRow, callback: Callback, reader: Side, sides: list[Side]) -> Appointment:
    assert callback.slot_start is not None
    assert callback.slot_end is not None
    tenant = await access.tenant()
    ours = "desk" if reader.user is not None or not reader.email else "customer"
    words = {
        "tenant": tenant.name,
        "customer": row.customer_name or row.address_value,
        "number": customers.national(row.address_value),
        "span": local_span(callback.slot_start, callback.slot_end, reader.zone, reader.locale),
        "promise": row.text if ours == "desk" else "",
    }
    return Appointment(
        task=row.id,
        sequence=callback.sequence,
        start=callback.slot_start,
        end=callback.slot_end,
        written=now(),
        summary=say(f"callback_mail.{ours}.summary", reader.locale, words),
        text=say(f"callback_mail.{ours}.words", reader.locale, words).strip(),
        sender=notifications.sender(),
        guests=tuple((side.name, side.email) for side in sides if side is reader or ours == "desk"),
    )
