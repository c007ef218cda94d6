"""A customer who talks with an outside number and none of ours: what they hear is not ours to record any more."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from madoguchi import interactions
from madoguchi.kit.clock import now
from madoguchi.kit.jobs import schedule
from madoguchi.kit.settings import setting
from madoguchi.telephony.booked import OUTSIDE_DUE, CallDue
from madoguchi.telephony.commands import HangUp, StopRecording
from madoguchi.telephony.model import Call, agents_in
from madoguchi.telephony.ordering import order
from madoguchi.telephony.settings import TelephonySettings
from madoguchi.telephony.store import calls


async def begin(call: Call) -> None:
    """A guest is in the talk and nobody of ours any more. It ends with either, or after the tenant's time."""
    await interactions.happened(call.interaction_id, "handed_out", now())
    if call.recording is not None and call.recorded_to is None:
        await order(StopRecording(interaction=call.interaction_id, leg="", recording=call.recording))
    longest = timedelta(minutes=(await setting(TelephonySettings)).outside_minutes)
    due = CallDue(interaction=call.interaction_id)
    await schedule(OUTSIDE_DUE, due, due=now() + longest, key=f"{OUTSIDE_DUE}:{call.interaction_id}")


async def time_is_up(interaction: UUID) -> None:
    """Two lines to the outside are not kept for ever. Runs in a job."""
    await calls.lock(interaction)
    call = await calls.call(interaction)
    if call is None or call.ended is not None or call.customer_leg is None:
        return
    if not agents_in(await calls.legs(interaction)):
        await calls.change_call(interaction, ending="system")
        await order(HangUp(interaction=interaction, leg=call.customer_leg))
