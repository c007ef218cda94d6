"""Reaching an installation's database from the command line, whether it serves or sleeps."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit, urlunsplit

from madoguchi.entrypoints.installation import Installation
from madoguchi.kit.i18n import Locale, say
from madoguchi.kit.postgres import find_binaries

FILES: Final = "files"
"""The stored files, inside a backup."""
KEY: Final = "secret"
"""The file of the installation's key, inside the data folder."""

Tell = Callable[..., None]


class ToolFailed(RuntimeError):
    """A PostgreSQL tool ended with an error; the message holds its last words."""


def teller(locale: Locale) -> Tell:
    """Print sentences by code."""

    def tell(code: str, **values: object) -> None:
        print(say(code, locale, values), flush=True)

    return tell


@contextmanager
def database(installation: Installation, *, alone: bool = False) -> Iterator[str]:
    """The owner's URL of the installation's database.

    A sleeping embedded database is woken, under the installation's lock, and put to sleep again. `alone`: nobody may be
    serving. Raises `AlreadyRunning`.
    """
    if not alone and installation.running() is not None:
        yield installation.postgres.url("madoguchi") if installation.postgres else installation.config.database_url
        return
    with installation.locked():
        if installation.postgres is None:
            yield installation.config.database_url
            return
        awake = installation.postgres.running()
        try:
            yield installation.postgres.start()
        finally:
            if not awake:
                installation.postgres.stop()


def _without_password(url: str) -> tuple[str, Mapping[str, str]]:
    """The URL for a command line, which everybody on the machine can read, and the environment that holds the rest."""
    parts = urlsplit(url)
    if parts.password is None:
        return url, {}
    user, _, host = parts.netloc.rpartition("@")
    bare = urlunsplit(parts._replace(netloc=f"{user.partition(':')[0]}@{host}"))
    return bare, {"PGPASSWORD": unquote(parts.password)}


def run_tool(tool: str, url: str, *arguments: str) -> None:
    """Run `pg_dump` or `pg_restore` on the database behind `url`. Raises `ToolFailed`."""
    folder: Path = find_binaries()
    bare, secret = _without_password(url)
    environment = {**os.environ, **secret, "LD_LIBRARY_PATH": str(folder.parent / "lib"), "LC_ALL": "C"}
    done = subprocess.run(
        [str(folder / tool), f"--dbname={bare}", *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise ToolFailed(f"{tool}: {done.stderr.strip()[-800:]}")
