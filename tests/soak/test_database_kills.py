"""`kill -9` of PostgreSQL under load, twenty times: nothing that was acknowledged is lost, nothing is done twice."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import Random

import asyncpg
import httpx
import psutil
import pytest

from madoguchi.kit.postgres import EmbeddedPostgres
from tests.founding import ADMINISTRATOR, PASSWORD, found_company
from tests.instance import Instance

KILLS = 20
WRITERS = 8
RECOVERY_LIMIT_SECONDS = 30


@pytest.fixture
async def instance() -> AsyncIterator[Instance]:
    running = Instance(demo=False, MADOGUCHI_TELEPHONY="simulated")
    await asyncio.to_thread(running.start)
    await asyncio.to_thread(found_company, running)
    yield running
    await asyncio.to_thread(running.remove)


class Load:
    """Writers that open cases, each under its own idempotency key, again and again until it is acknowledged."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self.acknowledged: dict[str, str] = {}
        self.refused = 0
        self.last = time.monotonic()
        self.stopping = False

    async def write(self, writer: int) -> None:
        number = 0
        while not self.stopping:
            number += 1
            await self._once(f"{writer}-{number}")

    async def _once(self, key: str) -> None:
        while True:
            try:
                answer = await self._client.post("/cases", json={"title": key}, headers={"Idempotency-Key": key})
            except httpx.HTTPError:
                answer = None
            if answer is not None and answer.status_code == 201:
                self.acknowledged[key] = answer.json()["id"]
                self.last = time.monotonic()
                return
            assert answer is None or answer.status_code >= 500, answer.text
            self.refused += 1
            await asyncio.sleep(0.05)  # as a client does before it tries again

    async def recovered(self, server: EmbeddedPostgres, killed: float) -> float:
        """Seconds from the kill to the first acknowledgement of the server that came after it."""
        back: float | None = None
        while back is None or self.last <= back:
            assert time.monotonic() - killed < RECOVERY_LIMIT_SECONDS, "the database did not come back"
            await asyncio.sleep(0.02)
            if back is None and server.pid() is not None:
                back = time.monotonic()
        return self.last - killed


def kill(server: EmbeddedPostgres) -> None:
    """`kill -9` of the server and all its processes at once; returns when it is gone."""
    pid = server.pid()
    assert pid is not None
    postmaster = psutil.Process(pid)
    family = [postmaster, *postmaster.children()]
    for process in family:
        try:
            process.kill()
        except psutil.NoSuchProcess:
            continue  # a backend that had just ended
    psutil.wait_procs(family, timeout=10)


@asynccontextmanager
async def signed_in(instance: Instance) -> AsyncIterator[httpx.AsyncClient]:
    """The administrator's browser."""
    async with httpx.AsyncClient(base_url=f"{instance.url}/api/v1", timeout=20) as client:
        answer = await client.post("/session", json={"email": ADMINISTRATOR, "password": PASSWORD})
        assert answer.status_code == 201, answer.text
        client.headers["X-CSRF-Token"] = answer.json()["csrf"]
        yield client


async def test_no_acknowledged_write_is_lost_and_none_is_done_twice(instance: Instance) -> None:
    server = EmbeddedPostgres(instance.folder / "data" / "postgres")
    random = Random(20)
    async with signed_in(instance) as client:
        load = Load(client)
        writers = [asyncio.create_task(load.write(number)) for number in range(WRITERS)]
        recoveries = []
        for _ in range(KILLS):
            await asyncio.sleep(random.uniform(0.2, 1.5))
            killed = time.monotonic()
            await asyncio.to_thread(kill, server)
            recoveries.append(await load.recovered(server, killed))
        load.stopping = True
        await asyncio.gather(*writers)
    kept, told = await kept_and_told(instance)
    lost = set(load.acknowledged.values()) - kept.keys()
    print(
        f"\n{KILLS} kills, {len(load.acknowledged)} writes acknowledged, {load.refused} tried again, {len(lost)} lost, "
        f"back after {sorted(recoveries)[KILLS // 2]:.1f} s (median), {max(recoveries):.1f} s (worst)"
    )
    assert not lost
    assert sorted(kept.values()) == sorted(load.acknowledged), "one case for each key, and no other"
    assert told == dict.fromkeys(kept, 1), "each case was announced once"


async def kept_and_told(instance: Instance) -> tuple[dict[str, str], dict[str, int]]:
    """Cases in the database by id with their titles, and how often each was announced; every fact was delivered."""
    connection = await asyncpg.connect(instance.database_url)
    try:
        await delivered(connection)
        kept = {str(row["id"]): row["title"] for row in await connection.fetch("select id, title from case_file")}
        told = await connection.fetch(
            "select body ->> 'case' as id, count(*) as times from outbox where kind = 'cases.CaseOpened' group by 1"
        )
        return kept, {row["id"]: row["times"] for row in told}
    finally:
        await connection.close()


async def delivered(connection: asyncpg.Connection[asyncpg.Record]) -> None:
    """Wait until the facts that a killed database left behind have found their reactions."""
    deadline = time.monotonic() + 60
    while await connection.fetchval("select exists (select from outbox where not delivered)"):
        assert time.monotonic() < deadline, "facts were left behind"
        await asyncio.sleep(0.2)
    assert await connection.fetchval("select count(*) from reaction_failure where parked") == 0
