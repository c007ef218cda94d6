"""What a tenant decides about its telephone."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from madoguchi.kit.settings import tenant_settings
from madoguchi.telephony.jurisdictions import Rule


@tenant_settings("telephony")
class TelephonySettings(msgspec.Struct, frozen=True, kw_only=True):
    """Recording, announcements and waiting times of the telephone."""

    record_inbound: Annotated[
        Literal["after_notice", "always", "never"],
        Meta(
            description="When inbound talks are recorded: once we have done what the rule of the caller's region asks; "
            "also without a notice of ours, because somebody else gives it (a carrier); never."
        ),
    ] = "after_notice"
    record_outbound: Annotated[bool, Meta(description="Whether talks that we begin are recorded.")] = False
    announcement_languages: Annotated[
        list[Literal["ja", "en"]],
        Meta(min_length=1, max_length=2, description="Languages of announcements, in the order in which they play."),
    ] = msgspec.field(default_factory=lambda: ["ja"])
    agent_ring_seconds: Annotated[
        int, Meta(ge=5, le=60, description="How long an agent's phone may ring after they accepted.")
    ] = 12
    customer_ring_seconds: Annotated[int, Meta(ge=10, le=120, description="How long a customer's phone may ring.")] = 45
    rejoin_seconds: Annotated[
        int, Meta(ge=5, le=120, description="How long a talk waits for an agent's phone that broke off.")
    ] = 15
    consult_seconds: Annotated[
        int, Meta(ge=30, le=3600, description="How long a customer may wait while an agent asks somebody aside.")
    ] = 600
    park_seconds: Annotated[
        int, Meta(ge=15, le=3600, description="After how long a parked customer comes back to whoever parked them.")
    ] = 180
    outside_minutes: Annotated[
        int, Meta(ge=5, le=720, description="How long a customer may talk with an outside number without an agent.")
    ] = 120
    pause_seconds: Annotated[
        int, Meta(ge=15, le=900, description="After how long a paused recording goes on by itself.")
    ] = 120
    context_minutes: Annotated[
        int, Meta(ge=1, le=240, description="How long the token that travels with a call to the outside is valid.")
    ] = 30
    login_hours: Annotated[int, Meta(ge=1, le=24, description="How long a phone's login lasts.")] = 10


class RegionRule(msgspec.Struct, frozen=True, kw_only=True):
    """What must have happened before talks with numbers of a region are recorded."""

    region: Annotated[str, Meta(pattern="^[A-Z]{2}(-[A-Z]{2})?$", description="A country, EU, or a US state (US-CA).")]
    rule: Rule


@tenant_settings("recording_consent")
class RecordingConsentSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What must have happened before a talk is recorded, where it is not as delivered (`jurisdictions`)."""

    unknown: Annotated[
        Rule, Meta(description="For numbers whose region nobody knows, or for whose region there is no rule.")
    ] = "consent"
    regions: Annotated[
        list[RegionRule], Meta(max_length=300, description="Regions for which we set our own rule.")
    ] = []
