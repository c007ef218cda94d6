"""What a tenant decides about contacts that we begin."""

from typing import Annotated

import msgspec
from msgspec import Meta

from madoguchi.kit.settings import tenant_settings


@tenant_settings("outbound")
class OutboundSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Contacts that we begin: how often."""

    attempts_per_day: Annotated[
        int, Meta(ge=1, le=50, description="How often a number is called a day, by the clock of whoever has it.")
    ] = 5
