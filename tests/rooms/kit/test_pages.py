"""Pages made from the code are current."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.pages import PAGES


@pytest.mark.parametrize("file", PAGES, ids=lambda f: f.name)
def test_the_page_is_current(file: Path) -> None:
    assert file.read_text("utf-8") == PAGES[file](), "run: python -m tools.pages"
