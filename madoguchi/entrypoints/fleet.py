"""All switches of the installation, as this node has them: known to every node, wired here, held in turn, watched.

Each node announces its own; every few seconds, and whenever one is announced, all look who is there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path

import asyncpg
import msgspec

from madoguchi import telephony
from madoguchi.integrations.asterisk import node_state
from madoguchi.integrations.asterisk.ari import Ari
from madoguchi.integrations.asterisk.node import PROMPTS
from madoguchi.integrations.asterisk.sounds import Sounds
from madoguchi.integrations.asterisk.telephony import AsteriskLine
from madoguchi.integrations.simulator.telephony import SimulatedLine
from madoguchi.kit import nodes
from madoguchi.kit.clock import now
from madoguchi.kit.config import config
from madoguchi.kit.db import database
from madoguchi.kit.log import log
from madoguchi.kit.signals import CHANNEL, on_signal
from madoguchi.kit.tasks import end
from madoguchi.telephony import RegisteredSwitch, Switch, register

LOOK_SECONDS = 5.0
SIMULATED_GONE = timedelta(seconds=20)
FORGOTTEN_AFTER = timedelta(days=1)

Apply = Callable[[Sequence[telephony.TrunkLine]], Awaitable[None]]
_changed = asyncio.Event()


@on_signal("telephony.switches")
def _announced(_word: str) -> None:
    _changed.set()


class Fleet:
    """`own`: what this node announces; `simulated`: the line that exists in this process alone, if it has one."""

    def __init__(
        self, own: Sequence[RegisteredSwitch], *, simulated: SimulatedLine | None = None, apply: Apply | None = None
    ) -> None:
        self._own = list(own)
        self._simulated = simulated
        self._apply = apply
        self._open: dict[str, tuple[RegisteredSwitch, _Held]] = {}

    async def begin(self) -> None:
        """Announce our own, and wire what there is."""
        for switch in self._own:
            await register.announce(switch)
        await database().sweep.execute("select pg_notify($1, 'telephony.switches ')", CHANNEL)
        await self._look()

    async def keep(self) -> None:
        """Look again and again."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await _changed.wait()
            _changed.clear()
            try:
                await register.still_there([switch.id for switch in self._own])
                await self._look()
                await self._bury()
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError) as error:
                log.warning("switches_unseen", error=type(error).__name__)

    async def end(self) -> None:
        """Let go of all of them."""
        telephony.use_switches([])
        for _, held in self._open.values():
            await held.end()
        self._open.clear()

    async def _look(self) -> None:
        known = {switch.id: switch for switch in await register.registered() if self._reaches(switch)}
        for name, (before, held) in list(self._open.items()):
            if name not in known or _address(known[name]) != _address(before):
                del self._open[name]
                await held.end()
        fresh = [switch for name, switch in known.items() if name not in self._open]
        for switch in fresh:
            self._open[switch.id] = (switch, self._hold(switch))
        telephony.use_switches([held.switch for _, held in self._open.values()], self._apply)
        for switch in fresh:
            self._open[switch.id][1].begin()

    def _reaches(self, switch: RegisteredSwitch) -> bool:
        return switch.kind == "asterisk" or switch.owner == nodes.this_node()

    def _hold(self, known: RegisteredSwitch) -> _Held:
        if known.kind == "simulated":
            assert self._simulated is not None  # we are its owner
            return _Held(Switch(id=known.id, control=self._simulated), self._simulated)
        ari = Ari(known.url, known.account, known.password)
        folder = Path(known.folder) if _is_here(known) else None
        line = AsteriskLine(
            ari,
            missed_folder=folder / "missed" if folder else None,
            ended_folder=folder / "ended" if folder else None,
            sounds=Sounds(
                telephony.KeptSounds(config().sound_url or config().public_url), folder / PROMPTS if folder else None
            ),
        )
        switch = Switch(
            id=known.id,
            control=line,
            socket_url=known.url.removesuffix("/ari").replace("http", "ws", 1) + "/ws",
            phone_url=known.phone_url,
            near=folder is not None,
            sip_address=known.sip_address,
        )
        return _Held(switch, line, ari)

    async def _bury(self) -> None:
        """Simulated lines end with their process; a switch that nobody counts among theirs any more is forgotten."""
        alive = {node.id for node in await nodes.nodes() if node.here}
        for switch in await register.registered():
            ownerless = switch.kind == "simulated" and switch.owner not in alive
            if switch.id in await register.forgotten(SIMULATED_GONE if ownerless else FORGOTTEN_AFTER):
                await self._forget(switch.id)

    async def _forget(self, switch: str) -> None:
        await telephony.switch_lost(switch, now())
        await register.forget(switch)
        log.warning("switch_forgotten", switch=switch)


class _Held:
    """One switch, wired here; this node waits in line for its event socket, or holds it."""

    def __init__(self, switch: Switch, line: AsteriskLine | SimulatedLine, ari: Ari | None = None) -> None:
        self.switch = switch
        self._line = line
        self._ari = ari
        self._tasks: list[asyncio.Task[None]] = []

    def begin(self) -> None:
        take = partial(telephony.take, switch=self.switch.id)
        self._tasks = [asyncio.create_task(telephony.hold(self.switch, partial(self._line.serve, take)))]
        if isinstance(self._line, AsteriskLine):
            self._tasks.append(asyncio.create_task(self._line.tell_missed(take)))

    async def end(self) -> None:
        await end(self._tasks)
        if self._ari is not None:
            await self._ari.close()


def _address(switch: RegisteredSwitch) -> RegisteredSwitch:
    """What must be wired anew when it changes."""
    return msgspec.structs.replace(switch, owner=None, holder=None)


def _is_here(switch: RegisteredSwitch) -> bool:
    """Whether the switch lives on this machine: its folder is here, and is its."""
    state = node_state.read(Path(switch.folder)) if switch.folder else None
    return state is not None and state.name == switch.id
