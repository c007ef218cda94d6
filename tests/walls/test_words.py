"""What the house can say of itself, the desk has words for, in both languages."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from madoguchi.access.permissions import PERMISSIONS
from madoguchi.interactions.actions.reports import EVENTS
from madoguchi.interactions.consents import ConsentHow
from madoguchi.interactions.model import MARK_ORDER, CallEvent
from madoguchi.workspace.http.handing import LeaveOut

HERE = Path(__file__).parent.parent.parent
HAPPENED = re.compile(r'\b(?:store\.event|happened)\(\s*[\w.]+,\s*"([a-z_]+)"')
AUDITED = re.compile(r'\baudit\(\s*"([a-z_]+\.[a-z_.]+)"')


def words(language: str, feature: str = "admin") -> dict[str, Any]:
    """The texts of one feature of the desk."""
    found: dict[str, Any] = json.loads(
        (HERE / "web/apps/desk/src/features" / feature / "messages" / f"{language}.json").read_text()
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


def kinds_of_events() -> set[str]:
    """Whatever may be written down as having happened in a contact."""
    source = [file.read_text() for file in (HERE / "madoguchi").rglob("*.py")]
    written = {kind for text in source for kind in HAPPENED.findall(text)}
    return {"opened", *MARK_ORDER, *get_args(CallEvent), *EVENTS.values(), *OUTCOMES_RECORDED, *written}


OUTCOMES_RECORDED = ("classified", "unclassified")
"""`interactions.classify` writes the state of the outcome."""


@pytest.mark.parametrize("language", ["ja", "en"])
def test_everything_that_happens_in_a_contact_has_its_words(language: str) -> None:
    known = words(language, "history")["event"]
    kinds = kinds_of_events()
    assert {"queued", "noted", "hand_raised", "parked", "consult_swapped", "taken_over"} <= kinds
    assert sorted(kinds - known.keys()) == []


@pytest.mark.parametrize("language", ["ja", "en"])
def test_why_and_how_it_happened_has_its_words(language: str) -> None:
    known = words(language, "history")["eventAbout"]
    assert known["how"].keys() >= set(get_args(ConsentHow))
    assert known["reason"].keys() >= set(get_args(get_type_hints(LeaveOut)["reason"]))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_sentence_takes_the_place_of_another_room_s(language: str) -> None:
    said: dict[str, str] = {}
    for file in sorted((HERE / "madoguchi").rglob(f"messages/{language}.json")):
        mine = json.loads(file.read_text())
        assert [f"{code}: {said[code]} and {file.parts[-3]}" for code in mine if code in said] == []
        said |= dict.fromkeys(mine, file.parts[-3])
