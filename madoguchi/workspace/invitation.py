"""An appointment as calendars read it (iCalendar, RFC 5545, and its scheduling, RFC 5546)."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Literal
from uuid import UUID

from icalendar import Alarm, Calendar, Event, vCalAddress, vText
from msgspec import Struct

Method = Literal["REQUEST", "CANCEL"]
ALARM = timedelta(minutes=10)


class Appointment(Struct, frozen=True, kw_only=True):
    """What an invitation says. `sender` and the guests' addresses as mail has them; `sequence` counts the changes."""

    task: UUID
    sequence: int
    start: datetime
    end: datetime
    written: datetime
    summary: str
    text: str
    sender: str
    guests: tuple[tuple[str, str], ...]  # name, address


def icalendar(appointment: Appointment, method: Method, *, whole: bool = True) -> bytes:
    """The invitation, or that it is taken back: one event under an id that stays the same.

    Not `whole`: it is taken back from these guests alone, so the event has no status (RFC 5546, 3.2.5).
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Madoguchi//Callbacks//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    event = Event()
    event.add("uid", f"{appointment.task}@madoguchi")
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", appointment.written)
    event.add("dtstart", appointment.start)
    event.add("dtend", appointment.end)
    event.add("summary", appointment.summary)
    event.add("description", appointment.text)
    if whole:
        event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    event.add("organizer", _person(*parseaddr(appointment.sender)))
    for name, address in appointment.guests:
        guest = _person(name, address)
        guest.params["rsvp"] = vText("FALSE")
        guest.params["partstat"] = vText("ACCEPTED")
        event.add("attendee", guest, encode=False)
    if method == "REQUEST":
        event.add_component(_alarm(appointment.summary))
    calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def _person(name: str, address: str) -> vCalAddress:
    person = vCalAddress(f"MAILTO:{address}")
    if name:
        person.params["cn"] = vText(name)
    return person


def _alarm(summary: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -ALARM)
    alarm.add("description", summary)
    return alarm
