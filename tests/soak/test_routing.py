"""Histories of routing, 100,000 on the pure model and 300 on PostgreSQL: nobody stuck, nothing lost."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from uuid import UUID

import asyncpg
import pytest

from madoguchi.kit.clock import TestClock
from tests.rooms.routing import lived, world
from tests.rooms.routing.hall import make_hall

PURE = 100_000
CHUNK = 500


def live_through_many(first: int) -> int:
    """A chunk of pure histories, from their seeds."""
    for seed in range(first, first + CHUNK):
        world.live_through(seed)
    return CHUNK


def test_pure_histories_end_well() -> None:
    with ProcessPoolExecutor(max_workers=2) as pool:
        assert sum(pool.map(live_through_many, range(0, PURE, CHUNK))) == PURE


@pytest.mark.parametrize("seed", range(1000, 1300))
async def test_a_history_on_postgresql_ends_well(
    tenant: UUID, seed: int, clock: TestClock, owner: asyncpg.Connection[asyncpg.Record]
) -> None:
    await lived.live_through(await make_hall(tenant, people=3), seed, clock, owner)
