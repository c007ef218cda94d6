"""What a tenant decides about its desks."""

from typing import Annotated

from msgspec import Meta, Struct

from madoguchi.kit.settings import tenant_settings


@tenant_settings("workspace")
class WorkspaceSettings(Struct, frozen=True, kw_only=True):
    """The desk: wrap-up where no rule is set, and what counts as a repeat contact."""

    wrapup_seconds: Annotated[int, Meta(ge=10, le=3600, description="Wrap-up time where no rule is set (seconds).")] = (
        120
    )
    extend_seconds: Annotated[int, Meta(ge=10, le=3600, description="What one extension adds (seconds).")] = 60
    extensions: Annotated[int, Meta(ge=0, le=20, description="How often a wrap-up may be extended.")] = 3
    callback_hours: Annotated[
        int, Meta(ge=1, le=720, description="When a callback that is owed falls due, where nobody said (hours).")
    ] = 24
    slot_minutes: Annotated[
        int, Meta(ge=5, le=240, description="How long a time is for which a callback can be promised (minutes).")
    ] = 30
    slot_share: Annotated[
        int, Meta(ge=1, le=100, description="Share of the people on shift who make promised callbacks (per cent).")
    ] = 50
    slot_fixed: Annotated[
        int, Meta(ge=1, le=100, description="Callbacks that can be promised for one time where no shifts are known.")
    ] = 2
    slot_hours: Annotated[
        str, Meta(max_length=200, description="Opening hours within which callbacks are promised, by name; empty: all.")
    ] = ""
    repeat_days: Annotated[int, Meta(ge=1, le=60, description="Contacts within so many days count as repeated.")] = 7
