"""The installation's telephone: which switch there is, how it is started and stopped, and who listens to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path

import msgspec

from madoguchi import telephony
from madoguchi.entrypoints.demo import far_end
from madoguchi.integrations.asterisk import node, node_state, prefix, prompts
from madoguchi.integrations.asterisk.ari import Ari
from madoguchi.integrations.asterisk.configuration import Trunk
from madoguchi.integrations.asterisk.errors import NodeFailed, NoSwitch
from madoguchi.integrations.asterisk.node import Node, NodeSettings
from madoguchi.integrations.asterisk.prefix import Prefix
from madoguchi.integrations.asterisk.processes import alive
from madoguchi.integrations.asterisk.telephony import AsteriskLine
from madoguchi.integrations.simulator.telephony import SimulatedLine
from madoguchi.kit.config import Config
from madoguchi.kit.log import log
from madoguchi.kit.signals import on_signal
from madoguchi.kit.tasks import end
from madoguchi.telephony import MAIN, Switch, TrunkLine

Tell = Callable[..., None]
LOOK_SECONDS = 1.0
SHOW_EVERY = 0.25
"""How much further a step must be before it is told again."""


class Private(msgspec.Struct, frozen=True):
    """A switch of our own on this machine."""

    prefix: Prefix
    node: Node
    settings: NodeSettings


class External(msgspec.Struct, frozen=True):
    """A switch that somebody else runs."""

    url: str
    user: str
    password: str
    phone_url: str


Chosen = Private | External | SimulatedLine
_trunks_changed = asyncio.Event()


@on_signal("telephony.trunks")
def _changed(_word: str) -> None:
    _trunks_changed.set()


def folder_of(config: Config) -> Path:
    """Where the private switch of this installation lives."""
    return config.data / "asterisk"


def choose(config: Config, tell: Tell) -> Chosen:
    """The switch to use: the configured one, a private one, or plainly labelled the simulated line. Blocking."""
    if config.ari_url:
        tell("switch.external")
        url = config.ari_url.rstrip("/").removesuffix("/ari") + "/ari"
        return External(url, config.ari_user, config.ari_password, config.sip_ws_url)
    if config.telephony == "simulated":
        tell("switch.simulated", reason="MADOGUCHI_TELEPHONY=simulated")
        return SimulatedLine()
    try:
        return _private(config, tell)
    except (NoSwitch, NodeFailed) as error:
        if config.telephony == "asterisk":
            raise
        log.warning("no_switch", error=str(error))
        tell("switch.simulated", reason=str(error).splitlines()[0][:200])
        return SimulatedLine()


def _private(config: Config, tell: Tell) -> Private:
    found = prefix.find_or_build(config.cache / "asterisk", _progress(tell))
    tell("switch.start")
    settings = NodeSettings(bind="127.0.0.1" if config.host == "localhost" else config.host)
    started = node.start(found, folder_of(config), settings)
    prompts.install(started, telephony.SOUNDS)
    tell("switch.adopted" if started.adopted else "switch.ready", address=_address(started))
    return Private(found, started, settings)


def _progress(tell: Tell) -> Callable[[str, float], None]:
    shown: dict[str, float] = {}

    def show(step: str, done: float) -> None:
        if done >= shown.get(step, -1.0) + SHOW_EVERY or (done >= 1.0 > shown.get(step, 0.0)):
            shown[step] = done
            tell(f"switch.{step}", percent=round(done * 100))

    return show


def stop(config: Config, chosen: Chosen | None) -> None:
    """End the private switch, if it is ours."""
    if isinstance(chosen, Private):
        node.stop(folder_of(config))


@asynccontextmanager
async def connected(chosen: Chosen, *, demo: bool) -> AsyncIterator[None]:
    """The switch wired and listened to, for as long as the process serves."""
    async with AsyncExitStack() as stack:
        switch, line = await _wired(chosen, stack)
        take = partial(telephony.take, switch=switch)
        tasks = [asyncio.create_task(telephony.hold(switch, partial(line.serve, take)))]
        if isinstance(chosen, Private):
            if demo:
                await stack.enter_async_context(far_end.public_network())
            tasks += [asyncio.create_task(_keep_trunks()), asyncio.create_task(_keep_alive(chosen))]
        try:
            yield
        finally:
            await end(tasks)
            telephony.use_line(None)


async def _wired(chosen: Chosen, stack: AsyncExitStack) -> tuple[str, AsteriskLine | SimulatedLine]:
    if isinstance(chosen, SimulatedLine):
        telephony.use_line(chosen)
        return MAIN, chosen
    if isinstance(chosen, External):
        ari = await stack.enter_async_context(Ari(chosen.url, chosen.user, chosen.password))
        line = AsteriskLine(ari)
        telephony.use_line(line, phone_url=chosen.phone_url)
        return MAIN, line
    state = chosen.node.state
    ari = await stack.enter_async_context(Ari(chosen.node.ari_url, state.user, state.password))
    line = AsteriskLine(ari, missed_folder=chosen.node.missed, ended_folder=chosen.node.ended)
    own = Switch(id=state.name, control=line, phone_url=chosen.node.sip_socket_url, sip_address=_address(chosen.node))
    telephony.use_switches([own], partial(_apply, chosen))
    return own.id, line


async def _keep_alive(chosen: Private) -> None:
    """Start a switch that died again, under its old address: everybody who knows it finds it there."""
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        state = node_state.read(chosen.node.folder)
        if state is not None and alive(state.switch):
            continue
        log.error("switch_died")
        try:
            await asyncio.to_thread(node.start, chosen.prefix, chosen.node.folder, chosen.settings)
        except NodeFailed as error:
            log.error("switch_not_restarted", error=str(error))


async def _keep_trunks() -> None:
    _trunks_changed.set()
    while True:
        await _trunks_changed.wait()
        _trunks_changed.clear()
        try:
            await telephony.apply_trunks()
        except Exception as error:
            log.warning("trunks_not_applied", error=type(error).__name__, exc_info=True)
            await asyncio.sleep(2.0)
            _trunks_changed.set()


async def _apply(chosen: Private, lines: Sequence[TrunkLine]) -> None:
    trunks = tuple(
        Trunk(
            line.name,
            line.host,
            accepts=line.accepts,
            username=line.username or None,
            password=line.password or None,
            registers=line.registers,
        )
        for line in lines
    )
    settings = msgspec.structs.replace(chosen.settings, trunks=trunks)
    await asyncio.to_thread(node.apply_trunks, chosen.prefix, chosen.node, settings)


def _address(running: Node) -> str:
    return f"{running.state.bind}:{running.state.sip_port}"
