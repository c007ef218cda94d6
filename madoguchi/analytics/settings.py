"""What a tenant decides about its reports: their day, targets, and what the detectors look for."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from madoguchi.kit.settings import tenant_settings

Seconds = Annotated[int, Meta(ge=1, le=3600)]
Percent = Annotated[int, Meta(ge=1, le=100)]


class QueueTarget(msgspec.Struct, frozen=True, kw_only=True):
    """The service level that one queue is held to."""

    queue: Annotated[str, Meta(max_length=64, description="Code of the queue")]
    seconds: Seconds
    percent: Percent


@tenant_settings("analytics")
class AnalyticsSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Reports and detectors. What is set here is in force for every figure shown from then on, of past days too."""

    day_begins: Annotated[
        str, Meta(pattern="^([01][0-9]|2[0-3]):[03]0$", description="When the reports' day begins")
    ] = "00:00"
    service_seconds: Annotated[Seconds, Meta(description="Service level: answered within so many seconds")] = 20
    service_percent: Annotated[Percent, Meta(description="Service level: target")] = 80
    targets: Annotated[list[QueueTarget], Meta(max_length=500, description="Targets of single queues")] = []
    short_abandon_seconds: Annotated[
        int, Meta(ge=0, le=60, description="Who leaves within so many seconds was a short abandon; 0: nobody is")
    ] = 5
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
