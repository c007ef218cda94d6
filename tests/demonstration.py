"""The demonstration company, made once for a whole run: installations under test begin with a copy of its data folder.

`python -m tests.demonstration` makes it in MADOGUCHI_DATA_DIR, as the first `make run` does.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from madoguchi.entrypoints import bootstrap
from madoguchi.entrypoints.installation import Installation
from madoguchi.integrations.asterisk.processes import only_one
from madoguchi.kit.config import config

HERE = Path(__file__).parent.parent


def place(run: int) -> Path:
    """Where the run of this process id keeps it. Open to all: as root, the database runs as somebody else."""
    return Path(tempfile.gettempdir()) / f"madoguchi-founded-{run}"


def founded() -> Path:
    """The data folder to copy. The first process of a run makes it, the others wait."""
    run = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
    folder = place(run)
    folder.mkdir(mode=0o755, exist_ok=True)
    with only_one(folder / "lock"):
        if not (folder / "ready").exists():
            shutil.rmtree(folder / "data", ignore_errors=True)
            given = {"MADOGUCHI_DATA_DIR": str(folder / "data"), "MADOGUCHI_TELEPHONY": "simulated"}
            command = [sys.executable, "-m", "tests.demonstration"]
            subprocess.run(command, check=True, cwd=HERE, env={**os.environ, "PYTHONPATH": str(HERE), **given})
            (folder / "ready").touch()
    return folder / "data"


def forget() -> None:
    """Leave nothing of the run of this process."""
    shutil.rmtree(place(os.getpid()), ignore_errors=True)


def _make() -> None:
    made = Installation(config())
    assert made.postgres is not None
    with made.locked():
        bootstrap.prepare(made, made.database(), demo=True, tell=lambda *_, **__: None)
        bootstrap.stop_parts(made)
        made.postgres.stop()


if __name__ == "__main__":
    _make()
