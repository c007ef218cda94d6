"""Ending what runs in the background, also when a library loses a cancellation on its way."""

from __future__ import annotations

import asyncio

import pytest

from madoguchi.kit import tasks


async def test_a_task_that_lost_its_cancellation_is_told_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Found with a database killed just before Ctrl-C: a query ate the cancellation, and the stop never ended."""
    monkeypatch.setattr(tasks, "AGAIN_SECONDS", 0.01)
    lost: list[int] = []

    async def loses_two() -> None:
        while True:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                lost.append(1)
                if len(lost) > 2:
                    raise

    task = asyncio.create_task(loses_two())
    await asyncio.sleep(0)
    await tasks.end([task])
    assert task.cancelled()


async def test_a_task_that_never_ends_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "AGAIN_SECONDS", 0.01)
    monkeypatch.setattr(tasks, "PATIENCE_SECONDS", 0.05)
    enough = asyncio.Event()

    async def deaf() -> None:
        while not enough.is_set():
            try:
                await enough.wait()
            except asyncio.CancelledError:
                continue

    task = asyncio.create_task(deaf())
    await asyncio.sleep(0)
    await tasks.end([task])
    assert not task.done()
    enough.set()
    await task


async def test_nothing_to_end() -> None:
    await tasks.end([])
