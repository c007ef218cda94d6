"""A whole Madoguchi of its own, as `make run` starts it, on free ports and in a folder of its own."""

from __future__ import annotations

import os
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import httpx
import msgspec

from madoguchi.entrypoints.installation import Running

HERE = Path(__file__).parent.parent
T = TypeVar("T")


def until(ask: Callable[[], T | None], seconds: float = 20.0, what: str = "it") -> T:
    """Ask again and again until there is an answer; fails after `seconds`."""
    deadline = time.monotonic() + seconds
    while True:
        found = ask()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not come within {seconds} s")
        time.sleep(0.05)  # between two questions


class Instance:
    """One installation under test. `like`: a data folder to begin with a copy of."""

    def __init__(
        self, *, demo: bool = True, python: str = sys.executable, like: Path | None = None, **environment: str
    ) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="madoguchi-instance-"))
        self.folder.chmod(0o755)
        if like is not None:
            subprocess.run(["cp", "-a", "--reflink=auto", str(like), str(self.folder / "data")], check=True)
        self.demo = demo
        self.python = python
        self.given = environment
        self.environment = {
            **os.environ,
            "PYTHONPATH": str(HERE),
            "MADOGUCHI_DATA_DIR": str(self.folder / "data"),
            "MADOGUCHI_PORT": "0",
            "LANG": "C.UTF-8",
            **environment,
        }
        self.process: subprocess.Popen[bytes] | None = None
        self.url = ""
        self.database_url = ""

    @property
    def journal(self) -> str:
        """What the process printed."""
        return (self.folder / "journal").read_text(errors="replace")

    def trusted(self) -> ssl.SSLContext | bool:
        """Whom to trust when asking this instance: its own authority, where it has made one."""
        authority = self.folder / "data" / "tls" / "ca.crt"
        return ssl.create_default_context(cafile=str(authority)) if authority.exists() else True

    def start(self, seconds: float = 240.0) -> Instance:
        """Start, and wait until it answers."""
        command = [self.python, "-m", "madoguchi", "run", *(["--demo"] if self.demo else [])]
        with (self.folder / "journal").open("ab") as out:
            self.process = subprocess.Popen(
                command, stdout=out, stderr=out, stdin=subprocess.DEVNULL, env=self.environment, cwd=HERE
            )
        running = until(self._answers, seconds, "the instance")
        self.url, self.database_url = running.url, running.database_url
        return self

    def _answers(self) -> Running | None:
        assert self.process is not None
        if self.process.poll() is not None:
            raise AssertionError(f"the instance ended with {self.process.returncode}:\n{self.journal[-3000:]}")
        try:
            running = msgspec.json.decode((self.folder / "data" / "run.json").read_bytes(), type=Running)
            if (
                running.pid != self.process.pid
                or httpx.get(f"{running.url}/readyz", timeout=5, verify=self.trusted()).status_code != 200
            ):
                return None
        except (OSError, msgspec.MsgspecError, httpx.HTTPError):
            return None
        return running

    def joined(self, **environment: str) -> Instance:
        """A second node over this one's database, not started yet: same key, same stored files, its own folder."""
        shared = {
            "MADOGUCHI_DATABASE_URL": self.database_url,
            "MADOGUCHI_SECRET": (self.folder / "data" / "secret").read_text(),
            "MADOGUCHI_FILES_DIR": str(self.folder / "data" / "files"),
        }
        return Instance(demo=False, **{**self.given, **shared, **environment})

    def kill(self) -> None:
        """`kill -9` the main process; the database and the switch live on."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def stop(self) -> int:
        """Ctrl-C; returns the exit status."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)

    def remove(self) -> None:
        """Stop and leave nothing."""
        if self.process is not None and self.process.poll() not in {None, 0}:
            self.start()  # a killed instance left parts running: adopt them, so that they are stopped
        if self.process is not None:
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
