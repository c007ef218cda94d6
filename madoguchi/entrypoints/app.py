"""The web application: API, live socket, metrics, the desk's static files."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from socket import gethostname
from typing import Any

import asyncpg
from litestar import Litestar, Response, get
from litestar.datastructures import State
from litestar.enums import ScopeType
from litestar.exceptions import NotFoundException
from litestar.response import File
from litestar.static_files import create_static_files_router
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from madoguchi.entrypoints import bootstrap
from madoguchi.entrypoints.live import live_route, telemetry_routes
from madoguchi.entrypoints.phone_sockets import phone_routes
from madoguchi.kit import nodes, signals, wires
from madoguchi.kit.config import config
from madoguchi.kit.db import close_database, database, open_database
from madoguchi.kit.facts import settle
from madoguchi.kit.feed import Feed
from madoguchi.kit.http import build_app
from madoguchi.kit.jobs import Worker
from madoguchi.kit.log import log
from madoguchi.kit.metrics import exposition
from madoguchi.kit.migrate import role_url
from madoguchi.kit.tasks import end
from madoguchi.kit.trace import name_step, tracing
from madoguchi.kit.vault import open_vault

STATIC = Path(__file__).parent / "static"
POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; font-src 'self' data:; "
    "media-src 'self' blob:; connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)
HEADERS = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"microphone=(self), camera=(), geolocation=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
]


def doorway(app: ASGIApp) -> ASGIApp:
    """Around everything: each request works under a trace and is answered with the security headers."""

    async def enter(scope: Scope, receive: Receive, send: Send) -> None:
        if str(scope["type"]) == "lifespan":  # what it sets going belongs to no trace
            await app(scope, receive, send)
            return
        if scope["type"] != ScopeType.HTTP:
            with tracing():
                await app(scope, receive, send)
            return
        method = scope["method"]
        with tracing(step="http") as trace:

            async def answer(message: Message) -> None:
                if message["type"] == "http.response.start":
                    name_step(f"{method} {scope.get('path_template', '')}")
                    message["headers"] = [*message["headers"], *HEADERS, (b"x-trace", trace.encode())]
                await send(message)

            await app(scope, receive, answer)

    return enter


@get("/healthz", include_in_schema=False)
async def alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@get("/readyz", include_in_schema=False)
async def ready() -> Response[dict[str, str]]:
    """The database answers too."""
    try:
        await database().sweep.fetchval("select 1", timeout=2)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, RuntimeError):
        return Response({"status": "no database"}, status_code=503)
    return Response({"status": "ok"})


@get("/metrics", include_in_schema=False)
async def metrics() -> Response[bytes]:
    """Prometheus metrics; codes only."""
    return Response(exposition(), media_type="text/plain; version=0.0.4")


@get("/ca.crt", include_in_schema=False)
async def authority(state: State) -> File:
    """The authority that signed our certificate, to be installed where browsers should trust it."""
    if state.get("authority") is None:
        raise NotFoundException
    return File(state["authority"], filename="madoguchi-ca.crt", media_type="application/x-x509-ca-cert")


@get(["/", "/{path:path}"], include_in_schema=False)
async def desk(path: str = "") -> File:
    """The desk: one page whose address bar is its own business."""
    if path.startswith(("/api/", "/assets/")) or not (STATIC / "index.html").exists():
        raise NotFoundException
    return File(
        STATIC / "index.html",
        content_disposition_type="inline",
        media_type="text/html; charset=utf-8",
        headers={"Cache-Control": "no-cache"},
    )


def _assets() -> list[Any]:
    folder = STATIC / "assets"
    if not folder.exists():
        return []
    return [create_static_files_router("/assets", [folder], include_in_schema=False)]


def create_app(owner_url: str, secret: bytes, *, middleware: Sequence[Any] = (), pool: int = 16) -> Litestar:
    """The application over one database. Its lifespan opens the pools, the worker, the feed and the lines."""
    feed = Feed()
    bootstrap.wire()

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        open_vault(secret)
        await open_database(role_url(owner_url, secret, "app"), role_url(owner_url, secret, "sweep"), pool)
        await feed.begin()
        bootstrap.lay_wire()
        worker = Worker()
        worker.start()
        tasks = [
            asyncio.create_task(signals.listen()),
            asyncio.create_task(nodes.keep(config().node_name or gethostname(), lambda: str(app.state.get("url", "")))),
            asyncio.create_task(wires.listen()),
            asyncio.create_task(wires.speak()),
            asyncio.create_task(_beat(feed)),
            asyncio.create_task(bootstrap.desks.keep()),
        ]
        try:
            async with bootstrap.lines():
                yield
        finally:
            await end(tasks)
            await worker.stop()
            await settle(seconds=5)  # what is left over is durable: the next start, or another node, delivers it
            await nodes.leave()
            await close_database()

    return build_app(
        [*bootstrap.routes(), *telemetry_routes, *phone_routes, live_route(feed)],
        middleware=middleware or bootstrap.middleware(),
        outside=[alive, ready, metrics, authority, *_assets(), desk],
        lifespan=[lifespan],
    )


async def _beat(feed: Feed) -> None:
    while True:
        await asyncio.sleep(1)
        with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            try:
                await feed.beat()
            except RuntimeError:
                log.warning("feed_waits")
