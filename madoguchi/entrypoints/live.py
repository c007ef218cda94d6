"""The live socket: facts as views, at once, with a watermark to resume from."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Annotated, Any
from urllib.parse import urlsplit
from uuid import UUID

import msgspec
from litestar import WebSocket, websocket
from litestar.exceptions import WebSocketDisconnect, WebSocketException
from litestar.handlers import WebsocketRouteHandler

from madoguchi.access.authentication import session_has_ended, until_session_ends
from madoguchi.entrypoints import bootstrap
from madoguchi.kit.feed import Desk, Feed, Frame
from madoguchi.kit.http import Principal, maybe_principal, post
from madoguchi.kit.metrics import SECONDS, histogram
from madoguchi.kit.tasks import end
from madoguchi.kit.trace import step_taken

TOPICS = {
    "customer": {"customers.read"},
    "case": {"cases.read"},
    "interaction": {"interactions.read"},
    "queues": {"queues.watch"},
    "import": {"customers.import"},
    "board": {"supervision.watch", "customers.read"},
}
"""What each shows: whoever follows it needs the permission for all of that."""

MOST_TOPICS = 200
NOT_SIGNED_IN, NOT_FROM_HERE, COME_BACK = 4401, 4403, 4408

paint = histogram(
    "pop_paint_seconds", "From the fact's push to the painted screen, as the browser measured", (), SECONDS
)


class ClientFrame(msgspec.Struct, frozen=True):
    """What a desk may say."""

    subscribe: list[str] = []
    unsubscribe: list[str] = []
    ping: int | None = None


class Painted(msgspec.Struct, frozen=True):
    """A screen pop was painted: its trace and how long the browser took, in milliseconds."""

    trace: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$")]
    milliseconds: float


@post("/telemetry/paint", needs="desk.use", status=204)
async def painted(data: Painted) -> None:
    """Tell how long a pop took to paint."""
    milliseconds = max(0.0, min(data.milliseconds, 60_000))
    paint.observe(milliseconds / 1000)
    step_taken(data.trace, "paint", milliseconds)


telemetry_routes = [painted]


def channels_of(who: Principal) -> set[str]:
    """The channels a desk is on by itself."""
    own = {f"user:{who.user}"} if who.user else set()
    return {"tenant"} | own | {f"permission:{code}" for code in who.permissions}


def may_follow(who: Principal, channel: str) -> bool:
    """Whether `who` may subscribe to `channel`."""
    head, _, rest = channel.partition(":")
    needs = TOPICS.get(rest.partition(":")[0])
    return head == "topic" and needs is not None and needs <= who.permissions and len(channel) <= 100


def same_origin(socket: WebSocket[Any, Any, Any]) -> bool:
    """Whether a socket was opened by a page of ours: no other page may use a person's session."""
    origin = socket.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == socket.headers.get("host", "")


def live_route(feed: Feed) -> WebsocketRouteHandler:
    """The socket's route over one process's feed."""

    @websocket("/live")
    async def live(socket: WebSocket[Any, Any, Any], after: int | None = None) -> None:
        who = maybe_principal()
        await socket.accept()
        if who is None or who.user is None:
            await socket.close(code=NOT_SIGNED_IN)
            return
        if not same_origin(socket):
            await socket.close(code=NOT_FROM_HERE)
            return
        with until_session_ends(who.session or who.user) as ended:
            await _serve(socket, feed, who, who.user, after, ended)

    return live


async def _serve(
    socket: WebSocket[Any, Any, Any],
    feed: Feed,
    who: Principal,
    user: UUID,
    after: int | None,
    ended: asyncio.Event,
) -> None:
    desk = Desk(who.tenant, channels_of(who))
    feed.join(desk)
    try:
        if after is not None:
            await feed.replay(desk, after)
        desk.put(msgspec.json.encode(Frame(watermark=await feed.watermark())))
        await bootstrap.desk_connected(who.tenant, user)
        talkers: list[asyncio.Task[Any]] = [
            asyncio.create_task(_send(socket, desk)),
            asyncio.create_task(_hear(socket, feed, desk, who)),
            asyncio.create_task(desk.lost.wait()),
            asyncio.create_task(ended.wait()),
        ]
        await asyncio.wait(talkers, return_when=asyncio.FIRST_COMPLETED)
        await end(talkers)
    finally:
        feed.leave(desk)
        if not feed.is_here(who.tenant, f"user:{user}"):
            await asyncio.shield(bootstrap.desk_gone(who.tenant, user))
        with suppress(WebSocketException, RuntimeError):
            await socket.close(code=_farewell(desk, ended, who.session))


def _farewell(desk: Desk, ended: asyncio.Event, session: UUID | None) -> int:
    """Why the server hangs up: sign in again, come back and resume, or nothing in particular."""
    if session is not None and session_has_ended(session):
        return NOT_SIGNED_IN
    return COME_BACK if ended.is_set() or desk.lost.is_set() else 1000


async def _send(socket: WebSocket[Any, Any, Any], desk: Desk) -> None:
    while True:
        await socket.send_data(await desk.queue.get(), mode="text", encoding="utf-8")


async def _hear(socket: WebSocket[Any, Any, Any], feed: Feed, desk: Desk, who: Principal) -> None:
    with suppress(WebSocketDisconnect, msgspec.MsgspecError):
        while True:
            frame = msgspec.json.decode(await socket.receive_data(mode="text"), type=ClientFrame)
            for channel in frame.subscribe[:MOST_TOPICS]:
                if may_follow(who, channel) and len(desk.channels) < MOST_TOPICS:
                    feed.subscribe(desk, channel)
            for channel in frame.unsubscribe:
                if channel.startswith("topic:"):
                    feed.unsubscribe(desk, channel)
            if frame.ping is not None:
                desk.put(msgspec.json.encode(Frame(pong=frame.ping)))
