"""A colleague or an outside number is asked aside: who hears whom at every step, and what is kept of it."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from unittest.mock import AsyncMock
from uuid import UUID

import pytest

from madoguchi import interactions
from madoguchi.interactions import Interaction, Segment
from madoguchi.kit.db import db, unit
from madoguchi.kit.facts import settle
from madoguchi.telephony import situation, take
from madoguchi.telephony.commands import Move
from madoguchi.telephony.errors import InvitationOpen, NobodyAside, NotTalking
from madoguchi.telephony.ports import CallControl, LegBusy
from tests.rooms.telephony.test_faults import agent_leg, lose, make_due
from tests.rooms.telephony.world import World

SHOP = "+81355551234"
NOBODY = "+81355550404"
BUSY = "+81355550486"


async def asked(world: World) -> tuple[str, str, Interaction]:
    """The customer's leg, the agent's, and their contact, a colleague being asked aside."""
    customer, contact = await world.with_colleague()
    mine = await agent_leg(world, contact)
    await world.wish(partial(interactions.consult, contact.id, world.office.agent, to=world.office.colleague))
    return customer, mine, contact


async def aside(world: World) -> tuple[str, str, str, Interaction]:
    """The same, and the colleague has answered: customer, agent, colleague."""
    customer, mine, contact = await asked(world)
    await world.wish(partial(interactions.connect, contact.id, world.office.colleague))
    await world.until(lambda: world.of(contact.id, world.office.colleague, "aside"), "the colleague aside")
    theirs = await world.look(lambda: world.leg_of(contact.id, world.office.colleague))
    assert theirs is not None
    return customer, mine, theirs, contact


async def part(world: World, contact: Interaction, user: UUID, status: str) -> Segment:
    return await world.until(lambda: world.of(contact.id, user, status), f"{status} of {user}")


async def gone(world: World, leg: str) -> bool:
    return leg not in {seen.leg for seen in (await world.line.snapshot()).legs}


async def test_the_customer_hears_music_while_a_colleague_is_asked(world: World) -> None:
    customer, mine, contact = await asked(world)
    await part(world, contact, world.office.agent, "held")
    assert await world.hears(customer) == await world.hears(mine) == set()
    assert world.line._legs[customer].music
    invitation = (await world.look(lambda: situation(contact.id))).invitation
    assert invitation is not None
    assert (invitation.purpose, invitation.state, invitation.to_id) == ("consult", "asked", world.office.colleague)


async def test_the_two_talk_aside_and_the_customer_hears_neither(world: World) -> None:
    customer, mine, theirs, _ = await aside(world)
    assert await world.together(mine, theirs)
    assert await world.hears(customer) == set()
    assert len(await world.look(lambda: world.facts("interactions.SegmentAside"))) == 1
    assert len(await world.look(lambda: world.facts("interactions.SegmentStarted"))) == 1


async def test_a_leg_that_the_switch_refuses_for_an_instant_is_brought_aside_later(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def not_yet(self: Move, switch: CallControl) -> None:
        raise LegBusy

    with monkeypatch.context() as instant:
        instant.setattr(Move, "act", not_yet)
        customer, mine, contact = await asked(world)
    assert await world.together(customer, mine)
    await make_due(world, "telephony.command")
    await part(world, contact, world.office.agent, "held")
    assert await world.hears(customer) == await world.hears(mine) == set()


async def test_only_one_person_is_asked_at_a_time(world: World) -> None:
    _, _, contact = await asked(world)
    with pytest.raises(NotTalking):
        await world.wish(partial(interactions.consult, contact.id, world.office.agent, number=SHOP))


async def test_the_agent_turns_to_the_customer_and_back(world: World) -> None:
    customer, mine, theirs, contact = await aside(world)
    await world.wish(partial(interactions.swap, contact.id, world.office.agent))
    assert await world.together(customer, mine)
    assert world.line._legs[theirs].music
    await part(world, contact, world.office.agent, "talking")
    await world.wish(partial(interactions.swap, contact.id, world.office.agent))
    assert await world.together(mine, theirs)
    assert world.line._legs[customer].music
    await part(world, contact, world.office.agent, "held")


async def test_merged_all_three_hear_each_other(world: World) -> None:
    customer, mine, theirs, contact = await aside(world)
    await world.wish(partial(interactions.merge, contact.id, world.office.agent))
    assert await world.together(customer, mine, theirs)
    colleague = await part(world, contact, world.office.colleague, "talking")
    await part(world, contact, world.office.agent, "talking")
    assert colleague.aside_at is not None
    assert colleague.connected_at is not None
    assert colleague.aside_at <= colleague.connected_at
    assert (await world.look(lambda: situation(contact.id))).invitation is None


async def test_completed_the_colleague_has_the_customer_and_the_first_wraps_up(world: World) -> None:
    customer, mine, theirs, contact = await aside(world)
    await world.wish(partial(interactions.complete, contact.id, world.office.agent))
    await part(world, contact, world.office.colleague, "talking")
    assert await world.together(customer, theirs)
    first = await part(world, contact, world.office.agent, "ended")
    assert (first.ended_by, first.outcome) == ("transfer", "pending")
    await world.until(lambda: gone(world, mine), "the end of the first agent's leg")
    await world.line.far_end_hangs_up(customer)
    await world.until(lambda: world.over(contact.id), "the end")
    second = await part(world, contact, world.office.colleague, "ended")
    assert second.outcome == "pending"


async def test_to_hang_up_with_a_colleague_aside_is_to_hand_over(world: World) -> None:
    customer, _, theirs, contact = await aside(world)
    await world.wish(partial(interactions.hang_up, contact.id, world.office.agent))
    await part(world, contact, world.office.colleague, "talking")
    assert await world.together(customer, theirs)


async def test_aborted_the_first_has_the_customer_again_and_the_colleague_owes_nothing(world: World) -> None:
    customer, mine, theirs, contact = await aside(world)
    await world.wish(partial(interactions.abort, contact.id, world.office.agent))
    await part(world, contact, world.office.agent, "talking")
    await world.until(lambda: gone(world, theirs), "the end of the colleague's leg")
    assert await world.together(customer, mine)
    consulted = await part(world, contact, world.office.colleague, "ended")
    assert (consulted.outcome, consulted.connected_at, consulted.ended_by) == ("none", None, "consult")
    (ended,) = await world.look(lambda: world.facts("interactions.SegmentEnded"))
    assert (ended["owed"], ended["connected"]) == (False, False)


@pytest.mark.parametrize("cause", ["declined", "timed_out"])
async def test_who_does_not_come_leaves_the_two_as_they_were(world: World, cause: str) -> None:
    customer, mine, contact = await asked(world)
    await world.wish(partial(interactions.uninvite, contact.id, cause))
    await part(world, contact, world.office.agent, "talking")
    assert await world.together(customer, mine)
    (told,) = await world.look(lambda: world.facts("telephony.InvitationEnded"))
    assert (told["by"], told["cause"]) == (str(world.office.agent), cause)
    await world.wish(partial(interactions.uninvite, contact.id, cause))
    assert len(await world.look(lambda: world.facts("telephony.InvitationEnded"))) == 1


async def test_a_colleague_who_leaves_gives_the_customer_back(world: World) -> None:
    customer, mine, theirs, contact = await aside(world)
    await world.line.far_end_hangs_up(theirs)
    await part(world, contact, world.office.agent, "talking")
    assert await world.together(customer, mine)
    (told,) = await world.look(lambda: world.facts("telephony.InvitationEnded"))
    assert told["cause"] == "left"


async def test_a_colleague_whose_phone_does_not_come_gives_the_customer_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer, mine, contact = await asked(world)
    for login in list(world.line._logins):
        await world.line.revoke_login(login)
    monkeypatch.setattr(world.line, "reachable", AsyncMock(return_value=True))  # they break off a moment later
    await world.wish(partial(interactions.connect, contact.id, world.office.colleague))
    await part(world, contact, world.office.agent, "talking")
    assert await world.together(customer, mine)
    (failed,) = await world.look(lambda: world.facts("interactions.ConnectFailed"))
    assert failed["user"] == str(world.office.colleague)


async def test_a_customer_who_leaves_ends_it_for_everybody(world: World) -> None:
    customer, _, _, contact = await aside(world)
    await world.line.far_end_hangs_up(customer)
    await world.until(lambda: world.over(contact.id), "the end")
    await settle()
    assert (await world.line.snapshot()).legs == ()
    consulted = await part(world, contact, world.office.colleague, "ended")
    assert consulted.outcome == "none"


async def test_a_consultation_that_lasts_too_long_gives_the_customer_back(world: World) -> None:
    customer, mine, _, contact = await aside(world)
    await make_due(world, "telephony.consult_due")
    await part(world, contact, world.office.agent, "talking")
    assert await world.together(customer, mine)


async def test_an_invitation_of_which_nobody_tells_more_ends_by_itself(world: World) -> None:
    customer, mine, contact = await asked(world)
    await make_due(world, "telephony.invite_due")
    await part(world, contact, world.office.agent, "talking")
    assert await world.together(customer, mine)


async def test_an_agent_whose_phone_breaks_off_aside_leaves_the_customer_to_the_colleague(world: World) -> None:
    customer, mine, theirs, contact = await aside(world)
    await lose(world, mine)
    for login in list(world.line._logins):
        await world.line.revoke_login(login)
    await make_due(world, "telephony.talk_lost")
    await part(world, contact, world.office.colleague, "talking")
    assert await world.together(customer, theirs)
    assert not await world.look(lambda: world.facts("telephony.CallLost"))


async def test_an_agent_who_reloads_is_aside_again(world: World) -> None:
    customer, mine, theirs, contact = await aside(world)
    await lose(world, mine)
    await make_due(world, "telephony.rejoin")
    again = await world.until(lambda: _another(world, contact, mine), "the new leg")
    await world.until(lambda: _hear(world, again, theirs), "to be aside again")
    assert await world.hears(customer) == set()
    await make_due(world, "telephony.talk_lost")
    await part(world, contact, world.office.agent, "held")


async def _another(world: World, contact: Interaction, old: str) -> str | None:
    leg = await world.leg_of(contact.id, world.office.agent)
    return leg if leg != old else None


async def _hear(world: World, *legs: str) -> bool:
    return await world.together(*legs)


async def test_after_our_absence_the_two_are_still_aside(world: World) -> None:
    customer, mine, theirs, contact = await aside(world)
    await take(await world.line.snapshot())
    await settle()
    assert await world.together(mine, theirs)
    assert await world.hears(customer) == set()
    assert await part(world, contact, world.office.colleague, "aside")
    assert len(await world.look(lambda: world.facts("interactions.SegmentAside"))) == 1


async def test_whoever_is_elsewhere_than_we_sent_them_is_sent_there_again(world: World) -> None:
    _, mine, theirs, contact = await aside(world)
    await world.line.unbridge(f"{contact.id}-side", theirs)
    async with unit(world.tenant):
        await db().execute("update leg set made = made - $1::interval", timedelta(minutes=1))
    await take(await world.line.snapshot())
    await settle()
    assert await world.together(mine, theirs)


async def outside(world: World, number: str) -> tuple[str, str, Interaction]:
    customer, contact = await world.talk(noticed=True)
    mine = await agent_leg(world, contact)
    await world.wish(partial(interactions.consult, contact.id, world.office.agent, number=number))
    return customer, mine, contact


async def test_an_outside_number_is_asked_aside_and_handed_the_customer(world: World) -> None:
    customer, mine, contact = await outside(world, SHOP)
    await world.until(lambda: _invited(contact, "aside"), "the shop aside")
    shop = await world.look(lambda: world.leg_of(contact.id, None))
    assert shop is not None
    assert await world.together(mine, shop)
    await world.wish(partial(interactions.dtmf, contact.id, world.office.agent, "12"))
    assert world.line.heard_digits(shop) == "12"
    await world.wish(partial(interactions.complete, contact.id, world.office.agent))
    assert await world.together(customer, shop)
    await part(world, contact, world.office.agent, "ended")
    assert (await world.look(lambda: interactions.interaction(contact.id))).ended is None
    assert (await world.look(lambda: situation(contact.id))).recording == "off"
    await world.line.far_end_hangs_up(shop)
    await world.until(lambda: world.over(contact.id), "the end, with the shop's")


async def _invited(contact: Interaction, state: str) -> bool:
    invitation = (await situation(contact.id)).invitation
    return invitation is not None and invitation.state == state


async def test_a_ringing_outside_number_gets_the_customer_when_it_answers(world: World) -> None:
    customer, _, contact = await outside(world, SHOP)
    await world.wish(partial(interactions.complete, contact.id, world.office.agent))
    await part(world, contact, world.office.agent, "ended")
    shop = await world.look(lambda: world.leg_of(contact.id, None))
    assert shop is not None
    assert await world.together(customer, shop)


@pytest.mark.parametrize(("number", "cause"), [(NOBODY, "unreachable"), (BUSY, "busy")])
@pytest.mark.parametrize("how", ["consult", "transfer_out"])
async def test_a_wrong_or_busy_number_gives_the_customer_back(world: World, number: str, cause: str, how: str) -> None:
    customer, contact = await world.talk()
    mine = await agent_leg(world, contact)
    if how == "consult":
        await world.wish(partial(interactions.consult, contact.id, world.office.agent, number=number))
    else:
        await world.wish(partial(interactions.transfer_out, contact.id, world.office.agent, number))
    (told,) = await world.until(lambda: world.facts("telephony.InvitationEnded"), "the news")
    assert told["cause"] == cause
    await part(world, contact, world.office.agent, "talking")
    assert await world.together(customer, mine)


async def test_nobody_aside_is_nobody_to_turn_to(world: World) -> None:
    _, contact = await world.talk()
    for wish in (interactions.swap, interactions.merge, interactions.complete, interactions.abort):
        with pytest.raises(NobodyAside):
            await world.wish(partial(wish, contact.id, world.office.agent))


async def test_while_somebody_is_asked_in_nobody_else_is(world: World) -> None:
    _, contact = await world.with_colleague()
    await world.wish(partial(interactions.add, contact.id, world.office.agent, to=world.office.colleague))
    with pytest.raises(InvitationOpen):
        await world.wish(partial(interactions.add, contact.id, world.office.agent, number=SHOP))
