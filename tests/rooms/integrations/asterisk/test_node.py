"""The private node's life: it starts, outlives its starter, is adopted, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import psutil
import pytest

from madoguchi.entrypoints.demo.phones import Phone
from madoguchi.integrations.asterisk import missed, node, node_state
from madoguchi.integrations.asterisk.ari import Ari
from madoguchi.integrations.asterisk.configuration import Outside, Trunk
from madoguchi.integrations.asterisk.node import NodeSettings
from madoguchi.integrations.asterisk.node_state import HEARTBEAT
from madoguchi.integrations.asterisk.prefix import Prefix
from madoguchi.integrations.asterisk.processes import alive
from madoguchi.kit.config import config
from tests.switch import TEST_TRUNK, Listener
from tests.tones import write_tone

SETTINGS = NodeSettings(trunks=(TEST_TRUNK,), guardian_patience=1.0)
STARTER = """
import sys, time
from pathlib import Path
from madoguchi.integrations.asterisk import node, prefix
node.start(prefix.find_or_build(Path(sys.argv[1])), Path(sys.argv[2]), node.NodeSettings())
print("up", flush=True)
time.sleep(60)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A node's folder; whatever runs there is ended afterwards."""
    yield tmp_path / "node"
    node.stop(tmp_path / "node")


def test_a_node_survives_its_starter_and_is_adopted(switch_prefix: Prefix, folder: Path) -> None:
    cache = config().cache / "asterisk"
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    with subprocess.Popen(
        [sys.executable, "-c", STARTER, cache, folder], stdout=subprocess.PIPE, text=True, env=environment
    ) as starter:
        assert starter.stdout is not None
        assert starter.stdout.readline() == "up\n"
        starter.send_signal(signal.SIGKILL)
    before = node_state.read(folder)
    assert before is not None
    adopted = node.start(switch_prefix, folder, NodeSettings())
    assert adopted.adopted
    assert adopted.state.switch == before.switch
    assert stat.S_IMODE((folder / node_state.FILE).stat().st_mode) == 0o600


def test_stopping_leaves_no_process(switch_prefix: Prefix, folder: Path) -> None:
    started = node.start(switch_prefix, folder, NodeSettings())
    node.stop(folder)
    assert started.state.guardian is not None
    assert not alive(started.state.switch)
    assert not alive(started.state.guardian)
    assert not [p for p in psutil.process_iter(["cmdline"]) if str(folder) in " ".join(p.info["cmdline"] or [])]


def test_a_killed_switch_comes_back_at_the_same_address(switch_prefix: Prefix, folder: Path) -> None:
    first = node.start(switch_prefix, folder, NodeSettings())
    os.kill(first.state.switch.pid, signal.SIGKILL)
    second = node.start(switch_prefix, folder, NodeSettings())
    assert not second.adopted
    assert second.state.sip_port == first.state.sip_port
    assert (second.ari_url, second.state.password) == (first.ari_url, first.state.password)


def test_a_lost_state_file_leaves_no_second_switch(switch_prefix: Prefix, folder: Path) -> None:
    first = node.start(switch_prefix, folder, NodeSettings())
    (folder / node_state.FILE).unlink()
    second = node.start(switch_prefix, folder, NodeSettings())
    assert not alive(first.state.switch)
    assert alive(second.state.switch)


def test_two_nodes_do_not_meet(switch_prefix: Prefix, tmp_path: Path, folder: Path) -> None:
    deep = tmp_path / ("x" * 90) / "node"
    here, there = (node.start(switch_prefix, place, NodeSettings()).state for place in (folder, deep))
    try:
        assert len({here.http_port, there.http_port, here.sip_port, there.sip_port}) == 4
        assert here.name != there.name
    finally:
        node.stop(deep)


async def test_a_trunk_is_added_while_the_switch_runs(switch_prefix: Prefix, folder: Path) -> None:
    started = node.start(switch_prefix, folder, NodeSettings())
    carrier = Trunk("carrier", "192.0.2.1:5060", accepts=("192.0.2.0/24",), username="0312345678", password="secret")
    node.apply_trunks(switch_prefix, started, NodeSettings(trunks=(carrier,)))
    async with Ari(started.ari_url, started.state.user, started.state.password) as ari:
        deadline = time.monotonic() + 5
        while await ari.endpoint("trunk-carrier") is None:
            assert time.monotonic() < deadline
    assert node.start(switch_prefix, folder, NodeSettings(trunks=(carrier,))).adopted


def cli(prefix: Prefix, folder: Path, words: str) -> str:
    """What the running switch's console answers."""
    asked = [*prefix.command, "-C", str(folder / "etc/asterisk.conf"), "-rx", words]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout


