"""What every measurement shares: sizes, an installation of its own, load over HTTP, the report.

A bench is a module `bench/<name>.py` with `SIZE` (its default) and `async def measure(place: Place) -> Report`. With
`DEMO = True` it gets the demonstration company too, with `TELEPHONY = "asterisk"` a real switch.
"""

from __future__ import annotations

import asyncio
import json
import os
import platform
import subprocess
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import asyncpg
import psutil

from bench.http_load import Client
from madoguchi import access
from madoguchi.kit.db import close_database, open_database, unit
from madoguchi.kit.migrate import role_url
from madoguchi.kit.vault import open_vault
from tests.instance import Instance

HERE = Path(__file__).parent
OUT = HERE / "out"
LOAD_BEFORE = os.getloadavg()[0]
UNITS = {"k": 1_000, "m": 1_000_000}


def count_of(size: str) -> int:
    """How many a size stands for: "100k", "1m", "10m", "5000"; of "1000x10000" the first. Raises ValueError."""
    text = size.strip().lower().partition("x")[0]
    return int(text[:-1]) * UNITS[text[-1]] if text[-1:] in UNITS else int(text)


def say(text: str) -> None:
    """Tell how the measurement goes."""
    print(f"  {text}", flush=True)


@dataclass
class Report:
    """What was measured. A key is a figure or figure@size; `notes` explain a figure in the table."""

    metrics: dict[str, float] = field(default_factory=dict)
    peers: dict[str, dict[str, float]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)

    def put(self, figure: str, value: float, note: str = "") -> None:
        """Add a figure."""
        self.metrics[figure] = round(value, 3)
        if note:
            self.notes[figure] = note


@dataclass
class Load:
    """What a load gave: seconds of each request, wall seconds, the server's CPU seconds."""

    latencies: list[float]
    seconds: float
    cpu_seconds: float

    def at(self, share: float) -> float:
        """The latency, in milliseconds, that `share` of the requests kept."""
        ordered = sorted(self.latencies)
        return 1000 * ordered[min(len(ordered) - 1, int(len(ordered) * share))]

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.seconds

    @property
    def cpu_ms(self) -> float:
        """CPU of the application a request, in milliseconds."""
        return 1000 * self.cpu_seconds / len(self.latencies)


@dataclass
class Place:
    """An installation of the measurement's own: its API with a key for all scopes, its database as the owner."""

    size: str
    count: int
    instance: Instance
    owner: asyncpg.Connection[asyncpg.Record]
    tenant: UUID
    key: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}

    def server(self) -> psutil.Process:
        """The application's main process."""
        assert self.instance.process is not None
        return psutil.Process(self.instance.process.pid)

    async def load(self, request: Callable[[int], tuple[str, str, bytes | None]], n: int, clients: int) -> Load:
        """Send `request(i)` = (method, path, body) for i below `n`, each client one after another.

        Every answer must be a success: a bench of errors measures nothing. Raises RuntimeError for one that is not.
        """
        waiting, latencies = iter(range(n)), [0.0] * n
        before, start = self.server().cpu_times(), time.perf_counter()

        async def work() -> None:
            async with Client(self.instance.url, self.headers) as client:
                for i in waiting:
                    method, path, body = request(i)
                    began = time.perf_counter()
                    status, answer = await client.send(method, path, body)
                    latencies[i] = time.perf_counter() - began
                    if status >= 300:
                        raise RuntimeError(f"{method} {path} answered {status}: {answer[:300]!r}")

        await asyncio.gather(*(work() for _ in range(clients)))
        seconds, after = time.perf_counter() - start, self.server().cpu_times()
        used = after.user + after.system - before.user - before.system
        return Load(latencies=latencies, seconds=seconds, cpu_seconds=used)


ALL_SCOPES = [code for code in access.PERMISSIONS if not code.endswith(".admin")]


async def _found(instance: Instance) -> tuple[UUID, str]:
    secret = (instance.folder / "data" / "secret").read_bytes().strip()
    open_vault(secret)
    await open_database(
        role_url(instance.database_url, secret, "app"), role_url(instance.database_url, secret, "sweep"), 2
    )
    try:
        administrator = access.Administrator(
            email="bench@example.jp", name="Bench", password=f"{os.urandom(12).hex()}-Aa1"
        )
        founded = await access.create_tenant("Bench", administrator, code="bench")
        async with unit(founded.tenant.id):
            key = await access.make_key("bench", ALL_SCOPES, None)
    finally:
        await close_database()
    return founded.tenant.id, key.secret


@asynccontextmanager
async def place(size: str, *, demo: bool = False, telephony: str = "simulated") -> AsyncIterator[Place]:
    """An installation with one tenant of the measurement's and an API key; gone afterwards.

    Without demonstration data and switch, unless the bench says that it needs them.
    """
    say("starting an installation of its own")
    instance = await asyncio.to_thread(Instance(demo=demo, MADOGUCHI_TELEPHONY=telephony).start)
    try:
        tenant, key = await _found(instance)
        owner = await asyncpg.connect(instance.database_url)
        try:
            yield Place(size=size, count=count_of(size), instance=instance, owner=owner, tenant=tenant, key=key)
        finally:
            await owner.close()
    finally:
        await asyncio.to_thread(instance.remove)


def _commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, cwd=HERE, check=False
    )
    return done.stdout.strip() or "unknown"


def _system() -> str:
    kernel = ".".join(platform.release().split(".")[:2])
    try:
        return f"{platform.freedesktop_os_release()['PRETTY_NAME']}, {platform.system()} {kernel}"
    except OSError:
        return f"{platform.system()} {kernel}"


def _machine() -> dict[str, str]:
    """What it was measured on, as a reader needs it to compare."""
    described = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    models = [line.partition(":")[2].strip() for line in described.splitlines() if line.startswith("model name")]
    return {
        "processor": models[0] if models else platform.processor() or platform.machine(),
        "memory": f"{psutil.virtual_memory().total / 2**30:.0f} GiB",
        "system": _system(),
        "python": platform.python_version(),
        "load_before": f"{LOAD_BEFORE:.1f}",
    }


def _other_sizes(file: Path, commit: str) -> dict[str, float]:
    """Figures of other sizes from an earlier run of the same commit: a run at ten million keeps those at one."""
    with suppress(OSError, ValueError, KeyError):
        before = json.loads(file.read_text())
        if before["commit"] == commit:
            return {key: value for key, value in before["metrics"].items() if "@" in key}
    return {}


def publish(name: str, report: Report) -> None:
    """Print the table and write bench/out/NAME.json."""
    print(f"\n{name}")
    width = max(len(key) for key in report.metrics)
    for key, value in report.metrics.items():
        note = report.notes.get(key, "")
        print(f"  {key:<{width}}  {value:>12,.3f}  {note}".rstrip())
    for peer, figures in report.peers.items():
        print(f"  {peer}: " + ", ".join(f"{key} {value}" for key, value in figures.items()))
    OUT.mkdir(exist_ok=True)
    file, commit = OUT / f"{name}.json", _commit()
    result = {
        "name": name,
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit,
        "cores": os.cpu_count(),
        "metrics": _other_sizes(file, commit) | report.metrics,
        "peers": report.peers,
        "notes": report.notes,
        "machine": _machine(),
    }
    file.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n")
