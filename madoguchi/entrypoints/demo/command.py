"""`madoguchi call`: ring the running demonstration from a second terminal."""

from __future__ import annotations

import argparse
import asyncio
import sys

from madoguchi.entrypoints.demo.calling import STORY_CALLER, STORY_NUMBER, Caller, SwitchAway, ring, sip_address
from madoguchi.entrypoints.demo.phones import PhoneSilent
from madoguchi.kit.config import config
from madoguchi.kit.i18n import say

name = "call"
about = "ring the running demonstration with a real SIP phone that speaks and listens"


def add(parser: argparse.ArgumentParser) -> None:
    """Who calls whom, and what they say."""
    parser.add_argument("--from", dest="number", default=STORY_CALLER, help="the caller's number, or 'withheld'")
    parser.add_argument("--to", dest="dialled", default=STORY_NUMBER, help="the number dialled")
    parser.add_argument("--says", default="repair", choices=["repair", "delivery", "thanks"])
    parser.add_argument("--language", choices=["ja", "en"], help="default: the terminal's")
    parser.set_defaults(act=act)


def act(arguments: argparse.Namespace) -> int:
    """Ring until the call is over."""
    from madoguchi.entrypoints.cli import terminal_locale

    locale = terminal_locale()
    caller = Caller(arguments.number, arguments.dialled, arguments.says, arguments.language or locale)
    try:
        asyncio.run(ring(sip_address(config().data), caller, lambda code: print(say(code, locale), flush=True)))
    except SwitchAway:
        print(say("call.no_switch", locale), file=sys.stderr)
        return 1
    except PhoneSilent:
        print(say("call.too_long", locale), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0
