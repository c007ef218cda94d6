"""Listening and whispering: a snoop on the agent's leg, in a bridge with nobody but the supervisor.

Whether a snoop whispers is settled when it is made. So there is a new one for each change, and who only listens sits
before one that has no way into anybody's ear, whatever their microphone does.

The snoop and its bridge share an id that nothing had before: the switch shows for a while what it has just ended, and
at times refuses for ever to make a bridge whose id another had.
"""

from madoguchi.integrations.asterisk.ari import Ari
from madoguchi.integrations.asterisk.bridging import join
from madoguchi.integrations.asterisk.configuration import APPLICATION
from madoguchi.integrations.asterisk.translate import SNOOP
from madoguchi.kit.ids import new_id


async def begin(ari: Ari, monitor: str, leg: str, listener: str, *, whisper: bool) -> None:
    """Begin, or change how. May be repeated; raises NotThere when a leg is gone."""
    before = await _places(ari, monitor)
    place = f"{monitor}.{new_id()}"
    await ari.create_bridge(place)
    await ari.snoop(leg, place, APPLICATION, [SNOOP], spy="both", whisper="out" if whisper else "none")
    await join(ari, place, [place], new=True)
    await join(ari, place, [listener])
    await _clear(ari, before)


async def end(ari: Ari, monitor: str) -> None:
    """The snoop and the bridge are gone; the listener stays up."""
    await _clear(ari, await _places(ari, monitor))


async def _places(ari: Ari, monitor: str) -> list[str]:
    return [bridge.id for bridge in await ari.bridges() if bridge.id.startswith(f"{monitor}.")]


async def _clear(ari: Ari, places: list[str]) -> None:
    for place in places:
        await ari.hang_up(place)
        await ari.remove_bridge(place)
