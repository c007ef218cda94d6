"""Calling out: the agent's phone first, then the customer's, and the number that the customer sees."""

from __future__ import annotations

from uuid import UUID

import pytest

from madoguchi import interactions
from madoguchi.access import LineForm, add_line
from madoguchi.customers import Address
from madoguchi.integrations.simulator.telephony import SimulatedLine
from madoguchi.interactions import Interaction
from madoguchi.kit.db import unit
from madoguchi.kit.ids import new_id
from madoguchi.telephony import NoPhone, NoTrunk, TrunkForm, add_number, change_trunk
from madoguchi.telephony.actions.setup import NumberForm, change_number
from madoguchi.telephony.errors import NothingToDial, PhoneNotReady
from madoguchi.telephony.ports import Origination, ToNumber
from madoguchi.telephony.store import calls
from tests.rooms.telephony.world import World


async def dialled(world: World, number: str = "+819012345678", line: UUID | None = None) -> Interaction:
    """A contact that the agent begins, for the office's line of business unless another is said."""
    async with unit(world.tenant):
        address = Address(kind="phone", value=number, raw=number) if number else None
        contact = await interactions.open_interaction(
            "voice", new_id().hex, "out", address, line_of_business=line or world.office.line
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


async def a_number(world: World, e164: str, line: UUID | None, *, outbound: bool = True) -> None:
    """One more number of the office's, over the same trunk."""
    async with unit(world.tenant):
        form = NumberForm(number=e164, line_of_business_id=line, trunk_id=world.trunk.id, outbound=outbound)
        await add_number(form)


async def another_line(world: World) -> UUID:
    async with unit(world.tenant):
        return (await add_line(LineForm(code="delivery", name_ja="配送", name_en="Delivery"))).id


async def seen_by_the_customer(world: World, line: UUID, monkeypatch: pytest.MonkeyPatch) -> str:
    """The number that a customer's phone shows when this line of business calls."""
    made: list[Origination] = []
    rung = SimulatedLine.originate

    async def heard(self: SimulatedLine, order: Origination) -> None:
        made.append(order)
        await rung(self, order)

    await world.phone()
    with monkeypatch.context() as listening:
        listening.setattr(SimulatedLine, "originate", heard)
        contact = await dialled(world, line=line)
        await world.until(lambda: world.segment(contact.id, "talking"), "the talk")
    (order,) = [each for each in made if isinstance(each.to, ToNumber)]
    assert order.to == ToNumber("+819012345678", str(world.trunk.id))
    return order.caller


async def test_a_customer_sees_the_number_of_the_line_of_business_that_calls(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = await another_line(world)
    await a_number(world, "+815010000001", None)
    await a_number(world, "+815010000002", delivery)
    assert await seen_by_the_customer(world, delivery, monkeypatch) == "+815010000002"


async def test_a_line_of_business_without_a_number_that_may_be_shown_shows_the_company_s(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = await another_line(world)
    await a_number(world, "+815010000003", None)
    await a_number(world, "+815010000004", delivery, outbound=False)
    assert await seen_by_the_customer(world, delivery, monkeypatch) == "+815010000003"


async def test_with_no_number_that_may_be_shown_none_is(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async with unit(world.tenant):
        hidden = NumberForm(number=world.number.e164, line_of_business_id=world.office.line, trunk_id=world.trunk.id)
        await change_number(world.number.id, hidden, world.number.version)
    assert await seen_by_the_customer(world, world.office.line, monkeypatch) == ""
