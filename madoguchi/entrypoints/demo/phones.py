"""Drives a `phone` process from asyncio: commands as methods, what happens as a list that can be waited on."""

import asyncio
import contextlib
import itertools
import json
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

Report = dict[str, Any]


class PhoneSilent(Exception):
    """The phone did not report what was waited for in time; the message ends with its last reports."""


class Phone:
    """A running phone process. `address` is `host:port` of its SIP."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._news = asyncio.Condition()
        self._keys = itertools.count(1)
        self.reports: list[Report] = []
        self.address = ""

    def do(self, verb: str, **arguments: object) -> None:
        """Send one command; see `phone.Phone` for them."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": verb, **arguments}).encode() + b"\n")

    def call(self, account: str, to: str, headers: dict[str, str] | None = None) -> str:
        """Start a call and return its key."""
        key = f"out-{next(self._keys)}"
        self.do("call", name=account, to=to, key=key, headers=headers)
        return key

    async def registered(self, account: str, code: int = 200, timeout: float = 5.0) -> Report:
        """Wait until the registrar has answered `code`."""
        return await self.wait("registration", timeout, account=account, code=code)

    async def wait(self, event: str, timeout: float = 5.0, since: int = 0, **fields: object) -> Report:
        """The first report, from number `since` on, of this kind with these fields; waits up to `timeout` seconds."""

        def fits(report: Report) -> bool:
            return report["event"] == event and all(report.get(name) == value for name, value in fields.items())

        return await self.wait_for(fits, timeout, since, f"{event} {fields}")

    async def wait_for(
        self, fits: Callable[[Report], bool], timeout: float = 5.0, since: int = 0, what: str = ""
    ) -> Report:
        """The first report, from number `since` on, that fits."""
        try:
            async with asyncio.timeout(timeout), self._news:
                while True:
                    for report in self.reports[since:]:
                        if fits(report):
                            return report
                    since = len(self.reports)
                    await self._news.wait()
        except TimeoutError:
            raise PhoneSilent(f"no {what} within {timeout} s; last: {self.reports[-8:]}") from None

    async def read(self) -> None:
        """Collect reports until the process ends."""
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            with contextlib.suppress(ValueError):
                report = json.loads(line)
                if report["event"] == "ready":
                    self.address = report["address"]
                async with self._news:
                    self.reports.append(report)
                    self._news.notify_all()

    async def close(self) -> None:
        """Hang everything up and end the process."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), 5.0)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()


@asynccontextmanager
async def phone(host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[Phone]:
    """A phone for the time of a `with`. Port 0 lets the kernel choose."""
    root = str(Path(__file__).parents[3])
    paths = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-P",  # or a package of the same name in the current folder would come first
        "-m",
        "madoguchi.entrypoints.demo.phone",
        f"--host={host}",
        f"--port={port}",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": paths},
    )
    made = Phone(process)
    reading = asyncio.create_task(made.read())
    try:
        await made.wait("ready", timeout=20.0)
        yield made
    finally:
        await made.close()
        await reading
