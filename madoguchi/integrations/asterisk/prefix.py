"""Finds an Asterisk that can be run here, or lays one out privately.

Order: an `asterisk` of version 20 or later on the PATH; a private prefix made before; archives kept before; the
machine's own mirror. The prefix is read-only once made and knows none of its own paths, so several copies of Madoguchi
may share it, and it may be moved or copied. The caller handles `MADOGUCHI_ARI_URL`, which needs no Asterisk here at
all.
"""

import hashlib
import os
import platform
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Literal

import msgspec

from madoguchi.integrations.asterisk import archives
from madoguchi.integrations.asterisk.archives import Progress, Suite
from madoguchi.integrations.asterisk.errors import NoSwitch
from madoguchi.integrations.asterisk.processes import only_one

OLDEST = 20
"""The oldest major version taken from the PATH; the oldest suite's 16 is accepted only as the last private fallback."""

READY = ".ready"


class Prefix(msgspec.Struct, frozen=True):
    """An Asterisk that can be run: how to call it and where its parts lie."""

    command: tuple[str, ...]
    modules: Path
    data: Path
    version: tuple[int, ...]
    origin: Literal["machine", "private"]


def silent(step: str, done: float) -> None:
    """The progress callback of a caller who does not care."""


def find_or_build(cache: Path, progress: Progress = silent) -> Prefix:
    """The Asterisk to use on this machine; builds the private prefix under `cache` when there is none (about 20 s).

    Safe to call from several processes at once: the others wait for the first. Blocking; run it in a thread.
    Raises NoSwitch with the reasons when none can be had.
    """
    if found := on_machine() or built(cache):
        return found
    cache.mkdir(parents=True, exist_ok=True)
    with only_one(cache / "lock"):
        if found := built(cache):
            return found
        return _build(cache, progress)


def on_machine() -> Prefix | None:
    """The machine's own Asterisk, when it is recent enough."""
    program = shutil.which("asterisk", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/usr/local/sbin")
    if program is None:
        return None
    version = _version((program,))
    root = Path(program).resolve().parent.parent
    modules = _first_folder(root / f"lib/{_triplet()}/asterisk/modules", root / "lib/asterisk/modules")
    modules = modules or _first_folder(root / "lib64/asterisk/modules")
    data = _first_folder(root / "share/asterisk/sounds", Path("/var/lib/asterisk/sounds"))
    if version is None or version[0] < OLDEST or modules is None or data is None:
        return None
    return Prefix((program,), modules, data.parent, version, "machine")


def built(cache: Path) -> Prefix | None:
    """The private prefix made before under `cache`, if it still runs."""
    for marker in sorted(cache.glob(f"prefix-*/{READY}"), key=lambda path: path.stat().st_mtime, reverse=True):
        if found := describe(marker.parent):
            return found
    return None


def describe(root: Path) -> Prefix | None:
    """The Asterisk laid out under `root`, or None when it does not run on this machine."""
    triplet = _triplet()
    parts = (f"usr/lib/{triplet}", f"lib/{triplet}", "usr/lib")
    libraries = [str(root / part) for part in parts if (root / part).is_dir()]
    loaders = [path for folder in libraries for path in sorted(Path(folder).glob("ld-linux-*.so.*"))]
    modules = _first_folder(root / f"usr/lib/{triplet}/asterisk/modules", root / "usr/lib/asterisk/modules")
    if not loaders or modules is None:
        return None
    command = (str(loaders[0]), "--library-path", ":".join(libraries), str(root / "usr/sbin/asterisk"))
    version = _version(command)
    if version is None:
        return None
    return Prefix(command, modules, root / "usr/share/asterisk", version, "private")


def _build(cache: Path, progress: Progress) -> Prefix:
    reasons = []
    for suite in archives.suites():
        try:
            return _build_from(suite, cache, progress)
        except NoSwitch as error:
            reasons.append(f"{suite.name}: {error}")
    raise NoSwitch("; ".join(reasons))


def _build_from(suite: Suite, cache: Path, progress: Progress) -> Prefix:
    folder = cache / f"archives-{suite.name}"
    found = archives.kept(folder) or archives.fetch(folder, suite, progress)
    digest = hashlib.sha256((folder / archives.HASHES).read_bytes()).hexdigest()[:16]
    target = cache / f"prefix-{digest}"
    shutil.rmtree(target, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=".building-", dir=cache) as scratch:
        draft = Path(scratch) / "root"
        archives.unpack(found, draft, progress)
        if describe(draft) is None:
            raise NoSwitch("it was unpacked but does not run on this machine")
        (draft / READY).touch()
        draft.rename(target)
    finished = describe(target)
    if finished is None:
        raise NoSwitch("it ran where it was unpacked but not where it was moved")
    return finished


def _version(command: tuple[str, ...]) -> tuple[int, ...] | None:
    try:
        said = subprocess.run([*command, "-V"], capture_output=True, text=True, timeout=20, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = re.search(r"Asterisk (\d+)\.(\d+)(?:\.(\d+))?", said)
    return tuple(int(part) for part in match.groups() if part) if match else None


def _first_folder(*candidates: Path) -> Path | None:
    return next((path for path in candidates if path.is_dir()), None)


def _triplet() -> str:
    return f"{platform.machine()}-linux-gnu"
