"""Callers: how they arrive, wait, talk and leave."""

from __future__ import annotations

from unittest.mock import AsyncMock
from uuid import UUID

import pytest

from madoguchi import interactions, telephony
from madoguchi.interactions import CustomerGone
from madoguchi.kit.db import db, unit
from madoguchi.kit.facts import settle
from madoguchi.kit.ids import new_id
from madoguchi.telephony import NoPhone
from madoguchi.telephony.actions import phones
from tests.rooms.telephony.world import World


async def test_a_call_is_opened_for_the_number_that_was_dialled(world: World) -> None:
    leg, contact = await world.ring_in("0312345678")
    assert (contact.medium, contact.medium_ref, contact.direction) == ("voice", leg, "in")
    assert contact.address_value == "+81312345678"
    assert contact.dialled == world.number.e164
    assert contact.line_of_business_id == world.office.line


async def test_a_withheld_number_is_never_kept(world: World) -> None:
    _, contact = await world.ring_in("+81399998888", withheld=True)
    assert contact.withheld == "withheld"
    assert "99998888" not in contact.address_value + contact.address_raw


async def test_a_number_that_is_nobody_s_is_refused(world: World) -> None:
    leg = await world.line.ring_in("+81312345678", "+815099999999")
    await world.until(lambda: _gone(world, leg), "the refusal")
    assert await world.look(lambda: world.opened(leg)) is None


async def test_the_notice_is_played_and_its_end_announced(world: World) -> None:
    _, contact = await world.waiting(noticed=True)
    (finished,) = await world.look(lambda: world.facts("telephony.AnnouncementFinished"))
    assert finished["interaction"] == str(contact.id)
    assert len(await world.look(lambda: world.facts("telephony.CallAnswered"))) == 1


async def test_an_agent_who_accepted_talks_with_the_caller(world: World) -> None:
    leg, contact = await world.talk()
    segment = await world.look(lambda: world.segment(contact.id))
    assert segment is not None
    assert segment.connected_at is not None
    assert list((await world.look(lambda: world.legs(contact.id))).values()) == ["up", "up"]
    snapshot = await world.line.snapshot()
    assert {seen.bridge for seen in snapshot.legs} == {str(contact.id)}
    assert leg in {seen.leg for seen in snapshot.legs}


async def test_hold_resume_and_mute_are_shown_when_they_are_so(world: World) -> None:
    leg, contact = await world.talk()
    for wish, status in ((interactions.hold, "held"), (interactions.resume, "talking")):
        async with unit(world.tenant):
            await wish(contact.id, world.office.agent)
        assert await world.look(lambda status=status: world.segment(contact.id, status))
    bridged = {seen.leg for seen in (await world.line.snapshot()).legs if seen.bridge}
    assert leg in bridged
    async with unit(world.tenant):
        await interactions.mute(contact.id, world.office.agent, True)
    segment = await world.look(lambda: world.segment(contact.id))
    assert segment is not None
    assert segment.muted


async def test_digits_reach_the_caller_and_are_written_nowhere(world: World) -> None:
    leg, contact = await world.talk()
    async with unit(world.tenant):
        await interactions.dtmf(contact.id, world.office.agent, "4111")
    assert world.line.heard_digits(leg) == "4111"
    async with unit(world.tenant):
        assert not await db().fetchval("select count(*) from job where body::text like '%4111%'")


async def test_the_agent_hangs_up(world: World) -> None:
    leg, contact = await world.talk()
    async with unit(world.tenant):
        await interactions.hang_up(contact.id, world.office.agent)
    ended = await world.until(lambda: world.over(contact.id), "the end")
    segment = await world.look(lambda: world.segment(contact.id, "ended"))
    assert segment is not None
    assert segment.ended_by == "agent"
    assert ended.state == "open"  # its wrap-up is owed
    assert set((await world.look(lambda: world.legs(contact.id))).values()) == {"down"}
    assert leg not in {seen.leg for seen in (await world.line.snapshot()).legs}


async def test_the_caller_hangs_up(world: World) -> None:
    leg, contact = await world.talk()
    await world.line.far_end_hangs_up(leg)
    await world.until(lambda: world.over(contact.id), "the end")
    segment = await world.look(lambda: world.segment(contact.id, "ended"))
    assert segment is not None
    assert segment.ended_by == "customer"
    assert (await world.line.snapshot()).legs == ()


async def test_a_caller_who_gives_up_waiting_is_abandoned(world: World) -> None:
    leg, contact = await world.waiting()
    await world.line.far_end_hangs_up(leg)
    ended = await world.until(lambda: world.over(contact.id), "the end")
    assert ended.outcome == "abandoned"
    async with unit(world.tenant):
        with pytest.raises(CustomerGone):
            await interactions.connect(contact.id, world.office.agent)


async def test_an_agent_without_a_phone_cannot_accept(world: World) -> None:
    _, contact = await world.waiting()
    with pytest.raises(NoPhone):
        async with unit(world.tenant):
            await interactions.connect(contact.id, world.office.agent)


async def test_when_the_agent_s_phone_does_not_come_the_caller_waits_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    leg, contact = await world.waiting()
    await world.line.revoke_login(await world.phone())
    monkeypatch.setattr(world.line, "reachable", AsyncMock(return_value=True))  # it breaks off a moment later
    async with unit(world.tenant):
        await interactions.connect(contact.id, world.office.agent)
    await settle()
    (failed,) = await world.look(lambda: world.facts("interactions.ConnectFailed"))
    assert failed["cause"] == "unreachable"
    assert (await world.look(lambda: interactions.interaction(contact.id))).ended is None
    assert leg in {seen.leg for seen in (await world.line.snapshot()).legs}


async def test_a_transferred_caller_stays_and_hears_music(world: World) -> None:
    leg, contact = await world.talk()
    async with unit(world.tenant):
        await interactions.transfer(contact.id, world.office.agent)
    await world.until(lambda: world.segment(contact.id, "ended"), "the end of the agent's part")
    await world.until(lambda: _alone(world, leg), "the agent's leg to end")
    assert (await world.look(lambda: interactions.interaction(contact.id))).ended is None
    await world.phone(world.office.colleague)
    async with unit(world.tenant):
        await interactions.connect(contact.id, world.office.colleague)
    parts = await world.until(lambda: _talking(world, contact.id), "the next talk")
    assert parts == world.office.colleague


async def test_a_signed_out_session_has_no_phone(world: World) -> None:
    session = new_id()
    async with unit(world.tenant):
        login = (await phones.issue(world.office.agent, session)).user
    assert await world.line.reachable(login)
    async with unit(world.tenant):
        await phones.revoke_session(session)
    assert not await world.line.reachable(login)


async def test_a_flow_ends_a_call(world: World) -> None:
    _, contact = await world.waiting()
    async with unit(world.tenant):
        await telephony.end(contact.id)
    ended = await world.until(lambda: world.over(contact.id), "the end")
    assert ended.cause == "closed"


async def _gone(world: World, leg: str) -> bool:
    return leg not in {seen.leg for seen in (await world.line.snapshot()).legs}


async def _alone(world: World, leg: str) -> bool:
    return [seen.leg for seen in (await world.line.snapshot()).legs] == [leg]


async def _talking(world: World, interaction: UUID) -> UUID | None:
    parts = await interactions.segments_of(interaction)
    return next((part.user_id for part in parts if part.status == "talking"), None)
