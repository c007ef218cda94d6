"""An agent's browser as a node sees it: signed in, asking, and listening on the live socket."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import httpx
import websockets.asyncio.client as sockets
from websockets.exceptions import ConnectionClosed

from tests.founding import PASSWORD
from tests.instance import Instance

Frame = dict[str, Any]


class Desk:
    """One person at one node."""

    def __init__(self, node: Instance, client: httpx.AsyncClient) -> None:
        self.node, self.client = node, client
        self.frames: list[Frame] = []
        self.closed: int | None = None
        self._news = asyncio.Condition()
        self._watermark: int | None = None

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.client.cookies.items())

    async def listen(self, joined: asyncio.Event) -> None:
        """Hear the live socket until it is closed."""
        url = f"{self.node.url.replace('http', 'ws', 1)}/api/v1/live"
        async with sockets.connect(url, additional_headers={"Cookie": self.cookie}) as socket:
            with suppress(ConnectionClosed):
                while True:
                    frame = json.loads(await socket.recv())
                    joined.set()
                    async with self._news:
                        self.frames.append({**frame, "heard": time.monotonic()})
                        self._news.notify_all()
            self.closed = socket.close_code
            async with self._news:
                self._news.notify_all()

    async def hears(self, event: str, fits: Callable[[Frame], bool] = lambda _: True, seconds: float = 5.0) -> Frame:
        """The first push of this kind that fits; `heard` in it is when it came (monotonic)."""
        async with asyncio.timeout(seconds), self._news:
            while True:
                for frame in self.frames:
                    if frame.get("event") == event and fits(frame["body"]):
                        return frame
                await self._news.wait()

    async def hangs_up(self, seconds: float = 5.0) -> int:
        """The code with which the node closed the socket."""
        async with asyncio.timeout(seconds), self._news:
            while self.closed is None:
                await self._news.wait()
        return self.closed


@asynccontextmanager
async def signed_in(node: Instance, email: str, password: str = PASSWORD) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody's browser at a node."""
    async with httpx.AsyncClient(base_url=f"{node.url}/api/v1", timeout=20) as client:
        answer = await client.post("/session", json={"email": email, "password": password})
        assert answer.status_code == 201, answer.text
        client.headers["X-CSRF-Token"] = answer.json()["csrf"]
        yield client


@asynccontextmanager
async def desk(node: Instance, client: httpx.AsyncClient) -> AsyncIterator[Desk]:
    """The browser's live socket at a node, which need not be the one where it signed in."""
    made, joined = Desk(node, client), asyncio.Event()
    listening = asyncio.create_task(made.listen(joined))
    try:
        async with asyncio.timeout(10):
            await joined.wait()
        yield made
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
