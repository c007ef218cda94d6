"""The simulated line behaves as a switch does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from madoguchi.integrations.simulator.telephony import SimulatedLine
from tests.conformance.call_bench import Reports
from tests.conformance.call_control import CallControlSuite


class SimulatedBench:
    def __init__(self) -> None:
        self.line = SimulatedLine(pace=0.1)
        self.reports = Reports()
        self.voices: dict[str, float] = {}
        self.task = asyncio.create_task(self.line.serve(self.reports.take))

    async def ring_in(self, caller: str, dialled: str, *, withheld: bool = False) -> None:
        await self.line.ring_in(caller, dialled, withheld=withheld)

    async def far_end_hangs_up(self, leg: str) -> None:
        await self.line.far_end_hangs_up(leg)

    async def far_end_presses(self, leg: str, digits: str) -> None:
        await self.line.far_end_presses(leg, digits)

    async def heard_digits(self, leg: str, count: int) -> str:
        return self.line.heard_digits(leg)[:count]

    async def heard_header(self, leg: str, name: str) -> str:
        return self.line.heard_headers(leg)[name]

    async def sing(self, leg: str) -> None:
        """What the simulated line records is always a sound."""

    async def sign_in(self, login: str) -> None:
        """A simulated phone is there as soon as it may be."""

    async def sings(self, leg: str, who: str, hertz: float) -> None:
        self.voices[leg] = hertz

    async def hears(self, leg: str, *tones: float) -> None:
        assert {self.voices[other] for other in self.line.hears(leg)} == set(tones)

    async def reconnect(self) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)
        self.task = asyncio.create_task(self.line.serve(self.reports.take))


class TestSimulatedLine(CallControlSuite):
    @pytest.fixture
    async def bench(self) -> AsyncIterator[SimulatedBench]:
        made = SimulatedBench()
        yield made
        made.task.cancel()
        await asyncio.gather(made.task, return_exceptions=True)
