"""Looks: how things stand now, shown to whoever follows a topic, and no oftener than they can read it.

    board = Look("topic:board", "board.changed", compose, pause=0.6)

    @watches(PresenceChanged)
    async def moved(fact): board.touch(fact.user)

A thousand changes a second would be a thousand pushes; a wallboard wants to know how things stand. So what changed is
gathered for a moment and the look is composed once, in a read-only unit. While nobody on this process follows the
topic, nothing is gathered or composed. A look is no fact: it has no number, and a desk that was away reads the whole
state again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import Context
from uuid import UUID

from madoguchi.kit.db import current_tenant, unit
from madoguchi.kit.facts import Push
from madoguchi.kit.feed import followed, show
from madoguchi.kit.log import log
from madoguchi.kit.metrics import histogram

composed = histogram("look_seconds", "From the first change to the push of a look, its pause included", ("event",))

Compose = Callable[[frozenset[UUID]], Awaitable[object]]


class Look:
    """What is pushed to `topic` as `event`: `compose` makes its body from the ids that were touched."""

    def __init__(self, topic: str, event: str, compose: Compose, *, pause: float) -> None:
        self._topic, self._event, self._compose, self._pause = topic, event, compose, pause
        self._touched: dict[UUID, set[UUID]] = {}
        self._busy: dict[UUID, asyncio.Task[None]] = {}

    def touch(self, *ids: UUID | None) -> None:
        """Something about these changed, in the tenant of the unit at work."""
        tenant = current_tenant()
        if not followed(tenant, self._topic):
            return
        self._touched.setdefault(tenant, set()).update(each for each in ids if each is not None)
        if tenant not in self._busy:
            # In a context of its own: the unit of the watcher that touched it is over by then.
            task = asyncio.get_running_loop().create_task(self._work(tenant), context=Context())
            self._busy[tenant] = task

    async def _work(self, tenant: UUID) -> None:
        loop = asyncio.get_running_loop()
        try:
            while tenant in self._touched:
                began = loop.time()
                await asyncio.sleep(self._pause)
                await self._show(tenant, frozenset(self._touched.pop(tenant)))
                composed.labels(self._event).observe(loop.time() - began)
        finally:
            del self._busy[tenant]

    async def _show(self, tenant: UUID, ids: frozenset[UUID]) -> None:
        try:
            async with unit(tenant, readonly=True):
                body = await self._compose(ids)
        except Exception as error:
            # The next change shows these too, and who comes to the page reads everything.
            log.warning("look_failed", view=self._event, error=type(error).__name__, exc_info=True)
            self._touched.setdefault(tenant, set()).update(ids)
            await asyncio.sleep(self._pause)
            return
        show(tenant, Push(to=self._topic, event=self._event, body=body))
