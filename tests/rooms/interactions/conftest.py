"""An office and a medium that only remembers."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest

import madoguchi.interactions.reactions  # noqa: F401  # registers what the room reacts to
from madoguchi.interactions import register_medium
from madoguchi.interactions.media import forget_medium
from tests.fakes.medium import FakeMedium
from tests.rooms.interactions.factory import Office, make_office


@pytest.fixture
async def office(tenant: UUID) -> Office:
    return await make_office(tenant)


@pytest.fixture
def medium() -> Iterator[FakeMedium]:
    fake = FakeMedium()
    register_medium("voice", fake)
    yield fake
    forget_medium("voice")
