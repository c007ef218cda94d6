"""While a contact waits in line: what is said to it, and the keys that it may press."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import msgspec
from msgspec.structs import replace

from madoguchi import routing, telephony
from madoguchi.kit.clock import now
from madoguchi.kit.ids import new_id
from madoguchi.kit.jobs import cancel, schedule
from madoguchi.workflows import voices
from madoguchi.workflows.model.nodes import QueueNode
from madoguchi.workflows.model.run import Run
from madoguchi.workflows.store import runs
from madoguchi.workflows.voices import Sounds

ANNOUNCE = "workflows.announce"
FIRST = timedelta(seconds=6)
"""Nobody is told how long it takes who may be answered in the next moment."""


class AnnounceDue(msgspec.Struct, frozen=True):
    """It is time to say something to a contact in line."""

    interaction: UUID
    wait: UUID


async def listen(interaction: UUID) -> UUID:
    """Let a key be pressed, for as long as it takes; returns what it is heard by."""
    id = new_id()
    await telephony.gather(interaction, id, [], most=1, wait_seconds=None, between_seconds=1)
    return id


async def announce_later(interaction: UUID, wait: UUID, node: QueueNode, *, first: bool = False) -> None:
    """Say the next thing after a while, if the step has anything to say."""
    if not (node.tell_position or node.tell_wait or node.comfort_prompt):
        return
    told_at_once = first and (node.tell_position or node.tell_wait)
    after = FIRST if told_at_once else timedelta(seconds=node.every_seconds)
    await schedule(ANNOUNCE, AnnounceDue(interaction, wait), due=now() + after, key=_key(interaction))


async def announce(run: Run, node: QueueNode) -> None:
    """Say where the caller stands, and the comfort message. Who is being connected already is left in peace."""
    standing = await routing.standing(run.interaction)
    if standing is None or run.wait is None:
        return
    taken = await being_taken(run.interaction)
    spoken = await voices.languages(run.interaction, run.memory.language)
    sounds = Sounds()
    if node.tell_position:
        sounds += voices.position(standing.position, spoken)
    if node.tell_wait and standing.estimated_wait_seconds is not None and standing.estimated_wait_seconds >= 30:
        sounds += voices.wait(standing.estimated_wait_seconds, spoken)
    if node.comfort_prompt:
        sounds += await voices.sounds([node.comfort_prompt], spoken)
    if sounds.names and not taken:
        id = new_id()
        await telephony.play(run.interaction, id, sounds.names)
        await runs.move(replace(run, saying=id), now())
        # Should its end never be told, the next one is said all the same.
        due = now() + timedelta(seconds=sounds.seconds + node.every_seconds)
        await schedule(ANNOUNCE, AnnounceDue(run.interaction, run.wait), due=due, key=_key(run.interaction))
    else:
        await announce_later(run.interaction, run.wait, node)


async def said(run: Run, node: QueueNode) -> None:
    """An announcement is over: music again, and the next one later."""
    await telephony.music(run.interaction, again=True)
    await runs.move(replace(run, saying=None), now())
    if run.wait is not None:
        await announce_later(run.interaction, run.wait, node)


async def left(interaction: UUID) -> None:
    """The contact waits in line no more: nothing more is said there, and no key counts."""
    await cancel(_key(interaction))
    await telephony.forget(interaction)


async def being_taken(interaction: UUID) -> bool:
    """Whether somebody has accepted the contact in line and is being connected with it."""
    offers = await routing.offers_of(interaction)
    return any(offer.state == "accepted" and offer.ended is None for offer in offers)


def _key(interaction: UUID) -> str:
    return f"{ANNOUNCE}:{interaction}"
