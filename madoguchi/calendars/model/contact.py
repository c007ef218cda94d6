"""Permitted contact times: when a customer may be contacted at once, for a purpose, by their own clock. Pure.

Where the defaults come from: Japan's Money Lending Business Act (貸金業法 21条, 施行規則 19条) forbids collecting from
21:00 to 08:00; the United States' TCPA rule (47 CFR 64.1200(c)(1)) and FDCPA (15 USC 1692c) allow 08:00 to 21:00 of the
one called. For sales we are stricter than the law asks: not early, not late, not on Sundays and holidays.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from madoguchi.calendars.model.holidays import Calendar
from madoguchi.calendars.model.windows import EVERY_DAY, ClockTime, Hours, clock_time, moment, within, zone_or_utc

ContactPurpose = Literal["callback", "service", "sales", "collections"]
Weekday = Annotated[int, Meta(ge=1, le=7)]
DAYS_AHEAD: Final = 370


class ContactRule(msgspec.Struct, frozen=True, kw_only=True):
    """When contact is permitted. No purposes: for all; no zones: everywhere ("America/*" is all of America).

    `except_holidays_of`: a country on whose public holidays it is not ("": holidays are days like others).
    """

    purposes: tuple[ContactPurpose, ...] = ()
    zones: tuple[str, ...] = ()
    start: ClockTime = "08:00"
    end: ClockTime = "21:00"
    days: tuple[Weekday, ...] = EVERY_DAY
    except_holidays_of: Annotated[str, Meta(pattern=r"^([A-Z]{2})?$")] = ""

    def rules(self, purpose: ContactPurpose, zone: str) -> bool:
        """Whether this rule is about a purpose in a time zone."""
        about = not self.purposes or purpose in self.purposes
        return about and (not self.zones or any(fnmatchcase(zone, pattern) for pattern in self.zones))


DEFAULT_RULES: Final = (
    ContactRule(purposes=("sales",), zones=("Asia/Tokyo",), start="09:00", end="20:00", days=(1, 2, 3, 4, 5, 6),
                except_holidays_of="JP"),
    ContactRule(purposes=("sales",), start="09:00", end="20:00", days=(1, 2, 3, 4, 5, 6)),
    ContactRule(),
)  # fmt: skip


class ContactTimes(msgspec.Struct, frozen=True, kw_only=True):
    """A tenant's rules, of which the first that is about a purpose in a zone decides; none: no contact is permitted."""

    rules: Sequence[ContactRule] = DEFAULT_RULES
    calendar: Calendar = Calendar()

    def _rule(self, purpose: ContactPurpose, zone: str) -> ContactRule | None:
        return next((rule for rule in self.rules if rule.rules(purpose, zone)), None)

    def _permits(self, rule: ContactRule, at: datetime, zone: str) -> bool:
        if not within(Hours(start=rule.start, end=rule.end, days=rule.days), at, zone):
            return False
        if not rule.except_holidays_of:
            return True
        calendar = msgspec.structs.replace(self.calendar, country=rule.except_holidays_of)
        return calendar.public(at.astimezone(zone_or_utc(zone)).date()) is None

    def allowed(self, purpose: ContactPurpose, at: datetime, zone: str) -> bool:
        """Whether somebody whose clock is that of `zone` may be contacted at a moment."""
        rule = self._rule(purpose, zone)
        return rule is not None and self._permits(rule, at, zone)

    def next_allowed(self, purpose: ContactPurpose, at: datetime, zone: str) -> datetime | None:
        """The first moment from `at` on at which they may be; None when there is none within a year."""
        rule = self._rule(purpose, zone)
        if rule is None:
            return None
        if self._permits(rule, at, zone):
            return at
        where = zone_or_utc(zone)
        today = at.astimezone(where).date()
        # It becomes permitted when the window opens, or at the midnight after a day on which it was not.
        for n in range(DAYS_AHEAD):
            day = today + timedelta(days=n)
            for minutes in (0, clock_time(rule.start)):
                then = moment(day, minutes, where)
                if then > at and self._permits(rule, then, zone):
                    return then
        return None
