"""The desks whose live sockets this process holds, told to the database so that every node knows who is here."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from uuid import UUID
from weakref import WeakValueDictionary

import asyncpg

from madoguchi import access
from madoguchi.kit.clock import now
from madoguchi.kit.db import unit
from madoguchi.kit.log import log
from madoguchi.kit.nodes import this_node
from madoguchi.routing.actions import presence
from madoguchi.routing.store import agents

BEAT = 10.0
"""Seconds between two signs of life; a node silent for `jobs.SILENT` holds no desks."""


class Desks:
    """One per process: `node` is this one, for as long as it lives."""

    def __init__(self, node: UUID | None = None) -> None:
        self.node = node or this_node()
        self._here: defaultdict[UUID, set[UUID]] = defaultdict(set)
        self._turns: WeakValueDictionary[UUID, asyncio.Lock] = WeakValueDictionary()

    async def joined(self, tenant: UUID, user: UUID) -> None:
        """A desk of `user` is connected."""
        self._here[tenant].add(user)
        await self._tell(tenant, user)

    async def left(self, tenant: UUID, user: UUID) -> None:
        """The last desk of `user` on this process is gone."""
        self._here[tenant].discard(user)
        await self._tell(tenant, user)

    async def _tell(self, tenant: UUID, user: UUID) -> None:
        """Tell how it is by now: a page that is loaded anew leaves and joins in one moment, in whatever order we get to
        say so.
        """
        turn = self._turns.setdefault(user, asyncio.Lock())
        async with turn, unit(tenant):
            if user in self._here[tenant]:
                await presence.desk_connected(user, self.node)
            else:
                await presence.desk_gone(user, self.node)

    async def beat(self) -> None:
        """Say once that the desks here are still here; also of those that were taken for gone while we were silent."""
        for tenant, users in list(self._here.items()):
            if users:
                told = set(users)
                async with unit(tenant):
                    known = await agents.desks_alive(self.node, list(told), now())
                for user in sorted(told - known):
                    await self._tell(tenant, user)

    async def buried(self, node: UUID) -> None:
        """A node died with its desks: whoever does not come back through another is gone after their grace."""
        for tenant in await access.tenants():
            async with unit(tenant):
                await agents.desks_of_dead_node(node)

    async def keep(self) -> None:
        """Say so for ever."""
        while True:
            await asyncio.sleep(BEAT)
            try:
                await self.beat()
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                log.warning("desks_untold", error=type(error).__name__)
