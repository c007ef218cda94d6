"""What a newcomer has: the packages that `make run` installs, and none of ours for tests."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest

from tests.instance import HERE, Instance

pytestmark = pytest.mark.timeout(900)  # the first of them installs every package


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An interpreter with requirements/base.txt alone, under a folder that is closed to others: as root, the database's
    user cannot walk there.
    """
    folder = tmp_path_factory.mktemp("bare")
    folder.chmod(0o700)
    made = folder / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    install = [made, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", HERE / "requirements" / "base.txt"]
    subprocess.run(install, check=True, capture_output=True)
    return str(made)


@pytest.fixture(scope="module")
def instance(python: str) -> Iterator[Instance]:
    made = Instance(python=python, MADOGUCHI_TELEPHONY="simulated").start()
    yield made
    made.remove()


def test_the_first_start_says_where_to_go_and_as_whom(instance: Instance) -> None:
    assert set(re.findall(r"http://[\w.:\[\]]+", instance.journal)) == {instance.url}
    for name in ("sato", "kobayashi", "admin", "watanabe"):
        assert f"{name}@minato.example" in instance.journal


def test_nobody_reads_customers_without_signing_in(instance: Instance) -> None:
    answer = httpx.get(f"{instance.url}/api/v1/customers")
    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")


def test_the_doctor_finds_it_well(instance: Instance, python: str) -> None:
    seen = subprocess.run(
        [python, "-m", "madoguchi", "doctor"],
        env=instance.environment, cwd=HERE, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert seen.returncode == 0, seen.stdout + seen.stderr


def test_it_stops_and_starts_again_with_its_data(instance: Instance) -> None:
    assert instance.stop() == 0
    left = subprocess.run(["pgrep", "-f", str(instance.folder)], capture_output=True, text=True, check=False)
    assert left.stdout == ""
    told = len(instance.journal)
    instance.start()
    assert "2,000" not in instance.journal[told:]  # the company is there already
    session = httpx.post(
        f"{instance.url}/api/v1/session", json={"email": "sato@minato.example", "password": "minato-demo-2026"}
    )
    assert session.status_code == 201


def test_two_installations_on_one_machine_do_not_meet(instance: Instance, python: str) -> None:
    other = Instance(demo=False, python=python, MADOGUCHI_TELEPHONY="simulated")
    try:
        other.start()
        assert other.url != instance.url
        assert httpx.get(f"{instance.url}/readyz").json() == httpx.get(f"{other.url}/readyz").json() == {"status": "ok"}
    finally:
        other.remove()