async def test_a_node_behind_nat_tells_the_outside_the_address_that_stands_for_it(
    switch_prefix: Prefix, folder: Path
) -> None:
    stun = NodeSettings(outside=Outside(stun="127.0.0.1:3478"))
    plain = node.start(switch_prefix, folder, stun)
    assert "127.0.0.1:3478" in cli(switch_prefix, folder, "rtp show settings")
    networks = ("10.0.0.0/8", "192.168.0.0/16")
    known = Outside(address="203.0.113.5", networks=networks, stun="127.0.0.1:3478", own=("192.0.2.9", "203.0.113.5"))
    settings = NodeSettings(outside=known, rtp_ports=(21000, 21199))
    moved = node.start(switch_prefix, folder, settings)
    assert not moved.adopted
    assert moved.state.sip_port == plain.state.sip_port
    transport = "/asterisk/config/dynamic/res_pjsip/transport/udp"
    told = {(field["attribute"], field["value"]) for field in node_state.ask(moved.state, "GET", transport)}
    assert told >= {
        ("external_media_address", "203.0.113.5"),
        ("external_signaling_address", "203.0.113.5"),
        ("local_net", "10.0.0.0/255.0.0.0"),
        ("local_net", "192.168.0.0/255.255.0.0"),
    }
    sound = cli(switch_prefix, folder, "rtp show settings")
    assert "21000" in sound
    assert "21199" in sound
    assert "127.0.0.1:3478" not in sound
    assert "192.0.2.9 => 203.0.113.5,include_local_address" in (folder / "etc/rtp.conf").read_text()
    assert node.start(switch_prefix, folder, settings).adopted


@pytest.mark.parametrize("field", ["host", "username", "password", "name"])
def test_a_trunk_cannot_smuggle_configuration(switch_prefix: Prefix, folder: Path, field: str) -> None:
    trunk = msgspec.structs.replace(TEST_TRUNK, **{"username": "u", field: "x\n[evil]\ntype=endpoint"})
    with pytest.raises(ValueError, match="cannot be written"):
        node.start(switch_prefix, folder, NodeSettings(trunks=(trunk,)))


async def test_a_waiting_caller_is_moved_to_the_fallback_when_nobody_holds_the_switch(
    switch_prefix: Prefix, folder: Path, caller: Phone
) -> None:
    started = node.start(switch_prefix, folder, SETTINGS)
    write_tone(started.prompts / "fallback.wav", 880, seconds=0.5)
    caller.do("account", name="hana", uri="sip:+81312345678@carrier.test")
    async with Ari(started.ari_url, started.state.user, started.state.password) as ari:
        listener = Listener()
        async with listener.during(ari):
            await ari.set_variable(HEARTBEAT, "1")
            call = caller.call("hana", f"sip:0120555123@127.0.0.1:{started.state.sip_port}")
            channel = (await listener.wait("StasisStart")).channel
            assert channel is not None
            await ari.answer(channel.id)
            await ari.music(channel.id)
        await caller.wait("state", timeout=15, call=call, state="disconnected")
    (noted,) = missed.read(started.missed)
    assert noted.channel == channel.id
    assert noted.dialled == "0120555123"
    assert noted.moved > noted.arrived


async def test_people_talking_are_left_alone_when_nobody_holds_the_switch(
    switch_prefix: Prefix, folder: Path, caller: Phone
) -> None:
    started = node.start(switch_prefix, folder, SETTINGS)
    caller.do("account", name="hana", uri="sip:+81312345678@carrier.test")
    caller.do("account", name="ken", uri="sip:+81398765432@carrier.test")
    address = f"sip:0120555123@127.0.0.1:{started.state.sip_port}"
    async with Ari(started.ari_url, started.state.user, started.state.password) as ari:
        listener = Listener()
        async with listener.during(ari):
            await ari.create_bridge("talk")
            calls = [caller.call(name, address) for name in ("hana", "ken")]
            for number in ("+81312345678", "+81398765432"):
                start = await listener.wait(
                    "StasisStart", lambda e, n=number: e.channel is not None and e.channel.caller.number == n
                )
                assert start.channel is not None
                await ari.answer(start.channel.id)
                await ari.join("talk", [start.channel.id])
        patience_is_over = time.monotonic() + 3
        while time.monotonic() < patience_is_over:
            bridge = await ari.bridge("talk")
            assert bridge is not None
            assert len(bridge.channels) == 2
        caller.do("hang_up", call=calls[0])
        # The one who stays behind has been served: they hear no "nobody is there" but the end of the call.
        await caller.wait("state", timeout=10, call=calls[1], state="disconnected")
    assert missed.read(started.missed) == []
