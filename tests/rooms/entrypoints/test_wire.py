"""The wire: ordinary requests, several in one connection, and senders who never come to an end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import uvicorn
import websockets.asyncio.client as sockets

from madoguchi.entrypoints.wire import LONGEST_HEAD, BoundedHttp

Address = tuple[str, int]


async def echo(scope: Any, receive: Any, send: Any) -> None:
    """Answers with the length of the path and of the body; on a socket with what it hears."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        while (heard := await receive())["type"] != "websocket.disconnect":
            if "text" in heard:
                await send({"type": "websocket.send", "text": heard["text"]})
        return
    body, more = b"", True
    while more:
        part = await receive()
        body, more = body + part.get("body", b""), part.get("more_body", False)
    told = f"{len(scope['path'])} {len(body)}".encode()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(told))]})
    await send({"type": "http.response.body", "body": told})


@pytest.fixture
async def address() -> AsyncIterator[Address]:
    settings = uvicorn.Config(
        echo, port=0, log_level="critical", http=BoundedHttp, ws="websockets-sansio", lifespan="off"
    )
    server = uvicorn.Server(settings)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[:2]
    server.should_exit = True
    await serving


async def ask(address: Address, *parts: bytes) -> bytes:
    """Everything that is answered until the other side hangs up."""
    reader, writer = await asyncio.open_connection(*address)
    try:
        for part in parts:
            writer.write(part)
            await writer.drain()
        return await asyncio.wait_for(reader.read(), 10)
    except ConnectionError:
        return b""
    finally:
        writer.close()


LAST = b"GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


async def test_a_body_longer_than_a_head_may_be_is_taken(address: Address) -> None:
    body = b"x" * (4 * LONGEST_HEAD)
    head = b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body)
    for parts in ((head + body,), (head, body), (head, body[:100], body[100:])):
        answers = await ask(address, *parts, LAST)
        assert b"2 262144" in answers
        assert answers.endswith(b"5 0")


@pytest.mark.parametrize(
    "endless", [b"GET /" + b"a" * 2 * LONGEST_HEAD, b"GET / HTTP/1.1\r\nX: " + b"a" * LONGEST_HEAD * 2]
)
async def test_a_head_without_an_end_is_refused(address: Address, endless: bytes) -> None:
    answer = await ask(address, *(endless[at : at + 9000] for at in range(0, len(endless), 9000)))
    assert answer == b"" or answer.startswith(b"HTTP/1.1 400 ")
    assert (await ask(address, LAST)).startswith(b"HTTP/1.1 200 ")


async def test_a_long_head_that_ends_is_taken(address: Address) -> None:
    long = b"GET /a HTTP/1.1\r\nHost: x\r\nX: " + b"a" * (LONGEST_HEAD - 4096) + b"\r\n\r\n"
    assert (await ask(address, long, LAST)).count(b"HTTP/1.1 200 ") == 2


@pytest.mark.parametrize(
    "nonsense",
    [b"\x16\x03\x01\x02\x00\x01\x00", b"GET / HTTP/1.1\r\nHost : x\r\n\r\n", b"GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n",
     b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"],
)  # fmt: skip
async def test_what_is_not_http_is_answered_400(address: Address, nonsense: bytes) -> None:
    assert (await ask(address, nonsense)).startswith(b"HTTP/1.1 400 ")


async def test_a_socket_is_opened_and_stays_open(address: Address) -> None:
    async with sockets.connect(f"ws://127.0.0.1:{address[1]}/live") as socket:
        for text in ("a", "b" * 2 * LONGEST_HEAD, "c"):
            await socket.send(text)
            assert await asyncio.wait_for(socket.recv(), 10) == text
