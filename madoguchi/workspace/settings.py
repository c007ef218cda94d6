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
    repeat_days: Annotated[int, Meta(ge=1, le=60, description="Contacts within so many days count as repeated.")] = 7
