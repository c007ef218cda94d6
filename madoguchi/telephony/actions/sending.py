"""A flow puts a caller through to a number outside: nobody of ours is in that call. Runs in a unit."""

from __future__ import annotations

from uuid import UUID

from madoguchi import interactions
from madoguchi.kit.clock import now
from madoguchi.kit.facts import record
from madoguchi.telephony.actions import dialling, outside
from madoguchi.telephony.actions.testing import dialable
from madoguchi.telephony.commands import Bridge
from madoguchi.telephony.errors import NoTrunk, NumberInvalid
from madoguchi.telephony.events import CallHandedOut, NumberNotReached
from madoguchi.telephony.model import Call, Leg
from madoguchi.telephony.ordering import order
from madoguchi.telephony.store import calls


async def send_out(interaction: UUID, id: UUID, number: str, ring_seconds: int) -> bool:
    """Ring a number outside for the caller, under an id of yours. False when there is no way to it.

    When it answers, the caller talks with it until either hangs up; otherwise it ends in NumberNotReached.
    """
    call = await calls.call(interaction)
    if call is None or call.ended is not None or call.customer_leg is None:
        return False
    try:
        leg = await dialling.guest(call, dialable(number), "main", seconds=ring_seconds)
    except (NoTrunk, NumberInvalid):
        return False
    await calls.change_call(interaction, sending=id, sending_leg=leg)
    return True


def sent(call: Call, leg: Leg) -> bool:
    """Whether this leg is the number that the caller is being put through to."""
    return leg.role == "guest" and leg.id == call.sending_leg


async def arrived(call: Call, leg: Leg) -> None:
    """The number answers: the caller talks with it."""
    if call.customer_leg is None or call.sending is None:
        return
    await calls.change_call(call.interaction_id, sending=None)
    await calls.change_leg(call.customer_leg, place="main")
    await order(
        Bridge(interaction=call.interaction_id, leg=call.customer_leg, others=[leg.id], playback=call.playback or "")
    )
    await interactions.put_through(call.interaction_id, now())
    record(CallHandedOut(interaction=call.interaction_id, sending=call.sending))
    await outside.begin(call)


async def failed(call: Call) -> bool:
    """The number was not reached: the flow goes on. False: it was, and has hung up."""
    if call.sending is None:
        return False
    await calls.change_call(call.interaction_id, sending=None, sending_leg=None)
    record(NumberNotReached(interaction=call.interaction_id, sending=call.sending))
    return True
