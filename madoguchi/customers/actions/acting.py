"""What every writer needs: who acts, what the tenant's defaults are, whether the customer exists."""

from __future__ import annotations

from uuid import UUID

from madoguchi.customers.errors import CustomerUnknown
from madoguchi.customers.model.form import Defaults
from madoguchi.customers.settings import CustomerSettings
from madoguchi.customers.store import profiles
from madoguchi.kit.clock import now
from madoguchi.kit.http import maybe_principal
from madoguchi.kit.settings import setting


def actor() -> UUID | None:
    """The person who acts; None for programs and the house itself."""
    who = maybe_principal()
    return who.user if who else None


async def defaults() -> Defaults:
    """What fills the gaps of a profile."""
    settings = await setting(CustomerSettings)
    return Defaults(
        tiers=frozenset(tier.code for tier in settings.tiers),
        tier=settings.default_tier,
        language=settings.language,
        time_zone=settings.time_zone,
    )


async def touched(customer: UUID) -> int:
    """Give the customer a new version, because what belongs to them changes. Raises CustomerUnknown."""
    version = await profiles.touch(customer, now())
    if version is None:
        raise CustomerUnknown
    return version
