"""What reports announce."""

from datetime import date
from uuid import UUID

from madoguchi.kit.facts import Fact


class DayCounted(Fact, frozen=True, kw_only=True):
    """A day was counted anew from the rooms below."""

    day: date
    contacts: int


class FindingChanged(Fact, frozen=True, kw_only=True):
    """A detector saw something in a person's day, or somebody looked at it. `state`: "open" or "acknowledged"."""

    finding: UUID
    detector: str
    user: UUID
    day: date
    state: str
