"""What the other side says to the recording: told, asked, or out of time. Nothing is recorded before.

`telling` puts the question; here is what becomes of it.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from madoguchi import interactions
from madoguchi.interactions import ConsentHow, ConsentState
from madoguchi.kit.clock import now
from madoguchi.kit.facts import record
from madoguchi.kit.jobs import cancel
from madoguchi.kit.settings import setting
from madoguchi.telephony.booked import CONSENT_DUE
from madoguchi.telephony.commands import Bridge, Ring, StopPlaying
from madoguchi.telephony.events import AnnouncementFinished, PartiesChanged
from madoguchi.telephony.jurisdictions import Ruling, ruling
from madoguchi.telephony.model import Call, agents_in
from madoguchi.telephony.ordering import order
from madoguchi.telephony.settings import RecordingConsentSettings
from madoguchi.telephony.store import calls, gatherings

AGREE = "1"
"""The key for yes. Any other, and none, is a no."""


async def ruling_of(interaction: UUID) -> Ruling:
    """What must have happened before this contact is recorded, by the other side's number."""
    contact = await interactions.interaction(interaction)
    return await ruling_for(contact.address_value if contact.address_kind == "phone" else "")


async def ruling_for(number: str) -> Ruling:
    """The same for a number at hand, E.164; "" for none."""
    wishes = await setting(RecordingConsentSettings)
    return ruling(number, {own.region: own.rule for own in wishes.regions}, wishes.unknown)


async def told(call: Call, heard: bool, at: datetime) -> None:
    """The notice is over."""
    await _known(call, "noticed" if heard else "unheard", "notice" if heard else "failed", at)


async def answered(call: Call, digit: str | None) -> None:
    """They pressed a key ("" for none, None when it is forgotten already)."""
    if digit == AGREE:
        await _known(call, "agreed", "key", now())
    else:
        await _known(call, "refused", "other_key" if digit else "silence", now())


async def time_is_up(interaction: UUID, asking: UUID) -> None:
    """Nothing was heard of it. Runs in a job."""
    await calls.lock(interaction)
    call = await calls.call(interaction)
    if call is None or call.ended is not None or call.asking != asking:
        return
    if call.playback is not None and call.customer_leg is not None:
        await order(StopPlaying(interaction=interaction, leg=call.customer_leg, playback=call.playback))
    await gatherings.forget(interaction)
    await _known(call, "unheard", "failed", now())


async def dropped(call: Call) -> None:
    """Somebody is with them before it was over: then they have not been told."""
    if call.asking is not None:
        await gatherings.forget(call.interaction_id)
        await _known(call, "unheard", "failed", now())


async def meet(call: Call) -> None:
    """The customer who was called has answered, and was told what they had to be told: the talk begins."""
    if call.customer_leg is None:
        return
    agents = agents_in(await calls.legs(call.interaction_id))
    for agent in agents:
        await order(Ring(interaction=call.interaction_id, leg=agent.id, on=False))
    await calls.change_leg(call.customer_leg, place="main")
    others = [agent.id for agent in agents]
    await order(Bridge(interaction=call.interaction_id, leg=call.customer_leg, others=others))


async def _known(call: Call, state: ConsentState, how: ConsentHow, at: datetime) -> None:
    interaction, rule = call.interaction_id, call.asking_rule or ""
    await cancel(f"{CONSENT_DUE}:{call.asking}")
    noticed = call.noticed or state == "noticed"
    await calls.change_call(interaction, asking=None, asking_for=None, asking_rule=None, noticed=noticed)
    region = (await ruling_of(interaction)).region
    await interactions.consented(interaction, state, how, rule=rule, region=region, at=at)
    if call.asking_for is not None:
        record(AnnouncementFinished(interaction=interaction, playback=call.asking_for))
    elif call.direction == "out":
        await meet(call)
    record(PartiesChanged(interaction=interaction))
