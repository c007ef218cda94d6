"""The doctor's look beyond this process: the other nodes, what carries words between them, all switches, HTTPS."""

from __future__ import annotations

import asyncio
import json
import urllib.error
import urllib.request
from base64 import b64encode
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Final

import asyncpg
import nats
from cryptography import x509
from nats.errors import Error

from madoguchi.entrypoints.certificate import CERTIFICATE
from madoguchi.entrypoints.installation import Installation
from madoguchi.entrypoints.ops.checks import Finding
from madoguchi.entrypoints.telephone import external
from madoguchi.kit.clock import now
from madoguchi.kit.config import Config
from madoguchi.kit.nodes import nodes_of

HERE_ALONE: Final = {"127.0.0.1", "localhost", "::1"}
FRESH: Final = timedelta(seconds=15)
SOON: Final = 30

SWITCHES = """
    select s.id, s.kind, n.name as holder, now() - s.reached as silence
    from switch s left join node n on n.id = s.holder order by s.id
"""


async def nodes(connection: asyncpg.Connection[asyncpg.Record], settings: Config) -> list[Finding]:
    """Who serves over this database, and which switches they reach. Nothing while nobody does."""
    if not await connection.fetchval("select to_regclass('public.switch') is not null"):
        return []
    known = await nodes_of(connection)
    here = [node for node in known if node.here]
    found = [
        Finding(
            "node" if node.here else "node_gone",
            "ok" if node.here else "note",
            {"name": node.name, "url": node.url, "version": node.version},
        )
        for node in known
    ]
    if len({node.version for node in here}) > 1:
        found.append(Finding("node_versions", "note"))
    if len(here) > 1 and not settings.files_dir:
        found.append(Finding("files_apart", "missing"))
    return found + ([_switch(row) for row in await connection.fetch(SWITCHES)] if here else [])


def _switch(row: asyncpg.Record) -> Finding:
    where: dict[str, str | int | float] = {"id": row["id"], "holder": row["holder"] or "–"}
    if row["silence"] < FRESH:
        return Finding("switch_held", "ok", where)
    return Finding("switch_silent", "missing", {**where, "seconds": round(row["silence"].total_seconds())})


async def wire(settings: Config) -> list[Finding]:
    """NATS, where it is set."""
    if not settings.nats_url:
        return []
    servers = [url.strip() for url in settings.nats_url.split(",")]
    try:
        client = await nats.connect(servers, connect_timeout=3, allow_reconnect=False, error_cb=_quietly)
    except (Error, OSError, TimeoutError, ValueError) as error:
        return [Finding("nats_away", "note", {"url": settings.nats_url, "why": type(error).__name__})]
    server = client.connected_url.netloc.rpartition("@")[2] if client.connected_url else ""
    await client.close()
    return [Finding("nats", "ok", {"url": server})]


async def _quietly(_error: Exception) -> None:
    """What went wrong is told by the finding."""


def switches(settings: Config) -> list[Finding]:
    """The switches of yours that are configured, each asked who it is: several need a name each."""
    try:
        known = external(settings) if settings.ari_url else ()
    except ValueError as error:
        return [Finding("switch_away", "missing", {"url": settings.ari_url, "why": str(error)})]
    found, names = [], []
    for switch in known:
        token = b64encode(f"{switch.account}:{switch.password}".encode()).decode()
        request = urllib.request.Request(f"{switch.url}/asterisk/info", headers={"Authorization": f"Basic {token}"})  # noqa: S310  # the administrator's setting
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310  # the same
                names.append(str(json.load(answer).get("config", {}).get("name", "")))
            found.append(Finding("switch_theirs", "ok", {"url": switch.url}))
        except urllib.error.HTTPError as error:
            code = "switch_refuses" if error.code in {401, 403} else "switch_away"
            found.append(Finding(code, "missing", {"url": switch.url, "why": f"HTTP {error.code}"}))
        except (OSError, ValueError) as error:
            found.append(Finding("switch_away", "missing", {"url": switch.url, "why": str(error)}))
    if len(names) > 1 and len(set(names) - {""}) < len(names):
        found.append(Finding("switch_unnamed", "missing"))
    return found


def https(installation: Installation) -> list[Finding]:
    """Whether browsers elsewhere get a microphone."""
    settings = installation.config
    file = Path(settings.tls_certificate) if settings.tls_certificate else installation.data / "tls" / CERTIFICATE
    if settings.https or settings.tls_certificate:
        with suppress(OSError, ValueError):
            days = (x509.load_pem_x509_certificate(file.read_bytes()).not_valid_after_utc - now()).days
            return [Finding("tls" if days > SOON else "tls_soon", "ok" if days > SOON else "note", {"days": days})]
        return [Finding("tls_missing", "missing" if settings.tls_certificate else "note", {"file": str(file)})]
    if settings.host not in HERE_ALONE and not settings.public_url.startswith("https:"):
        return [Finding("no_https", "note")]
    return []


def look(installation: Installation) -> list[Finding]:
    """All but what is asked of the database."""
    return [*switches(installation.config), *asyncio.run(wire(installation.config)), *https(installation)]
