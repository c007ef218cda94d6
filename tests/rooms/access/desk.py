"""A company with people in it, and browsers in which they are signed in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from madoguchi import access
from madoguchi.access.authentication import Authentication
from madoguchi.access.http import routes
from madoguchi.kit.db import unit
from madoguchi.kit.http import build_app
from madoguchi.kit.ids import new_id

PASSWORD = "correct horse battery"


class Company:
    """One tenant and its first administrator."""

    def __init__(self, founded: access.Founded) -> None:
        self.tenant = founded.tenant.id
        self.code = founded.tenant.code
        self.administrator = founded.administrator

    async def person(self, *roles: access.Role, email: str | None = None, name: str = "山田 花子") -> access.User:
        """Somebody active who has PASSWORD."""
        profile = access.Profile(
            email=email or f"{new_id().hex}@example.jp",
            name=name,
            kana="ヤマダ ハナコ",
            locale="ja",
            roles=list(roles),
            team_id=None,
        )
        hashed = await access.hash_password(PASSWORD)
        async with unit(self.tenant):
            return await access.add_user(profile, hashed)


async def found_company(name: str = "さくら通販", password: str | None = PASSWORD) -> Company:
    """A new tenant whose administrator has PASSWORD."""
    administrator = access.Administrator(email=f"{new_id().hex}@example.jp", name="佐藤 一郎", password=password)
    return Company(await access.create_tenant(name, administrator))


class Browser(httpx.AsyncClient):
    """A client that sends the CSRF token once it has one."""

    async def sign_in(self, email: str, password: str = PASSWORD, **more: str) -> httpx.Response:
        answer = await self.post("/session", json={"email": email, "password": password, **more})
        if answer.status_code == 201:
            self.headers["X-CSRF-Token"] = answer.json()["csrf"]
        return answer


@asynccontextmanager
async def browser(email: str | None = None, address: str = "192.0.2.1") -> AsyncIterator[Browser]:
    """A browser at `address`, signed in as `email` where one is given."""
    transport = httpx.ASGITransport(app=build_app(routes, middleware=[Authentication()]), client=(address, 50000))
    async with Browser(transport=transport, base_url="http://test/api/v1") as client:
        if email is not None:
            answer = await client.sign_in(email)
            assert answer.status_code == 201, answer.text
        yield client
