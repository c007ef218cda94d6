"""A day at the desk for each test, with all that reacts to a call in force and a clock that stands still."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

import madoguchi.analytics.jobs
import madoguchi.analytics.reactions
import madoguchi.routing.jobs
import madoguchi.routing.reactions
import madoguchi.workspace.jobs
import madoguchi.workspace.reactions  # noqa: F401  # registers what reacts
from madoguchi.interactions import register_medium
from madoguchi.interactions.media import forget_medium
from madoguchi.kit.clock import use_clock
from tests.fakes.medium import FakeMedium
from tests.rooms.analytics.floor import Floor, make_floor

MORNING = datetime(2026, 11, 24, 0, 55, tzinfo=UTC)  # five minutes to ten in Tokyo, a Tuesday


class StillClock:
    """A clock that only moves when it is told to: seconds come out exactly."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def advance(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)

    def to(self, seconds: float) -> None:
        """So many seconds after the morning began."""
        self.at = MORNING + timedelta(seconds=seconds)


@pytest.fixture
def still() -> Iterator[StillClock]:
    """The clock of the test."""
    with use_clock(StillClock(MORNING)) as clock:
        assert isinstance(clock, StillClock)
        yield clock


@pytest.fixture(autouse=True)
def medium() -> Iterator[FakeMedium]:
    """A medium that only remembers what it was asked."""
    fake = FakeMedium()
    register_medium("voice", fake)
    yield fake
    forget_medium("voice")


@pytest.fixture
async def floor(still: StillClock, tenant: UUID) -> Floor:
    return await make_floor(tenant, still)
