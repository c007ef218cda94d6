"""What is remembered of a private node between two lives of Madoguchi: one file, readable by its owner only.

Shared by the node's starter and by the guardian, so it stays small and needs neither database nor event loop.
"""

import base64
import http.client
import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import msgspec

from madoguchi.integrations.asterisk.errors import NotThere, Refused, SwitchUnreachable
from madoguchi.integrations.asterisk.processes import Running

FILE = "node.json"
HEARTBEAT = "MADOGUCHI_HOLDER"
"""The switch-wide variable that whoever holds the event socket keeps changing; the guardian watches it."""


class NodeState(msgspec.Struct, frozen=True):
    """A node's name, ports, secrets and processes. Ports are on `bind`, ARI's on `http_host`."""

    name: str
    bind: str
    http_port: int
    sip_port: int
    rtp_ports: tuple[int, int]
    user: str
    password: str
    switch: Running
    guardian: Running | None = None
    http_host: str = "127.0.0.1"
    static: str = ""
    """Fingerprint of the files the running switch has read once and for all."""


def read(folder: Path) -> NodeState | None:
    """The state of the node living in `folder`, or None when there is none or it cannot be read."""
    try:
        return msgspec.json.decode((folder / FILE).read_bytes(), type=NodeState)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def write(folder: Path, state: NodeState) -> None:
    """Replace the state in one step; the file is never readable by others, not even for a moment."""
    draft = folder / f".{FILE}"
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(msgspec.json.encode(state))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / FILE)


def ask(state: NodeState, method: str, path: str, timeout: float = 3.0, **query: str) -> Any:
    """One blocking ARI request; `timeout` in seconds. Raises SwitchUnreachable, NotThere or Refused."""
    token = base64.b64encode(f"{state.user}:{state.password}".encode()).decode()
    connection = http.client.HTTPConnection(state.http_host, state.http_port, timeout=timeout)
    try:
        target = f"/ari{path}?{urlencode(query)}"
        connection.request(method, target, headers={"Authorization": f"Basic {token}", "Content-Length": "0"})
        answer = connection.getresponse()
        body = answer.read()
    except (OSError, http.client.HTTPException) as error:
        raise SwitchUnreachable(str(error)) from error
    finally:
        connection.close()
    if answer.status == 404:
        raise NotThere(path)
    if answer.status >= 300:
        raise Refused(body.decode(errors="replace")[:200], answer.status)
    return json.loads(body) if body else None
