"""Ending what runs in the background."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

from madoguchi.kit.log import log

AGAIN_SECONDS = 0.3
PATIENCE_SECONDS = 10.0


async def end(tasks: Iterable[asyncio.Task[Any]]) -> None:
    """Cancel `tasks` and wait until they have ended. A task that lost its cancellation is told again; one that will
    not end is named in the log and left.
    """
    left = set(tasks)
    loop = asyncio.get_running_loop()
    deadline = loop.time() + PATIENCE_SECONDS
    while left and loop.time() < deadline:
        for task in left:
            task.cancel()
        _, left = await asyncio.wait(left, timeout=AGAIN_SECONDS)
    for task in left:
        log.error("task_does_not_end", task=repr(task.get_coro()))
