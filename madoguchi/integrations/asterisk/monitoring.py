"""Listening and whispering: a snoop on the agent's leg, in a bridge with nobody but the supervisor.

Whether a snoop whispers is settled when it is made. So there are two, never both: who only listens sits before one that
has no way into anybody's ear, whatever their microphone does.
"""

import asyncio

from madoguchi.integrations.asterisk.ari import Ari
from madoguchi.integrations.asterisk.configuration import APPLICATION
from madoguchi.integrations.asterisk.errors import NotThere, WrongState
from madoguchi.integrations.asterisk.translate import SNOOP

LISTENS, WHISPERS = "-listens", "-whispers"
"""Endings of the snoop's id."""

PATIENCE = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
"""Seconds between tries while a new snoop is on its way into our application."""


async def begin(ari: Ari, monitor: str, leg: str, listener: str, *, whisper: bool) -> None:
    """Begin, or change how. Idempotent; raises NotThere when a leg is gone."""
    wanted, other = (WHISPERS, LISTENS) if whisper else (LISTENS, WHISPERS)
    await ari.hang_up(monitor + other)
    await ari.create_bridge(monitor)
    if await ari.channel(monitor + wanted) is None:
        await ari.snoop(leg, monitor + wanted, APPLICATION, [SNOOP], spy="both", whisper="out" if whisper else "none")
    await _join(ari, monitor, monitor + wanted)
    await ari.join(monitor, [listener])


async def end(ari: Ari, monitor: str) -> None:
    """The snoop and the bridge are gone; the listener stays up."""
    for ending in (LISTENS, WHISPERS):
        await ari.hang_up(monitor + ending)
    await ari.remove_bridge(monitor)


async def _join(ari: Ari, bridge: str, snoop: str) -> None:
    for pause in PATIENCE:
        try:
            await ari.join(bridge, [snoop])
        except (WrongState, NotThere):
            await asyncio.sleep(pause)
        else:
            return
    await ari.join(bridge, [snoop])
