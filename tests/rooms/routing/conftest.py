"""A hall for each test, with the reactions and jobs of routing in force."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest

import madoguchi.routing.jobs
import madoguchi.routing.reactions  # noqa: F401  # registers the room's reactions
from madoguchi.interactions import register_medium
from madoguchi.interactions.media import forget_medium
from tests.fakes.medium import FakeMedium
from tests.rooms.routing.hall import Hall, make_hall


@pytest.fixture(autouse=True)
def medium() -> Iterator[FakeMedium]:
    """A medium that only remembers what it was asked."""
    fake = FakeMedium()
    for name in ("voice", "chat"):
        register_medium(name, fake)
    yield fake
    for name in ("voice", "chat"):
        forget_medium(name)


@pytest.fixture
async def hall(tenant: UUID) -> Hall:
    return await make_hall(tenant)
