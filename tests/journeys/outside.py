"""The caller's side of a journey: a SIP phone that sings one tone and remembers everything it hears."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np

from madoguchi.entrypoints.demo.phones import Phone, phone
from tests.tones import LOUD, heard, last_second


class Outside:
    """One call from outside."""

    def __init__(self, line: Phone, call: str, ears: Path) -> None:
        self.line = line
        self.call = call
        self.ears = ears

    async def answered(self, seconds: float = 20) -> None:
        """Wait until the switch has answered."""
        await self.line.wait("state", seconds, call=self.call, state="confirmed")

    async def ended(self, seconds: float = 20) -> None:
        """Wait until the call is over."""
        await self.line.wait("state", seconds, call=self.call, state="disconnected")

    def hang_up(self) -> None:
        """Put the receiver down."""
        self.line.do("hang_up", call=self.call)

    def press(self, digits: str) -> None:
        """Press these keys, one after the other."""
        self.line.do("digits", call=self.call, digits=digits)

    async def gets_digit(self, digit: str, seconds: float = 5) -> None:
        """Wait until the other side pressed this key."""
        await self.line.wait("digit", seconds, call=self.call, digit=digit)

    async def hears(self, hertz: float, seconds: float = 20) -> None:
        """Wait until `hertz` sounded for most of the last second."""
        await self._until(lambda share: share >= 0.7, hertz, seconds, f"{hertz} Hz")

    async def hears_something(self, seconds: float = 10) -> None:
        """Wait until the last second was not silent: music."""
        deadline = asyncio.get_running_loop().time() + seconds
        while np.abs(last_second(self.ears)).max(initial=0.0) < LOUD:
            if asyncio.get_running_loop().time() > deadline:
                raise AssertionError("the caller hears nothing")
            await asyncio.sleep(0.2)  # between two looks at what was recorded

    async def no_longer_hears(self, hertz: float, seconds: float = 10) -> None:
        """Wait until `hertz` is gone from the last second, but for what a bar of music may hold of it."""
        await self._until(lambda share: share <= 0.3, hertz, seconds, f"silence at {hertz} Hz")

    async def _until(self, enough: Callable[[float], bool], hertz: float, seconds: float, what: str) -> None:
        deadline = asyncio.get_running_loop().time() + seconds
        while not enough(heard(last_second(self.ears), hertz)):
            if asyncio.get_running_loop().time() > deadline:
                raise AssertionError(f"the caller did not get {what}")
            await asyncio.sleep(0.2)  # between two looks at what was recorded


class Shop:
    """A number in the public network: whoever has it answers, says no, and remembers what the INVITE told.

    `shown` is who calls, as its display has it.
    """

    def __init__(self, line: Phone, tone: Path, folder: Path) -> None:
        self.line, self.tone, self.folder = line, tone, folder
        self.seen = 0
        self.shown = ""

    async def rings(self, seconds: float = 20) -> dict[str, str]:
        """Wait for the next call; returns the headers that it came with."""
        ringing = await self.line.wait("incoming", seconds, since=self.seen)
        self.seen = self.line.reports.index(ringing) + 1
        self.call, self.shown = str(ringing["call"]), str(ringing["remote"])
        headers: dict[str, str] = ringing["headers"]
        return headers

    def refuses(self, code: int) -> None:
        """There is no such number (404), it is busy (486) …"""
        self.line.do("answer", call=self.call, code=code)

    async def answers(self) -> Outside:
        """Take it, singing."""
        self.line.do("answer", call=self.call)
        ears = self.folder / f"shop-{self.seen}-{id(self)}.wav"
        self.line.do("record", call=self.call, path=str(ears))
        self.line.do("play", call=self.call, path=str(self.tone))
        return Outside(self.line, self.call, ears)


@asynccontextmanager
async def shop(tone: Path, folder: Path) -> AsyncIterator[Shop]:
    """A phone behind `line.address`, to which a trunk may lead."""
    async with phone() as line:
        line.do("account", name="shop", uri=f"sip:shop@{line.address}")
        await line.wait("account", account="shop")
        yield Shop(line, tone, folder)


@asynccontextmanager
async def calling(
    switch: str, number: str, dialled: str, tone: Path, folder: Path, uri: str | None = None
) -> AsyncIterator[Outside]:
    """Call `dialled` as `number`; the receiver is put down at the end."""
    async with phone() as line:
        line.do("account", name="caller", uri=uri or f"sip:{number}@carrier.invalid")
        await line.wait("account", account="caller")
        call = line.call("caller", f"sip:{dialled}@{switch}")
        ears = folder / f"heard-{number or 'withheld'}-{id(line)}.wav"
        line.do("record", call=call, path=str(ears))
        line.do("play", call=call, path=str(tone))
        yield Outside(line, call, ears)
