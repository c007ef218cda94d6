"""The city around two switches: one Asterisk more, from which customers call and on which agents' phones ring.

Its calls are real SIP calls with sound; its people are led from here. Phones answer by themselves.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from uuid import uuid4

from madoguchi.integrations.asterisk import extensions, node, node_state
from madoguchi.integrations.asterisk.ari import Ari
from madoguchi.integrations.asterisk.ari_events import Connected, Lost
from madoguchi.integrations.asterisk.configuration import APPLICATION, Trunk, trunk_endpoint
from madoguchi.integrations.asterisk.errors import SwitchError
from madoguchi.integrations.asterisk.node import NodeSettings
from madoguchi.integrations.asterisk.node_state import NodeState
from madoguchi.integrations.asterisk.prefix import Prefix
from tests.instance import Instance

CUSTOMER = "customer"
SOUND = "tone:dial"
LOCAL = ("127.0.0.1",)


def switch_of(instance: Instance) -> NodeState:
    """The private switch of an instance."""
    state = node_state.read(instance.folder / "data" / "asterisk")
    assert state is not None
    return state


class City:
    """Customers and phones."""

    def __init__(self, ari: Ari, sip_port: int, switches: dict[str, NodeState]) -> None:
        self._ari, self._sip_port, self._switches = ari, sip_port, switches
        self.answered: set[str] = set()
        self.over: dict[str, str] = {}
        self._news = asyncio.Condition()
        self._at_it: set[asyncio.Task[None]] = set()

    async def live(self) -> None:
        """Answer phones, and remember who was answered and who hung up, for ever."""
        async for event in self._ari.events(APPLICATION):
            if isinstance(event, Connected | Lost) or event.channel is None:
                continue
            if event.type == "StasisStart" and event.args[:1] == [CUSTOMER]:
                await self._note(partial(self.answered.add, event.channel.id))
                self._begin(self._sing(event.channel.id))
            elif event.type == "StasisStart":
                self._begin(self._answer(event.channel.id))
            elif event.type == "ChannelDestroyed":
                await self._note(partial(self.over.__setitem__, event.channel.id, event.cause_txt))

    async def _note(self, change: Callable[[], object]) -> None:
        async with self._news:
            change()
            self._news.notify_all()

    def _begin(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._at_it.add(task)
        task.add_done_callback(self._at_it.discard)

    async def _answer(self, channel: str) -> None:
        try:
            await self._ari.answer(channel)
        except SwitchError:
            return  # the other side has changed its mind
        await self._sing(channel)

    async def _sing(self, channel: str) -> None:
        try:
            await self._ari.play(f"channels/{channel}", SOUND, uuid4().hex)
        except SwitchError:
            return

    async def ring(self, switch: str, number: str) -> str:
        """A customer calls over that switch; returns their end of the call."""
        channel = f"customer-{uuid4().hex}"
        endpoint = f"PJSIP/{number}@{trunk_endpoint(switch)}"
        await self._ari.originate(endpoint, channel, APPLICATION, [CUSTOMER], caller="<0398765432>", timeout=60)
        return channel

    async def hang_up(self, channel: str) -> None:
        """The customer puts the receiver down."""
        await self._ari.hang_up(channel)

    async def is_over(self, channel: str, seconds: float = 30) -> str:
        """Wait until the call has ended; returns why, in the switch's words."""
        async with asyncio.timeout(seconds), self._news:
            while channel not in self.over:
                await self._news.wait()
        return self.over[channel]

    async def give_phone(self, login: str) -> None:
        """A phone in the city rings for `login`, on every switch that lives: known there by its address."""
        for state in self._switches.values():
            url = f"http://127.0.0.1:{state.http_port}/ari"
            async with Ari(url, state.user, state.password) as ari:
                await extensions.revoke(ari, login)  # what is put only changes what was there
                address = {"contact": f"sip:{login}@127.0.0.1:{self._sip_port}"}
                await ari.put_object("aor", login, address)
                fields = {**extensions.ENDPOINT, **extensions.MEDIA["phone"], "aors": login}
                await ari.put_object("endpoint", login, fields)


@asynccontextmanager
async def city(prefix: Prefix, folder: Path, instances: dict[str, Instance]) -> AsyncIterator[City]:
    """A city that calls over the private switches of these instances, by the names that they are given here."""
    switches = {name: switch_of(instance) for name, instance in instances.items()}
    trunks = tuple(Trunk(name, f"127.0.0.1:{state.sip_port}", accepts=LOCAL) for name, state in switches.items())
    running = await asyncio.to_thread(node.start, prefix, folder, NodeSettings(trunks=trunks))
    state = running.state
    async with Ari(running.ari_url, state.user, state.password) as ari:
        made = City(ari, state.sip_port, switches)
        living = asyncio.create_task(made.live())
        try:
            yield made
        finally:
            living.cancel()
            await asyncio.gather(living, return_exceptions=True)
            await asyncio.to_thread(node.stop, folder)
