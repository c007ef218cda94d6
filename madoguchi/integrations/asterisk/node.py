"""A private Asterisk node: configured, started detached, adopted by the next start, stopped cleanly.

The node and its guardian outlive Madoguchi's main process, so that calls in progress survive its death. Everything here
blocks for up to a few seconds; call it from a thread.
"""

import hashlib
import os
import secrets
import socket
import sys
import tempfile
import time
from pathlib import Path

import msgspec
import psutil

from madoguchi.integrations.asterisk import node_state
from madoguchi.integrations.asterisk.configuration import TRUNKS, Layout, Outside, Trunk, render, render_trunks
from madoguchi.integrations.asterisk.errors import NodeFailed, SwitchError
from madoguchi.integrations.asterisk.node_state import NodeState, ask
from madoguchi.integrations.asterisk.ports import free_port, free_range
from madoguchi.integrations.asterisk.prefix import Prefix
from madoguchi.integrations.asterisk.processes import Running, alive, end, only_one, spawn

BOOT_SECONDS = 30.0
PROMPTS = "data/sounds/madoguchi"
"""Where in its folder a node finds what it plays."""

LONGEST_RUN_FOLDER = 80
"""A Unix socket's path holds 108 bytes, of which `/asterisk.ctl` needs some."""

RELOADS = {
    TRUNKS: "res_pjsip.so",
    "extensions.conf": "pbx_config.so",
    "musiconhold.conf": "res_musiconhold.so",
    "rtp.conf": "res_rtp_asterisk.so",
}
"""Files that a running switch can read again, and the module that does. Its transports (pjsip.conf) are not among them:
they are laid when it starts.
"""


class NodeSettings(msgspec.Struct, frozen=True):
    """What the installation decides. `http_host`: where ARI listens. `sip_port` None: the kernel chooses once, then it
    stays. `rtp_ports` None: any `rtp_port_count` free ones. `trunks` None: as they were. Patience in seconds.
    """

    bind: str = "127.0.0.1"
    http_host: str = "127.0.0.1"
    sip_port: int | None = None
    rtp_port_count: int = 1000
    rtp_ports: tuple[int, int] | None = None
    outside: Outside = Outside()
    trunks: tuple[Trunk, ...] | None = None
    guardian_patience: float = 30.0


class Node(msgspec.Struct, frozen=True):
    """A running node. `adopted` says that it was already there."""

    folder: Path
    state: NodeState
    adopted: bool

    @property
    def ari_url(self) -> str:
        return f"http://{self.state.http_host}:{self.state.http_port}/ari"

    @property
    def sip_socket_url(self) -> str:
        """Where browsers' SIP goes, behind our own server."""
        return f"ws://{self.state.http_host}:{self.state.http_port}/ws"

    @property
    def recordings(self) -> Path:
        return self.folder / "spool/recording"

    @property
    def prompts(self) -> Path:
        """Put `name.wav` here (8 kHz, mono, 16 bit) and play `sound:madoguchi/name`."""
        return self.folder / PROMPTS

    @property
    def missed(self) -> Path:
        return self.folder / "missed"

    @property
    def ended(self) -> Path:
        return self.folder / "ended"


