"""What people said, in both languages: words for contacts, notes and tasks."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from madoguchi.entrypoints.demo.seed.crowd import Someone


@cache
def _words() -> dict[str, Any]:
    found: dict[str, Any] = msgspec.json.decode(Path(__file__).with_name("words.json").read_bytes())
    return found


def _of(someone: Someone, *path: str) -> Any:
    """The words at `path`, in the customer's language."""
    at: Any = _words()
    for step in path:
        at = at[step]
    return at[someone.language]


def texts(random: Random, someone: Someone, reason: str, resolution: str) -> dict[str, str]:
    """What was asked, done, and came of it."""
    return {
        "asked": random.choice(_of(someone, reason, "asked")),
        "done": random.choice(_of(someone, reason, "done")),
        "result": random.choice(_of(someone, "results", resolution)) if random.random() < 0.4 else "",
    }


def note(random: Random, someone: Someone) -> str:
    """Something worth knowing next time."""
    return str(random.choice(_of(someone, "notes")))


def task(random: Random, someone: Someone, kind: str) -> str:
    """What is to be done."""
    return str(random.choice(_of(someone, "tasks", kind)))


def warranty(someone: Someone, code: str, years: int) -> str:
    """The title of an extended warranty."""
    return str(_of(someone, "contracts")).format(code=code, years=years)
