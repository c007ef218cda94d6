"""A shelf of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from madoguchi.files import DiskShelf, use_shelf


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    """Where this test's files lie."""
    use_shelf(DiskShelf(tmp_path / "files"))
    yield tmp_path / "files"
    use_shelf(None)
