"""Calendars: opening hours, holidays and closures, people's shifts, permitted contact times.

answer = await calendars.openness(hours, now())
if answer.why == "lunch": ...
planned = await calendars.shifts([user], start, end)
"""

from madoguchi.calendars.actions.closures import ClosureForm, add_closure, change_closure, remove_closure
from madoguchi.calendars.actions.hours import OpeningHoursForm, add_hours, change_hours
from madoguchi.calendars.errors import OpeningHoursUnknown
from madoguchi.calendars.model.contact import ContactPurpose, ContactRule, ContactTimes
from madoguchi.calendars.model.holidays import Closure, Holiday
from madoguchi.calendars.model.opening import OpeningHours, Openness, SpecialDay, Why
from madoguchi.calendars.model.shifts import Shift, ShiftKind
from madoguchi.calendars.model.windows import Hours, Span, clock_time, next_within, within, zone
from madoguchi.calendars.queries import (
    all_hours,
    contact_allowed,
    contact_times,
    holiday,
    hours,
    next_allowed,
    openness,
    shifts,
)
from madoguchi.calendars.settings import CalendarSettings

__all__ = [
    "CalendarSettings", "Closure", "ClosureForm", "ContactPurpose", "ContactRule", "ContactTimes", "Holiday",
    "Hours", "OpeningHours", "OpeningHoursForm", "OpeningHoursUnknown", "Openness", "Shift", "ShiftKind", "Span",
    "SpecialDay", "Why", "add_closure", "add_hours", "all_hours", "change_closure", "change_hours", "clock_time",
    "contact_allowed", "contact_times", "holiday", "hours", "next_allowed", "next_within", "openness",
    "remove_closure", "shifts", "within", "zone",
]  # fmt: skip
