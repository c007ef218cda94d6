"""A client for the routes of one room, asked as whoever the test says."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import httpx
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from madoguchi.kit.http import Principal, build_app, set_principal
from madoguchi.kit.i18n import Locale
from madoguchi.kit.ids import new_id


def person(tenant: UUID, *permissions: str, user: UUID | None = None, locale: Locale = "en") -> Principal:
    """Somebody signed in, with exactly these permissions."""
    who = user or new_id()
    return Principal(
        tenant=tenant, actor=who, user=who, session=new_id(), permissions=frozenset(permissions), locale=locale
    )


@asynccontextmanager
async def api(routes: Sequence[Any], who: Principal | None) -> AsyncIterator[httpx.AsyncClient]:
    """The API of `routes`, asked as `who` (None: nobody)."""

    class AsWho(ASGIMiddleware):
        async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
            set_principal(who)
            await next_app(scope, receive, send)

    app = build_app(routes, middleware=[AsWho()])
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test/api/v1") as client:
        yield client