def start(prefix: Prefix, folder: Path, settings: NodeSettings) -> Node:
    """Adopt the node living in `folder`, or start one. Raises NodeFailed when it does not come up."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    with only_one(folder / "lock"):
        before = node_state.read(folder)
        node = before and _adopt(prefix, folder, settings, before)
        return _with_guardian(node or _boot(prefix, folder, settings, before), settings)


def stop(folder: Path) -> None:
    """End the guardian and the node living in `folder`, if any. Calls in progress are cut."""
    if not folder.is_dir():
        return
    with only_one(folder / "lock"):
        state = node_state.read(folder)
        if state is not None:
            if state.guardian:
                end(state.guardian)
            end(state.switch)
        _end_strays(folder)


def apply_trunks(prefix: Prefix, node: Node, settings: NodeSettings) -> None:
    """Make the running node know `settings.trunks`, without touching calls in progress."""
    with only_one(node.folder / "lock"):
        _reload(node.state, _write(prefix, node.folder, node.state, settings)[0])


def _adopt(prefix: Prefix, folder: Path, settings: NodeSettings, state: NodeState) -> Node | None:
    if not alive(state.switch) or (state.bind, state.http_host) != (settings.bind, settings.http_host):
        return None
    try:
        ask(state, "GET", "/asterisk/info")
        changed, static = _write(prefix, folder, state, settings)
        if static != state.static and not ask(state, "GET", "/channels"):
            return None
        _reload(state, changed)
    except SwitchError:
        return None
    return Node(folder, state, adopted=True)


def _boot(prefix: Prefix, folder: Path, settings: NodeSettings, before: NodeState | None) -> Node:
    if before is not None:
        end(before.switch)
    _end_strays(folder)
    _lay_out(prefix, folder)
    state = _allot(settings, before)
    _, static = _write(prefix, folder, state, settings)
    log = folder / "log/console.log"
    command = [*prefix.command, "-f", "-C", str(folder / "etc/asterisk.conf")]
    state = msgspec.structs.replace(state, switch=spawn(command, log), static=static)
    node_state.write(folder, state)
    _wait_until_up(folder, state, log)
    return Node(folder, state, adopted=False)


def _wait_until_up(folder: Path, state: NodeState, log: Path) -> None:
    deadline = time.monotonic() + BOOT_SECONDS
    while time.monotonic() < deadline and alive(state.switch):
        try:
            ask(state, "GET", "/asterisk/info", timeout=1.0)
            return
        except SwitchError:
            time.sleep(0.05)
    end(state.switch)
    logs = (log, folder / "log/messages.log")
    last = [line for path in logs if path.exists() for line in path.read_text(errors="replace").splitlines()[-8:]]
    raise NodeFailed(f"the switch did not come up within {BOOT_SECONDS:.0f} s:\n" + "\n".join(last))


def _with_guardian(node: Node, settings: NodeSettings) -> Node:
    if node.state.guardian and alive(node.state.guardian):
        return node
    root = Path(__file__).parents[3]
    paths = [str(root), *filter(None, [os.environ.get("PYTHONPATH")])]
    command = [
        sys.executable,
        "-m",
        "madoguchi.integrations.asterisk.guardian",
        str(node.folder),
        str(settings.guardian_patience),
    ]
    guardian = spawn(command, node.folder / "log/guardian.log", {**os.environ, "PYTHONPATH": os.pathsep.join(paths)})
    state = msgspec.structs.replace(node.state, guardian=guardian)
    node_state.write(node.folder, state)
    return msgspec.structs.replace(node, state=state)


def _allot(settings: NodeSettings, before: NodeState | None) -> NodeState:
    """Ports and secrets, kept across restarts where possible: phones, carriers and our own clients know them."""
    wished = settings.sip_port or (before.sip_port if before else None)
    return NodeState(
        name=before.name if before else f"mdg-{secrets.token_hex(4)}",
        bind=settings.bind,
        http_host=settings.http_host,
        http_port=free_port(settings.http_host, socket.SOCK_STREAM, before.http_port if before else None),
        sip_port=free_port(settings.bind, socket.SOCK_DGRAM, wished),
        rtp_ports=settings.rtp_ports or free_range(settings.bind, settings.rtp_port_count),
        user="madoguchi",
        password=before.password if before else secrets.token_urlsafe(32),
        switch=Running(0, 0.0),
    )


def _write(prefix: Prefix, folder: Path, state: NodeState, settings: NodeSettings) -> tuple[list[str], str]:
    """Write what differs. Returns the names of changed files and the fingerprint of those read only at boot."""
    layout = Layout(
        name=state.name,
        folder=folder,
        run=_run_folder(folder),
        modules=prefix.modules,
        bind=state.bind,
        http_host=state.http_host,
        http_port=state.http_port,
        sip_port=state.sip_port,
        rtp_ports=settings.rtp_ports or state.rtp_ports,
        user=state.user,
        password=state.password,
        outside=settings.outside,
    )
    files = render(layout)
    static = "".join(f"{name}\n{text}" for name, text in sorted(files.items()) if name not in RELOADS)
    static += f"{settings.sip_port or ''}"
    if settings.trunks is not None:
        files[TRUNKS] = render_trunks(settings.trunks)
    changed = []
    for name, text in files.items():
        path = folder / "etc" / name
        if not path.exists() or path.read_text() != text:
            path.write_text(text)
            path.chmod(0o600)
            changed.append(name)
    return changed, hashlib.sha256(static.encode()).hexdigest()


def _reload(state: NodeState, changed: list[str]) -> None:
    for name in changed:
        if name in RELOADS:
            ask(state, "PUT", f"/asterisk/modules/{RELOADS[name]}", timeout=10.0)


def _lay_out(prefix: Prefix, folder: Path) -> None:
    for name in (
        "etc",
        "log",
        "spool/recording",
        "db",
        "missed",
        "ended",
        "cache",
        "data/keys",
        "data/sounds/madoguchi",
    ):
        (folder / name).mkdir(parents=True, exist_ok=True)
    run = _run_folder(folder)
    run.mkdir(parents=True, exist_ok=True)
    run.chmod(0o700)
    # The stock sounds, music and documentation stay where they are; ours lie beside links to them.
    sounds = prefix.data / "sounds"
    spoken = next((path for path in (sounds / "en", *sorted(sounds.glob("en*"))) if path.is_dir()), None)
    links = {"documentation": prefix.data / "documentation", "moh": prefix.data / "moh", "sounds/en": spoken}
    for name, target in links.items():
        link = folder / "data" / name
        link.unlink(missing_ok=True)
        if target is not None:
            link.symlink_to(target)


def _run_folder(folder: Path) -> Path:
    run = folder / "run"
    if len(os.fsencode(run)) <= LONGEST_RUN_FOLDER:
        return run
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"madoguchi-{os.getuid()}-{digest}"


def _end_strays(folder: Path) -> None:
    """A switch of this folder that no state file remembers (someone deleted it) would hold the folder's sockets."""
    marker = str(folder / "etc/asterisk.conf")
    for process in psutil.process_iter(["cmdline", "create_time"]):
        if marker in (process.info["cmdline"] or []):
            end(Running(process.pid, process.info["create_time"]))
