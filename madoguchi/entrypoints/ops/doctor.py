"""`madoguchi doctor`: what is present, what is missing, and how to mend it. Looks only; starts and changes nothing."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Iterator

from madoguchi.entrypoints.installation import Installation
from madoguchi.entrypoints.ops import checks, neighbours
from madoguchi.entrypoints.ops.checks import Finding
from madoguchi.kit.config import config
from madoguchi.kit.i18n import Locale, catalogue, say

name = "doctor"
about = "tell what is present, what is missing and how to mend it"
MARKS = {"ok": "✔", "note": "–", "missing": "✘"}


def add(parser: argparse.ArgumentParser) -> None:
    """No arguments."""
    parser.set_defaults(act=act)


def act(_arguments: argparse.Namespace) -> int:
    """Print every finding; 1 when anything needed is missing."""
    from madoguchi.entrypoints.cli import terminal_locale

    locale = terminal_locale()
    findings = examine(Installation(config()))
    for finding in findings:
        for line in lines(finding, locale):
            print(line, flush=True)
    missing = sum(1 for finding in findings if finding.state == "missing")
    print(say("doctor.ill" if missing else "doctor.well", locale, {"number": missing}))
    return 1 if missing else 0


def examine(installation: Installation) -> list[Finding]:
    """Every check, in the order in which one thing needs another."""
    return [
        checks.python(),
        *checks.folder(installation),
        checks.key(installation),
        *asyncio.run(checks.database(installation, neighbours.nodes)),
        *checks.switch(installation.config),
        *checks.out_of_house(installation.config),
        *neighbours.look(installation),
        checks.desk(),
        checks.address(installation),
        asyncio.run(checks.mail(installation.config)),
        *checks.for_tests(),
    ]


def lines(finding: Finding, locale: Locale) -> Iterator[str]:
    """A finding in words: what it is, and below it how to mend it."""
    code = f"doctor.{finding.code}"
    yield f"{MARKS[finding.state]} {say(code, locale, finding.params)}"
    mend = f"{code}.mend"
    if finding.state != "ok" and mend in catalogue(locale):
        yield f"    → {say(mend, locale, finding.params)}"
