"""The checks of `madoguchi doctor`. Each looks at one thing and touches nothing."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable
from contextlib import closing
from ctypes.util import find_library
from typing import Final, Literal

import asyncpg
import msgspec

from madoguchi import notifications, telephony
from madoguchi.entrypoints.app import STATIC
from madoguchi.entrypoints.installation import Installation
from madoguchi.entrypoints.ops.place import KEY
from madoguchi.entrypoints.outside import outside, sound_ports
from madoguchi.integrations.asterisk import prefix
from madoguchi.kit.config import Config
from madoguchi.kit.db import Connection
from madoguchi.kit.migrate import newest
from madoguchi.kit.postgres import PostgresMissing, find_binaries

OLDEST_PYTHON: Final = (3, 11)
OLDEST_SERVER: Final = 15
ENOUGH_GB: Final = 2.0
FOR_TESTS: Final = {"chromium": "chromium", "fc-list": "fontconfig"}

State = Literal["ok", "note", "missing"]
Inside = Callable[[Connection, Config], Awaitable[list["Finding"]]]


class Finding(msgspec.Struct, frozen=True):
    """What one check found. `code` names the sentence; with `.mend` added, the advice."""

    code: str
    state: State
    params: dict[str, str | int | float] = {}


def python() -> Finding:
    """The interpreter."""
    version = ".".join(map(str, sys.version_info[:3]))
    fits = sys.version_info[:2] >= OLDEST_PYTHON
    return Finding("python" if fits else "python_old", "ok" if fits else "missing", {"version": version})


def folder(installation: Installation) -> list[Finding]:
    """The data folder: can it be written, is there room."""
    place = installation.data
    while not place.exists():
        place = place.parent
    if not os.access(place, os.W_OK):
        return [Finding("folder_closed", "missing", {"folder": str(installation.data)})]
    free = round(shutil.disk_usage(place).free / 1e9, 1)
    found = [Finding("folder", "ok", {"folder": str(installation.data)})]
    return [
        *found,
        Finding("room" if free >= ENOUGH_GB else "room_short", "ok" if free >= ENOUGH_GB else "note", {"gb": free}),
    ]


def key(installation: Installation) -> Finding:
    """The installation's key: set, made, or to be made at the first start; readable by nobody else."""
    if installation.config.secret:
        return Finding("key_set", "ok")
    file = installation.data / KEY
    if not file.exists():
        return Finding("key_new", "note")
    if file.stat().st_mode & 0o077:
        return Finding("key_open", "missing", {"file": str(file)})
    return Finding("key", "ok", {"file": str(file)})


async def database(installation: Installation, also: Inside) -> list[Finding]:
    """PostgreSQL: its programs, whether it answers, how old it is, what waits in it for a person, and `also`."""
    try:
        programs = find_binaries()
    except PostgresMissing:
        return [Finding("postgres_missing", "missing" if installation.postgres else "note")]
    found = [Finding("postgres", "ok", {"folder": str(programs)})]
    url = installation.config.database_url
    if installation.postgres is not None:
        if not (installation.postgres.data / "PG_VERSION").exists():
            return [*found, Finding("database_new", "note")]
        if not installation.postgres.running():
            return [*found, Finding("database_asleep", "note")]
        url = installation.postgres.url("madoguchi")
    try:
        connection = await asyncpg.connect(url, timeout=5)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError) as error:
        return [*found, Finding("database_away", "missing", {"why": f"{type(error).__name__}: {error}"})]
    try:
        return [*found, *await _inside(connection), *await also(connection, installation.config)]
    finally:
        await connection.close()


async def _inside(connection: asyncpg.Connection[asyncpg.Record]) -> list[Finding]:
    version = connection.get_server_version()
    if version.major < OLDEST_SERVER:
        return [Finding("database_old", "missing", {"version": version.major})]
    head = newest()
    if not await connection.fetchval("select to_regclass('public.alembic_version') is not null"):
        return [Finding("database_empty", "note")]
    at = str(await connection.fetchval("select version_num from alembic_version"))
    found = [Finding("database", "ok", {"version": f"{version.major}.{version.minor}", "revision": at})]
    if at != head:
        found.append(Finding("database_behind", "note", {"at": at, "head": head}))
    parked = await connection.fetchval(
        "select (select count(*) from job where parked) + (select count(*) from reaction_failure where parked)"
    )
    if parked:
        found.append(Finding("parked", "note", {"number": parked}))
    return found


def switch(settings: Config) -> list[Finding]:
    """Where calls would come from, when it is not from switches of yours."""
    if settings.telephony == "simulated":
        return [Finding("switch_simulated", "note")]
    if settings.ari_url:
        return []
    found = prefix.on_machine() or prefix.built(settings.cache / "asterisk")
    if found is None:
        return [Finding("switch_new", "note")]
    version = ".".join(map(str, found.version))
    return [Finding("switch", "ok", {"version": version, "where": " ".join(found.command[-1:])})]


def out_of_house(settings: Config) -> list[Finding]:
    """Whether somebody at home is heard, and how the outside reaches the private switch."""
    try:
        relays, seen = telephony.turn_urls(settings), telephony.stun_urls(settings)
        meant, ports = outside(settings, ()), sound_ports(settings)
    except ValueError as error:
        return [Finding("outside_wrong", "missing", {"why": str(error)})]
    urls: dict[str, str | int | float] = {"urls": ", ".join(relays or seen)}
    code = "outside" if relays else "outside_stun" if seen else "outside_none"
    found = [Finding(code, "ok" if relays else "note", urls)]
    if meant.address and not settings.ari_url:
        where: dict[str, str | int | float] = {"address": meant.address}
        fixed = ports is not None and settings.switch_sip_port > 0
        found.append(Finding("outside_address" if fixed else "outside_ports", "ok" if fixed else "note", where))
    return found


def desk() -> Finding:
    """The desk's pages."""
    there = (STATIC / "index.html").exists()
    return Finding("desk" if there else "desk_missing", "ok" if there else "missing")


def address(installation: Installation) -> Finding:
    """Who serves, or whether somebody else sits on the port."""
    running = installation.running()
    if running is not None:
        return Finding("serving", "ok", {"url": running.url})
    with closing(socket.socket()) as probe:
        try:
            probe.bind((installation.config.host, installation.config.port))
        except OSError:
            return Finding("port_taken", "note", {"port": installation.config.port})
    return Finding("port", "ok", {"port": installation.config.port})


async def mail(settings: Config) -> Finding:
    """The mail server, where one is set."""
    try:
        server = notifications.server_of(settings)
    except ValueError as error:
        return Finding("mail_wrong", "missing", {"why": str(error)})
    if server is None:
        return Finding("mail_none", "note")
    where: dict[str, str | int | float] = {"host": server.host, "port": server.port}
    there = await notifications.greets(server)
    return Finding("mail" if there else "mail_away", "ok" if there else "missing", where)


def for_tests() -> list[Finding]:
    """What only `make test` needs."""
    missing = [package for program, package in FOR_TESTS.items() if shutil.which(program) is None]
    if find_library("atomic") is None:  # the browser's driver wants it
        missing.append("libatomic1")
    if not _japanese_fonts():
        missing.append("fonts-noto-cjk")
    return [Finding("tests_missing", "note", {"packages": " ".join(missing)})] if missing else [Finding("tests", "ok")]


def _japanese_fonts() -> bool:
    try:
        done = subprocess.run(["fc-list", ":lang=ja"], capture_output=True, text=True, check=False)
    except OSError:
        return False
    return bool(done.stdout.strip())
