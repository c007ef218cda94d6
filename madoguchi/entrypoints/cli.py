"""The command line: `madoguchi run`, `doctor`, `backup`, `restore`, `audit verify`, `openapi`, `call`.

A command is a module with `name`, `about` and `add(parser)`, whose parser sets `act` to a function of the arguments.
"""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module

from madoguchi import __version__
from madoguchi.kit.config import config
from madoguchi.kit.i18n import Locale, choose
from madoguchi.kit.log import set_up_logs

COMMANDS = ("serving", "contract", "demo.command", "ops.backup", "ops.restore", "ops.doctor", "ops.audit")
"""Modules of `entrypoints` that each add one command."""


def terminal_locale() -> Locale:
    """The language of the terminal."""
    tag = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return choose(tag.split(".")[0].replace("_", "-"))


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    parser = argparse.ArgumentParser(prog="madoguchi", description="Madoguchi 窓口: an open contact centre")
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, metavar="command")
    for module in COMMANDS:
        command = import_module(f"madoguchi.entrypoints.{module}")
        command.add(commands.add_parser(command.name, help=command.about))
    chosen = parser.parse_args(arguments)
    set_up_logs(config().log_level, config().log_format)
    return int(chosen.act(chosen) or 0)


if __name__ == "__main__":
    sys.exit(main())
