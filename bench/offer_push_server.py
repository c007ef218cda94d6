"""The serving process of `offer_push`: the real application, which on order commits facts for its desks."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path
from uuid import UUID

import uvicorn
import uvloop
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from bench.offer_push import shuffled, user_of
from madoguchi.entrypoints.app import create_app
from madoguchi.entrypoints.serving import calm_memory
from madoguchi.entrypoints.wire import BoundedHttp
from madoguchi.kit.db import Unit, on_commit, unit
from madoguchi.kit.facts import record
from madoguchi.kit.http import Principal, set_principal
from madoguchi.routing.events import OfferWithdrawn


class AsWho(ASGIMiddleware):
    """Whoever the header names is signed in: signing in a thousand people is not what is measured."""

    def __init__(self, tenant: UUID) -> None:
        self._tenant = tenant

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        for name, value in scope["headers"]:
            if name == b"x-bench-user":
                user = UUID(value.decode())
                permissions = frozenset({"desk.use"})
                set_principal(Principal(tenant=self._tenant, actor=user, user=user, permissions=permissions))
        await next_app(scope, receive, send)


class Committer:
    """Commits the facts at their rate and remembers when each commit returned."""

    def __init__(self, tenant: UUID) -> None:
        self._tenant = tenant
        self.moments: dict[int, float] = {}
        on_commit(self._committed)

    def _committed(self, work: Unit, _ids: list[int]) -> None:
        moment = time.monotonic()
        for fact in work.facts:
            if isinstance(fact, OfferWithdrawn):
                self.moments[fact.offer.int] = moment

    async def run(self, people: int, batch: int, per_second: int, seconds: int) -> None:
        order = shuffled(people)
        start, count = time.monotonic(), per_second * seconds // batch
        going: set[asyncio.Task[None]] = set()
        for n in range(count):
            await asyncio.sleep(max(0.0, start + n * batch / per_second - time.monotonic()))
            task = asyncio.create_task(self._commit([n * batch + i for i in range(batch)], order))
            going.add(task)
            task.add_done_callback(going.discard)
        await asyncio.gather(*going)

    async def _commit(self, numbers: list[int], order: list[int]) -> None:
        async with unit(self._tenant):
            for number in numbers:
                user = user_of(order[number % len(order)])
                record(
                    OfferWithdrawn(
                        offer=UUID(int=number), interaction=user, user=user, queue=None, cause="answered_elsewhere"
                    )
                )


async def serve(database_url: str, secret: Path, tenant: UUID) -> None:
    """Serve until terminated; each line on the standard input is an order, answered with the moments of its commits."""
    app = create_app(database_url, secret.read_bytes().strip(), middleware=[AsWho(tenant)])
    committer = Committer(tenant)
    settings = uvicorn.Config(
        app, port=0, log_level="warning", access_log=False, http=BoundedHttp, ws="websockets-sansio"
    )
    server = uvicorn.Server(settings)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.02)
    calm_memory()
    host, port = server.servers[0].sockets[0].getsockname()[:2]
    print(f"http://{host}:{port}", flush=True)
    line = await asyncio.to_thread(sys.stdin.readline)
    await committer.run(**json.loads(line))
    await asyncio.sleep(1)
    print(json.dumps(committer.moments), flush=True)
    await serving


if __name__ == "__main__":
    uvloop.run(serve(sys.argv[1], Path(sys.argv[2]), UUID(sys.argv[3])))
