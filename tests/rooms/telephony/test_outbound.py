"""Calling out: the agent's phone first, then the customer's."""

from __future__ import annotations

import pytest

from madoguchi import interactions
from madoguchi.customers import Address
from madoguchi.integrations.simulator.telephony import SimulatedLine
from madoguchi.interactions import Interaction
from madoguchi.kit.db import unit
from madoguchi.kit.ids import new_id
from madoguchi.telephony import NoPhone, NoTrunk, TrunkForm, change_trunk
from madoguchi.telephony.actions.setup import NumberForm, change_number
from madoguchi.telephony.errors import NothingToDial, PhoneNotReady
from madoguchi.telephony.store import calls
from tests.rooms.telephony.world import World


async def dialled(world: World, number: str = "+819012345678") -> Interaction:
    """A contact that the agent begins."""
    async with unit(world.tenant):
        address = Address(kind="phone", value=number, raw=number) if number else None
        contact = await interactions.open_interaction(
            "voice", new_id().hex, "out", address, line_of_business=world.office.line
        )
        await interactions.start(contact.id, world.office.agent)
    return contact


async def test_both_talk_once_the_customer_answers(world: World) -> None:
    await world.phone()
    contact = await dialled(world)
    await world.until(lambda: world.segment(contact.id, "talking"), "the talk")
    assert list((await world.look(lambda: world.legs(contact.id))).values()) == ["up", "up"]
    assert len(await world.look(lambda: world.facts("interactions.SegmentRinging"))) >= 1


@pytest.mark.parametrize(("number", "cause"), [("+81312340486", "busy"), ("+81312340404", "unreachable")])
async def test_a_customer_who_is_not_reached_ends_the_contact(world: World, number: str, cause: str) -> None:
    await world.phone()
    contact = await dialled(world, number)
    ended = await world.until(lambda: world.over(contact.id), "the end")
    assert ended.cause == cause
    assert (await world.line.snapshot()).legs == ()
    segment = await world.look(lambda: world.segment(contact.id, "ended"))
    assert segment is not None
    assert segment.connected_at is None
    assert segment.outcome == "pending"


async def test_the_agent_gives_up_while_it_rings(world: World) -> None:
    world.line = SimulatedLine()  # never rung: the line of the room is another
    await world.phone()
    contact = await dialled(world, "+81312340480")
    await world.until(lambda: world.segment(contact.id), "the start")
    async with unit(world.tenant):
        await interactions.hang_up(contact.id, world.office.agent)
    ended = await world.until(lambda: world.over(contact.id), "the end")
    assert ended.direction == "out"


async def test_without_phone_trunk_or_number_it_is_refused_at_once(world: World) -> None:
    with pytest.raises(NoPhone):
        await dialled(world)
    await world.phone()
    with pytest.raises(NothingToDial):
        await dialled(world, "")
    async with unit(world.tenant):
        quiet = NumberForm(number=world.number.e164, active=False)
        await change_number(world.number.id, quiet, world.number.version)
        closed = TrunkForm(name="carrier", host="192.0.2.1", active=False)
        await change_trunk(world.trunk.id, closed, world.trunk.version)
    with pytest.raises(NoTrunk):
        await dialled(world)


async def test_a_phone_that_has_not_signed_in_yet_refuses_with_a_reason_and_the_other_one_rings(world: World) -> None:
    slow = await world.phone()
    await world.line.revoke_login(slow)  # issued, but its browser has not registered
    with pytest.raises(PhoneNotReady):
        await dialled(world)
    ready = await world.phone()
    newest = await world.phone()
    await world.line.revoke_login(newest)
    contact = await dialled(world)
    await world.until(lambda: world.segment(contact.id, "talking"), "the talk")
    logins = await world.look(lambda: calls.legs(contact.id))
    assert [leg.login for leg in logins if leg.role == "agent"] == [ready]
