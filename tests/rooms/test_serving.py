"""`make run` as a newcomer meets it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest

from madoguchi.kit.postgres import EmbeddedPostgres
from tests.instance import HERE, Instance, until

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def instance() -> Iterator[Instance]:
    made = Instance(demo=False, MADOGUCHI_TELEPHONY="simulated").start()
    yield made
    made.remove()


def test_a_second_start_on_the_same_folder_says_so(instance: Instance) -> None:
    second = subprocess.run(
        [sys.executable, "-m", "madoguchi", "run"],
        env={**instance.environment, "LANG": "ja_JP.UTF-8"}, cwd=HERE, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert second.returncode == 1
    assert "すでに窓口が動いています" in second.stderr


def test_after_a_kill_the_next_start_adopts_the_database(instance: Instance) -> None:
    instance.kill()
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{instance.url}/healthz")
    instance.start()
    assert httpx.get(f"{instance.url}/readyz").json() == {"status": "ok"}


def test_a_killed_database_is_back_by_itself(instance: Instance) -> None:
    server = EmbeddedPostgres(instance.folder / "data" / "postgres")
    pid = server.pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    until(lambda: server.pid() not in {None, pid}, what="a new database process")
    until(lambda: httpx.get(f"{instance.url}/readyz").status_code == 200, what="readiness")


def test_ctrl_c_leaves_no_process_and_no_lock(instance: Instance) -> None:
    assert instance.stop() == 0
    left = subprocess.run(["pgrep", "-f", str(instance.folder)], capture_output=True, text=True, check=False)
    assert left.stdout == ""
    assert not (instance.folder / "data" / "lock").exists()
    assert not (instance.folder / "data" / "run.json").exists()
    instance.start()


def test_unknown_addresses_and_missing_sign_in_get_problem_documents(instance: Instance) -> None:
    lost = httpx.get(f"{instance.url}/api/v1/nowhere")
    assert (lost.status_code, lost.json()["code"]) == (404, "not_found")
    assert httpx.get(f"{instance.url}/metrics").text.startswith("# HELP")
    assert "default-src 'self'" in lost.headers["content-security-policy"]
