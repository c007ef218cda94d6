"""A real Tryton: installed once into the cache folder, initialised once, then copied and started for each run.

The first time takes a minute or two (install, `trytond-admin`), so whatever uses it needs a time-out of ten; afterwards
a server is up in about three seconds.
"""

from __future__ import annotations

import base64
import fcntl
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from madoguchi.kit.config import config
from madoguchi.kit.postgres import EmbeddedPostgres

REQUIREMENTS = Path(__file__).parents[2] / "requirements" / "tryton.txt"
DATABASE = "madoguchi"  # the one that the embedded server makes
ADMIN, ADMIN_PASSWORD = "admin", "tests only: administrator"
USER, PASSWORD = "madoguchi", "tests only: connector"
RECIPE = "4"  # grows when the template's contents change


class TrytonServer:
    """One running Tryton over its own PostgreSQL. `stop` and `start` are an outage."""

    database = DATABASE
    user = USER
    password = PASSWORD

    def __init__(self, folder: Path, postgres: EmbeddedPostgres, port: int | None = None) -> None:
        self.folder = folder
        self.postgres = postgres
        self.port = port or _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None
        self._session: str | None = None

    def start(self) -> None:
        """Start the server (on the port it had before) and wait until it answers."""
        (self.folder / "trytond.conf").write_text(_configuration(self.postgres, self.port))
        with (self.folder / "trytond.log").open("ab") as journal:
            self._process = subprocess.Popen(
                [_binaries() / "trytond", "-c", self.folder / "trytond.conf", "-d", DATABASE],
                stdout=journal,
                stderr=journal,
                start_new_session=True,
            )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                self._post("/rpc/", "common.server.version", [])
                return
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
        raise RuntimeError((self.folder / "trytond.log").read_text(errors="replace")[-2000:])

    def stop(self) -> None:
        """Be gone at once, as in a power cut."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def rpc(self, method: str, *parameters: Any) -> Any:
        """Call as the administrator: what the test itself does and looks up over there."""
        if self._session is None:
            user, token, *_ = self._post(f"/{DATABASE}/rpc/", "common.db.login", [ADMIN, {"password": ADMIN_PASSWORD}])
            self._session = base64.b64encode(f"{ADMIN}:{user}:{token}".encode()).decode()
        return self._post(f"/{DATABASE}/rpc/", method, [*parameters, {}], self._session)

    def party(self, name: str, *, phone: str = "", email: str = "") -> str:
        """A new party with these ways to reach it; returns its id."""
        ways = [{"type": kind, "value": value} for kind, value in (("phone", phone), ("email", email)) if value]
        made = self.rpc("model.party.party.create", [{"name": name, "contact_mechanisms": [["create", ways]]}])
        return str(made[0])

    def opportunity(self, party: str, description: str) -> None:
        """An open sales opportunity of a party."""
        company = self.rpc("model.company.company.search_read", [], 0, 1, None, ["currency"])[0]
        lead = {"party": int(party), "description": description, "company": company["id"]}
        lead |= {"currency": company["currency"]}
        self.rpc("model.sale.opportunity.create", [lead])

    def attachments(self, party: str) -> list[dict[str, Any]]:
        """Everything attached to a party, oldest first."""
        found: list[dict[str, Any]] = self.rpc(
            "model.ir.attachment.search_read", [["resource", "=", f"party.party,{party}"]], 0, None,
            [["id", "ASC"]], ["name", "link", "description", "type"],
        )  # fmt: skip
        return found

    def _post(self, path: str, method: str, parameters: list[Any], session: str | None = None) -> Any:
        body = json.dumps({"id": 1, "method": method, "params": parameters}).encode()
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Session {session}"} if session else {})
        with urllib.request.urlopen(urllib.request.Request(self.url + path, body, headers), timeout=30) as answer:
            reply = json.loads(answer.read())
        if "error" in reply:
            raise RuntimeError(reply["error"])
        return reply.get("result")


@pytest.fixture(scope="session")
def tryton_server() -> Iterator[TrytonServer]:
    """The Tryton of this run."""
    template = _template()
    folder = Path(tempfile.mkdtemp(prefix="madoguchi-tryton-"))
    folder.chmod(0o755)
    _copy(template, folder / "postgres")
    postgres = EmbeddedPostgres(folder / "postgres")
    postgres.start()
    server = TrytonServer(folder, postgres)
    server.start()
    yield server
    server.stop()
    postgres.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def tryton(tryton_server: TrytonServer) -> Iterator[TrytonServer]:
    """A Tryton that is up when a test begins, whatever the one before did to it."""
    if tryton_server._process is None:
        tryton_server.start()
    return tryton_server


def _cache() -> Path:
    digest = hashlib.sha256(REQUIREMENTS.read_bytes() + RECIPE.encode()).hexdigest()[:12]
    return config().cache / f"tryton-{digest}"


def _binaries() -> Path:
    return _cache() / "venv" / "bin"


def _template() -> Path:
    """The stopped, initialised database; made when it is not there yet (other runs wait meanwhile)."""
    cache = _cache()
    cache.mkdir(parents=True, exist_ok=True)
    with _locked(cache / "lock"):
        if not (cache / "installed").exists():
            _install(cache)
            (cache / "installed").touch()
        if not (cache / "initialised").exists():
            _initialise(cache)
            (cache / "initialised").touch()
    return cache / "template"


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    with file.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _install(cache: Path) -> None:
    shutil.rmtree(cache / "venv", ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", cache / "venv"], check=True)
    pip = [cache / "venv" / "bin" / "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes"]
    subprocess.run([*pip, "-r", REQUIREMENTS], check=True)


def _initialise(cache: Path) -> None:
    """Create the database with its modules, a company, and a user for the connector."""
    work = Path(tempfile.mkdtemp(prefix="madoguchi-tryton-"))
    work.chmod(0o755)
    postgres = EmbeddedPostgres(work / "postgres")
    postgres.start()
    server = TrytonServer(work, postgres)
    try:
        _administer(work, postgres, server.port)
        server.start()
        _furnish(server)
    finally:
        server.stop()
        postgres.stop()
    shutil.rmtree(cache / "template", ignore_errors=True)
    _copy(work / "postgres", cache / "template")
    shutil.rmtree(work, ignore_errors=True)


def _administer(work: Path, postgres: EmbeddedPostgres, port: int) -> None:
    (work / "trytond.conf").write_text(_configuration(postgres, port))
    (work / "password").write_text(ADMIN_PASSWORD)
    command = [_binaries() / "trytond-admin", "-c", work / "trytond.conf", "-d", DATABASE, "--email", "a@example.jp"]
    environment = {**os.environ, "TRYTONPASSFILE": str(work / "password")}
    modules = ["--all", "-u", "party", "sale_opportunity", "--activate-dependencies"]
    subprocess.run([*command, *modules], check=True, env=environment, capture_output=True)


def _furnish(server: TrytonServer) -> None:
    currency = server.rpc("model.currency.currency.create", [
        {"name": "円", "symbol": "¥", "code": "JPY", "digits": 0, "rounding": {"__class__": "Decimal", "decimal": "1"}}
    ])[0]  # fmt: skip
    firm = int(server.party("窓口電機株式会社"))
    company = server.rpc("model.company.company.create", [{"party": firm, "currency": currency}])[0]
    groups = server.rpc("model.res.group.search", [["name", "=", "Sale Opportunity"]], 0, None, None)
    server.rpc("model.res.user.create", [
        {
            "name": "Madoguchi", "login": USER, "password": PASSWORD, "groups": [["add", groups]],
            "companies": [["add", [company]]], "company": company,
        }
    ])  # fmt: skip
    admin = server.rpc("model.res.user.search", [["login", "=", ADMIN]], 0, 1, None)
    server.rpc("model.res.user.write", admin, {"companies": [["add", [company]]], "company": company})


def _configuration(postgres: EmbeddedPostgres, port: int) -> str:
    uri = postgres.url("").replace("%", "%%")
    return f"[database]\nuri = {uri}\nmaxconn = 8\n[web]\nlisten = 127.0.0.1:{port}\n"


def _copy(source: Path, target: Path) -> None:
    """With owners and modes: PostgreSQL refuses a folder that is not its own."""
    subprocess.run(["cp", "-a", source, target], check=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
