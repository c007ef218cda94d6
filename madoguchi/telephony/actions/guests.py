"""A guest who comes into a talk that is recorded. Where their number is at home a notice may be enough: then they hear
it before they are in the talk. Where it is not, or was not heard to its end, nothing is recorded while they are there.

Runs in a unit, under the call's lock.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from madoguchi import interactions
from madoguchi.kit.clock import now
from madoguchi.kit.jobs import cancel, schedule
from madoguchi.telephony.actions import recording, telling
from madoguchi.telephony.actions.consenting import ruling_for
from madoguchi.telephony.actions.places import bring
from madoguchi.telephony.booked import GUEST_DUE, LegDue
from madoguchi.telephony.commands import Move, Play
from madoguchi.telephony.model import Call, Leg
from madoguchi.telephony.ordering import order
from madoguchi.telephony.store import calls

ENDING = "-told"


def playback_of(leg: str) -> str:
    """Under which id a guest is told."""
    return f"{leg}{ENDING}"


def leg_told(playback: str) -> str | None:
    """The guest's leg of such an id; None for another."""
    return playback.removesuffix(ENDING) if playback.endswith(ENDING) else None


async def enter(call: Call, leg: Leg, by: UUID) -> None:
    """The guest whom `by` asked in comes to the customer and to whoever talks with them."""
    if call.recording is None or call.recorded_to is not None or leg.told:
        await bring(leg, "main")
        return
    ruling = await ruling_for(leg.number)
    if ruling.rule != "notice":
        await _unrecorded(call, leg, by)
        await bring(leg, "main")
        return
    sounds = await telling.notice_for_guest(ruling)
    await calls.change_leg(leg.id, told="telling", place="main")  # they belong there, and are there once they were told
    if leg.place == "side":
        await order(Move(interaction=call.interaction_id, leg=leg.id, place="apart", at=now()))
    await order(Play(interaction=call.interaction_id, leg=leg.id, playback=playback_of(leg.id), prompts=sounds))
    due = now() + telling.SOUND * len(sounds) + telling.SLACK
    await schedule(GUEST_DUE, LegDue(leg=leg.id), due=due, key=f"{GUEST_DUE}:{leg.id}")


async def told(leg_id: str, at: datetime, *, heard: bool) -> None:
    """The notice is over: into the talk."""
    leg = await calls.leg(leg_id)
    call = await calls.call(leg.interaction_id) if leg is not None else None
    if leg is None or call is None or leg.told != "telling" or not leg.live or leg.ending or call.ended is not None:
        return
    await cancel(f"{GUEST_DUE}:{leg.id}")
    await calls.change_leg(leg.id, told="told")
    await interactions.happened(call.interaction_id, "guest_noticed" if heard else "guest_unheard", at)
    if not heard:
        await _unrecorded(call, leg, None)
    await bring(leg, "main")


async def time_is_up(leg_id: str) -> None:
    """Nobody told of the end of the notice. Runs in a job."""
    leg = await calls.leg(leg_id)
    if leg is None:
        return
    await calls.lock(leg.interaction_id)
    await told(leg_id, now(), heard=False)


async def _unrecorded(call: Call, leg: Leg, by: UUID | None) -> None:
    await calls.change_leg(leg.id, told="untold")
    if call.recorded_to is None:
        await recording.leave_out(call, by, recording.GUEST)
