"""The installation's telephone: which switch there is, how it is started and stopped, and who listens to it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from hashlib import sha256
from pathlib import Path
from socket import gethostname
from urllib.parse import urlsplit

import msgspec

from madoguchi import telephony
from madoguchi.entrypoints.certificate import lan_addresses
from madoguchi.entrypoints.demo import far_end
from madoguchi.entrypoints.fleet import Fleet
from madoguchi.entrypoints.outside import outside, sound_ports
from madoguchi.integrations.asterisk import node, node_state, prefix, prompts
from madoguchi.integrations.asterisk.configuration import Trunk
from madoguchi.integrations.asterisk.errors import NodeFailed, NoSwitch
from madoguchi.integrations.asterisk.node import Node, NodeSettings
from madoguchi.integrations.asterisk.prefix import Prefix
from madoguchi.integrations.asterisk.processes import alive
from madoguchi.integrations.simulator.telephony import SimulatedLine
from madoguchi.kit.config import Config
from madoguchi.kit.log import log
from madoguchi.kit.nodes import this_node
from madoguchi.kit.signals import on_signal
from madoguchi.kit.tasks import end
from madoguchi.telephony import RegisteredSwitch, TrunkLine

Tell = Callable[..., None]
LOOK_SECONDS = 1.0
EVERYWHERE = "0.0.0.0"  # noqa: S104  # compared with, not bound
SHOW_EVERY = 0.25
"""How much further a step must be before it is told again."""


class Private(msgspec.Struct, frozen=True):
    """A switch of our own on this machine."""

    prefix: Prefix
    node: Node
    settings: NodeSettings


class External(msgspec.Struct, frozen=True):
    """Switches that somebody else runs."""

    switches: tuple[RegisteredSwitch, ...]


Chosen = Private | External | SimulatedLine
_trunks_changed = asyncio.Event()
NAMED = re.compile(r"([A-Za-z0-9][A-Za-z0-9.-]{0,62})=(.+)")


@on_signal("telephony.trunks")
def _changed(_word: str) -> None:
    _trunks_changed.set()


def folder_of(config: Config) -> Path:
    """Where the private switch of this installation lives."""
    return config.data / "asterisk"


def choose(config: Config, tell: Tell) -> Chosen:
    """The switch to use: the configured one, a private one, or plainly labelled the simulated line. Blocking.

    Raises ValueError for a setting of the telephone that is wrong.
    """
    telephony.stun_urls(config)
    telephony.turn_urls(config)
    if config.ari_url:
        tell("switch.external")
        return External(external(config))
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


def external(config: Config) -> tuple[RegisteredSwitch, ...]:
    """The configured switches, each under its name, or under its host's. Raises ValueError for what is none."""
    sockets = [url.strip() for url in config.sip_ws_url.split(",")]
    found = []
    for place, text in enumerate(part.strip() for part in config.ari_url.split(",")):
        named = NAMED.fullmatch(text)
        url = (named[2] if named else text).rstrip("/").removesuffix("/ari")
        host = urlsplit(url).hostname
        if urlsplit(url).scheme not in {"http", "https"} or not host:
            raise ValueError(f"MADOGUCHI_ARI_URL: {text!r} is no address of a switch")
        port = urlsplit(url).port
        found.append(
            RegisteredSwitch(
                id=named[1] if named else f"{host}-{port}" if port else host,
                kind="asterisk",
                url=f"{url}/ari",
                account=config.ari_user,
                password=config.ari_password,
                phone_url=sockets[place] if place < len(sockets) else "",
            )
        )
    return tuple(found)


def _private(config: Config, tell: Tell) -> Private:
    found = prefix.find_or_build(config.cache / "asterisk", _progress(tell))
    tell("switch.start")
    settings = NodeSettings(
        bind="127.0.0.1" if config.host == "localhost" else config.host,
        http_host=config.node_address or "127.0.0.1",
        sip_port=config.switch_sip_port or None,
        rtp_ports=sound_ports(config),
        outside=outside(config, lan_addresses()),
    )
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
async def connected(chosen: Chosen, config: Config, *, demo: bool) -> AsyncIterator[None]:
    """All switches wired, held and listened to, our own looked after, for as long as the process serves."""
    fleet = _fleet(chosen, config)
    await fleet.begin()
    async with AsyncExitStack() as stack:
        stack.push_async_callback(fleet.end)
        tasks = [asyncio.create_task(fleet.keep()), asyncio.create_task(telephony.note_all())]
        if isinstance(chosen, Private):
            if demo:
                await stack.enter_async_context(far_end.public_network())
            tasks += [asyncio.create_task(_keep_trunks()), asyncio.create_task(_keep_alive(chosen))]
        try:
            yield
        finally:
            await end(tasks)


def _fleet(chosen: Chosen, config: Config) -> Fleet:
    if isinstance(chosen, External):
        return Fleet(chosen.switches)
    if isinstance(chosen, SimulatedLine):
        place = sha256(f"{gethostname()} {config.data}".encode()).hexdigest()[:8]
        own = RegisteredSwitch(id=f"simulated-{place}", kind="simulated", owner=this_node())
        return Fleet([own], simulated=chosen)
    state = chosen.node.state
    own = RegisteredSwitch(
        id=state.name,
        kind="asterisk",
        url=chosen.node.ari_url,
        account=state.user,
        password=state.password,
        sip_address=_address(chosen.node),
        owner=this_node(),
        folder=str(chosen.node.folder),
    )
    return Fleet([own], apply=partial(_apply, chosen))


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
    """Where phones and carriers reach it: an address of the machine when it listens on all."""
    bind = running.state.bind
    if bind == EVERYWHERE:
        bind = next(iter(lan_addresses()), bind)
    return f"{bind}:{running.state.sip_port}"
