"""The switch's event socket as one endless stream that survives lost connections.

A socket may be open and deaf: when a node takes over in the very instant in which the one before it dies, the switch
first gives the application to the new socket and then forgets it while it cleans up the old one. Nothing on the socket
tells of it, so the switch is asked whether it knows the application, and a socket that nobody speaks to is closed.
"""

import asyncio
import itertools
import random
from collections.abc import AsyncIterator, Awaitable, Callable

import aiohttp
import msgspec

from madoguchi.integrations.asterisk.ari_model import Event
from madoguchi.integrations.asterisk.errors import SwitchError
from madoguchi.kit.log import log
from madoguchi.kit.metrics import counter

FIRST_WAIT, LONGEST_WAIT = 0.1, 5.0
HEARTBEAT_SECONDS = 10.0
"""A silent peer is noticed within one and a half of these."""

OPEN_SECONDS = 10.0
KNOWN_AFTER = (0.05, 0.2, 0.5)
"""Seconds between the first questions whether the application is known: right after the hand-over it is in danger."""
KNOWN_EVERY = 1.0

deaf = counter("switch_sockets_deaf", "Event sockets opened again because the switch had forgotten our application")


class Connected(msgspec.Struct, frozen=True):
    """The socket is open (again): what happened meanwhile is unknown, so look at the switch before believing memory."""


class Lost(msgspec.Struct, frozen=True):
    """The socket broke, or could not be opened; the stream goes on trying."""

    reason: str


async def stream(
    session: aiohttp.ClientSession, url: str, application: str, known: Callable[[], Awaitable[bool]]
) -> AsyncIterator[Event | Connected | Lost]:
    """Events in order. Ends only when its consumer stops asking. `known`: whether the switch knows the application.

    Of everything, not only of what is in the application: why a channel ended is told after it has left.
    """
    wait = FIRST_WAIT
    while True:
        try:
            async with asyncio.timeout(OPEN_SECONDS):
                socket = await session.ws_connect(
                    f"{url}/events",
                    params={"app": application, "subscribeAll": "true"},
                    heartbeat=HEARTBEAT_SECONDS,
                    max_msg_size=0,
                )
            watching = asyncio.create_task(_close_when_deaf(socket, known))
            try:
                wait = FIRST_WAIT
                yield Connected()
                async for message in socket:
                    if message.type is aiohttp.WSMsgType.TEXT and (event := _decode(message.data)):
                        yield event
                yield Lost(f"closed with code {socket.close_code}")
            finally:
                watching.cancel()
                await socket.close()
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            yield Lost(type(error).__name__)
        # Spread out, so that several nodes do not knock at a restarted switch together.
        await asyncio.sleep(wait * random.uniform(0.5, 1.0))
        wait = min(wait * 2, LONGEST_WAIT)


async def _close_when_deaf(socket: aiohttp.ClientWebSocketResponse, known: Callable[[], Awaitable[bool]]) -> None:
    for pause in itertools.chain(KNOWN_AFTER, itertools.repeat(KNOWN_EVERY)):
        await asyncio.sleep(pause)
        try:
            if not await known():
                break
        except SwitchError:
            continue  # nobody knows; the heartbeat notices a switch that is gone
    log.warning("switch_forgot_application")
    deaf.inc()
    await socket.close()


def _decode(text: str) -> Event | None:
    try:
        return msgspec.json.decode(text, type=Event)
    except msgspec.DecodeError:
        return None
