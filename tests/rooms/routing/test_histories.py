"""A few histories on the real database at every run; three hundred in `make soak`."""

from __future__ import annotations

from uuid import UUID

import asyncpg
import pytest

from madoguchi.kit.clock import TestClock
from tests.rooms.routing.hall import make_hall
from tests.rooms.routing.lived import live_through


@pytest.mark.parametrize("seed", range(8))
async def test_a_history_ends_well(
    tenant: UUID, seed: int, clock: TestClock, owner: asyncpg.Connection[asyncpg.Record]
) -> None:
    await live_through(await make_hall(tenant, people=3), seed, clock, owner)
