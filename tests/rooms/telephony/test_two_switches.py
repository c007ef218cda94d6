"""Two switches: each call is on one of them, and everything that is done to it is done there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from madoguchi import interactions
from madoguchi.customers import Address
from madoguchi.files import DiskShelf, use_shelf
from madoguchi.integrations.simulator.telephony import SimulatedLine
from madoguchi.interactions.media import forget_medium
from madoguchi.kit.clock import now
from madoguchi.kit.db import unit
from madoguchi.kit.facts import settle
from madoguchi.kit.ids import new_id
from madoguchi.telephony import Switch, VoiceMedium, health, noted, take, use_line, use_switches
from madoguchi.telephony.ports import Snapshot
from tests.rooms.interactions.factory import Office
from tests.rooms.telephony.world import World, furnish


@pytest.fixture
async def switches() -> AsyncIterator[dict[str, SimulatedLine]]:
    """Two of them, both reporting to the room."""
    made = {name: SimulatedLine(pace=0.02) for name in ("east", "west")}
    use_switches([Switch(id=name, control=line) for name, line in made.items()])
    interactions.register_medium("voice", VoiceMedium())
    tasks = [asyncio.create_task(line.serve(partial(take, switch=name))) for name, line in made.items()]
    yield made
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    forget_medium("voice")
    use_line(None)


@pytest.fixture
async def worlds(office: Office, switches: dict[str, SimulatedLine], tmp_path: Path) -> dict[str, World]:
    """The same office, seen from either switch."""
    use_shelf(DiskShelf(tmp_path))
    east = await furnish(office, switches["east"])
    return {"east": east, "west": World(office, switches["west"], east.number, east.trunk)}


async def test_a_talk_is_led_on_the_switch_where_its_caller_is(worlds: dict[str, World]) -> None:
    for name, other in (("east", "west"), ("west", "east")):
        leg, contact = await worlds[name].talk()
        mine = {seen.leg for seen in (await worlds[name].line.snapshot()).legs}
        assert mine == set(await worlds[name].look(partial(worlds[name].legs, contact.id)))
        assert (await worlds[other].line.snapshot()).legs == ()
        await worlds[name].line.far_end_hangs_up(leg)
        await worlds[name].until(partial(worlds[name].over, contact.id), "the end")
        assert (await worlds[name].line.snapshot()).legs == ()


async def test_what_one_switch_has_says_nothing_of_the_other_s_calls(worlds: dict[str, World]) -> None:
    _, here = await worlds["east"].waiting()
    _, there = await worlds["west"].waiting()
    await take(Snapshot(legs=(), moved=frozenset(), at=now()), "east")
    await settle()
    assert await worlds["east"].look(partial(worlds["east"].over, here.id))
    assert await worlds["west"].look(partial(worlds["west"].over, there.id)) is None


async def test_a_call_of_ours_begins_on_a_switch_that_answers(worlds: dict[str, World]) -> None:
    world = worlds["east"]
    noted("east", answers=False)
    await world.phone()
    async with unit(world.tenant):
        address = Address(kind="phone", value="+81312340000")
        contact = await interactions.open_interaction(
            "voice", new_id().hex, "out", address, line_of_business=world.office.line
        )
        await interactions.start(contact.id, world.office.agent)
    noted("east", answers=True)
    await world.until(lambda: world.segment(contact.id, "talking"), "the talk")
    assert (await worlds["east"].line.snapshot()).legs == ()
    assert len((await worlds["west"].line.snapshot()).legs) == 2


async def test_health_tells_of_each(switches: dict[str, SimulatedLine]) -> None:
    found = await health()
    assert [(switch.id, switch.healthy) for switch in found.switches] == [("east", True), ("west", True)]
    assert found.healthy
