"""`kill -9` of PostgreSQL under load: writers who try until they are acknowledged, a desk that listens, and the count.

Every write goes through the API under an idempotency key of its own: cases, notes, customers, finished wrap-ups.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from random import Random

import asyncpg
import httpx
import psutil
import websockets.asyncio.client as sockets
from websockets.exceptions import WebSocketException

from madoguchi.kit.postgres import EmbeddedPostgres
from tests.founding import PASSWORD, found_company
from tests.instance import Instance
from tests.soak.owed import Owed, owe_forms

WRITERS = 8
CONTACTS = 40
RECOVERY_LIMIT_SECONDS = 30
SETTLING_SECONDS = 60
Request = tuple[str, object, int]


def kill(server: EmbeddedPostgres) -> None:
    """`kill -9` of the server and all its processes at once; returns when it is gone."""
    pid = server.pid()
    assert pid is not None
    postmaster = psutil.Process(pid)
    family = [postmaster, *postmaster.children()]
    for process in family:
        with suppress(psutil.NoSuchProcess):  # a backend that had just ended
            process.kill()
    psutil.wait_procs(family, timeout=10)


@asynccontextmanager
async def signed_in(instance: Instance, email: str) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody's browser."""
    async with httpx.AsyncClient(base_url=f"{instance.url}/api/v1", timeout=20) as client:
        answer = await client.post("/session", json={"email": email, "password": PASSWORD})
        assert answer.status_code == 201, answer.text
        client.headers["X-CSRF-Token"] = answer.json()["csrf"]
        yield client


class Load:
    """Writers of every kind, each write again and again until it is acknowledged."""

    def __init__(self, client: httpx.AsyncClient, owed: Sequence[Owed]) -> None:
        self._client = client
        self._contacts = [str(one.interaction) for one in owed[:CONTACTS]]
        self._owed = [str(one.wrapup) for one in owed]
        self.acknowledged: dict[str, dict[str, str]] = {kind: {} for kind in ("case", "customer", "note", "wrapup")}
        self.noted_on: dict[str, str] = {}
        self.refused = 0
        self.last = time.monotonic()
        self.stopping = False

    @property
    def total(self) -> int:
        """All that was acknowledged."""
        return sum(len(one) for one in self.acknowledged.values())

    async def write(self, writer: int) -> None:
        """Write one thing after another until told to stop."""
        kinds: list[Callable[[str], tuple[str, Request]]] = [self._case, self._note, self._customer, self._wrapup]
        number = writer
        while not self.stopping:
            number += 1
            key = f"{writer}-{number}"
            kind, request = kinds[number % len(kinds)](key)
            self.acknowledged[kind][key] = await self._until_acknowledged(key, *request)

    def _case(self, key: str) -> tuple[str, Request]:
        return "case", ("/cases", {"title": key, "text": f"経緯 {key}"}, 201)

    def _customer(self, key: str) -> tuple[str, Request]:
        return "customer", ("/customers", {"name": key}, 201)

    def _note(self, key: str) -> tuple[str, Request]:
        contact = self.noted_on[key] = self._contacts[hash(key) % len(self._contacts)]
        return "note", (f"/interactions/{contact}/notes", {"text": key}, 201)

    def _wrapup(self, key: str) -> tuple[str, Request]:
        if not self._owed:
            return self._case(key)
        return "wrapup", (f"/wrapups/{self._owed.pop()}/finish", {"asked": key, "resolution": "resolved"}, 200)

    async def _until_acknowledged(self, key: str, path: str, body: object, status: int) -> str:
        while True:
            answer = None
            with suppress(httpx.HTTPError):
                answer = await self._client.post(path, json=body, headers={"Idempotency-Key": key})
            if answer is not None and answer.status_code == status:
                self.last = time.monotonic()
                return str(answer.json()["id"])
            assert answer is None or answer.status_code >= 500, f"{path} answered {answer.status_code}: {answer.text}"
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


class Listener:
    """A desk on the live feed: it comes back whenever it is thrown out, and resumes from its watermark."""

    def __init__(self, instance: Instance, client: httpx.AsyncClient, load: Load) -> None:
        self._load = load
        self._url = f"{instance.url.replace('http', 'ws', 1)}/api/v1/live"
        self._cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        self._watermark: int | None = None
        self.seen: dict[str, set[str]] = {"note.written": set(), "wrapup.changed": set()}
        self.reloads = 0
        self.visits = 0

    async def listen(self) -> None:
        """For ever."""
        while True:
            with suppress(OSError, WebSocketException, TimeoutError):
                await self._visit()
            await asyncio.sleep(0.05)  # as a desk does before it comes back

    async def _visit(self) -> None:
        after = "" if self._watermark is None else f"?after={self._watermark}"
        async with sockets.connect(self._url + after, additional_headers={"Cookie": self._cookie}) as socket:
            self.visits += 1
            async for message in socket:
                frame = json.loads(message)
                if frame.get("event") in self.seen:
                    self.seen[frame["event"]].add(str(frame["body"]["id"]))
                if frame.get("reload"):  # its place is of a past that the crash undid: the desk reads its state anew
                    self.reloads += 1
                    self.seen["note.written"].update(self._load.acknowledged["note"].values())
                    self.seen["wrapup.changed"].update(self._load.acknowledged["wrapup"].values())
                self._watermark = frame.get("watermark", self._watermark)


