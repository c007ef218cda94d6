"""What is at the other end may be anything: each kind of answer becomes what the port calls it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from madoguchi.crm import CrmFault, CrmForbidden, CrmRefused, CrmUnanswered, CrmUnreachable
from madoguchi.integrations.tryton.client import Client

LOGIN = {"id": 0, "result": [3, "token", None]}


@asynccontextmanager
async def server(answer: Callable[[str], Awaitable[web.StreamResponse]]) -> AsyncIterator[Client]:
    """Something that answers each method, and a client signed in there."""

    async def handle(request: web.Request) -> web.StreamResponse:
        return await answer((await request.json())["method"])

    app = web.Application()
    app.router.add_post("/{tail:.*}", handle)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    client = Client(f"http://127.0.0.1:{runner.addresses[0][1]}", "crm", "user", "secret", "ja")
    try:
        yield client
    finally:
        await client.close()
        await runner.cleanup()


def answering(*responses: web.Response) -> Callable[[str], Awaitable[web.StreamResponse]]:
    """Sign-ins succeed; everything else gets these responses, one after another."""
    left = iter(responses)

    async def answer(method: str) -> web.StreamResponse:
        return web.json_response(LOGIN) if method == "common.db.login" else next(left)

    return answer


@pytest.mark.parametrize(
    ("response", "fault"),
    [
        (web.json_response({"id": 0, "error": ["UserError", ["no", "", None]]}), CrmRefused),
        (web.json_response({"id": 0, "error": ["KeyError: 'x'", "traceback"]}), CrmUnanswered),
        (web.Response(status=502, text="<html>bad gateway"), CrmUnanswered),
        (web.Response(text="<html>a captive portal"), CrmUnanswered),
        (web.Response(status=302, headers={"Location": "https://elsewhere.example"}), CrmRefused),
        (web.Response(status=404), CrmRefused),
        (web.Response(status=429), CrmUnreachable),
        (web.Response(body=b"x" * (5 * 1024 * 1024)), CrmRefused),
    ],
)
async def test_each_answer_is_told_apart(response: web.Response, fault: type[CrmFault]) -> None:
    async with server(answering(response)) as client:
        with pytest.raises(fault):
            await client.call("model.party.party.search", [])


async def test_a_session_that_is_over_is_begun_anew_once() -> None:
    async with server(answering(web.Response(status=401), web.json_response({"id": 0, "result": [7]}))) as client:
        assert await client.call("model.party.party.search", []) == [7]
    async with server(answering(web.Response(status=401), web.Response(status=401))) as client:
        with pytest.raises(CrmForbidden):
            await client.call("model.party.party.search", [])


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9", "http://[::1", "http://127.0.0.1:99999", "http://..", "http://\ud7ff"]
)
async def test_an_address_that_leads_nowhere_is_unreachable(url: str) -> None:
    client = Client(url, "crm", "user", "secret", "ja")
    with pytest.raises(CrmUnreachable):
        await client.call("model.party.party.search", [])
    await client.close()
