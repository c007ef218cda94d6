"""Listening and whispering: a snoop on the agent's leg, in a bridge with nobody but the supervisor.

Whether a snoop whispers is settled when it is made. So there are two, never both: who only listens sits before one that
has no way into anybody's ear, whatever their microphone does.
"""

from madoguchi.integrations.asterisk.ari import Ari
from madoguchi.integrations.asterisk.bridging import join
from madoguchi.integrations.asterisk.configuration import APPLICATION
from madoguchi.integrations.asterisk.translate import SNOOP

LISTENS, WHISPERS = "-listens", "-whispers"
"""Endings of the snoop's id."""


async def begin(ari: Ari, monitor: str, leg: str, listener: str, *, whisper: bool) -> None:
    """Begin, or change how. Idempotent; raises NotThere when a leg is gone."""
    wanted, other = (WHISPERS, LISTENS) if whisper else (LISTENS, WHISPERS)
    await ari.hang_up(monitor + other)
    await ari.create_bridge(monitor)
    if await ari.channel(monitor + wanted) is None:
        await ari.snoop(leg, monitor + wanted, APPLICATION, [SNOOP], spy="both", whisper="out" if whisper else "none")
    await join(ari, monitor, [monitor + wanted], new=True)
    await join(ari, monitor, [listener])


async def end(ari: Ari, monitor: str) -> None:
    """The snoop and the bridge are gone; the listener stays up."""
    for ending in (LISTENS, WHISPERS):
        await ari.hang_up(monitor + ending)
    await ari.remove_bridge(monitor)
