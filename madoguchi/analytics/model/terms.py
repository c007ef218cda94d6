"""What is in force when figures are made: targets, thresholds of counting, and what a reader asked for."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

import msgspec

from madoguchi.analytics.model.catalogue import By
from madoguchi.routing import Service


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """The tenant's rules of counting. `service`: the targets of queues, and who counts as having given up."""

    service: Service = Service()
    repeat_days: int = 7


class Cut(msgspec.Struct, frozen=True, kw_only=True):
    """Which rows are asked for; None asks nothing. `users`: these people only (a person, or a team's); `without`: those
    that came to no queue, or are of no line of business.
    """

    queue: UUID | None = None
    without: Literal["queue", "line"] | None = None
    line: UUID | None = None
    users: list[UUID] | None = None
    direction: str | None = None
    medium: str | None = None

    @property
    def lines(self) -> tuple[By, ...]:
        """What the cut makes of a report, beside its own lines."""
        asked: tuple[tuple[By, object], ...] = (("queue", self.queue), ("line", self.line), ("person", self.users))
        lines = tuple(by for by, value in asked if value is not None)
        return lines if self.without is None else (*lines, self.without)

    @property
    def people_only(self) -> bool:
        """Whether what people did all day (not contact by contact) can be told under this cut."""
        return (
            self.queue is None
            and self.line is None
            and self.without is None
            and self.direction is None
            and self.medium is None
        )
