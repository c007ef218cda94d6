"""What an administrator may set for routing; a queue may set its own times."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from madoguchi.kit.settings import tenant_settings
from madoguchi.routing.model.waiting import AfterDecline


class BreakReason(msgspec.Struct, frozen=True, kw_only=True):
    """Why somebody is on a break, in both languages; `code` is kept in the records."""

    code: Annotated[str, Meta(pattern="^[a-z][a-z0-9_]{0,31}$")]
    name_ja: str
    name_en: str


class ForceReason(msgspec.Struct, frozen=True, kw_only=True):
    """Why a supervisor changes what somebody is doing, in both languages; `code` is kept in the records."""

    code: Annotated[str, Meta(pattern="^[a-z][a-z0-9_]{0,31}$")]
    name_ja: str
    name_en: str


def _force_reasons() -> list[ForceReason]:
    return [
        ForceReason(code="forgotten", name_ja="切り替え忘れ", name_en="Forgot to change it"),
        ForceReason(code="help_needed", name_ja="応援要請", name_en="Help is needed"),
        ForceReason(code="rest_due", name_ja="休憩の指示", name_en="A break is due"),
        ForceReason(code="training", name_ja="研修・面談", name_en="Training or a talk"),
        ForceReason(code="trouble", name_ja="端末・回線の不具合", name_en="Their device or line fails"),
        ForceReason(code="other", name_ja="その他", name_en="Other"),
    ]


class TierPoints(msgspec.Struct, frozen=True, kw_only=True):
    """How many points of priority customers of a tier bring with them."""

    tier: Annotated[str, Meta(min_length=1, max_length=40)]
    points: Annotated[int, Meta(ge=-20, le=20)]


class ValuePoints(msgspec.Struct, frozen=True, kw_only=True):
    """How many points of priority customers bring with them who ordered for so much in the last year, or for more.

    `from_minor`: in the smallest unit of the tenant's currency.
    """

    from_minor: Annotated[int, Meta(ge=1, le=1_000_000_000_000)]
    points: Annotated[int, Meta(ge=-20, le=20)]


def _reasons() -> list[BreakReason]:
    return [
        BreakReason(code="rest", name_ja="小休憩", name_en="Short break"),
        BreakReason(code="lunch", name_ja="昼休憩", name_en="Lunch"),
        BreakReason(code="meeting", name_ja="打ち合わせ", name_en="Meeting"),
        BreakReason(code="desk_work", name_ja="事務作業", name_en="Desk work"),
        BreakReason(code="away", name_ja="離席", name_en="Away"),
    ]


@tenant_settings("routing")
class RoutingSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Times in seconds."""

    offer_seconds: Annotated[int, Meta(ge=3, le=300, description="How long an offer rings before the next one")] = 20
    connect_seconds: Annotated[int, Meta(ge=3, le=120, description="How long connecting may take after accept")] = 15
    rest_seconds: Annotated[
        int, Meta(ge=0, le=3600, description="How long who declined or missed a contact is not offered it again")
    ] = 30
    after_decline: Annotated[AfterDecline, Meta(description="What declining makes of a person")] = "ready"
    wrapup_seconds: Annotated[int, Meta(ge=0, le=3600, description="Wrap-up when neither queue nor rule says")] = 60
    reserve_seconds: Annotated[int, Meta(ge=10, le=600, description="How long a dial may take to be connected")] = 120
    desk_grace_seconds: Annotated[int, Meta(ge=5, le=600, description="How long a desk may be away")] = 20
    priority_seconds: Annotated[
        int, Meta(ge=1, le=3600, description="How much waiting one point of priority is worth")
    ] = 60
    keep_to_shifts: Annotated[bool, Meta(description="Offer nothing to people outside their shifts")] = False
    decision_days: Annotated[
        int, Meta(ge=1, le=365, description="How long every decision of the matcher is kept whole")
    ] = 30
    tier_points: Annotated[list[TierPoints], Meta(max_length=20)] = []
    value_points: Annotated[list[ValuePoints], Meta(max_length=20)] = []
    break_reasons: list[BreakReason] = msgspec.field(default_factory=_reasons)
    force_reasons: list[ForceReason] = msgspec.field(default_factory=_force_reasons)

    def points_of(self, tier: str, ordered_minor: int) -> dict[str, int]:
        """The points of priority that a customer brings with them, by why; of the value's steps the highest reached."""
        reached = [step for step in self.value_points if step.from_minor <= ordered_minor]
        return {
            "tier": next((one.points for one in self.tier_points if one.tier == tier), 0),
            "value": max(reached, key=lambda step: step.from_minor).points if reached else 0,
        }
