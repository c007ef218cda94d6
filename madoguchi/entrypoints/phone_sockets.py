"""The desk's SIP through our own origin: a browser elsewhere needs no second address, port or certificate.

The socket is the signed-in agent's; who may register what, the switch checks by the login it was issued. Sound does not
pass through here, and a talk goes on when this process ends.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

import aiohttp
from litestar import WebSocket, websocket
from litestar.exceptions import WebSocketDisconnect, WebSocketException

from madoguchi import telephony
from madoguchi.access.authentication import until_session_ends
from madoguchi.entrypoints.live import COME_BACK, NOT_FROM_HERE, NOT_SIGNED_IN, same_origin
from madoguchi.kit.http import maybe_principal
from madoguchi.kit.metrics import gauge
from madoguchi.kit.tasks import end

NEEDS = "desk.use"
SIP = "sip"
NO_SUCH_SWITCH = 4404
LONGEST = 64 * 1024
PATIENCE_SECONDS = 5.0

carried = gauge("phone_sockets", "Browsers' phones whose SIP goes through this node", ("switch",))


@websocket("/phone/sockets/{switch:str}")
async def phone_socket(socket: WebSocket[Any, Any, Any], switch: str) -> None:
    """Carry SIP between this browser and a switch."""
    who = maybe_principal()
    await socket.accept(subprotocols=SIP)
    if who is None or who.user is None or NEEDS not in who.permissions:
        await socket.close(code=NOT_SIGNED_IN)
        return
    if not same_origin(socket):
        await socket.close(code=NOT_FROM_HERE)
        return
    known = next((each for each in telephony.switches() if each.id == switch and each.socket_url), None)
    if known is None:
        await socket.close(code=NO_SUCH_SWITCH)
        return
    with until_session_ends(who.session or who.user) as ended, carried.labels(switch).track_inprogress():
        await _carry(socket, known.socket_url, ended)


async def _carry(socket: WebSocket[Any, Any, Any], url: str, ended: asyncio.Event) -> None:
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None, sock_connect=PATIENCE_SECONDS)) as session,
            session.ws_connect(url, protocols=[SIP], max_msg_size=LONGEST, heartbeat=20.0) as switch,
        ):
            talkers: list[asyncio.Task[Any]] = [
                asyncio.create_task(_from_browser(socket, switch)),
                asyncio.create_task(_from_switch(switch, socket)),
                asyncio.create_task(ended.wait()),
            ]
            try:
                await asyncio.wait(talkers, return_when=asyncio.FIRST_COMPLETED)
            finally:
                await end(talkers)
    except (aiohttp.ClientError, OSError, TimeoutError):
        pass  # the switch is away: the phone tries again by itself
    with suppress(WebSocketException, RuntimeError):
        await socket.close(code=COME_BACK)


async def _from_browser(socket: WebSocket[Any, Any, Any], switch: aiohttp.ClientWebSocketResponse) -> None:
    with suppress(WebSocketDisconnect, aiohttp.ClientError, ConnectionError):
        while True:
            await switch.send_str(await socket.receive_data(mode="text"))


async def _from_switch(switch: aiohttp.ClientWebSocketResponse, socket: WebSocket[Any, Any, Any]) -> None:
    with suppress(WebSocketException, RuntimeError):
        async for message in switch:
            if message.type is aiohttp.WSMsgType.TEXT:
                await socket.send_data(message.data, mode="text", encoding="utf-8")
            elif message.type is aiohttp.WSMsgType.BINARY:
                await socket.send_data(message.data.decode(errors="replace"), mode="text", encoding="utf-8")


phone_routes = [phone_socket]
