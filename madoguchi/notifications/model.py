"""A mail, and what it says."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage
from uuid import UUID

import msgspec

from madoguchi.kit.i18n import Locale, say


class Mail(msgspec.Struct, frozen=True, kw_only=True):
    """A mail ready to go: one recipient, plain text. `calendar`: an invitation (iCalendar) sent by `method`."""

    to: str
    subject: str
    text: str
    locale: Locale
    calendar: str = ""
    method: str = ""


def lifetime(left: timedelta, locale: Locale) -> str:
    """How long something still opens, in words: whole days from two days up, whole hours, else minutes."""
    minutes = max(1, round(left.total_seconds() / 60))
    if minutes >= 2 * 24 * 60:
        return say("mail.days", locale, {"number": minutes // (24 * 60)})
    if minutes >= 2 * 60:
        return say("mail.hours", locale, {"number": minutes // 60})
    return say("mail.minutes", locale, {"number": minutes})


def message(mail: Mail, sender: str, id: UUID) -> EmailMessage:
    """The mail on the wire. Its Message-ID is made from `id`, so that a repeat is known for one."""
    made = EmailMessage()
    made["From"] = sender
    made["To"] = mail.to
    # A line end in a subject would begin a header of somebody else's making.
    made["Subject"] = " ".join(mail.subject.split())
    made["Message-ID"] = f"<{id}@{sender.rpartition('@')[2].rstrip('>') or 'localhost'}>"
    made["Content-Language"] = mail.locale
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(mail.text)
    if mail.calendar:
        # As a part that mail programs act on (RFC 6047), and as a file for those that do not.
        made.add_alternative(mail.calendar, subtype="calendar", params={"method": mail.method})
        made.add_attachment(mail.calendar, subtype="calendar", filename="callback.ics", params={"method": mail.method})
    return made
