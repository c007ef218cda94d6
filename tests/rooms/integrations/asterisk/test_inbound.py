"""Calls from the public network to the switch."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from madoguchi.entrypoints.demo.phones import Phone
from madoguchi.integrations.asterisk import ended, missed
from madoguchi.integrations.asterisk.ari import Ari
from madoguchi.integrations.asterisk.node import Node
from tests.switch import Listener
from tests.tones import heard, samples, write_tone

Address = Callable[[str], str]


async def test_a_call_arrives_with_its_numbers(caller: Phone, listener: Listener, address: Address) -> None:
    caller.do("account", name="hana", uri='"Hana Sato" <sip:+81312345678@carrier.test>')
    caller.call("hana", address("0120555123"))
    event = await listener.wait("StasisStart")
    assert event.args[:2] == ["inbound", "0120555123"]
    assert event.channel is not None
    assert event.channel.caller.number == "+81312345678"
    assert event.channel.caller.name == "Hana Sato"
    assert event.channel.dialplan.exten == "0120555123"
    assert event.args[2].startswith("allowed")


async def test_a_withheld_number_is_marked_so_even_when_the_carrier_knows_it(
    caller: Phone, listener: Listener, address: Address
) -> None:
    caller.do("account", name="nobody", uri='"Anonymous" <sip:anonymous@anonymous.invalid>')
    caller.call(
        "nobody",
        address("0120555123"),
        {"P-Asserted-Identity": "<sip:+81312345678@carrier.test>", "Privacy": "id"},
    )
    event = await listener.wait("StasisStart")
    assert event.args[2].startswith("prohib")


INVITE = """INVITE sip:0120555123@127.0.0.1 SIP/2.0\r
Via: SIP/2.0/UDP 127.0.0.1:{port};branch=z9hG4bK{port};rport\r
Max-Forwards: 70\r
To: <sip:0120555123@127.0.0.1>\r
From: {{from}};tag={port}\r
Call-ID: {port}@127.0.0.1\r
CSeq: 1 INVITE\r
Contact: <sip:x@127.0.0.1:{port}>\r
Content-Type: application/sdp\r
Content-Length: {length}\r
\r
{sdp}"""
SDP = "v=0\r\no=x 1 1 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\n"


@pytest.mark.parametrize(
    "sender",
    [
        '"𠮷野家 ☎" <sip:+81312345678@carrier.test>'.encode(),
        b'"a,b;c=d\\"e" <sip:0312345678@carrier.test>',
        b'"' + b"x" * 2000 + b'" <sip:' + b"9" * 300 + b"@carrier.test>",
        b'"\xff\xfe\x83n\x83i" <sip:+81312345678@carrier.test>',
        b'"${SHELL(id)}" <sip:$SHELL(id)@carrier.test>',
        b'"%00nul" <sip:%00%ff@carrier.test>',
    ],
)
async def test_strange_caller_ids_arrive_as_harmless_text(switch_node: Node, listener: Listener, sender: bytes) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind(("127.0.0.1", 0))
        text = INVITE.format(port=line.getsockname()[1], length=len(SDP), sdp=SDP).encode()
        line.sendto(text.replace(b"{from}", sender), ("127.0.0.1", switch_node.state.sip_port))
        event = await listener.wait("StasisStart")
    assert event.args[1] == "0120555123"
    assert event.channel is not None
    assert "uid=" not in event.channel.caller.number + event.channel.caller.name
    assert "\0" not in event.channel.caller.name


async def test_both_sides_hear_each_other(
    ari: Ari, caller: Phone, listener: Listener, address: Address, tmp_path: Path
) -> None:
    caller.do("account", name="hana", uri="sip:+81312345678@carrier.test")
    call = caller.call("hana", address("0120555123"))
    caller.do("play", call=call, path=str(write_tone(tmp_path / "said.wav", 440)))
    caller.do("record", call=call, path=str(tmp_path / "heard.wav"))
    channel = (await listener.wait("StasisStart")).channel
    assert channel is not None
    await ari.answer(channel.id)
    await caller.wait("state", call=call, state="confirmed")
    await caller.wait("media", call=call)
    await ari.play(f"channels/{channel.id}", "tone:1004", "beep")
    await asyncio.sleep(1)
    await ari.stop_playback("beep")
    await ari.record(f"channels/{channel.id}", "said")
    await asyncio.sleep(1.2)
    await ari.recording_command("said", "stop")
    await listener.wait("RecordingFinished")
    caller.do("stop_recording", call=call)
    await caller.wait("recorded", call=call)
    said = await ari.stored_recording("said")
    assert said is not None
    (tmp_path / "switch.wav").write_bytes(said)
    assert heard(samples(tmp_path / "switch.wav"), 440) >= 0.8
    assert heard(samples(tmp_path / "heard.wav"), 1004) >= 0.5


async def test_keys_pressed_by_the_caller_arrive(ari: Ari, caller: Phone, listener: Listener, address: Address) -> None:
    caller.do("account", name="hana", uri="sip:+81312345678@carrier.test")
    call = caller.call("hana", address("0120555123"))
    channel = (await listener.wait("StasisStart")).channel
    assert channel is not None
    await ari.answer(channel.id)
    await caller.wait("media", call=call)
    caller.do("digits", call=call, digits="4#")
    await listener.wait("ChannelDtmfReceived", lambda event: event.digit == "4")
    await listener.wait("ChannelDtmfReceived", lambda event: event.digit == "#")


async def test_when_a_call_ended_that_nobody_listened_to_is_read_afterwards(
    switch_node: Node, caller: Phone, ari: Ari, address: Address
) -> None:
    seen = Listener()
    caller.do("account", name="hana", uri="sip:+81312345678@carrier.test")
    async with seen.during(ari):
        call = caller.call("hana", address("0120555123"))
        arrived = (await seen.wait("StasisStart")).channel
        assert arrived is not None
        await ari.answer(arrived.id)
        await caller.wait("state", call=call, state="confirmed")
    before = datetime.now(UTC).replace(microsecond=0)
    caller.do("hang_up", call=call)
    async with asyncio.timeout(5):
        while arrived.id not in (gone := ended.read(switch_node.ended)):
            await asyncio.sleep(0.05)
    assert before <= gone[arrived.id] <= datetime.now(UTC)
    ended.forget(switch_node.ended, before)
    assert arrived.id in ended.read(switch_node.ended)
    ended.forget(switch_node.ended, datetime.now(UTC) + timedelta(seconds=1))
    assert ended.read(switch_node.ended) == {}


async def test_a_call_while_madoguchi_is_down_is_answered_by_the_switch_and_written_down(
    switch_node: Node, caller: Phone, address: Address, recording: Path
) -> None:
    prompt = write_tone(switch_node.prompts / "fallback.wav", 880, seconds=1)
    caller.do("account", name="hana", uri='"Sato, Hana" <sip:+81312345678@carrier.test>')
    call = caller.call("hana", address("0120555123"))
    caller.do("record", call=call, path=str(recording))
    await caller.wait("state", call=call, state="confirmed")
    await caller.wait("state", timeout=10, call=call, state="disconnected")
    await caller.wait("recorded", call=call)
    prompt.unlink()
    assert heard(samples(recording), 880) >= 0.6
    (noted,) = missed.read(switch_node.missed)
    missed.forget(switch_node.missed, noted)
    assert (noted.ani, noted.name, noted.dialled) == ("+81312345678", "Sato, Hana", "0120555123")
    assert noted.ended is not None
    assert noted.arrived <= noted.moved <= noted.ended
    assert missed.read(switch_node.missed) == []
