"""The gate that every outbound contact passes: do-not-call, opt-outs, wished hours, permitted times. Pure rules."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, Literal

import msgspec

from madoguchi.calendars import ContactPurpose, ContactTimes, Hours, next_within, within

Purpose = Literal["callback", "service", "marketing", "collections"]
Medium = str  # "voice", "email", "sms", "chat", "line" …

TIMES: Final[dict[Purpose, ContactPurpose]] = {
    "callback": "callback",
    "service": "service",
    "marketing": "sales",
    "collections": "collections",
}
"""Whose permitted contact times a purpose keeps."""

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

AHEAD: Final = timedelta(days=14)


class Preferences(msgspec.Struct, frozen=True, kw_only=True):
    """What a customer wishes. `opt_outs` holds media ("email") or media with a purpose ("voice:marketing")."""

    channel: str | None = None
    language: str | None = None
    hours: Hours | None = None
    do_not_call: bool = False
    opt_outs: list[str] = []


class ContactPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """The tenant's law: which media ring at once, and the permitted times that they keep to."""

    times: ContactTimes = ContactTimes()
    timed_media: tuple[str, ...] = ("voice", "sms")


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a contact may be made, and every reason why not, as codes."""

    allowed: bool
    reasons: list[str] = []


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the one to be contacted at the moment of asking. `perhaps`: further zones in which they may be,
    since their number does not say; it must be a permitted time in all of them.
    """

    time_zone: str = "Asia/Tokyo"
    perhaps: tuple[str, ...] = ()
    preferences: Preferences = Preferences()
    blocked: bool = False
    marketing_consent: bool = True
    reachable: bool = True


def zones(standing: Standing) -> tuple[str, ...]:
    """Every zone whose permitted times count."""
    return (standing.time_zone, *standing.perhaps)


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
        if not all(policy.times.allowed(TIMES[purpose], when, zone) for zone in zones(standing)):
            reasons.append(OUTSIDE_HOURS)
        if wishes.hours and not within(wishes.hours, when, standing.time_zone):
            reasons.append(OUTSIDE_WISHED_HOURS)
    return Verdict(allowed=not reasons, reasons=reasons)


def earliest(
    policy: ContactPolicy, standing: Standing, medium: Medium, purpose: Purpose, when: datetime
) -> datetime | None:
    """The first moment from `when` on at which the gate is open; None when it is shut for other reasons than the hour,
    or for two weeks."""
    then: datetime | None = when
    while then is not None and then - when <= AHEAD:
        reasons = verdict(policy, standing, medium, purpose, then).reasons
        if not set(reasons) <= HOURLY:
            return None
        if OUTSIDE_HOURS in reasons:
            moments = [policy.times.next_allowed(TIMES[purpose], then, zone) for zone in zones(standing)]
            then = max((moment for moment in moments if moment is not None), default=None) if all(moments) else None
        elif reasons and standing.preferences.hours:
            then = next_within(standing.preferences.hours, then, standing.time_zone)
        else:
            return then
    return None


def shuts(
    policy: ContactPolicy, standing: Standing, medium: Medium, purpose: Purpose, when: datetime, latest: datetime
) -> datetime:
    """The minute from `when` on at which the gate is shut by the hour, or `latest` if it is not shut before."""
    minute = when.replace(second=0, microsecond=0)
    while (minute := minute + timedelta(minutes=1)) < latest:
        if not verdict(policy, standing, medium, purpose, minute).allowed:
            return minute
    return latest
