"""Several in one talk: who comes, who goes, and who is left with the customer."""

from __future__ import annotations

from functools import partial
from uuid import UUID

import pytest

from madoguchi import interactions
from madoguchi.interactions import Interaction
from madoguchi.kit.db import unit
from madoguchi.telephony import Situation, situation, take
from madoguchi.telephony.errors import CannotPark, OthersInTalk, PartyUnknown, TooManyParties
from madoguchi.telephony.model import MOST_PARTIES
from tests.rooms.interactions.factory import hire
from tests.rooms.telephony.test_consulting import SHOP, part
from tests.rooms.telephony.test_faults import agent_leg, lose, make_due
from tests.rooms.telephony.world import World


async def of_three(world: World) -> tuple[str, str, str, Interaction]:
    """Customer, agent and colleague in one talk."""
    customer, contact = await world.with_colleague()
    mine = await agent_leg(world, contact)
    await world.wish(partial(interactions.add, contact.id, world.office.agent, to=world.office.colleague))
    assert await world.together(customer, mine)
    await world.wish(partial(interactions.connect, contact.id, world.office.colleague))
    await part(world, contact, world.office.colleague, "talking")
    theirs = await world.look(lambda: world.leg_of(contact.id, world.office.colleague))
    assert theirs is not None
    return customer, mine, theirs, contact


async def with_guest(world: World) -> tuple[str, str, str, Interaction]:
    """Customer, agent and an outside number."""
    customer, contact = await world.talk(noticed=True)
    mine = await agent_leg(world, contact)
    await world.wish(partial(interactions.add, contact.id, world.office.agent, number=SHOP))
    await world.until(lambda: _parties(contact, 3), "three in the talk")
    guest = await world.look(lambda: world.leg_of(contact.id, None))
    assert guest is not None
    return customer, mine, guest, contact


async def _parties(contact: Interaction, count: int) -> Situation | None:
    found = await situation(contact.id)
    return found if [party.state for party in found.parties].count("talking") == count else None


async def test_an_added_colleague_hears_everybody_and_nobody_waited_for_them(world: World) -> None:
    customer, mine, theirs, contact = await of_three(world)
    assert await world.together(customer, mine, theirs)
    first = await part(world, contact, world.office.agent, "talking")
    assert first.hold_seconds == 0
    assert await world.look(lambda: _parties(contact, 3))


async def test_the_customer_on_hold_waits_for_all_of_them(world: World) -> None:
    customer, mine, theirs, contact = await of_three(world)
    await world.wish(partial(interactions.hold, contact.id, world.office.colleague))
    for user in (world.office.agent, world.office.colleague):
        await part(world, contact, user, "held")
    assert await world.together(mine, theirs)
    await world.wish(partial(interactions.resume, contact.id, world.office.agent))
    for user in (world.office.agent, world.office.colleague):
        await part(world, contact, user, "talking")
    assert await world.together(customer, mine, theirs)


async def test_the_first_leaves_and_the_colleague_talks_on(world: World) -> None:
    customer, _, theirs, contact = await of_three(world)
    await world.wish(partial(interactions.hang_up, contact.id, world.office.agent))
    assert (await part(world, contact, world.office.agent, "ended")).outcome == "pending"
    assert await world.together(customer, theirs)
    await world.wish(partial(interactions.hang_up, contact.id, world.office.colleague))
    await world.until(lambda: world.over(contact.id), "the end")


async def test_one_is_let_go_by_another(world: World) -> None:
    customer, mine, theirs, contact = await of_three(world)
    await world.wish(partial(interactions.drop, contact.id, world.office.agent, theirs))
    assert (await part(world, contact, world.office.colleague, "ended")).outcome == "pending"
    assert await world.together(customer, mine)
    for nobody in (theirs, customer, mine):
        with pytest.raises(PartyUnknown):
            await world.wish(partial(interactions.drop, contact.id, world.office.agent, nobody))


async def test_a_talk_of_three_is_neither_handed_on_nor_parked(world: World) -> None:
    *_, contact = await of_three(world)
    with pytest.raises(OthersInTalk):
        await world.wish(partial(interactions.transfer, contact.id, world.office.agent))
    with pytest.raises(CannotPark):
        await world.wish(partial(interactions.park, contact.id, world.office.agent))


async def test_a_guest_is_in_the_talk_and_may_be_let_go(world: World) -> None:
    customer, mine, guest, contact = await with_guest(world)
    assert await world.together(customer, mine, guest)
    await world.wish(partial(interactions.drop, contact.id, world.office.agent, guest))
    await world.until(lambda: _parties(contact, 2), "two in the talk")
    assert await world.together(customer, mine)


async def test_an_agent_who_leaves_a_guest_with_the_customer_ends_nothing(world: World) -> None:
    customer, _, guest, contact = await with_guest(world)
    await world.wish(partial(interactions.hang_up, contact.id, world.office.agent))
    await part(world, contact, world.office.agent, "ended")
    assert await world.together(customer, guest)
    assert (await world.look(lambda: situation(contact.id))).recording == "off"
    await make_due(world, "telephony.outside_due")
    await world.until(lambda: world.over(contact.id), "the end by time")


