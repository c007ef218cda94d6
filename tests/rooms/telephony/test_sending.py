"""A flow puts a caller through to a number outside."""

from __future__ import annotations

from uuid import UUID

from madoguchi import telephony
from madoguchi.kit.db import unit
from madoguchi.kit.ids import new_id
from tests.rooms.telephony.world import World


async def sent(world: World, number: str) -> tuple[str, UUID, UUID, bool]:
    leg, contact = await world.waiting()
    id = new_id()
    async with unit(world.tenant):
        possible = await telephony.send_out(contact.id, id, number, 5)
    return leg, contact.id, id, possible


async def test_the_caller_talks_with_the_number_and_has_not_given_up(world: World) -> None:
    leg, contact, id, possible = await sent(world, "03-5555-0123")
    assert possible

    async def together() -> bool:
        legs = (await world.line.snapshot()).legs
        return len(legs) == 2 and all(seen.bridge is not None for seen in legs)

    await world.until(together, "the talk")
    (told,) = await world.until(lambda: world.facts("telephony.CallHandedOut"), "word of it")
    assert told == {"interaction": str(contact), "sending": str(id)}
    await world.line.far_end_hangs_up(leg)
    over = await world.until(lambda: world.over(contact), "the end")
    assert over.answered is not None
    assert await world.look(lambda: world.facts("interactions.InteractionAbandoned")) == []


async def test_when_the_number_hangs_up_the_call_is_over(world: World) -> None:
    leg, contact, _, _ = await sent(world, "03-5555-0123")

    async def outside() -> str | None:
        return next((seen.leg for seen in (await world.line.snapshot()).legs if seen.bridge and seen.leg != leg), None)

    await world.line.far_end_hangs_up(await world.until(outside, "the number's leg"))
    assert (await world.until(lambda: world.over(contact), "the end")).cause == "normal"


async def test_a_busy_number_and_no_number_at_all_leave_the_caller_to_the_flow(world: World) -> None:
    _, contact, id, possible = await sent(world, "03-5555-0486")
    assert possible
    (told,) = await world.until(lambda: world.facts("telephony.NumberNotReached"), "word of it")
    assert told["sending"] == str(id)
    async with unit(world.tenant):
        assert not await telephony.send_out(contact, new_id(), "nobody", 5)
    assert await world.look(lambda: world.legs(contact))
