"""Detached processes that outlive us and are found again: by pid *and* start time, since pids are reused."""

import contextlib
import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
import psutil


class Running(msgspec.Struct, frozen=True):
    """A process we started, now or in an earlier life. `started` is its start time in seconds since the epoch."""

    pid: int
    started: float


def spawn(command: Sequence[str], log: Path, environment: Mapping[str, str] | None = None) -> Running:
    """Start a process in a session of its own, so that neither our death nor our terminal's Ctrl-C reaches it."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd="/",
            env=environment,
            start_new_session=True,
        )
    started = psutil.Process(process.pid).create_time()
    # Popen would warn at collection that the child still runs: it is meant to.
    process.returncode = 0
    return Running(process.pid, started)


def alive(running: Running) -> bool:
    """Whether that very process, not a later one under its number, still runs."""
    return _process(running) is not None


def end(running: Running, patience: float = 8.0) -> None:
    """Ask the process to stop, and kill it after `patience` seconds."""
    for order in (signal.SIGTERM, signal.SIGKILL):
        process = _process(running)
        if process is None:
            break
        with contextlib.suppress(psutil.Error):
            process.send_signal(order)
        deadline = time.monotonic() + patience
        while alive(running) and time.monotonic() < deadline:
            time.sleep(0.02)
    with contextlib.suppress(ChildProcessError):  # a child of ours leaves no zombie
        os.waitpid(running.pid, os.WNOHANG)


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Hold a lock between processes; the kernel lets go of it when the holder dies, however it dies."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _process(running: Running) -> psutil.Process | None:
    try:
        process = psutil.Process(running.pid)
        if abs(process.create_time() - running.started) > 1.0:
            return None
        # Killed, its first thread may be a zombie while others still hold the sockets.
        if process.status() == psutil.STATUS_ZOMBIE and process.num_threads() <= 1:
            return None
    except psutil.Error:
        return None
    return process
