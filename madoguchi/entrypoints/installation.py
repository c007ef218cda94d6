"""One installation on this machine: its folder, its lock, its embedded parts, and what the next start must know."""

from __future__ import annotations

import asyncio
import fcntl
import hashlib
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from madoguchi.kit.config import Config, installation_secret
from madoguchi.kit.log import log
from madoguchi.kit.migrate import migrate_now
from madoguchi.kit.postgres import SHARED, EmbeddedPostgres, PostgresFailed, open_to_all

Progress = Callable[[str], None]


class AlreadyRunning(RuntimeError):
    """Another process serves this data folder."""


class Running(msgspec.Struct):
    """`run.json`: where the running main process answers."""

    pid: int
    url: str
    database_url: str = ""


class Installation:
    """The parts of one data folder."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.data = config.data
        self.demo = False
        self.invitation = ""
        self.postgres = None if config.database_url else EmbeddedPostgres(_servable(self.data) / "postgres")

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Be the only main process of this folder. The lock falls with the process, however it ends."""
        self.data.mkdir(parents=True, exist_ok=True)
        with (self.data / "lock").open("w") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise AlreadyRunning(str(self.data)) from error
            try:
                yield
            finally:
                (self.data / "run.json").unlink(missing_ok=True)
                (self.data / "lock").unlink(missing_ok=True)

    def secret(self) -> bytes:
        """The installation's key."""
        return installation_secret(self.config)

    def database(self, progress: Progress = lambda _: None) -> str:
        """Start or adopt the database and bring it to this version; returns the owner's URL."""
        url = self.postgres.start(progress) if self.postgres else self.config.database_url
        progress("database.migrate")
        migrate_now(url, self.secret())
        return url

    async def guard_database(self) -> None:
        """Start the embedded database again whenever it is found dead."""
        while self.postgres is not None:
            await asyncio.sleep(0.5)
            if self.postgres.pid() is None:
                log.error("database_died")
                with suppress(PostgresFailed):
                    await asyncio.to_thread(self.postgres.start)

    def announce(self, url: str, database_url: str) -> None:
        """Leave word for the commands and tests that want to find the running process."""
        word = msgspec.json.encode(Running(os.getpid(), url, database_url))
        file = self.data / "run.json"
        file.touch(mode=0o600)
        file.write_bytes(word)

    def running(self) -> Running | None:
        """The main process that serves this folder, if one does."""
        try:
            found = msgspec.json.decode((self.data / "run.json").read_bytes(), type=Running)
            os.kill(found.pid, 0)
        except (OSError, msgspec.MsgspecError):
            return None
        return found


def _servable(data: Path) -> Path:
    """Where the database may live: as root it runs as another user, who must be able to walk there."""
    if os.geteuid() != 0 or open_to_all(data / "postgres"):
        return data
    return SHARED / hashlib.sha256(str(data).encode()).hexdigest()[:12]


def listen_on(host: str, port: int) -> socket.socket:
    """A listening socket on `port`, or on the next free one when it is taken (port 0: any)."""
    for candidate in [port, *range(port + 1, port + 40), 0] if port else [0]:
        listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, candidate))
        except OSError:
            listener.close()
            continue
        listener.listen(2048)
        return listener
    raise OSError(f"no free port on {host}")
