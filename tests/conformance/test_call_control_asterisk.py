"""Asterisk as the port wants it, with real SIP phones at the far ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from madoguchi.entrypoints.demo.phones import Phone, phone
from madoguchi.integrations.asterisk.ari import Ari
from madoguchi.integrations.asterisk.node import Node
from madoguchi.integrations.asterisk.telephony import AsteriskLine
from madoguchi.telephony.ports import Snapshot
from tests.conformance.call_bench import Reports
from tests.conformance.call_control import CallControlSuite
from tests.tones import heard as heard_for
from tests.tones import last_second, write_tone


class AsteriskBench:
    def __init__(self, ari: Ari, node: Node, caller: Phone, desk: Phone, folder: Path) -> None:
        self.folder = folder
        self.ears: dict[str, Path] = {}
        self.sung: set[float] = set()
        self.line = AsteriskLine(ari, missed_folder=node.missed, ended_folder=node.ended, logins="phone")
        self.reports = Reports()
        self.node, self.caller, self.desk = node, caller, desk
        self.call = ""
        self.tone = write_tone(node.prompts / "long.wav", 620, seconds=5)
        self.task = asyncio.create_task(self.line.serve(self.reports.take))

    async def ring_in(self, caller: str, dialled: str, *, withheld: bool = False) -> None:
        self.caller.do("account", name=caller, uri=f"sip:{caller}@carrier.test")
        headers = {"Privacy": "id", "P-Asserted-Identity": f"<sip:{caller}@carrier.test>"} if withheld else None
        self.call = self.caller.call(caller, f"sip:{dialled}@127.0.0.1:{self.node.state.sip_port}", headers)

    async def far_end_hangs_up(self, leg: str) -> None:
        self.caller.do("hang_up", call=self.call)

    async def far_end_presses(self, leg: str, digits: str) -> None:
        await self.caller.wait("media", call=self.call)
        self.caller.do("digits", call=self.call, digits=digits)

    async def heard_digits(self, leg: str, count: int) -> str:
        async with asyncio.timeout(5):
            while len(heard := [r["digit"] for r in self.caller.reports if r["event"] == "digit"]) < count:
                await asyncio.sleep(0.05)
        return "".join(heard)

    async def heard_header(self, leg: str, name: str) -> str:
        rung = [report for report in self.desk.reports if report["event"] == "incoming"]
        headers: dict[str, str] = rung[-1]["headers"]
        return headers[name]

    async def sing(self, leg: str) -> None:
        await self.caller.wait("media", call=self.call)
        self.caller.do("play", call=self.call, path=str(self.tone))

    async def sign_in(self, login: str) -> None:
        port = self.node.state.sip_port
        self.desk.do(
            "account",
            name=login,
            uri=f"sip:{login}@127.0.0.1:{port}",
            registrar=f"sip:127.0.0.1:{port}",
            user=login,
            password="a long password",
            answers=True,
        )
        await self.desk.registered(login)

    async def sings(self, leg: str, who: str, hertz: float) -> None:
        on = self.desk if who else self.caller
        call = (await on.wait("incoming", account=who))["call"] if who else self.call
        self.ears[leg] = self.folder / f"heard-{leg}.wav"
        self.sung.add(hertz)
        on.do("record", call=call, path=str(self.ears[leg]))
        on.do("play", call=call, path=str(write_tone(self.folder / f"{hertz}.wav", hertz, loudness=0.2)))

    async def hears(self, leg: str, *tones: float) -> None:
        heard: set[float] = set()
        try:
            async with asyncio.timeout(8):
                while heard != set(tones):
                    await asyncio.sleep(0.1)  # between two looks at what was recorded
                    second = last_second(self.ears[leg])
                    heard = {hertz for hertz in self.sung if heard_for(second, hertz) >= 0.6}
        except TimeoutError:
            raise AssertionError(f"{leg} hears {heard}, not {set(tones)}") from None

    async def reconnect(self) -> None:
        await self.close()
        self.task = asyncio.create_task(self.line.serve(self.reports.take))

    async def close(self) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)


class TestAsterisk(CallControlSuite):
    @pytest.fixture
    async def bench(self, ari: Ari, switch_node: Node, caller: Phone, tmp_path: Path) -> AsyncIterator[AsteriskBench]:
        write_tone(switch_node.prompts / "short.wav", 440, seconds=0.5)
        write_tone(switch_node.prompts / "long.wav", 440, seconds=20)
        async with phone() as desk:
            made = AsteriskBench(ari, switch_node, caller, desk, tmp_path)
            await made.reports.wait(Snapshot)
            yield made
            await made.close()
