"""The gate that every outbound contact passes: do-not-call, opt-outs, permitted hours. Pure rules."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

Purpose = Literal["callback", "service", "marketing"]
Medium = str  # "voice", "email", "sms", "chat", "line" …

# Reasons, as codes; the words are in messages/.
DO_NOT_CALL = "do_not_call"
BLOCKED = "address_blocked"
OPTED_OUT = "opted_out"
NO_CONSENT = "consent_withdrawn"
OUTSIDE_HOURS = "outside_calling_hours"
OUTSIDE_WISHED_HOURS = "outside_wished_hours"
UNREACHABLE = "address_withheld"

HOURLY = frozenset({OUTSIDE_HOURS, OUTSIDE_WISHED_HOURS})
"""Reasons that pass by themselves."""

DAYS_AHEAD = 14


class Hours(msgspec.Struct, frozen=True, kw_only=True):
    """A window of the day, on some days of the week (ISO: 1 is Monday). `end` is not part of it; 24:00 is midnight."""

    start: str = "08:00"
    end: str = "21:00"
    days: tuple[int, ...] = (1, 2, 3, 4, 5, 6, 7)


class Preferences(msgspec.Struct, frozen=True, kw_only=True):
    """What a customer wishes. `opt_outs` holds media ("email") or media with a purpose ("voice:marketing")."""

    channel: str | None = None
    language: str | None = None
    hours: Hours | None = None
    do_not_call: bool = False
    opt_outs: list[str] = []


class ContactPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """The tenant's law: when anybody may be contacted, on media that ring at once."""

    hours: Hours = Hours()
    timed_media: tuple[str, ...] = ("voice", "sms")


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a contact may be made, and every reason why not, as codes."""

    allowed: bool
    reasons: list[str] = []


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the one to be contacted at the moment of asking."""

    time_zone: str = "Asia/Tokyo"
    preferences: Preferences = Preferences()
    blocked: bool = False
    marketing_consent: bool = True
    reachable: bool = True


def clock_time(text: str) -> int:
    """Minutes after midnight of "HH:MM"; "24:00" is 1440. Raises ValueError."""
    if text == "24:00":
        return 1440
    moment = time.fromisoformat(text)
    if len(text) != 5 or moment.tzinfo is not None:
        raise ValueError(text)
    return moment.hour * 60 + moment.minute


def zone(name: str) -> ZoneInfo | None:
    """The time zone by its IANA name, or None when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def within(hours: Hours, when: datetime, time_zone: str) -> bool:
    """Whether `when` falls into `hours` as the clock shows in `time_zone`. A window may run past midnight."""
    local = when.astimezone(zone(time_zone) or ZoneInfo("UTC"))
    start, end, minute = clock_time(hours.start), clock_time(hours.end), local.hour * 60 + local.minute
    if start <= end:
        return local.isoweekday() in hours.days and start <= minute < end
    if minute >= start:
        return local.isoweekday() in hours.days
    yesterday = local.isoweekday() - 1 or 7
    return minute < end and yesterday in hours.days


def verdict(policy: ContactPolicy, standing: Standing, medium: Medium, purpose: Purpose, when: datetime) -> Verdict:
    """The gate's answer. A callback that the customer asked for passes opt-outs, never the law's hours."""
    wishes = standing.preferences
    reasons: list[str] = []
    if not standing.reachable:
        reasons.append(UNREACHABLE)
    if standing.blocked:
        reasons.append(BLOCKED)
    if purpose != "callback":
        if wishes.do_not_call and medium == "voice":
            reasons.append(DO_NOT_CALL)
        if medium in wishes.opt_outs or f"{medium}:{purpose}" in wishes.opt_outs:
            reasons.append(OPTED_OUT)
    if purpose == "marketing" and not standing.marketing_consent:
        reasons.append(NO_CONSENT)
    if medium in policy.timed_media:
        if not within(policy.hours, when, standing.time_zone):
            reasons.append(OUTSIDE_HOURS)
        if wishes.hours and not within(wishes.hours, when, standing.time_zone):
            reasons.append(OUTSIDE_WISHED_HOURS)
    return Verdict(allowed=not reasons, reasons=reasons)


def earliest(
    policy: ContactPolicy, standing: Standing, medium: Medium, purpose: Purpose, when: datetime
) -> datetime | None:
    """The first moment from `when` on at which the gate is open; None when it is shut for other reasons than the hour,
    or for two weeks."""
    first = verdict(policy, standing, medium, purpose, when)
    if first.allowed:
        return when
    if not set(first.reasons) <= HOURLY:
        return None
    windows = [policy.hours, *([standing.preferences.hours] if standing.preferences.hours else [])]
    local = zone(standing.time_zone) or ZoneInfo("UTC")
    today = when.astimezone(local).replace(hour=0, minute=0, second=0, microsecond=0)
    starts = sorted(
        (today + timedelta(days=day)).replace(hour=minutes // 60, minute=minutes % 60)
        for day in range(DAYS_AHEAD)
        for minutes in {clock_time(window.start) % 1440 for window in windows}
    )
    opens = (start for start in starts if start > when and verdict(policy, standing, medium, purpose, start).allowed)
    return next(opens, None)
