"""A guest in a talk that is recorded: told before they are in it, or nothing is recorded while they are there."""

from __future__ import annotations

from functools import partial

import pytest

from madoguchi import interactions
from madoguchi.interactions import Interaction
from madoguchi.kit.db import db
from madoguchi.telephony import situation, take
from madoguchi.telephony.errors import GuestUntold
from tests.rooms.telephony.test_consulting import outside
from tests.rooms.telephony.test_faults import agent_leg, make_due
from tests.rooms.telephony.world import World

TOKYO, BERLIN = "+81355551234", "+493012345678"


async def add(world: World, contact: Interaction, number: str) -> str:
    """The agent asks this number into the talk; returns its leg."""
    await world.wish(partial(interactions.add, contact.id, world.office.agent, number=number))
    guest = await world.look(lambda: world.leg_of(contact.id, None))
    assert guest is not None
    return guest


async def recorded(world: World) -> tuple[str, str, Interaction]:
    """Customer and agent in a talk that is recorded."""
    customer, contact = await world.talk(noticed=True)
    mine = await agent_leg(world, contact)
    await world.until(lambda: _recording(contact, "on"), "the recording")
    return customer, mine, contact


async def _recording(contact: Interaction, state: str) -> bool:
    return (await situation(contact.id)).recording == state


async def happened(world: World, contact: Interaction) -> set[str]:
    return {event.kind for event in (await world.look(lambda: interactions.detail(contact.id))).events}


async def test_where_a_notice_is_enough_a_guest_hears_it_before_they_are_in_the_talk(world: World) -> None:
    customer, mine, contact = await recorded(world)
    world.line._pace = 1.0  # the notice lasts
    guest = await add(world, contact, TOKYO)
    await world.until(lambda: _told(guest, "telling"), "the notice")
    assert world.line.played[guest] == ["recorded-ja"]
    assert await world.together(customer, mine)
    (shown,) = [party for party in (await world.look(lambda: situation(contact.id))).parties if party.id == guest]
    assert shown.state == "apart"
    await world.line.stop_playing(f"{guest}-told")
    await world.until(lambda: world.together(customer, mine, guest), "all three")
    assert await world.look(lambda: _recording(contact, "on"))
    assert "guest_noticed" in await happened(world, contact)


async def _told(leg: str, told: str) -> bool:
    return bool(await db().fetchval("select told = $2 from leg where id = $1", leg, told))


async def test_where_consent_is_asked_nothing_is_recorded_while_the_guest_is_there(world: World) -> None:
    customer, mine, contact = await recorded(world)
    guest = await add(world, contact, BERLIN)
    await world.until(lambda: world.together(customer, mine, guest), "all three")
    await world.until(lambda: _recording(contact, "paused"), "the pause")
    assert guest not in world.line.played
    with pytest.raises(GuestUntold):
        await world.wish(partial(interactions.resume_recording, contact.id, world.office.agent))
    await make_due(world, "telephony.pause_due")
    assert await world.look(lambda: _recording(contact, "paused"))
    await world.line.far_end_hangs_up(guest)
    await world.until(lambda: _recording(contact, "on"), "the recording again")
    await world.line.far_end_hangs_up(customer)
    await world.until(lambda: world.over(contact.id), "the end")
    await make_due(world, "telephony.keep_recording")
    (kept,) = await world.look(lambda: interactions.recordings_of(contact.id))
    assert [gap.reason for gap in kept.gaps] == ["guest"]


async def test_what_the_agent_paused_themselves_stays_paused_when_the_guest_goes(world: World) -> None:
    customer, mine, contact = await recorded(world)
    await world.wish(partial(interactions.pause_recording, contact.id, world.office.agent, "payment"))
    guest = await add(world, contact, BERLIN)
    await world.until(lambda: world.together(customer, mine, guest), "all three")
    await make_due(world, "telephony.pause_due")  # nor does its time end it while they are there
    assert await world.look(lambda: _recording(contact, "paused"))
    await world.wish(partial(interactions.drop, contact.id, world.office.agent, guest))
    await world.until(lambda: world.together(customer, mine), "the two alone")
    assert await world.look(lambda: _recording(contact, "paused"))
    await world.wish(partial(interactions.resume_recording, contact.id, world.office.agent))
    assert await world.look(lambda: _recording(contact, "on"))


@pytest.mark.parametrize("lost", ["the report", "the switch's answer"])
async def test_a_notice_of_whose_end_nobody_heard_counts_as_not_given(world: World, lost: str) -> None:
    customer, mine, contact = await recorded(world)
    world.line._pace = 100.0
    await world.wish(partial(interactions.add, contact.id, world.office.agent, number=TOKYO))
    guest = await world.look(lambda: world.leg_of(contact.id, None))
    assert guest is not None
    world.line._up(world.line._legs[guest])
    await world.until(lambda: _told(guest, "telling"), "the notice")
    world.line._playbacks.clear()
    if lost == "the report":
        await make_due(world, "telephony.guest_due")
    else:
        await take(await world.line.snapshot())
    await world.until(lambda: world.together(customer, mine, guest), "all three")
    await world.until(lambda: _recording(contact, "paused"), "the pause")
    assert "guest_unheard" in await happened(world, contact)


async def test_who_was_asked_aside_is_told_when_they_come_into_the_talk(world: World) -> None:
    customer, mine, contact = await outside(world, TOKYO)
    await world.until(lambda: _aside(contact), "the shop aside")
    guest = await world.look(lambda: world.leg_of(contact.id, None))
    assert guest is not None
    assert guest not in world.line.played
    await world.wish(partial(interactions.merge, contact.id, world.office.agent))
    await world.until(lambda: world.together(customer, mine, guest), "all three")
    assert world.line.played[guest] == ["recorded-ja"]


async def _aside(contact: Interaction) -> bool:
    invitation = (await situation(contact.id)).invitation
    return invitation is not None and invitation.state == "aside"


async def test_a_guest_in_a_talk_that_is_not_recorded_is_told_nothing(world: World) -> None:
    customer, contact = await world.talk()
    mine = await agent_leg(world, contact)
    guest = await add(world, contact, BERLIN)
    await world.until(lambda: world.together(customer, mine, guest), "all three")
    assert guest not in world.line.played
