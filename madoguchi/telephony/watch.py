"""Whether a switch lives, as its lease's holder finds it; and what follows when it does not.

A switch that refuses connections has no process any more, and no calls. One that says nothing may only be out of reach
while people talk over it. In either case another node tries first: the way to it may be broken from here alone.
"""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta

from madoguchi.kit.clock import now
from madoguchi.kit.log import log
from madoguchi.kit.metrics import gauge
from madoguchi.kit.nodes import this_node
from madoguchi.telephony.actions.resync import switch_lost
from madoguchi.telephony.lines import Switch, noted, switches
from madoguchi.telephony.store import switches as store

LOOK_SECONDS = 1.0
PATIENCE_SECONDS = 3.0
"""After so long without an answer the lease goes to another node."""

GONE_AFTER = timedelta(seconds=8)
SILENT_AFTER = timedelta(seconds=30)
"""How long nobody may have reached a switch before its calls count as lost: one that refuses, one that is silent."""

answering = gauge("switch_answers", "Whether a switch answers this node (1)", ("switch",))


async def watch(switch: Switch) -> None:
    """Look while we hold the lease; returns when another node should try."""
    heard = time.monotonic()
    while True:
        if await switch.control.healthy():
            heard = time.monotonic()
            await store.reached(switch.id, this_node())
        elif time.monotonic() - heard > PATIENCE_SECONDS:
            await _unreached(switch)
            return
        await asyncio.sleep(LOOK_SECONDS)


async def _unreached(switch: Switch) -> None:
    silence = await store.silence(switch.id)
    allowed = GONE_AFTER if await switch.control.gone() else SILENT_AFTER
    log.warning("switch_unreached", switch=switch.id, seconds=round(silence.total_seconds()))
    if silence > allowed:
        await switch_lost(switch.id, now() - silence)


async def note_all() -> None:
    """Keep in mind which switches answer this node, for ever: calls of ours begin on those."""
    while True:
        known = switches()
        answers = await asyncio.gather(*(switch.control.healthy() for switch in known), return_exceptions=True)
        for switch, answer in zip(known, answers, strict=True):
            noted(switch.id, answers=answer is True)
            answering.labels(switch.id).set(answer is True)
        await asyncio.sleep(LOOK_SECONDS)
