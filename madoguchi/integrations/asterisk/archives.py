"""The switch's Debian archives: fetched from this machine's own mirror, kept with their hashes.

Nothing here touches the system's package database: apt works inside a folder of ours with an empty status file, so that
no suite is ever added to the machine's sources and nothing is installed.
"""

import contextlib
import hashlib
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from madoguchi.integrations.asterisk.errors import NoSwitch

Progress = Callable[[str, float], None]
"""Called with a step code (`index`, `download`, `unpack`) and how much of it is done, 0 to 1."""

PACKAGES = (
    "asterisk",
    "asterisk-core-sounds-en-gsm",
    "asterisk-moh-opsound-gsm",
    "base-files",
    "bash",
    "coreutils",
)
HASHES = "SHA256SUMS"
KEYRINGS = Path("/usr/share/keyrings")
APT_TIMEOUT = 600.0
"""Seconds for one apt run; 85 MB on a slow line."""


class Suite(msgspec.Struct, frozen=True):
    """Where an Asterisk can be fetched from: the suite's name on the mirror and its components."""

    name: str
    components: str = "main"


def suites() -> tuple[Suite, ...]:
    """The suites to try, best first, for this distribution."""
    release = _os_release()
    if release.get("ID") == "ubuntu":
        return (Suite(release.get("VERSION_CODENAME", "noble"), "main universe"),)
    return (Suite("sid"), Suite("bullseye"))


def kept(folder: Path) -> list[Path] | None:
    """The complete set of archives fetched before, with every hash checked, or None."""
    try:
        lines = (folder / HASHES).read_text().splitlines()
    except FileNotFoundError:
        return None
    archives = []
    for line in lines:
        digest, _, name = line.partition("  ")
        path = folder / name
        if not path.is_file() or _sha256(path) != digest:
            return None
        archives.append(path)
    return archives or None


def fetch(folder: Path, suite: Suite, progress: Progress) -> list[Path]:
    """Download the switch and all it needs from `suite` into `folder`. Raises NoSwitch when that cannot be done."""
    if shutil.which("apt-get") is None or shutil.which("dpkg-deb") is None:
        raise NoSwitch("this machine has no apt")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".apt-", dir=folder.parent) as scratch:
        work = Path(scratch)
        options = _private_apt(work, suite)
        progress("index", 0.0)
        _apt([*options, "update"], progress, "index")
        progress("download", 0.0)
        _apt([*options, "--yes", "--download-only", "install", *PACKAGES], progress, "download")
        found = sorted((work / "cache/archives").glob("*.deb"))
        if not found:
            raise NoSwitch(f"the mirror offered nothing for {suite.name}")
        _keep(found, folder)
    progress("download", 1.0)
    return sorted(folder.glob("*.deb"))


def unpack(archives: list[Path], target: Path, progress: Progress) -> None:
    """Lay the archives' files out under `target`, running none of their scripts."""
    target.mkdir(parents=True)
    for number, archive in enumerate(archives):
        progress("unpack", number / len(archives))
        done = subprocess.run(["dpkg-deb", "-x", archive, target], capture_output=True, text=True, check=False)
        if done.returncode:
            raise NoSwitch(f"{archive.name} could not be unpacked: {done.stderr.strip()}")
    progress("unpack", 1.0)


def _keep(found: list[Path], folder: Path) -> None:
    for old in folder.glob("*.deb"):
        old.unlink()
    lines = []
    for path in found:
        lines.append(f"{_sha256(path)}  {path.name}\n")
        shutil.move(path, folder / path.name)
    # The list of hashes comes last: its presence says that the set is whole.
    draft = folder / f".{HASHES}"
    draft.write_text("".join(lines))
    draft.replace(folder / HASHES)


def _mirror() -> str:
    """The archive this machine itself is installed from."""
    asked = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(REPO_URI)"], capture_output=True, text=True, check=False
    )
    # A suite's security archive is a different tree: sid and the released suites lie beside the machine's own main one.
    addresses = [line for line in asked.stdout.split() if "security" not in line]
    usable = [line for line in addresses if urlsplit(line).scheme not in ("", "cdrom")]
    if not usable:
        raise NoSwitch("apt knows no mirror on this machine")
    return usable[0]


def _private_apt(work: Path, suite: Suite) -> list[str]:
    for folder in ("lists/partial", "cache/archives/partial"):
        (work / folder).mkdir(parents=True)
    (work / "status").touch()
    keyrings = [str(path) for path in sorted(KEYRINGS.glob("*-archive-keyring.gpg"))]
    signed = f"[signed-by={','.join(keyrings)}] " if keyrings else ""
    (work / "sources.list").write_text(f"deb {signed}{_mirror()} {suite.name} {suite.components}\n")
    settings = {
        "Dir::Etc::sourcelist": work / "sources.list",
        "Dir::Etc::sourceparts": "/dev/null",
        "Dir::Etc::preferencesparts": "/dev/null",
        "Dir::Etc::preferences": "/dev/null",
        "Dir::State": work,
        "Dir::State::lists": work / "lists",
        "Dir::State::status": work / "status",
        "Dir::Cache": work / "cache",
        "APT::Install-Recommends": "false",
        # Our folder may lie under a private home that apt's own user cannot enter.
        "APT::Sandbox::User": "root",
        "Acquire::Languages": "none",
        "Acquire::Retries": "3",
    }
    return [part for name, value in settings.items() for part in ("-o", f"{name}={value}")]


def _apt(arguments: list[str], progress: Progress, step: str) -> None:
    reader, writer = os.pipe()
    command = ["apt-get", "-qq", "-o", f"APT::Status-Fd={writer}", *arguments]
    environment = {**os.environ, "LC_ALL": "C", "DEBIAN_FRONTEND": "noninteractive"}
    with tempfile.TemporaryFile("w+") as output:
        with subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, pass_fds=(writer,), env=environment
        ) as apt:
            os.close(writer)
            deadline = threading.Timer(APT_TIMEOUT, apt.kill)
            deadline.start()
            with os.fdopen(reader, errors="replace") as status:
                _report(status, progress, step)
            apt.wait()
            deadline.cancel()
        if apt.returncode:
            output.seek(0)
            raise NoSwitch(f"apt-get failed: {output.read().strip()[-500:]}")


def _report(status: Iterable[str], progress: Progress, step: str) -> None:
    for line in status:
        kind, _, rest = line.partition(":")
        if kind == "dlstatus":
            with contextlib.suppress(ValueError, IndexError):
                progress(step, min(float(rest.split(":")[1]) / 100, 1.0))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _os_release() -> dict[str, str]:
    try:
        lines = Path("/etc/os-release").read_text().splitlines()
    except FileNotFoundError:
        return {}
    pairs = (line.partition("=") for line in lines if "=" in line)
    return {name: value.strip('"') for name, _, value in pairs}
