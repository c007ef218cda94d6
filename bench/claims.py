"""Double assignment: everybody grabs for the same contacts at once, and nobody may get what another has."""

from __future__ import annotations

import asyncio
import time
from collections import Counter

from bench.callcentre import Hall, doubled, make_hall
from bench.casework import inside
from bench.frame import Place, Report, say
from madoguchi import routing
from madoguchi.kit.db import unit
from madoguchi.routing.actions import matching
from madoguchi.routing.store import items

SIZE = "4k"
PEOPLE = 200
QUEUES = 4
GRABBERS = 12
# From their own pull requests, as design notes quote them: how often one of several equal grabs was overwritten.
PEERS = {"chatwoot_pr_15524": {"doubled": 46}}


async def measure(place: Place) -> Report:
    """Twelve at once try to give away the same contacts in the same order, while callers give up and people free up."""
    report, tries = Report(peers=PEERS), Counter[str]()
    async with inside(place):
        hall = await make_hall(place, PEOPLE, place.count, QUEUES)
        for user in hall.people:
            async with unit(place.tenant):
                await routing.set_presence(user, "ready")
        say(f"{GRABBERS} grab for the same contacts")
        began = time.perf_counter()
        await asyncio.gather(*(_grab(place, hall, tries, n) for n in range(GRABBERS)))
        seconds = time.perf_counter() - began
    made: int = await place.owner.fetchval("select count(*) from offer")
    report.put("doubled", await doubled(place), "pairs of offers of one contact, or to one person, at the same time")
    report.put("offers", made)
    report.put("grabs", tries["grabs"], "tries to make an offer, most of them for what another is just giving away")
    report.put("per_second", tries["grabs"] / seconds)
    return report


async def _grab(place: Place, hall: Hall, tries: Counter[str], n: int) -> None:
    for count, interaction in enumerate(hall.waiting):
        async with unit(place.tenant):
            item = await items.live_item(interaction)
            if item is not None:
                tries["grabs"] += 1
                await matching.serve_item(item.id, again=False)
        if count % GRABBERS == n:
            async with unit(place.tenant):
                await routing.withdraw(interaction, "abandoned")
