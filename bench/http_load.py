"""A lean HTTP/1.1 client: on two cores the load must not cost more than what it measures."""

from __future__ import annotations

import asyncio
from types import TracebackType
from urllib.parse import urlsplit


class Client:
    """One connection, kept alive; one request at a time."""

    def __init__(self, url: str, headers: dict[str, str]) -> None:
        parts = urlsplit(url)
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 80
        lines = [f"Host: {parts.netloc}", *(f"{name}: {value}" for name, value in headers.items())]
        self._headers = "\r\n".join(lines).encode()

    async def __aenter__(self) -> Client:
        self._reader, self._writer = await asyncio.open_connection(self._host, self._port)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.close()

    async def send(self, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
        """Status and body of the answer."""
        length = b"" if body is None else b"\r\nContent-Type: application/json\r\nContent-Length: %d" % len(body)
        head = f"{method} /api/v1{path} HTTP/1.1\r\n".encode() + self._headers + length + b"\r\n\r\n"
        self._writer.write(head + (body or b""))
        answer = await self._reader.readuntil(b"\r\n\r\n")
        status = int(answer[9:12])
        lowered = answer.lower()
        at = lowered.find(b"content-length:")
        if at >= 0:
            size = int(lowered[at + 15 : lowered.index(b"\r\n", at)])
            return status, await self._reader.readexactly(size) if size else b""
        if b"transfer-encoding: chunked" in lowered:
            return status, await self._chunks()
        return status, b""

    async def _chunks(self) -> bytes:
        parts: list[bytes] = []
        while size := int(await self._reader.readline(), 16):
            parts.append(await self._reader.readexactly(size))
            await self._reader.readexactly(2)
        await self._reader.readexactly(2)
        return b"".join(parts)
