"""A fact committed → its desk has the frame: 1,000 desks on the live socket, 5,000 facts a second in batches of 50.

The facts are offers that ended, each addressed to one desk, committed by the serving process itself, as an answered or
withdrawn offer is. Latency is taken from the return of the commit to the arrival of the frame, by the machine's one
monotonic clock.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path
from random import Random
from urllib.parse import urlsplit
from uuid import UUID

import psutil

from bench.frame import Place, Report, say

SIZE = "1k"
BATCH = 50
PER_SECOND = 5_000
WARM_UP_SECONDS = 3
SECONDS = 20
SETTLING_SECONDS = 5
CLOSE, PING, PONG = 8, 9, 10
# A sketch of the same shape on a comparable machine: a ratio, never a promise.
PEERS = {"sketch": {"p50_ms": 0.37, "p99_ms": 1.8}}


class DeskSocket(asyncio.Protocol):
    """A desk's end of the live socket, lean enough that a thousand cost less than what they measure."""

    def __init__(self, arrivals: dict[int, float]) -> None:
        self._arrivals = arrivals
        self._pending = b""
        self.open = asyncio.get_running_loop().create_future()
        self.closed = False

    def connection_lost(self, exc: Exception | None) -> None:
        self.closed = True

    # The loop's own transports are no subclass of asyncio's, so there is nothing to narrow to.
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # see above
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        moment = time.monotonic()
        data = self._pending + data
        if not self.open.done():
            head, found, data = data.partition(b"\r\n\r\n")
            if not found:
                self._pending = head
                return
            self.open.set_result(head.split(b"\r\n", 1)[0])
        while len(data) >= 2:
            length, start = data[1] & 0x7F, 2
            if length == 126:
                length, start = int.from_bytes(data[2:4], "big"), 4
            if len(data) < start + length:
                break
            self._take(data[0] & 0x0F, data[start : start + length], moment)
            data = data[start + length :]
        self._pending = data

    def _take(self, kind: int, frame: bytes, moment: float) -> None:
        if kind == CLOSE:
            self.closed = True
            self.transport.close()
            return
        if kind == PING:
            self.transport.write(bytes([0x80 | PONG, 0x80 | len(frame), 0, 0, 0, 0]) + frame)
            return
        at = frame.find(b'"offer":"')
        if at >= 0:
            self._arrivals[UUID(frame[at + 9 : at + 45].decode()).int] = moment


def user_of(number: int) -> UUID:
    """The bench's `number`-th person."""
    return UUID(int=0x018F_0000_0000 << 80 | 0x7 << 76 | 0b10 << 62 | number)


async def measure(place: Place) -> Report:
    """Connect the desks, let the server commit its facts, compare what it committed with what arrived."""
    await _hire(place)
    server = await _start(place)
    try:
        assert server.stdout is not None
        url = (await server.stdout.readline()).decode().strip()
        arrivals: dict[int, float] = {}
        say(f"connecting {place.count:,} desks")
        desks = [await _connect(url, user_of(number), arrivals) for number in range(place.count)]
        await asyncio.sleep(SETTLING_SECONDS)
        for number, desk in enumerate(desks):
            if desk.closed:  # told to come back, as happens to who came before the server heard other nodes
                desks[number] = await _connect(url, user_of(number), arrivals)
        say(f"committing {PER_SECOND:,} facts a second for {WARM_UP_SECONDS + SECONDS} s")
        committed, cpu = await _run(server, place.count)
        for desk in desks:
            desk.transport.close()
    finally:
        server.terminate()
        await server.wait()
    return _report(committed, arrivals, cpu)


async def _hire(place: Place) -> None:
    say(f"hiring {place.count:,} people")
    rows = [(place.tenant, user_of(n), f"{n}@example.jp", f"{n}", "invited") for n in range(place.count)]
    await place.owner.executemany(
        "insert into app_user (tenant_id, id, email, name, state, created) values ($1, $2, $3, $4, $5, now())", rows
    )


async def _start(place: Place) -> asyncio.subprocess.Process:
    secret = place.instance.folder / "data" / "secret"
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.offer_push_server", place.instance.database_url, str(secret), str(place.tenant),
        cwd=Path(__file__).parent.parent, env=place.instance.environment,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=64 * 1024 * 1024,
    )  # fmt: skip


async def _connect(url: str, user: UUID, arrivals: dict[int, float]) -> DeskSocket:
    parts = urlsplit(url)
    loop = asyncio.get_running_loop()
    transport, desk = await loop.create_connection(lambda: DeskSocket(arrivals), parts.hostname, parts.port)
    transport.write(
        (
            f"GET /api/v1/live HTTP/1.1\r\nHost: {parts.netloc}\r\nX-Bench-User: {user}\r\nConnection: Upgrade\r\n"
            "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
        ).encode()
    )
    status = await asyncio.wait_for(desk.open, 30)
    if b"101" not in status:
        raise RuntimeError(f"the live socket answered {status!r}")
    return desk


async def _run(server: asyncio.subprocess.Process, people: int) -> tuple[dict[int, float], float]:
    assert server.stdin is not None
    assert server.stdout is not None
    process = psutil.Process(server.pid)
    before = process.cpu_times()
    order = {"people": people, "batch": BATCH, "per_second": PER_SECOND, "seconds": WARM_UP_SECONDS + SECONDS}
    server.stdin.write(json.dumps(order).encode() + b"\n")
    await server.stdin.drain()
    told = json.loads(await server.stdout.readline())
    await asyncio.sleep(SETTLING_SECONDS)  # the last frames are on their way
    after = process.cpu_times()
    committed = {int(offer): moment for offer, moment in told.items()}
    return committed, after.user + after.system - before.user - before.system


def _report(committed: dict[int, float], arrivals: dict[int, float], cpu: float) -> Report:
    report = Report(peers=PEERS)
    first = min(committed.values()) + WARM_UP_SECONDS
    measured = {offer: moment for offer, moment in committed.items() if moment >= first}
    waits = sorted(1000 * (arrivals[offer] - moment) for offer, moment in measured.items() if offer in arrivals)
    span = max(measured.values()) - first
    report.put("p50_ms", waits[len(waits) // 2], "from the commit's return to the frame at its desk")
    report.put("p99_ms", waits[int(len(waits) * 0.99)])
    report.put("p999_ms", waits[int(len(waits) * 0.999)])
    report.put("per_second", len(waits) / span, f"{PER_SECOND:,} were asked for")
    report.put("lost", len(committed) - len(arrivals))
    report.put("cpu_ms", 1000 * cpu / len(committed), "of the server a fact, its commit included")
    return report


def shuffled(people: int) -> list[int]:
    """The order in which people are addressed."""
    order = list(range(people))
    Random(3).shuffle(order)
    return order
