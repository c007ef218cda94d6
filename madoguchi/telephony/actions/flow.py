"""What an entry flow does with a caller before an agent is there: answer, play, music, end. Digits are in `digits`,
messages in `messages`.

Nothing here fails because the caller has left: their end is on its way to the flow by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from madoguchi.kit.facts import record
from madoguchi.telephony.actions import consenting, digits, guests, messages
from madoguchi.telephony.commands import Answer, HangUp, Music, Play
from madoguchi.telephony.events import AnnouncementFinished
from madoguchi.telephony.model import agents_in
from madoguchi.telephony.ordering import order
from madoguchi.telephony.store import calls


async def answer(interaction: UUID) -> None:
    """Take the call. Announced by CallAnswered."""
    leg = await _caller(interaction)
    if leg:
        await order(Answer(interaction=interaction, leg=leg))


async def play(interaction: UUID, playback: UUID, sounds: Sequence[str], *, interruptible: bool = False) -> None:
    """Play sounds to the caller, by name, under an id of yours. Ends in AnnouncementFinished.

    `interruptible`: any digit ends them.
    """
    leg = await _caller(interaction)
    if not leg:
        return
    await calls.change_call(interaction, playback=playback.hex, interruptible=interruptible)
    await order(Play(interaction=interaction, leg=leg, playback=playback.hex, prompts=list(sounds)))


async def music(interaction: UUID, *, again: bool = False) -> None:
    """Let the caller hear music until somebody is connected. `again`: as before, unless somebody is by now."""
    leg = await _caller(interaction)
    if leg and not (again and any(agent.joined for agent in agents_in(await calls.legs(interaction)))):
        await order(Music(interaction=interaction, leg=leg))


async def end(interaction: UUID) -> None:
    """End the call from our side (closed, nobody came)."""
    leg = await _caller(interaction)
    if leg:
        await calls.change_call(interaction, ending="system")
        await order(HangUp(interaction=interaction, leg=leg))


async def playback_ended(playback: str, at: datetime, *, heard: bool) -> None:
    """Sounds are over, or could not be played: the flow goes on either way."""
    guest = guests.leg_told(playback)
    if guest is not None:
        await guests.told(guest, at, heard=heard)
        return
    call = await calls.call_of_playback(playback)
    if call is None or call.ended is not None:
        return
    await calls.change_call(call.interaction_id, playback=None, interruptible=False)
    if call.asking is not None and call.asking.hex == playback:
        await consenting.told(call, heard, at)
        return
    if await digits.said(playback, call.interaction_id) or await messages.greeted(playback, call):
        return
    record(AnnouncementFinished(interaction=call.interaction_id, playback=UUID(hex=playback)))


async def _caller(interaction: UUID) -> str | None:
    call = await calls.call(interaction)
    return call.customer_leg if call and call.ended is None else None
