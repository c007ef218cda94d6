"""A real switch for the run, and phones to call it. Fixtures: a conftest that needs them imports them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager

import pytest

from madoguchi.entrypoints.demo.phones import Phone, phone
from madoguchi.integrations.asterisk import node, prefix
from madoguchi.integrations.asterisk.ari import Ari
from madoguchi.integrations.asterisk.ari_events import Connected, Lost
from madoguchi.integrations.asterisk.ari_model import Event
from madoguchi.integrations.asterisk.configuration import APPLICATION, Trunk
from madoguchi.integrations.asterisk.node import Node, NodeSettings
from madoguchi.integrations.asterisk.prefix import Prefix
from madoguchi.kit.config import config

TEST_TRUNK = Trunk("test", "127.0.0.1:9", accepts=("127.0.0.1",))
"""Takes calls from every process of this machine: for tests only."""


@pytest.fixture(scope="session")
def switch_prefix() -> Prefix:
    """The Asterisk of this machine, built if need be (once; it stays in the cache)."""
    return prefix.find_or_build(config().cache / "asterisk")


@pytest.fixture(scope="session")
def switch_node(switch_prefix: Prefix, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    folder = tmp_path_factory.mktemp("switch")
    yield node.start(switch_prefix, folder, NodeSettings(trunks=(TEST_TRUNK,)))
    node.stop(folder)


@pytest.fixture
async def ari(switch_node: Node) -> AsyncIterator[Ari]:
    """The switch's commands; nothing is left of the test's calls afterwards."""
    async with Ari(switch_node.ari_url, switch_node.state.user, switch_node.state.password) as client:
        yield client
        for channel in await client.channels():
            await client.hang_up(channel.id)


@pytest.fixture
async def caller() -> AsyncIterator[Phone]:
    """A SIP phone on which nobody is anybody yet."""
    async with phone() as made:
        yield made


class Listener:
    """What the switch has said to our application since the test began."""

    def __init__(self) -> None:
        self.events: list[Event | Connected | Lost] = []
        self._news = asyncio.Condition()

    @asynccontextmanager
    async def during(self, ari: Ari) -> AsyncIterator[None]:
        """Hold Madoguchi's place at the switch for the time of a `with`."""
        task = asyncio.create_task(self._listen(ari))
        await self.connected()
        yield
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    async def _listen(self, ari: Ari) -> None:
        async for event in ari.events(APPLICATION):
            async with self._news:
                self.events.append(event)
                self._news.notify_all()

    async def wait(self, kind: str, fits: Callable[[Event], bool] = lambda event: True, timeout: float = 5.0) -> Event:
        async with asyncio.timeout(timeout), self._news:
            while True:
                for event in self.events:
                    if isinstance(event, Event) and event.type == kind and fits(event):
                        return event
                await self._news.wait()

    async def connected(self, times: int = 1, timeout: float = 5.0) -> None:
        async with asyncio.timeout(timeout), self._news:
            while sum(isinstance(event, Connected) for event in self.events) < times:
                await self._news.wait()


@pytest.fixture
async def listener(ari: Ari) -> AsyncIterator[Listener]:
    """Madoguchi's place at the switch, taken for the time of the test."""
    made = Listener()
    async with made.during(ari):
        yield made


@pytest.fixture
def address(switch_node: Node) -> Callable[[str], str]:
    """The SIP address of a number at the switch."""
    return lambda number: f"sip:{number}@127.0.0.1:{switch_node.state.sip_port}"
