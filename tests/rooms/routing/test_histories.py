"""A few histories on the real database at every run, three hundred in `make soak`; and those that once ended badly."""

from __future__ import annotations

from uuid import UUID

import asyncpg
import pytest

from madoguchi.kit.clock import TestClock
from tests.rooms.routing import world
from tests.rooms.routing.hall import make_hall
from tests.rooms.routing.lived import live_through


@pytest.mark.parametrize("seed", range(8))
async def test_a_history_ends_well(
    tenant: UUID, seed: int, clock: TestClock, owner: asyncpg.Connection[asyncpg.Record]
) -> None:
    await live_through(await make_hall(tenant, people=3), seed, clock, owner)


@pytest.mark.parametrize("seed", [3250, 18768])
def test_what_was_accepted_beside_is_nobody_s_once_the_desk_stays_away(seed: int) -> None:
    """The second time to connect and the grace of a desk end in this order; a history checks itself at every step."""
    lived = world.live_through(seed)
    assert {offer.id for offer in lived.offers.values() if offer.ended is None} == {
        agent.offer for agent in lived.agents.values() if agent.offer
    }
