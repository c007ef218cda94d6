"""What a tenant decides about its reports: what the detectors look for. Targets and the day are those of `routing`."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from madoguchi.kit.settings import tenant_settings

Percent = Annotated[int, Meta(ge=1, le=100)]


@tenant_settings("analytics")
class AnalyticsSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What the detectors look for. What is set here is in force from then on, also for days that are counted anew."""

    wrapup_factor: Annotated[float, Meta(ge=1, le=20, description="Long wrap-up: times the usual one")] = 2.0
    wrapup_seconds: Annotated[int, Meta(ge=30, le=3600, description="Long wrap-up: never below")] = 180
    wrapup_count: Annotated[int, Meta(ge=1, le=100, description="Long wrap-ups a day")] = 5
    wrapup_percent: Annotated[Percent, Meta(description="Long wrap-ups among all of the day")] = 30
    drop_seconds: Annotated[int, Meta(ge=1, le=60, description="A call ended by the agent below so many seconds")] = 10
    drop_count: Annotated[int, Meta(ge=1, le=100, description="Such calls a day")] = 3
    dump_seconds: Annotated[int, Meta(ge=5, le=600, description="A quick transfer: handed on below so much talk")] = 60
    dump_count: Annotated[int, Meta(ge=1, le=100, description="Quick transfers a day")] = 5
    dump_percent: Annotated[Percent, Meta(description="Quick transfers among all calls of the day")] = 30
    dump_factor: Annotated[float, Meta(ge=1, le=20, description="Quick transfers: times the usual share")] = 2.0
