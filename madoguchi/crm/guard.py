"""What the port does around every vendor: time limits, a breaker, metrics. Vendors only translate."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Final, TypeVar

from madoguchi.crm.errors import CrmFault, CrmForbidden, CrmRefused, CrmResting, CrmUnanswered
from madoguchi.crm.ports import Activity, Checked, Connector, ExternalCard, ExternalRef, Identity
from madoguchi.kit.clock import now
from madoguchi.kit.metrics import counter, histogram

T = TypeVar("T")

FAILURES_TO_REST: Final = 4
FIRST_REST = timedelta(seconds=5)
LONGEST_REST = timedelta(seconds=60)
READ_SECONDS: Final = 10.0
WRITE_SECONDS: Final = 30.0

calls = counter("crm_calls", "Calls to CRMs", ("vendor", "verb", "result"))
seconds = histogram("crm_call_seconds", "How long CRMs take", ("vendor", "verb"))


class Breaker:
    """After four failures in a row nothing is sent for 5 seconds, then one call probes; each failed probe doubles the
    rest, up to a minute."""

    def __init__(self) -> None:
        self._failures = 0
        self._rest = FIRST_REST
        self._until: datetime | None = None

    @property
    def resting(self) -> bool:
        """Whether calls are refused without being sent."""
        return self._until is not None and now() < self._until

    def enter(self) -> None:
        """Before a call. Raises `CrmResting`. The first call after a rest is the probe; others wait for its end."""
        if self._until is None:
            return
        if self.resting:
            raise CrmResting
        self._until = now() + self._rest

    def succeeded(self) -> None:
        """It answered, with whatever."""
        self._failures, self._rest, self._until = 0, FIRST_REST, None

    def failed(self) -> None:
        """It did not answer."""
        self._failures += 1
        if self._until is not None:
            self._rest = min(self._rest * 2, LONGEST_REST)
        if self._until is not None or self._failures >= FAILURES_TO_REST:
            self._until = now() + self._rest


class Guarded:
    """A connector behind the port's policy; itself a `Connector`."""

    def __init__(self, vendor: str, inner: Connector) -> None:
        self.vendor = vendor
        self.breaker = Breaker()
        self._inner = inner

    async def check(self) -> Checked:
        """Ask regardless of the breaker: an administrator wants to know now."""
        return await self._timed("check", READ_SECONDS, self._inner.check)

    async def find(self, identity: Identity) -> Sequence[ExternalRef]:
        return await self._call("find", READ_SECONDS, lambda: self._inner.find(identity))

    async def read_card(self, ref: ExternalRef) -> ExternalCard | None:
        return await self._call("read_card", READ_SECONDS, lambda: self._inner.read_card(ref))

    async def write_activity(self, ref: ExternalRef, activity: Activity, known: str | None) -> str:
        return await self._call(
            "write_activity", WRITE_SECONDS, lambda: self._inner.write_activity(ref, activity, known)
        )

    async def close(self) -> None:
        await self._inner.close()

    async def _call(self, verb: str, limit: float, act: Callable[[], Awaitable[T]]) -> T:
        try:
            self.breaker.enter()
        except CrmResting:
            calls.labels(self.vendor, verb, "resting").inc()
            raise
        return await self._timed(verb, limit, act)

    async def _timed(self, verb: str, limit: float, act: Callable[[], Awaitable[T]]) -> T:
        result = "ok"
        try:
            with seconds.labels(self.vendor, verb).time():
                async with asyncio.timeout(limit):
                    answer = await act()
        except TimeoutError as error:
            result = CrmUnanswered.code
            self.breaker.failed()
            raise CrmUnanswered from error
        except (CrmRefused, CrmForbidden) as error:
            result = error.reason
            self.breaker.succeeded()
            raise
        except CrmFault as error:
            result = error.reason
            self.breaker.failed()
            raise
        else:
            self.breaker.succeeded()
            return answer
        finally:
            calls.labels(self.vendor, verb, result).inc()
