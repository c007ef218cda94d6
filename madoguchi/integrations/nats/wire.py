"""Words between nodes over NATS: core publish and subscribe, at most once, on one subject of the installation's own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import nats
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error

from madoguchi.kit.log import log

CONNECT_SECONDS = 3
AGAIN_SECONDS = 1


class NatsWire:
    """`servers`: addresses of one cluster; `subject`: what nobody but our nodes knows or uses."""

    name = "nats"

    def __init__(self, servers: Sequence[str], subject: str) -> None:
        self._servers = list(servers)
        self._subject = subject
        self._client: Client | None = None

    @property
    def connected(self) -> bool:
        return self._client is not None and self._client.is_connected

    async def send(self, message: str) -> None:
        """Raises OSError when it cannot."""
        if self._client is None:
            raise ConnectionError
        try:
            await self._client.publish(self._subject, message.encode())
        except Error as error:
            raise ConnectionError(type(error).__name__) from error

    async def hear(self, heard: Callable[[str], None]) -> None:
        """Hand every message to `heard`, for ever; broken connections are mended by the client itself."""

        async def take(message: Msg) -> None:
            heard(message.data.decode())

        client = await nats.connect(
            self._servers,
            name="madoguchi",
            no_echo=True,
            connect_timeout=CONNECT_SECONDS,
            reconnect_time_wait=AGAIN_SECONDS,
            max_reconnect_attempts=-1,
            error_cb=_quietly,
            disconnected_cb=_lost,
            reconnected_cb=_back,
        )
        try:
            await client.subscribe(self._subject, cb=take)
            self._client = client
            log.info("nats_connected")
            await asyncio.Event().wait()
        finally:
            self._client = None
            await client.close()


async def _quietly(error: Exception) -> None:
    log.debug("nats_error", error=type(error).__name__)


async def _lost() -> None:
    log.warning("nats_lost")


async def _back() -> None:
    log.info("nats_connected")
