"""What an entry flow does with a caller before an agent is there: answer, announce, music, end.

Nothing here fails because the caller has left: their end is on its way to the flow by itself.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from madoguchi import customers, interactions
from madoguchi.kit.facts import record
from madoguchi.kit.ids import new_id
from madoguchi.kit.settings import setting
from madoguchi.telephony.commands import Answer, HangUp, Music, Play, order
from madoguchi.telephony.events import AnnouncementFinished
from madoguchi.telephony.settings import TelephonySettings
from madoguchi.telephony.store import calls

NOTICE = "notice"
"""The prompt that tells of the recording."""


async def answer(interaction: UUID) -> None:
    """Take the call. Announced by CallAnswered."""
    leg = await _caller(interaction)
    if leg:
        await order(Answer(interaction=interaction, leg=leg))


async def announce(interaction: UUID, prompt: str) -> None:
    """Play a prompt ("notice", "waiting", "sorry", "closed") to the caller. Ends in AnnouncementFinished."""
    leg = await _caller(interaction)
    if not leg:
        return
    playback = new_id().hex
    await calls.change_call(interaction, playback=playback, prompt=prompt)
    prompts = [f"{prompt}-{language}" for language in await _languages(interaction)]
    await order(Play(interaction=interaction, leg=leg, playback=playback, prompts=prompts))


async def music(interaction: UUID) -> None:
    """Let the caller hear music until somebody is connected."""
    leg = await _caller(interaction)
    if leg:
        await order(Music(interaction=interaction, leg=leg))


async def end(interaction: UUID) -> None:
    """End the call from our side (closed, nobody came)."""
    leg = await _caller(interaction)
    if leg:
        await calls.change_call(interaction, ending="system")
        await order(HangUp(interaction=interaction, leg=leg))


async def playback_ended(playback: str, at: datetime) -> None:
    """A prompt is over, or could not be played: the flow goes on either way."""
    call = await calls.call_of_playback(playback)
    if call is None or call.ended is not None:
        return
    await calls.change_call(
        call.interaction_id, playback=None, prompt=None, noticed=call.noticed or call.prompt == NOTICE
    )
    record(AnnouncementFinished(interaction=call.interaction_id, prompt=call.prompt or ""))


async def _caller(interaction: UUID) -> str | None:
    call = await calls.call(interaction)
    return call.customer_leg if call and call.ended is None else None


async def _languages(interaction: UUID) -> list[str]:
    """The tenant's languages; only the customer's own when it is known to be among those that we speak."""
    spoken = (await setting(TelephonySettings)).announcement_languages
    known = (await interactions.interaction(interaction)).customer_id
    customer = await customers.customer(known) if known else None
    if customer is not None and customer.language[:2] == "en":
        return ["en"]
    return list(spoken)