async def test_of_those_who_came_by_a_consultation_anybody_may_ask_the_next(world: World) -> None:
    customer, mine, theirs, contact = await of_three(world)
    await world.wish(partial(interactions.consult, contact.id, world.office.agent, number=SHOP))
    assert await world.together(customer, theirs)
    await world.until(lambda: _aside(contact), "the shop aside")
    shop = await world.look(lambda: world.leg_of(contact.id, None))
    assert shop is not None
    assert await world.together(mine, shop)
    await world.wish(partial(interactions.merge, contact.id, world.office.agent))
    await world.until(lambda: world.together(customer, mine, theirs, shop), "all four, once the shop was told")


async def _aside(contact: Interaction) -> bool:
    invitation = (await situation(contact.id)).invitation
    return invitation is not None and invitation.state == "aside"


async def test_no_more_than_eight_are_in_a_call(world: World) -> None:
    _, contact = await world.talk()
    for count in range(3, MOST_PARTIES + 1):
        await world.wish(partial(interactions.add, contact.id, world.office.agent, number=f"+8135555{count:04}"))
        await world.until(lambda count=count: _parties(contact, count), f"{count} in the talk")
    with pytest.raises(TooManyParties):
        await world.wish(partial(interactions.add, contact.id, world.office.agent, number=SHOP))


async def test_one_of_several_whose_phone_breaks_off_leaves_the_others_talking(world: World) -> None:
    customer, mine, theirs, contact = await of_three(world)
    await lose(world, mine)
    await part(world, contact, world.office.agent, "ended")
    assert await world.together(customer, theirs)


async def test_after_our_absence_all_are_where_they_were(world: World) -> None:
    customer, mine, theirs, contact = await of_three(world)
    await take(await world.line.snapshot())
    assert await world.together(customer, mine, theirs)
    for user in (world.office.agent, world.office.colleague):
        await part(world, contact, user, "talking")
    assert len(await world.look(lambda: world.facts("interactions.SegmentStarted"))) == 2


async def parked(world: World) -> tuple[str, str, Interaction]:
    customer, contact = await world.with_colleague()
    mine = await agent_leg(world, contact)
    await world.wish(partial(interactions.park, contact.id, world.office.agent))
    await part(world, contact, world.office.agent, "held")
    return customer, mine, contact


async def test_a_parked_customer_hears_music_and_is_taken_back(world: World) -> None:
    customer, mine, contact = await parked(world)
    assert await world.hears(customer) == set()
    assert (await world.look(lambda: situation(contact.id))).parked_by == world.office.agent
    await world.wish(partial(interactions.unpark, contact.id, world.office.agent))
    await part(world, contact, world.office.agent, "talking")
    assert await world.together(customer, mine)


async def test_a_colleague_takes_a_parked_customer_and_the_parker_wraps_up(world: World) -> None:
    customer, _, contact = await parked(world)
    await world.wish(partial(interactions.connect, contact.id, world.office.colleague))
    await part(world, contact, world.office.colleague, "talking")
    first = await part(world, contact, world.office.agent, "ended")
    assert (first.ended_by, first.outcome) == ("transfer", "pending")
    theirs = await world.look(lambda: world.leg_of(contact.id, world.office.colleague))
    assert theirs is not None
    assert await world.together(customer, theirs)
    (told,) = await world.look(lambda: world.facts("telephony.CallUnparked"))
    assert told["cause"] == "taken"


async def test_a_parked_customer_comes_back_after_the_time(world: World) -> None:
    customer, mine, contact = await parked(world)
    await make_due(world, "telephony.park_due")
    await part(world, contact, world.office.agent, "talking")
    assert await world.together(customer, mine)


async def test_a_parker_who_goes_leaves_the_customer_parked_and_then_to_the_line(world: World) -> None:
    customer, _, contact = await parked(world)
    await world.wish(partial(interactions.hang_up, contact.id, world.office.agent))
    await part(world, contact, world.office.agent, "ended")
    assert (await world.look(lambda: situation(contact.id))).parked_by == world.office.agent
    assert not await world.look(lambda: world.facts("telephony.CallLost"))
    await make_due(world, "telephony.park_due")
    assert len(await world.look(lambda: world.facts("telephony.CallLost"))) == 1
    assert customer in {seen.leg for seen in (await world.line.snapshot()).legs}


async def test_a_parker_who_reloads_finds_the_customer_still_parked(world: World) -> None:
    customer, mine, contact = await parked(world)
    await lose(world, mine)
    await make_due(world, "telephony.rejoin")
    await world.until(lambda: _new_leg(world, contact.id, mine), "the new leg")
    assert await world.hears(customer) == set()
    assert (await world.look(lambda: situation(contact.id))).parked_by == world.office.agent


async def _new_leg(world: World, interaction: UUID, old: str) -> bool:
    return await world.leg_of(interaction, world.office.agent) not in (None, old)


async def test_a_third_agent_is_one_of_them_too(world: World) -> None:
    customer, mine, theirs, contact = await of_three(world)
    async with unit(world.tenant):
        third = await hire("中村 彩")
    await world.phone(third)
    await world.wish(partial(interactions.add, contact.id, world.office.colleague, to=third))
    await world.wish(partial(interactions.connect, contact.id, third))
    await world.until(lambda: world.of(contact.id, third, "talking"), "the third")
    last = await world.look(lambda: world.leg_of(contact.id, third))
    assert last is not None
    assert await world.together(customer, mine, theirs, last)