@dataclass
class Outcome:
    """What a run gave, in figures."""

    kills: int
    load: Load
    listener: Listener
    recoveries: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        ordered = sorted(self.recoveries)
        kinds = ", ".join(f"{len(done)} {kind}s" for kind, done in self.load.acknowledged.items())
        return (
            f"PostgreSQL killed {self.kills} times: {self.load.total} acknowledged writes ({kinds}), 0 lost, "
            f"0 doubled, {self.load.refused} tried again; back after {ordered[len(ordered) // 2]:.1f} s (median), "
            f"{ordered[-1]:.1f} s (worst); the desk came back {self.listener.visits - 1} times "
            f"(read its state anew {self.listener.reloads} times) and missed nothing"
        )


async def under_kills(instance: Instance, kills: int, seed: int = 20) -> Outcome:
    """Write, kill and listen; then look whether all that was acknowledged is there once, told and shown."""
    company = await asyncio.to_thread(found_company, instance)
    async with signed_in(instance, company.email("administrator")) as client:
        rule = await client.put("/wrapup-rules", json={"seconds": 3600}, headers={"If-Match": "0"})
        assert rule.status_code == 200, rule.text
    owed = await asyncio.to_thread(owe_forms, instance, company, kills * 15)
    server, random = EmbeddedPostgres(instance.folder / "data" / "postgres"), Random(seed)
    async with signed_in(instance, company.email("agent")) as client:
        load = Load(client, owed)
        listener = Listener(instance, client, load)
        listening = asyncio.create_task(listener.listen())
        writers = [asyncio.create_task(load.write(number)) for number in range(WRITERS)]
        outcome = Outcome(kills, load, listener)
        try:
            for _ in range(kills):
                await asyncio.sleep(random.uniform(0.2, 1.5))
                killed = time.monotonic()
                await asyncio.to_thread(kill, server)
                outcome.recoveries.append(await load.recovered(server, killed))
            load.stopping = True
            await asyncio.gather(*writers)
            await _check(instance, load, listener, client)
        finally:
            for task in (listening, *writers):
                task.cancel()
            await asyncio.gather(listening, *writers, return_exceptions=True)
    return outcome


KEPT = {
    "case": "select id, title as key from case_file",
    "customer": "select id, name as key from customer where name ~ '^[0-9]+-[0-9]+$'",
    "wrapup": "select id, id::text as key from wrapup where state = 'done'",
}
TOLD = {
    "case": ("cases.CaseOpened", "case", ""),
    "customer": ("customers.CustomerCreated", "customer", ""),
    "note": ("interactions.NoteWritten", "note", ""),
    "wrapup": ("workspace.WrapupChanged", "wrapup", "and body ->> 'state' = 'done'"),
}


async def _check(instance: Instance, load: Load, listener: Listener, client: httpx.AsyncClient) -> None:
    owner = await asyncpg.connect(instance.database_url)
    try:
        await _delivered(owner)
        for kind, sql in KEPT.items():
            kept = Counter(str(row["id"]) for row in await owner.fetch(sql))
            assert set(load.acknowledged[kind].values()) == kept.keys(), f"a {kind} is missing or one too many is there"
            keys = Counter(row["key"] for row in await owner.fetch(sql))
            assert max(keys.values()) == 1, f"a {kind} was written twice"
        await _notes(load, client)
        for kind, (fact, name, more) in TOLD.items():
            rows = await owner.fetch(
                f"select body ->> $2 as id, count(*) as times from outbox where kind = $1 {more} group by 1", fact, name
            )
            told = {row["id"]: row["times"] for row in rows}
            wrong = {id: told.get(id, 0) for id in load.acknowledged[kind].values() if told.get(id) != 1}
            assert not wrong, f"announced not once: {kind} {wrong}"
        await _shown(load, listener)
    finally:
        await owner.close()


async def _notes(load: Load, client: httpx.AsyncClient) -> None:
    """The words of every note, opened through the API: each once."""
    texts: Counter[str] = Counter()
    for contact in sorted(set(load.noted_on.values())):
        answer = await client.get(f"/interactions/{contact}")
        assert answer.status_code == 200, answer.text
        texts.update(note["text"] for note in answer.json()["contact"]["notes"])
    assert texts == Counter(load.acknowledged["note"].keys()), "a note is missing or there twice"


async def _shown(load: Load, listener: Listener) -> None:
    """Everything that concerns the desk reached it, at once or when it came back."""
    wanted = {
        "note.written": set(load.acknowledged["note"].values()),
        "wrapup.changed": set(load.acknowledged["wrapup"].values()),
    }
    deadline = time.monotonic() + SETTLING_SECONDS
    while any(wanted[event] - listener.seen[event] for event in wanted):
        missing = {event: len(wanted[event] - listener.seen[event]) for event in wanted}
        assert time.monotonic() < deadline, f"the desk was never shown {missing}"
        await asyncio.sleep(0.1)


async def _delivered(owner: asyncpg.Connection[asyncpg.Record]) -> None:
    """Wait until the facts that a killed database left behind have found their reactions."""
    deadline = time.monotonic() + SETTLING_SECONDS
    while await owner.fetchval("select exists (select from outbox where not delivered)"):
        assert time.monotonic() < deadline, "facts were left behind"
        await asyncio.sleep(0.2)
    assert await owner.fetchval("select count(*) from reaction_failure where parked") == 0
