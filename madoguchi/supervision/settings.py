"""What an administrator may set about supervision."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from madoguchi.kit.settings import tenant_settings
from madoguchi.supervision.model.alerts import RULES, AlertRule


@tenant_settings("supervision")
class SupervisionSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Listening, alerts, messages."""

    listening_is_shown: Annotated[bool, Meta(description="Whether people see on their call that somebody listens")] = (
        True
    )
    alerts: Annotated[list[AlertRule], Meta(max_length=100, description="What raises an alert")] = msgspec.field(
        default_factory=lambda: list(RULES)
    )
    calm_seconds: Annotated[
        int, Meta(ge=0, le=600, description="So long its cause must be gone before an alert goes down")
    ] = 15
    level_least: Annotated[
        int, Meta(ge=1, le=1000, description="From so many contacts of the day on a service level raises alerts")
    ] = 10
    message_minutes: Annotated[
        int, Meta(ge=1, le=1440, description="How long a message stays up where its author does not say")
    ] = 60

    def __post_init__(self) -> None:
        codes = [rule.code for rule in self.alerts]
        if len(set(codes)) != len(codes):
            raise ValueError("two rules have the same code")
