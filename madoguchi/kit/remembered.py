"""What rarely changes and is read all the time, remembered by each process until a signal says that it changed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Generic, TypeVar
from uuid import UUID

from madoguchi.kit.db import after_commit, current_tenant
from madoguchi.kit.signals import on_signal

K = TypeVar("K")
V = TypeVar("V")
MOST = 50_000


class Remembered(Generic[K, V]):
    """Values by key, each tenant's apart. Whoever changes one sends the signal `topic` in the same unit.

    A value is kept only once the unit that read it has committed (it may have been that unit's own, and rolled back),
    and not when the signal came meanwhile. What was not found is not remembered.
    """

    def __init__(self, topic: str) -> None:
        self._known: dict[tuple[UUID, K], V] = {}
        self._changes = 0
        on_signal(topic)(self._forget)

    def _forget(self, _word: str) -> None:
        self._changes += 1
        self._known.clear()

    async def of(self, keys: Iterable[K], read: Callable[[list[K]], Awaitable[Mapping[K, V]]]) -> dict[K, V]:
        """The values of `keys`; those not remembered come from `read`. The unknown are left out."""
        tenant, wanted = current_tenant(), list(dict.fromkeys(keys))
        found = {key: self._known[tenant, key] for key in wanted if (tenant, key) in self._known}
        missing = [key for key in wanted if key not in found]
        if not missing:
            return found
        before = self._changes
        fresh = await read(missing)

        async def keep() -> None:
            if self._changes == before:
                if len(self._known) + len(fresh) > MOST:
                    self._known.clear()
                self._known.update(((tenant, key), value) for key, value in fresh.items())

        after_commit(keep)
        return found | dict(fresh)
