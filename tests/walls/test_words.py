"""What the house can say of itself, the desk has words for, in both languages."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from madoguchi.access.permissions import PERMISSIONS

HERE = Path(__file__).parent.parent.parent
AUDITED = re.compile(r'\baudit\(\s*"([a-z_]+\.[a-z_.]+)"')


def words(language: str) -> dict[str, Any]:
    """The administration's texts."""
    found: dict[str, Any] = json.loads(
        (HERE / "web/apps/desk/src/features/admin/messages" / f"{language}.json").read_text()
    )
    return found


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_permission_has_its_words(language: str) -> None:
    known = words(language)["permission"]
    assert [each for each in PERMISSIONS if each.replace(".", "_") not in known] == []


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_entry_of_the_ledger_has_its_words(language: str) -> None:
    known = words(language)["auditAction"]
    written = {action for file in (HERE / "madoguchi").rglob("*.py") for action in AUDITED.findall(file.read_text())}
    assert len(written) > 50  # they are written as literals
    assert sorted(each for each in written if each.replace(".", "_") not in known) == []
