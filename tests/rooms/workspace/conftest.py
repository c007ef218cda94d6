"""A desk for each test, with all that reacts to a call in force."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest

import madoguchi.cases.jobs
import madoguchi.cases.reactions
import madoguchi.notifications.jobs
import madoguchi.routing.jobs
import madoguchi.routing.reactions
import madoguchi.workspace.feed
import madoguchi.workspace.jobs
import madoguchi.workspace.reactions  # noqa: F401  # registers the room's reactions
from madoguchi.interactions import register_medium
from madoguchi.interactions.media import forget_medium
from tests.fakes.medium import FakeMedium
from tests.rooms.workspace.factory import Centre, make_centre


@pytest.fixture(autouse=True)
def medium() -> Iterator[FakeMedium]:
    """A medium that only remembers what it was asked."""
    fake = FakeMedium()
    register_medium("voice", fake)
    yield fake
    forget_medium("voice")


@pytest.fixture
async def centre(tenant: UUID) -> Centre:
    return await make_centre(tenant)
