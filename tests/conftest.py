"""Real PostgreSQL for every test: one embedded server a run, one database a run, one tenant a test."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from madoguchi.kit.clock import TestClock, use_clock
from madoguchi.kit.config import config
from madoguchi.kit.db import close_database, open_database
from madoguchi.kit.db import database as kit_database
from madoguchi.kit.facts import settle
from madoguchi.kit.ids import new_id
from madoguchi.kit.migrate import migrate, role_url
from madoguchi.kit.postgres import EmbeddedPostgres
from madoguchi.kit.vault import open_vault
from tests.instance import Instance

SECRET = b"a secret of the tests, long enough for all"


@pytest.fixture(scope="session", autouse=True)
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder of this run: no test meets what `make run` has left beside the code."""
    folder = tmp_path_factory.mktemp("data")
    with pytest.MonkeyPatch.context() as run:
        run.setenv("MADOGUCHI_DATA_DIR", str(folder))
        config.cache_clear()
        yield folder
    config.cache_clear()


@pytest.fixture(scope="session")
def postgres() -> Iterator[EmbeddedPostgres]:
    """The embedded server of this run."""
    folder = Path(tempfile.mkdtemp(prefix="madoguchi-test-"))
    folder.chmod(0o755)
    binaries = os.environ.get("MADOGUCHI_TEST_POSTGRES")  # another PostgreSQL's bin folder
    server = EmbeddedPostgres(folder / "postgres", Path(binaries) if binaries else None)
    server.start()
    _no_waiting_for_the_disk(server)
    yield server
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


def _no_waiting_for_the_disk(server: EmbeddedPostgres) -> None:
    """Nobody wants these data back after a power cut; that nothing is lost otherwise is tested on installations."""
    with (server.data / "postgresql.auto.conf").open("a") as settings:
        settings.write("fsync = off\n")
    pid = server.pid()
    assert pid is not None
    os.kill(pid, signal.SIGHUP)


@pytest.fixture(scope="session")
async def owner_url(postgres: EmbeddedPostgres) -> str:
    """The owner's URL of a migrated database."""
    url = postgres.url("madoguchi")
    await migrate(url, SECRET)
    return url


@pytest.fixture(scope="session")
async def database(owner_url: str) -> AsyncIterator[None]:
    """kit's database, open for the run."""
    open_vault(SECRET)
    await open_database(role_url(owner_url, SECRET, "app"), role_url(owner_url, SECRET, "sweep"))
    yield
    await settle()
    await close_database()


@pytest.fixture
async def owner(owner_url: str) -> AsyncIterator[asyncpg.Connection[asyncpg.Record]]:
    """A connection that sees everything, to look behind the walls."""
    connection = await asyncpg.connect(owner_url)
    yield connection
    await connection.close()


@pytest.fixture
async def tenant(database: None) -> AsyncIterator[UUID]:
    """A tenant of its own for each test. What it left booked is forgotten: nobody else's test runs it as its own."""
    made = new_id()
    yield made
    await settle()
    await kit_database().sweep.execute("delete from job where tenant_id = $1", made)


@pytest.fixture
def clock() -> Iterator[TestClock]:
    """A clock that the test moves."""
    with use_clock(TestClock()) as moved:
        assert isinstance(moved, TestClock)
        yield moved


@pytest.fixture
def morning() -> Iterator[TestClock]:
    """A clock that shows ten in the morning in Japan: an hour at which anybody may be called."""
    ten = datetime.now(UTC).replace(hour=1, minute=0, second=0, microsecond=0)
    with use_clock(TestClock(ten - datetime.now(UTC))) as moved:
        assert isinstance(moved, TestClock)
        yield moved


@pytest.fixture
async def bare_instance() -> AsyncIterator[Instance]:
    """A whole installation without demonstration data and switch."""
    running = Instance(demo=False, MADOGUCHI_TELEPHONY="simulated")
    await asyncio.to_thread(running.start)
    yield running
    await asyncio.to_thread(running.remove)
