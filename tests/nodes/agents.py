"""Agents who work by themselves at whichever node is there: they accept, talk for a moment, hang up and finish."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

import httpx
import websockets.asyncio.client as sockets
from websockets.exceptions import WebSocketException

from tests.founding import PASSWORD
from tests.instance import Instance
from tests.nodes.city import City

AWAY = (httpx.HTTPError, OSError, WebSocketException, TimeoutError)


class Agent:
    """One person with a browser. `nodes`: whom it asks, the first that answers; `talks`: seconds in each talk."""

    def __init__(self, email: str, nodes: Sequence[Instance], city: City, *, talks: float = 0.2) -> None:
        self.email, self.nodes, self.city, self.talks = email, list(nodes), city, talks
        self.holds_on: set[str] = set()
        """Contacts that this person does not hang up."""
        self.desk: dict[str, Any] = {}
        self._client = httpx.AsyncClient(timeout=10)
        self._news = asyncio.Event()
        self._began: dict[str, float] = {}

    async def ask(self, method: str, path: str, body: object = None) -> httpx.Response:
        """Ask a node that answers."""
        for node in self.nodes:
            try:
                return await self._client.request(method, f"{node.url}/api/v1{path}", json=body)
            except httpx.HTTPError:
                self.nodes = [*self.nodes[1:], self.nodes[0]]  # as a browser does behind a balancer
        raise httpx.ConnectError("no node answers")

    async def sign_in(self) -> None:
        """Come to work: a session, a phone, ready."""
        answer = await self.ask("POST", "/session", {"email": self.email, "password": PASSWORD})
        assert answer.status_code == 201, answer.text
        self._client.headers["X-CSRF-Token"] = answer.json()["csrf"]
        login = (await self.ask("GET", "/phone/credentials")).json()["user"]
        await self.city.give_phone(login)
        assert (await self.ask("PUT", "/presence", {"presence": "ready"})).status_code == 200

    async def work(self) -> None:
        """Do what the desk shows, for ever; look again on every push."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._listen())
            group.create_task(self._do())

    async def _listen(self) -> None:
        while True:
            with suppress(*AWAY):
                url = f"{self.nodes[0].url.replace('http', 'ws', 1)}/api/v1/live"
                cookie = "; ".join(f"{name}={value}" for name, value in self._client.cookies.items())
                async with sockets.connect(url, additional_headers={"Cookie": cookie}) as socket:
                    self._news.set()
                    async for _ in socket:
                        self._news.set()
            self.nodes = [*self.nodes[1:], self.nodes[0]]
            await asyncio.sleep(0.2)  # as a desk does before it comes back

    async def _do(self) -> None:
        while True:
            self._news.clear()
            with suppress(*AWAY):
                await self._look()
            with suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await self._news.wait()

    async def _look(self) -> None:
        answer = await self.ask("GET", "/desk")
        if answer.status_code != 200:
            return
        self.desk = answer.json()
        if self.desk["offer"]:
            await self.ask("POST", f"/offers/{self.desk['offer']['offer']['id']}/accept")
        for call in self.desk["calls"]:
            await self._talk(call)
        for wrapup in self.desk["wrapups"]:
            await self.ask("POST", f"/wrapups/{wrapup['id']}/finish", {"next": "ready"})
        if self.desk["presence"]["state"] in {"not_responding", "offline", "break"}:
            await self.ask("PUT", "/presence", {"presence": "ready"})

    async def _talk(self, call: dict[str, Any]) -> None:
        contact, moment = call["interaction"], asyncio.get_running_loop().time()
        if call["state"] != "talking" or contact in self.holds_on:
            return
        if moment - self._began.setdefault(contact, moment) >= self.talks:
            await self.ask("POST", f"/calls/{contact}/hang-up")
        else:
            asyncio.get_running_loop().call_later(self.talks, self._news.set)

    async def close(self) -> None:
        await self._client.aclose()


@asynccontextmanager
async def at_work(agents: Sequence[Agent]) -> AsyncIterator[None]:
    """All of them signed in and working."""
    await asyncio.gather(*(agent.sign_in() for agent in agents))
    working = [asyncio.create_task(agent.work()) for agent in agents]
    try:
        yield
    finally:
        for task in working:
            task.cancel()
        await asyncio.gather(*working, return_exceptions=True)
        for agent in agents:
            await agent.close()
