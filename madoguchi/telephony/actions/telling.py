"""The other side is told that the talk is recorded, or asked whether it may be: a caller by their flow, a customer who
was called once they answer. What becomes of it is in `consenting`.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from madoguchi import customers, interactions
from madoguchi.kit.clock import now
from madoguchi.kit.facts import record
from madoguchi.kit.ids import new_id
from madoguchi.kit.jobs import schedule
from madoguchi.kit.settings import setting
from madoguchi.telephony.actions import digits
from madoguchi.telephony.actions.consenting import ruling_of
from madoguchi.telephony.booked import CONSENT_DUE, ConsentDue
from madoguchi.telephony.commands import Play
from madoguchi.telephony.events import PartiesChanged
from madoguchi.telephony.jurisdictions import Rule, Ruling
from madoguchi.telephony.model import Call
from madoguchi.telephony.ordering import order
from madoguchi.telephony.settings import TelephonySettings
from madoguchi.telephony.store import calls

NOTICE, QUESTION = "recorded", "consent"
"""Prompts of the house for a customer whom we called."""

HOME = "JP"
WAIT_SECONDS = 6
SOUND = timedelta(seconds=20)
"""No sound of the house is longer."""

SLACK = timedelta(seconds=30)


async def tell(interaction: UUID, id: UUID, sounds: list[str], rule: Rule, *, seconds: float) -> None:
    """Tell the caller of the recording (`rule` "notice"), or ask for the key ("consent"), under an id of yours.

    `seconds`: how long the sounds are. Ends in AnnouncementFinished, whatever they say to it.
    """
    call = await calls.call(interaction)
    if call is not None and call.ended is None and call.customer_leg is not None:
        await _put(call, call.customer_leg, sounds, rule, id, timedelta(seconds=seconds))


async def owed(call: Call) -> Ruling | None:
    """What a customer whom we called has to be told before the talk; None: nothing, since it will not be recorded."""
    if not (await setting(TelephonySettings)).record_outbound:
        return None
    found = await ruling_of(call.interaction_id)
    return None if found.rule == "never" else found


async def ask_dialled(call: Call, leg: str, ruling: Ruling) -> None:
    """The customer has answered: before they hear the agent, they hear of the recording."""
    await calls.change_leg(leg, place="apart")
    spoken = await _languages(call.interaction_id, ruling)
    code = QUESTION if ruling.rule == "consent" else NOTICE
    sounds = [f"{code}-{language}" for language in spoken]
    await _put(call, leg, sounds, ruling.rule, None, SOUND * len(sounds))


async def notice_for_guest(ruling: Ruling) -> list[str]:
    """The sounds by which an outside number hears of the recording before it is in the talk."""
    spoken = spoken_abroad(list((await setting(TelephonySettings)).announcement_languages), ruling)
    return [f"{NOTICE}-{language}" for language in spoken]


def spoken_abroad(languages: list[str], ruling: Ruling) -> list[str]:
    """The languages of a question: to whom lives abroad it is put in English too. No consent without understanding."""
    return languages if ruling.region == HOME or "en" in languages else [*languages, "en"]


async def _languages(interaction: UUID, ruling: Ruling) -> list[str]:
    known = (await interactions.interaction(interaction)).customer_id
    customer = await customers.customer(known) if known else None
    if customer is not None and customer.language[:2] == "en":
        return ["en"]
    return spoken_abroad(list((await setting(TelephonySettings)).announcement_languages), ruling)


async def _put(call: Call, leg: str, sounds: list[str], rule: Rule, waits: UUID | None, longest: timedelta) -> None:
    interaction, asking = call.interaction_id, new_id()
    await calls.change_call(interaction, asking=asking, asking_for=waits, asking_rule=rule)
    if rule == "consent":
        await digits.gather(interaction, asking, sounds, most=1, wait_seconds=WAIT_SECONDS, between_seconds=1)
    else:
        await calls.change_call(interaction, playback=asking.hex, interruptible=False)
        await order(Play(interaction=interaction, leg=leg, playback=asking.hex, prompts=sounds))
    record(PartiesChanged(interaction=interaction))
    due = now() + longest + timedelta(seconds=WAIT_SECONDS) + SLACK
    body = ConsentDue(interaction=interaction, asking=asking)
    await schedule(CONSENT_DUE, body, due=due, key=f"{CONSENT_DUE}:{asking}")
