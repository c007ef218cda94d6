"""The real switch and its phones."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.switch import address, ari, caller, listener, switch_node, switch_prefix

__all__ = ["address", "ari", "caller", "listener", "switch_node", "switch_prefix"]


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    return tmp_path / "heard.wav"
