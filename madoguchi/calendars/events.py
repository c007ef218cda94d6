"""The facts that the room announces: ids and codes only."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from madoguchi.kit.facts import Fact


class OpeningHoursChanged(Fact, frozen=True, kw_only=True):
    """Opening hours are new or others than before."""

    hours: UUID


class ClosuresChanged(Fact, frozen=True, kw_only=True):
    """The company's own days changed: company holidays, corrections of public ones."""


class ShiftsChanged(Fact, frozen=True, kw_only=True):
    """Shifts of people changed on days from `first` to `last`, with both."""

    users: list[UUID]
    first: date
    last: date
