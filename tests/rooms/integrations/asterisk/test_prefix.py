"""Where the switch comes from."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from madoguchi.integrations.asterisk import archives, prefix
from madoguchi.integrations.asterisk.archives import Suite
from madoguchi.integrations.asterisk.errors import NoSwitch
from madoguchi.integrations.asterisk.prefix import Prefix
from madoguchi.kit.config import config

BUILDER = """
import sys
from pathlib import Path
from madoguchi.integrations.asterisk import prefix
print(prefix.find_or_build(Path(sys.argv[1])).modules)
"""


@pytest.fixture
def private(switch_prefix: Prefix) -> Path:
    """The root of the private prefix that this machine uses."""
    if switch_prefix.origin == "machine":
        prefix._build(config().cache / "asterisk", prefix.silent)
    found = prefix.built(config().cache / "asterisk")
    assert found is not None
    return found.data.parents[2]


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> list[Path]:
        raise NoSwitch("there is no network")

    monkeypatch.setattr(archives, "fetch", refuse)
    monkeypatch.setattr(prefix, "on_machine", lambda: None)


def test_the_second_start_needs_no_network(private: Path, no_network: None) -> None:
    found = prefix.find_or_build(private.parent)
    assert found.origin == "private"
    assert found.version >= (16,)


def test_a_moved_copy_runs(private: Path, tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere"
    shutil.copytree(private, copy, symlinks=True, copy_function=os.link)
    found = prefix.describe(copy)
    assert found is not None
    assert all(str(private) not in part for part in found.command)


def test_without_network_and_archives_the_reason_is_told(tmp_path: Path, no_network: None) -> None:
    with pytest.raises(NoSwitch, match="there is no network"):
        prefix.find_or_build(tmp_path / "cache")


def test_two_starts_at_once_build_one_prefix_from_what_was_kept(private: Path, tmp_path: Path) -> None:
    for kept in private.parent.glob("archives-*"):
        shutil.copytree(kept, tmp_path / kept.name, copy_function=os.link)
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd()), "PATH": "/usr/bin:/bin"}
    starts = [
        subprocess.Popen([sys.executable, "-c", BUILDER, tmp_path], stdout=subprocess.PIPE, env=environment)
        for _ in range(2)
    ]
    said = {start.communicate()[0] for start in starts}
    assert len(said) == 1
    assert str(tmp_path) in said.pop().decode()
    assert len(list(tmp_path.glob("prefix-*"))) == 1
    assert not list(tmp_path.glob(".building-*"))


def test_an_archive_that_was_changed_is_not_trusted(tmp_path: Path) -> None:
    download = tmp_path / "asterisk.deb"
    download.write_bytes(b"as it came")
    folder = tmp_path / "archives"
    folder.mkdir()
    archives._keep([download], folder)
    assert archives.kept(folder) == [folder / "asterisk.deb"]
    (folder / "asterisk.deb").write_bytes(b"changed since")
    assert archives.kept(folder) is None


def test_a_machine_without_apt_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    with pytest.raises(NoSwitch, match="no apt"):
        archives.fetch(tmp_path / "archives", Suite("sid"), prefix.silent)
