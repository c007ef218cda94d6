"""Two nodes with a switch each, one node or the other killed again and again while customers call: `make soak`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from random import Random

import pytest

from tests.nodes.agents import at_work
from tests.nodes.test_two_switches import (
    AGENTS,
    AT_ONCE,
    NUMBER,
    OFFERS,
    Site,
    overlaps,
    site,
    switch_prefix,
)

__all__ = ["site", "switch_prefix"]

ROUNDS, CALLS = 8, 40
OPEN = "select 1 where not exists (select from call where ended is null)"
RESTED = "select 1 where not exists (select from agent where presence <> 'ready')"


async def some_calls(site: Site, count: int) -> None:
    """Customers over either switch, a few at a time."""
    places = asyncio.Semaphore(AT_ONCE)

    async def one(number: int) -> None:
        async with places:
            channel = await site.city.ring("ab"[number % 2], NUMBER)
            await site.city.is_over(channel, 180)

    await asyncio.gather(*(one(number) for number in range(count)))


@pytest.mark.timeout(3000)
async def test_either_node_killed_again_and_again(site: Site, figure: Callable[[str], None]) -> None:
    random = Random(31)
    async with at_work(site.agents(AGENTS)):
        for _ in range(ROUNDS):
            calling = asyncio.create_task(some_calls(site, CALLS))
            await asyncio.sleep(random.uniform(2, 8))  # somewhere in the middle
            victim = random.choice([site.a, site.b])
            victim.kill()
            await asyncio.to_thread(victim.start)
            await calling
            await site.until(OPEN, seconds=120)
            await site.until(RESTED, seconds=120)
    offers = await site.owner.fetch(OFFERS)
    assert overlaps(offers, "interaction_id") == []
    assert overlaps(offers, "user_id") == []
    outcomes = await site.owner.fetch("select outcome, count(*) as times from interaction group by 1 order by 1")
    assert await site.owner.fetchval("select count(*) from interaction where ended is null") == 0
    told = ", ".join(f"{row['times']} {row['outcome']}" for row in outcomes)
    figure(f"two nodes, two switches: {ROUNDS} nodes killed during {ROUNDS * CALLS} calls; {told}")
