"""The scene's pages say what their list says, and every picture that they show is there."""

from __future__ import annotations

import pytest

from tools.scene.pages import OUT, STEPS, page


@pytest.mark.parametrize(("language", "name"), [("en", "README.md"), ("ja", "README.ja.md")])
def test_the_scene_is_shown_as_it_is_told(language: str, name: str) -> None:
    assert (OUT / name).read_text("utf-8") == page(language), "run: python -m tools.scene"
    pictures = [OUT / f"{step}-{language}.png" for step in STEPS]
    assert [picture.name for picture in pictures if not picture.is_file()] == []
    assert [picture.name for picture in pictures if picture.stat().st_size > 270_000] == []
