"""A caller leaves a message: kept as a recording, told once; or leaves none, and has given up."""

from __future__ import annotations

from uuid import UUID

from madoguchi import interactions, telephony
from madoguchi.interactions import Interaction
from madoguchi.kit.clock import TestClock
from madoguchi.kit.db import db, unit
from madoguchi.kit.facts import settle
from madoguchi.kit.ids import new_id
from tests.due import run_due
from tests.rooms.telephony.world import World


async def asked(world: World, *, queue: UUID | None = None) -> tuple[str, Interaction, UUID]:
    """A caller who hears the greeting."""
    leg, contact = await world.ring_in()
    async with unit(world.tenant):
        await telephony.answer(contact.id)
    return leg, contact, await ask(world, contact, queue=queue)


async def ask(world: World, contact: Interaction, *, queue: UUID | None = None) -> UUID:
    """Ask the caller for a message."""
    id = new_id()
    async with unit(world.tenant):
        await telephony.take_message(
            contact.id, id, ["closed-ja"], queue=queue, beep=True, max_seconds=60, silence_seconds=3
        )
    return id


async def state(id: UUID, wanted: str) -> bool:
    return bool(await db().fetchval("select state = $2 from message where id = $1", id, wanted))


async def kept(world: World) -> dict[str, object]:
    """What became of the message."""

    await world.until(ended, "the end of the message")
    await run_due()
    (fact,) = await world.until(lambda: world.facts("telephony.MessageTaken"), "the message")
    return fact


async def ended() -> bool:
    return bool(await db().fetchval("select count(*) from message where state in ('fetching', 'done')"))


async def test_a_message_is_kept_as_a_recording_of_the_contact(world: World) -> None:
    queue = new_id()
    leg, contact, id = await asked(world, queue=queue)
    taken = await kept(world)
    assert taken == {"interaction": str(contact.id), "message": str(id), "seconds": 4}
    assert world.line.played[leg] == ["closed-ja", "beep"]
    (recording,) = await world.look(lambda: interactions.recordings_of(contact.id))
    assert (recording.channels, recording.seconds) == (1, 4)
    (left,) = await world.look(lambda: world.facts("interactions.VoicemailLeft"))
    assert (left["recording"], left["seconds"], left["queue"]) == (str(recording.id), 4, str(queue))
    assert not (await world.line.take_recording(f"message-{id.hex}")), "the switch keeps nothing"


async def test_who_left_a_message_has_not_given_up(world: World) -> None:
    leg, contact, _ = await asked(world)
    await kept(world)
    await world.line.far_end_hangs_up(leg)
    over = await world.until(lambda: world.over(contact.id), "the end")
    assert over.outcome == "voicemail"
    assert await world.look(lambda: world.facts("interactions.InteractionAbandoned")) == []


async def test_who_hangs_up_while_speaking_has_left_a_message(world: World) -> None:
    leg, contact, id = await asked(world)
    await world.until(lambda: state(id, "speaking"), "the beep")
    await world.line.far_end_hangs_up(leg)
    assert (await kept(world))["seconds"] == 4
    over = await world.until(lambda: world.over(contact.id), "the end")
    assert over.outcome == "voicemail"
    assert len(await world.look(lambda: world.facts("interactions.VoicemailLeft"))) == 1


async def test_who_says_nothing_has_left_none_and_given_up(world: World) -> None:
    world.line.speaks_seconds = 0.0
    leg, contact, id = await asked(world)
    await world.until(lambda: state(id, "speaking"), "the beep")
    await world.line.far_end_hangs_up(leg)
    assert (await kept(world))["seconds"] == 0
    over = await world.until(lambda: world.over(contact.id), "the end")
    assert over.outcome == "abandoned"
    assert len(await world.look(lambda: world.facts("interactions.InteractionAbandoned"))) == 1
    assert await world.look(lambda: world.facts("interactions.VoicemailLeft")) == []


async def test_who_was_promised_a_call_and_then_says_nothing_has_not_given_up(world: World) -> None:
    world.line.speaks_seconds = 0.0
    leg, contact = await world.ring_in()
    async with unit(world.tenant):
        await telephony.answer(contact.id)
        await interactions.remedied(contact.id, "callback")
    id = await ask(world, contact)
    await world.until(lambda: state(id, "speaking"), "the beep")
    await world.line.far_end_hangs_up(leg)
    assert (await kept(world))["seconds"] == 0
    over = await world.until(lambda: world.over(contact.id), "the end")
    assert over.outcome == "callback"
    assert await world.look(lambda: world.facts("interactions.InteractionAbandoned")) == []


async def test_who_hangs_up_during_the_greeting_has_given_up(world: World) -> None:
    leg, contact, _ = await asked(world)
    await world.line.far_end_hangs_up(leg)
    over = await world.until(lambda: world.over(contact.id), "the end")
    assert over.outcome == "abandoned"
    assert (await kept(world))["seconds"] == 0


async def test_a_message_whose_end_nobody_told_is_fetched_all_the_same(world: World, clock: TestClock) -> None:
    _, _, id = await asked(world)
    await world.until(lambda: state(id, "speaking"), "the beep")
    async with unit(world.tenant):
        await db().execute("update message set max_seconds = 61 where id = $1", id)
    clock.advance(120)
    await run_due()
    await settle()
    assert (await kept(world))["seconds"] == 4
