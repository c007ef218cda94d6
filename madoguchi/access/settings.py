"""What an administrator may set about signing in."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from madoguchi.kit.settings import tenant_settings


@tenant_settings("access")
class AccessSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Sessions and links."""

    idle_lock_seconds: Annotated[
        int, Meta(title="Idle lock", description="Seconds without use until a desk locks itself.", ge=60, le=28_800)
    ] = 900
    session_hours: Annotated[
        int, Meta(title="Session", description="Hours after which everybody signs in again.", ge=1, le=168)
    ] = 14
    invitation_hours: Annotated[
        int, Meta(title="Invitation", description="Hours for which an invitation link opens.", ge=1, le=720)
    ] = 168
    password_reset_minutes: Annotated[
        int, Meta(title="Password reset", description="Minutes for which a reset link opens.", ge=5, le=1440)
    ] = 60
