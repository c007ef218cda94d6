"""Histories of routing, 100,000 on the pure model and 300 on PostgreSQL: nobody stuck, nothing lost.

`MADOGUCHI_SOAK_HISTORIES=2000` for a quick look. A failure names its seed; `world.live_through(seed)` lives it again.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from uuid import UUID

import asyncpg
import pytest

from madoguchi.kit.clock import TestClock
from tests.rooms.routing import lived, world
from tests.rooms.routing.hall import make_hall

PURE = int(os.environ.get("MADOGUCHI_SOAK_HISTORIES", "100000"))
CHUNK = 250


def live_through_many(first: int) -> tuple[Counter[str], list[str]]:
    """A chunk of pure histories, from their seeds: what happened in them, and the seeds that ended badly."""
    seen: Counter[str] = Counter()
    bad: list[str] = []
    for seed in range(first, min(first + CHUNK, PURE)):
        try:
            lived_through = world.live_through(seed)
        except Exception as error:  # whatever goes wrong is told with its seed
            bad.append(f"seed {seed}: {type(error).__name__}: {error}")
        else:
            seen.update(histories=1, offers=len(lived_through.offers), facts=len(lived_through.facts))
            seen.update(f"offer {offer.state}" for offer in lived_through.offers.values())
    return seen, bad


def test_pure_histories_end_well(figure: Callable[[str], None]) -> None:
    began, seen, bad = time.monotonic(), Counter[str](), list[str]()
    with ProcessPoolExecutor(max_workers=2) as pool:
        for some, wrong in pool.map(live_through_many, range(0, PURE, CHUNK)):
            seen.update(some)
            bad += wrong
    states = ", ".join(f"{name[6:]} {n:,}" for name, n in seen.most_common() if name.startswith("offer "))
    figure(
        f"pure histories: {PURE:,}, {seen['histories']:,} ended well in {time.monotonic() - began:.0f} s, "
        f"{seen['offers']:,} offers ({states}), {seen['facts']:,} facts"
    )
    assert not bad, "\n".join(bad[:20])


@pytest.mark.parametrize("seed", range(1000, 1300))
async def test_a_history_on_postgresql_ends_well(
    tenant: UUID, seed: int, clock: TestClock, owner: asyncpg.Connection[asyncpg.Record]
) -> None:
    await lived.live_through(await make_hall(tenant, people=3), seed, clock, owner)
