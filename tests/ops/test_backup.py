"""A backup is worth its restore: everything is destroyed, and is there again."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.founding import PASSWORD, found_company
from tests.instance import HERE, Instance


def madoguchi(instance: Instance, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run one command of the command line on the instance's folder."""
    return subprocess.run(
        [sys.executable, "-m", "madoguchi", *command],
        env={**instance.environment, **more},
        cwd=HERE,
        capture_output=True,
        text=True,
        check=False,
    )


@contextmanager
def signed_in(instance: Instance) -> Iterator[httpx.Client]:
    """The administrator's browser."""
    with httpx.Client(base_url=f"{instance.url}/api/v1", timeout=30) as client:
        answer = client.post("/session", json={"email": "administrator@sakura.example.jp", "password": PASSWORD})
        assert answer.status_code == 201, answer.text
        client.headers["X-CSRF-Token"] = answer.json()["csrf"]
        yield client


@pytest.fixture
def instance() -> Iterator[Instance]:
    """A running instance with a company, a team, a stored file."""
    made = Instance(demo=False, MADOGUCHI_TELEPHONY="simulated").start()
    found_company(made)
    with signed_in(made) as client:
        client.post("/teams", json={"code": "first", "name_ja": "第一", "name_en": "First"}).raise_for_status()
    stored = made.folder / "data" / "files" / "ab" / "abcdef"
    stored.parent.mkdir(parents=True)
    stored.write_bytes(b"\x00ciphertext" * 1000)
    yield made
    made.remove()


def state(instance: Instance) -> dict[str, object]:
    """What a user finds: people, teams, the ledger with its sealed details."""
    with signed_in(instance) as client:
        entries = client.get("/audit", params={"limit": 200}).json()["items"]
        return {
            "people": client.get("/users").json()["items"][0]["name"],
            "teams": client.get("/teams").json(),
            "made": next(e["details"] for e in entries if e["action"] == "user.created"),
            "holds": client.post("/audit/verification").json()["holds"],
            "file": (instance.folder / "data" / "files" / "ab" / "abcdef").read_bytes(),
        }


def test_what_was_destroyed_is_there_again(instance: Instance, tmp_path: Path) -> None:
    before = state(instance)
    backup = tmp_path / "backup.tar"
    written = madoguchi(instance, "backup", "--to", str(backup))
    assert written.returncode == 0, written.stdout + written.stderr
    assert backup.stat().st_mode & 0o077 == 0
    assert PASSWORD not in written.stdout
    instance.stop()
    shutil.rmtree(instance.folder / "data")
    restored = madoguchi(instance, "restore", str(backup))
    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert state(instance.start()) == before


def test_a_restore_replaces_only_when_told_and_signs_everybody_out(instance: Instance, tmp_path: Path) -> None:
    backup = tmp_path / "backup.tar"
    assert madoguchi(instance, "backup", "--to", str(backup)).returncode == 0
    serving = madoguchi(instance, "restore", str(backup), "--replace")
    assert serving.returncode == 1
    with signed_in(instance) as client:
        cookie = client.cookies["madoguchi_session"]
        client.post("/teams", json={"code": "late", "name_ja": "後", "name_en": "Late"}).raise_for_status()
    instance.stop()
    refused = madoguchi(instance, "restore", str(backup), LANG="ja_JP.UTF-8")
    assert refused.returncode == 1
    assert "--replace" in refused.stdout
    assert madoguchi(instance, "restore", str(backup), "--replace").returncode == 0
    instance.start()
    assert httpx.get(f"{instance.url}/api/v1/session", cookies={"madoguchi_session": cookie}).status_code == 401
    with signed_in(instance) as client:
        assert [team["code"] for team in client.get("/teams").json()] == ["first"]


def test_a_damaged_or_foreign_backup_changes_nothing(instance: Instance, tmp_path: Path) -> None:
    backup, keyless = tmp_path / "backup.tar", tmp_path / "keyless.tar"
    assert madoguchi(instance, "backup", "--to", str(backup)).returncode == 0
    assert madoguchi(instance, "backup", "--to", str(keyless), "--without-key").returncode == 0
    before = state(instance)
    instance.stop()
    whole = backup.read_bytes()
    damaged = tmp_path / "damaged.tar"
    damaged.write_bytes(whole[:5000] + bytes([whole[5000] ^ 1]) + whole[5001:])
    for broken in (damaged, HERE / "LICENSE", tmp_path / "nowhere.tar"):
        answer = madoguchi(instance, "restore", str(broken), "--replace")
        assert answer.returncode == 1, answer.stdout
        assert "still there" in answer.stdout
    other_key = madoguchi(instance, "restore", str(keyless), "--replace", MADOGUCHI_SECRET="k" * 40)
    assert other_key.returncode == 1
    assert "key" in other_key.stdout
    assert state(instance.start()) == before


def test_audit_verify_and_doctor_tell_the_state_awake_and_asleep(instance: Instance) -> None:
    for _ in range(2):
        verified = madoguchi(instance, "audit", "verify")
        assert verified.returncode == 0, verified.stdout + verified.stderr
        assert "sakura: the ledger holds." in verified.stdout
        told = madoguchi(instance, "doctor", LANG="ja_JP.UTF-8").stdout
        assert "✔ Python" in told
        assert "電話は模擬回線です" in told
        instance.stop()
    assert "データベースは停止中です" in told


def test_doctor_tells_what_is_missing_and_how_to_mend_it(tmp_path: Path) -> None:
    nowhere = Instance(
        MADOGUCHI_SMTP_URL="smtp://127.0.0.1:1", MADOGUCHI_DATABASE_URL="postgresql://nobody@127.0.0.1:1/none"
    )
    answer = madoguchi(nowhere, "doctor")
    assert answer.returncode == 1
    assert "✘ The database does not answer" in answer.stdout
    assert "→ Check MADOGUCHI_SMTP_URL" in answer.stdout
    assert not (nowhere.folder / "data").exists()
