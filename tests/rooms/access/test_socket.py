"""The live socket belongs to a session and dies with it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import uvicorn
import websockets

from madoguchi.access.authentication import Authentication
from madoguchi.entrypoints.installation import listen_on
from madoguchi.entrypoints.live import live_route
from madoguchi.kit.feed import Feed
from madoguchi.kit.http import build_app
from tests.rooms.access.desk import Company, browser


@asynccontextmanager
async def live_socket() -> AsyncIterator[str]:
    """The socket's address on a server of its own."""
    listener = listen_on("127.0.0.1", 0)
    app = build_app([live_route(Feed())], middleware=[Authentication()])
    settings = uvicorn.Config(app, log_level="warning", ws="websockets-sansio", lifespan="off")
    server = uvicorn.Server(settings)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    yield f"ws://127.0.0.1:{listener.getsockname()[1]}/api/v1/live"
    server.should_exit = True
    await serving


async def test_nobody_listens_in(database: None) -> None:
    async with live_socket() as url, websockets.connect(url) as socket:
        with pytest.raises(websockets.ConnectionClosed):
            await asyncio.wait_for(socket.recv(), 5)
        assert socket.close_code == 4401


async def test_the_socket_of_a_revoked_session_closes_at_once(company: Company) -> None:
    agent = await company.person("agent")
    async with browser(agent.email) as desk, browser(company.administrator.email) as admin, live_socket() as url:
        cookie = f"madoguchi_session={desk.cookies['madoguchi_session']}"
        async with websockets.connect(url, additional_headers={"Cookie": cookie}) as socket:
            assert "watermark" in str(await asyncio.wait_for(socket.recv(), 5))
            await admin.delete(f"/users/{agent.id}/sessions")
            with pytest.raises(websockets.ConnectionClosed):
                await asyncio.wait_for(socket.recv(), 5)
            assert socket.close_code == 4401
