"""A company of its own for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from madoguchi.kit.facts import settle
from tests.rooms.access.desk import Company, found_company


@pytest.fixture
async def company(database: None) -> AsyncIterator[Company]:
    """A tenant with an administrator."""
    yield await found_company()
    await settle()
