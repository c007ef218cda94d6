"""What a call-control suite is run on: a line, what it reports, and the people at its far ends."""

from __future__ import annotations

import asyncio
import io
import wave
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar
from uuid import uuid4

import numpy as np

from madoguchi.telephony.ports import (
    CallControl,
    Report,
)

R = TypeVar("R", bound=Report)


class Reports:
    """What the switch reported since the test began, to be waited for."""

    def __init__(self) -> None:
        self.all: list[Report] = []
        self._news = asyncio.Condition()

    async def take(self, report: Report) -> None:
        async with self._news:
            self.all.append(report)
            self._news.notify_all()

    async def wait(self, kind: type[R], fits: Callable[[R], bool] = lambda report: True, timeout: float = 8.0) -> R:
        try:
            async with asyncio.timeout(timeout), self._news:
                while True:
                    for report in self.all:
                        if isinstance(report, kind) and fits(report):
                            return report
                    await self._news.wait()
        except TimeoutError:
            raise AssertionError(f"no {kind.__name__}; there were {self.all}") from None


class Bench(Protocol):
    """A line, what it reports, and the people at its far ends."""

    line: CallControl
    reports: Reports

    async def ring_in(self, caller: str, dialled: str, *, withheld: bool = False) -> None: ...

    async def far_end_hangs_up(self, leg: str) -> None: ...

    async def far_end_presses(self, leg: str, digits: str) -> None: ...

    async def heard_digits(self, leg: str, count: int) -> str:
        """The first `count` digits that were sent to the person on this leg."""

    async def heard_header(self, leg: str, name: str) -> str:
        """What the phone on this leg was told under this name as it was rung."""

    async def sing(self, leg: str) -> None:
        """The person on this leg makes a sound from now on."""

    async def sign_in(self, login: str) -> None:
        """A phone that answers by itself registers under a login issued before."""

    async def sings(self, leg: str, who: str, hertz: float) -> None:
        """The person on this leg sings from now on. `who`: the login of their phone, "" for the one who called."""

    async def hears(self, leg: str, *tones: float) -> None:
        """Wait until the person on this leg hears these tones, and none of the others that are sung."""

    async def reconnect(self) -> None:
        """The connection for reports breaks and comes back."""


def loudness(content: bytes) -> list[float]:
    """The loudest of the left channel in each tenth of a second, as a share of full scale."""
    with wave.open(io.BytesIO(content)) as file:
        frames = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, 2)[:, 0]
    tenths = [frames[start : start + 800] for start in range(0, len(frames), 800)]
    return [float(np.abs(tenth.astype(np.float64)).max()) / 32768 for tenth in tenths]


CUSTOMER, AGENT, SUPERVISOR, OTHER = 620.0, 1320.0, 880.0, 1760.0


@dataclass(frozen=True)
class Talk:
    """Two who talk, and a third who is on the phone but not yet with them."""

    bridge: str
    customer: str
    agent: str
    supervisor: str


def fresh() -> str:
    return uuid4().hex
