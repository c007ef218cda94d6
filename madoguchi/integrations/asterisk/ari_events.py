"""The switch's event socket as one endless stream that survives lost connections."""

import asyncio
import random
from collections.abc import AsyncIterator

import aiohttp
import msgspec

from madoguchi.integrations.asterisk.ari_model import Event

FIRST_WAIT, LONGEST_WAIT = 0.1, 5.0
HEARTBEAT_SECONDS = 10.0
"""A silent peer is noticed within one and a half of these."""


class Connected(msgspec.Struct, frozen=True):
    """The socket is open (again): what happened meanwhile is unknown, so look at the switch before believing memory."""


class Lost(msgspec.Struct, frozen=True):
    """The socket broke, or could not be opened; the stream goes on trying."""

    reason: str


async def stream(session: aiohttp.ClientSession, url: str, application: str) -> AsyncIterator[Event | Connected | Lost]:
    """Events in order. Ends only when its consumer stops asking.

    Of everything, not only of what is in the application: why a channel ended is told after it has left.
    """
    wait = FIRST_WAIT
    while True:
        try:
            async with session.ws_connect(
                f"{url}/events",
                params={"app": application, "subscribeAll": "true"},
                heartbeat=HEARTBEAT_SECONDS,
                max_msg_size=0,
            ) as socket:
                wait = FIRST_WAIT
                yield Connected()
                async for message in socket:
                    if message.type is aiohttp.WSMsgType.TEXT and (event := _decode(message.data)):
                        yield event
                yield Lost(f"closed with code {socket.close_code}")
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            yield Lost(type(error).__name__)
        # Spread out, so that several nodes do not knock at a restarted switch together.
        await asyncio.sleep(wait * random.uniform(0.5, 1.0))
        wait = min(wait * 2, LONGEST_WAIT)


def _decode(text: str) -> Event | None:
    try:
        return msgspec.json.decode(text, type=Event)
    except msgspec.DecodeError:
        return None
