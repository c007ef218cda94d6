"""Digits that a caller types: gathered until they are enough, sealed, handed out once, and forgotten within minutes.

They may be anything (a customer number, a card by mistake), so no fact, log or metric ever holds one.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from madoguchi import interactions
from madoguchi.kit.clock import now
from madoguchi.kit.facts import record
from madoguchi.kit.ids import new_id
from madoguchi.kit.jobs import cancel, schedule
from madoguchi.kit.metrics import counter
from madoguchi.kit.vault import Erased, Scope, seal, unseal
from madoguchi.telephony.actions import consenting
from madoguchi.telephony.booked import DIGITS_DUE, DigitsDue
from madoguchi.telephony.commands import Play, StopPlaying
from madoguchi.telephony.events import DigitsGathered
from madoguchi.telephony.model import Call
from madoguchi.telephony.ordering import order
from madoguchi.telephony.store import calls, gatherings
from madoguchi.telephony.store.gatherings import Gathering

FORGOTTEN_AFTER = timedelta(minutes=10)
"""How long typed digits are kept at most: they wait for nothing but the step that asked for them."""

gathered_total = counter("telephony_gatherings", "Times that callers were asked for digits", ("result",))


async def gather(
    interaction: UUID,
    id: UUID,
    sounds: list[str],
    *,
    most: int,
    end_digit: str = "",
    wait_seconds: int | None,
    between_seconds: int,
) -> None:
    """Ask the caller for digits under an id of yours. Ends in DigitsGathered, also when nothing comes.

    `sounds` are said first, and any digit ends them. `wait_seconds` None: there is no end but a digit (or `forget`).
    """
    call = await calls.call(interaction)
    if call is None or call.ended is not None or call.customer_leg is None:
        return
    playback = new_id().hex if sounds else None
    await gatherings.open_gathering(
        Gathering(
            id=id,
            interaction_id=interaction,
            most=most,
            end_digit=end_digit,
            wait_seconds=wait_seconds,
            between_seconds=between_seconds,
            playback=playback,
            typed=None,
            count=0,
            done=False,
            made=now(),
        )
    )
    if playback is not None:
        await calls.change_call(interaction, playback=playback, interruptible=False)
        await order(Play(interaction=interaction, leg=call.customer_leg, playback=playback, prompts=sounds))
    elif wait_seconds is not None:
        await _due(id, wait_seconds)


async def pressed(call: Call, digit: str) -> None:
    """The caller pressed a key: it ends what is being said, and counts where one is asked for."""
    wanted = await gatherings.live(call.interaction_id)
    if wanted is None:
        if call.interruptible:
            await _hush(call)
        return
    if call.playback is not None:
        await calls.change_call(call.interaction_id, playback=None)
        await _hush(call)
    if wanted.end_digit and digit == wanted.end_digit:
        await _finish(wanted)
        return
    scope = await _scope(call.interaction_id)
    before = await unseal(scope, wanted.typed) if wanted.typed else b""
    await gatherings.type_in(wanted.id, await seal(scope, before + digit.encode()), wanted.count + 1)
    if wanted.count + 1 >= wanted.most:
        await _finish(wanted)
    else:
        await _due(wanted.id, wanted.between_seconds)


async def said(playback: str, interaction: UUID) -> bool:
    """A playback is over: the caller's time begins, if it was said before digits. False: it was not."""
    wanted = await gatherings.live(interaction)
    if wanted is None or wanted.playback != playback:
        return False
    await gatherings.said(wanted.id)
    if wanted.wait_seconds is not None:
        await _due(wanted.id, wanted.wait_seconds)
    return True


async def due(id: UUID) -> None:
    """Nothing more came in time: what there is counts."""
    wanted = await gatherings.found(id)
    if wanted is not None and not wanted.done:
        await _finish(wanted)


async def gathered(id: UUID) -> str | None:
    """What was typed, handed out once; "" when nothing came, None when it is forgotten already."""
    found = await gatherings.found(id)
    if found is None or not found.done:
        return None
    await gatherings.remove(id)
    if found.typed is None:
        return ""
    try:
        return (await unseal(await _scope(found.interaction_id), found.typed)).decode()
    except Erased:
        return ""


async def forget(interaction: UUID) -> None:
    """Nobody asks for digits in this call any more."""
    await gatherings.forget(interaction)


async def _finish(wanted: Gathering) -> None:
    await cancel(_key(wanted.id))
    await gatherings.finish(wanted.id)
    gathered_total.labels("typed" if wanted.count or wanted.typed else "ended").inc()
    asked = await calls.call_asking(wanted.id)
    if asked is not None:
        await consenting.answered(asked, await gathered(wanted.id))
        return
    record(DigitsGathered(interaction=wanted.interaction_id, gathering=wanted.id))


async def _hush(call: Call) -> None:
    if call.playback is not None and call.customer_leg is not None:
        await order(StopPlaying(interaction=call.interaction_id, leg=call.customer_leg, playback=call.playback))


async def _due(id: UUID, seconds: int) -> None:
    await schedule(DIGITS_DUE, DigitsDue(gathering=id), due=now() + timedelta(seconds=seconds), key=_key(id))


def _key(id: UUID) -> str:
    return f"{DIGITS_DUE}:{id}"


async def _scope(interaction: UUID) -> Scope:
    return Scope(interaction, (await interactions.interaction(interaction)).customer_id)
