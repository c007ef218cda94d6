"""When a switch counts as dead: what refuses connections soon, what is silent late, and never before another tried."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import asyncpg
import pytest

from madoguchi.integrations.simulator.telephony import SimulatedLine
from madoguchi.kit.facts import settle
from madoguchi.kit.nodes import this_node
from madoguchi.telephony import RegisteredSwitch, Switch, register
from madoguchi.telephony.lines import MAIN
from madoguchi.telephony.watch import _unreached, watch
from tests.rooms.telephony.world import World

Silence = Callable[[int], Awaitable[None]]


class Unreached(SimulatedLine):
    """A switch that does not answer, with or without a process behind its address."""

    def __init__(self, *, process: bool) -> None:
        super().__init__()
        self.process = process

    async def healthy(self) -> bool:
        return False

    async def gone(self) -> bool:
        return not self.process


@pytest.fixture
async def silent_for(owner: asyncpg.Connection[asyncpg.Record]) -> AsyncIterator[Silence]:
    """Say for how many seconds nobody has reached the switch."""
    await register.announce(RegisteredSwitch(id=MAIN, kind="simulated", owner=this_node()))

    async def silent(seconds: int) -> None:
        await owner.execute("update switch set reached = now() - $1 * interval '1 s' where id = $2", seconds, MAIN)

    yield silent
    await register.forget(MAIN)


@pytest.mark.parametrize(
    ("process", "seconds", "lost"),
    [(False, 5, False), (False, 10, True), (True, 10, False), (True, 25, False), (True, 31, True)],
)
async def test_calls_are_lost_when_nobody_reached_their_switch_for_long_enough(
    world: World, silent_for: Silence, process: bool, seconds: int, lost: bool
) -> None:
    _, contact = await world.talk()
    away = Switch(id=MAIN, control=Unreached(process=process))
    await silent_for(seconds)
    await _unreached(away)
    await settle()
    over = await world.look(lambda: world.over(contact.id))
    assert (over is not None) is lost
    if over is not None:
        assert over.cause == "lost"
        assert await world.look(lambda: world.segment(contact.id, "ended")), "the agent is free"


async def test_a_caller_who_waited_on_a_dead_switch_is_missed_not_forgotten(world: World, silent_for: Silence) -> None:
    _, contact = await world.waiting()
    await silent_for(60)
    await _unreached(Switch(id=MAIN, control=Unreached(process=False)))
    await settle()
    (abandoned,) = await world.look(lambda: world.facts("interactions.InteractionAbandoned"))
    assert abandoned["interaction"] == str(contact.id)
    assert abandoned["cause"] == "lost"


async def test_a_holder_that_does_not_reach_its_switch_lets_another_node_try(
    world: World, silent_for: Silence, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("madoguchi.telephony.watch.PATIENCE_SECONDS", 0.0)
    monkeypatch.setattr("madoguchi.telephony.watch.LOOK_SECONDS", 0.01)
    _, contact = await world.waiting()
    await asyncio.wait_for(watch(Switch(id=MAIN, control=Unreached(process=True))), 5)
    assert await world.look(lambda: world.over(contact.id)) is None, "it goes on while another may reach it"
