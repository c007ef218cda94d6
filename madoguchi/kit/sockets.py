"""Places for private sockets: a socket's path may have 107 bytes at most, so deep data folders get a short alias."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

LONGEST = 80


def socket_folder(folder: Path) -> Path:
    """A 0700 folder for the sockets of `folder`: inside it, or under the temporary folder when its path is long."""
    inside = folder / "run"
    if len(str(inside)) <= LONGEST and os.geteuid() != 0:
        inside.mkdir(parents=True, exist_ok=True)
        return inside
    name = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:12]
    short = Path(tempfile.gettempdir()) / f"madoguchi-{os.geteuid()}-{name}"
    short.mkdir(mode=0o700, exist_ok=True)
    return short
