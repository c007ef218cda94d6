"""What a tenant decides about its calendars."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from madoguchi.calendars.model.contact import DEFAULT_RULES, ContactRule
from madoguchi.kit.settings import tenant_settings


@tenant_settings("calendars")
class CalendarSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Time zone, public holidays, permitted contact times, imports."""

    time_zone: Annotated[str, Meta(description="Time zone of shifts and of new opening hours.")] = "Asia/Tokyo"
    holiday_country: Annotated[str, Meta(description="Whose public holidays count.", pattern="^[A-Z]{2}$")] = "JP"
    contact_rules: Annotated[
        tuple[ContactRule, ...],
        Meta(description="When customers may be contacted on media that ring, by their clock; the first that fits."),
    ] = DEFAULT_RULES
    shift_import_days: Annotated[
        int, Meta(description="Days for which an import of shifts or closures can be undone.", ge=1, le=365)
    ] = 30
