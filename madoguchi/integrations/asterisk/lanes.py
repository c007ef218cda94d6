"""Reports in order: one lane a leg, so that a slow call never holds up another's."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

from madoguchi.kit.log import log
from madoguchi.telephony.ports import Listener, Report


class Lanes:
    """Hands reports to `listener`, each leg's in order. `failed` is set when one could not be taken."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._last: dict[str, asyncio.Task[None]] = {}
        self._gate = asyncio.Event()
        self._gate.set()
        self.failed = asyncio.Event()

    def put(self, report: Report | None) -> None:
        """Queue a report behind those of its leg; None is nothing."""
        if report is None:
            return
        key = cast(str, getattr(report, "leg", "") or getattr(report, "recording", ""))
        task = asyncio.create_task(self._take(self._last.get(key), self._gate, report))
        self._last[key] = task
        task.add_done_callback(lambda done: self._last.pop(key) if self._last.get(key) is done else None)

    @asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """Everything put before has been taken, everything put meanwhile waits until the end of the `with`."""
        before = list(self._last.values())
        gate = self._gate = asyncio.Event()
        try:
            if before:
                await asyncio.wait(before)  # leaves them alone when we are cancelled
            yield
        finally:
            gate.set()  # ours: another look may have closed its own meanwhile

    async def _take(self, before: asyncio.Task[None] | None, gate: asyncio.Event, report: Report) -> None:
        if before is not None:
            await before
        await gate.wait()
        try:
            await self._listener(report)
        except Exception as error:
            log.warning("report_failed", report=type(report).__name__, error=type(error).__name__, exc_info=True)
            self.failed.set()
