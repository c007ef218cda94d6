"""What breaks: phones that fall out, switches that do not answer, our own absence."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs

from madoguchi import interactions
from madoguchi.integrations.simulator.telephony import SimulatedLine
from madoguchi.interactions import Interaction
from madoguchi.kit.clock import now
from madoguchi.kit.db import db, unit
from madoguchi.kit.facts import settle
from madoguchi.kit.ids import new_id
from madoguchi.telephony import answer, not_connected, take, use_line
from madoguchi.telephony.commands import Bridge
from madoguchi.telephony.ports import (
    Arrived,
    CallControl,
    LegBusy,
    LegDown,
    LegsJoined,
    LegUp,
    PlaybackEnded,
    Report,
    Snapshot,
    SwitchAway,
)
from tests.due import run_due
from tests.rooms.telephony.world import World


async def make_due(world: World, kind: str = "telephony.%") -> None:
    """Let the time of these booked jobs come, and run them."""
    async with unit(world.tenant):
        await db().execute("update job set due = $1 where kind like $2", now() - timedelta(seconds=1), kind)
    await run_due()
    await settle()


async def agent_leg(world: World, contact: Interaction) -> str:
    async with unit(world.tenant, readonly=True):
        found: str = await db().fetchval(
            "select id from leg where interaction_id = $1 and role = 'agent' order by made desc limit 1", contact.id
        )
    return found


async def lose(world: World, leg: str) -> None:
    """The agent's browser is gone without a word: the switch hears nothing from it any more."""
    world.line._drop(world.line._legs[leg], "lost")
    await world.until(lambda: _state(leg, "down"), "the loss")


async def _state(leg: str, state: str) -> bool:
    return bool(await db().fetchval("select state = $2 from leg where id = $1", leg, state))


async def an_agent_first(world: World) -> tuple[str, Interaction, str]:
    """As a slow switch tells it: the agent's phone is answered before the caller's line is."""
    leg, contact = await world.ring_in()
    await world.phone()
    async with unit(world.tenant):
        await interactions.connect(contact.id, world.office.agent)
    mine = await world.until(lambda: world.leg_of(contact.id, world.office.agent), "the agent's leg")
    await world.until(lambda: _state(mine, "up"), "the agent's phone")
    return leg, contact, mine


async def test_a_caller_whose_line_is_told_of_after_the_agent_s_phone_talks_with_them(world: World) -> None:
    _, contact, _ = await an_agent_first(world)
    async with unit(world.tenant):
        await answer(contact.id)
    await world.until(lambda: world.segment(contact.id, "talking"), "a talk")


async def test_a_phone_that_heard_nobody_in_time_is_let_go_and_the_caller_waits_on(world: World) -> None:
    leg, contact, mine = await an_agent_first(world)
    for _ in range(2):
        await world.wish(lambda: not_connected(contact.id, world.office.agent))
    await world.until(lambda: _state(mine, "down"), "the end of the agent's leg")
    assert leg in world.line._legs
    assert await world.look(lambda: world.segment(contact.id, "ended"))


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """The switch refuses to bring the next two together; set once it has."""
    happened, act = asyncio.Event(), Bridge.act

    async def not_yet(self: Bridge, switch: CallControl) -> None:
        monkeypatch.setattr(Bridge, "act", act)
        happened.set()
        raise LegBusy

    monkeypatch.setattr(Bridge, "act", not_yet)
    return happened


async def accepted_in_vain(world: World, refused: asyncio.Event) -> tuple[str, Interaction, str]:
    """The agent's phone is answered, and the switch does not bring the two together: caller, contact, agent."""
    leg, contact = await world.waiting()
    await world.phone()
    await world.wish(partial(interactions.connect, contact.id, world.office.agent))
    await asyncio.wait_for(refused.wait(), 20)
    assert await world.hears(leg) == set()
    return leg, contact, await agent_leg(world, contact)


async def test_a_talk_that_the_switch_refuses_for_an_instant_begins_later(world: World, refused: asyncio.Event) -> None:
    leg, contact, mine = await accepted_in_vain(world, refused)
    await make_due(world, "telephony.command")
    await world.until(lambda: world.segment(contact.id, "talking"), "a talk")
    assert await world.together(leg, mine)


async def test_a_caller_whose_agent_went_before_the_talk_began_goes_on_hearing_music(
    world: World, refused: asyncio.Event
) -> None:
    leg, _, mine = await accepted_in_vain(world, refused)
    await lose(world, mine)
    await make_due(world, "telephony.command")
    assert await world.hears(leg) == set()
    assert world.line._legs[leg].music


async def test_a_reloaded_desk_gets_its_talk_back(world: World) -> None:
    _, contact = await world.talk()
    old = await agent_leg(world, contact)
    async with unit(world.tenant, readonly=True):
        login = await db().fetchval("select login from leg where id = $1", old)
    await lose(world, old)
    assert await world.look(lambda: world.segment(contact.id, "talking"))
    await world.line.revoke_login(login)
    await world.phone()
    await make_due(world, "telephony.rejoin")
    await world.until(lambda: _rejoined(contact.id, old), "the new leg")
    await make_due(world)
    assert await world.look(lambda: world.segment(contact.id, "talking"))
    assert not await world.look(lambda: world.facts("telephony.CallLost"))
    assert len(await world.look(lambda: world.facts("interactions.SegmentStarted"))) == 1


async def _rejoined(interaction: UUID, old: str) -> bool:
    query = "select true from leg where interaction_id = $1 and role = 'agent' and id <> $2 and joined is not null"
    return bool(await db().fetchval(query, interaction, old))


async def test_a_phone_that_was_only_out_of_reach_is_rung_again(world: World) -> None:
    _, contact = await world.talk()
    old = await agent_leg(world, contact)
    await lose(world, old)
    await make_due(world, "telephony.rejoin")
    await world.until(lambda: _rejoined(contact.id, old), "the new leg")
    await make_due(world)
    assert await world.look(lambda: world.segment(contact.id, "talking"))


async def test_a_second_window_does_not_take_the_talk_away(world: World) -> None:
    _, contact = await world.talk()
    await world.phone()
    await make_due(world)
    assert len(await world.look(lambda: world.legs(contact.id))) == 2


async def test_an_agent_who_does_not_come_back_leaves_the_customer_to_others(world: World) -> None:
    leg, contact = await world.talk()
    broken = await agent_leg(world, contact)
    async with unit(world.tenant, readonly=True):
        login = await db().fetchval("select login from leg where id = $1", broken)
    await lose(world, broken)
    await world.line.revoke_login(login)
    await make_due(world, "telephony.talk_lost")
    (lost,) = await world.look(lambda: world.facts("telephony.CallLost"))
    assert lost == {"interaction": str(contact.id), "user": str(world.office.agent)}
    assert await world.look(lambda: world.segment(contact.id, "ended"))
    assert leg in {seen.leg for seen in (await world.line.snapshot()).legs}


class Silent(SimulatedLine):
    """A switch that does as told but whose answers are lost, or that is not there at all."""

    def __init__(self, real: SimulatedLine, *, acts: bool) -> None:
        super().__init__()
        self.real, self.acts = real, acts

    async def answer(self, leg: str) -> None:
        if self.acts:
            await self.real.answer(leg)
        raise SwitchAway


@pytest.mark.parametrize("acts", [True, False])
async def test_a_command_whose_answer_was_lost_is_finished_later(world: World, acts: bool) -> None:
    from madoguchi.telephony import answer

    leg, contact = await world.ring_in()
    use_line(Silent(world.line, acts=acts))
    async with unit(world.tenant):
        await answer(contact.id)
    use_line(world.line)
    await make_due(world)
    await world.until(lambda: _state(leg, "up"), "the answer")
    async with unit(world.tenant):
        assert await db().fetchval("select count(*) from job where kind = 'telephony.command'") == 0


async def test_an_agent_s_leg_that_got_lost_on_the_way_is_given_up(world: World) -> None:
    _, contact = await world.waiting()
    await world.phone()
    use_line(None)
    async with unit(world.tenant):
        await interactions.connect(contact.id, world.office.agent)
    use_line(world.line)
    await make_due(world)
    (failed,) = await world.look(lambda: world.facts("interactions.ConnectFailed"))
    assert failed["interaction"] == str(contact.id)
    assert (await world.look(lambda: interactions.interaction(contact.id))).ended is None


async def test_after_our_absence_calls_that_ended_are_ended_and_new_ones_opened(world: World) -> None:
    leg, talked = await world.talk()
    stayed, waiting = await world.waiting()
    snapshot = await world.line.snapshot()
    arrived = "arrived-meanwhile"
    await world.line.ring_in("+81355556666", world.number.e164)
    after = await world.line.snapshot()
    new = next(seen for seen in after.legs if seen not in snapshot.legs)
    left = tuple(seen for seen in after.legs if seen.leg in (stayed, new.leg))
    await take(type(after)(legs=left, moved=frozenset(), at=now()))
    await settle()
    assert leg != arrived
    assert (await world.look(lambda: interactions.interaction(talked.id))).ended is not None
    assert (await world.look(lambda: interactions.interaction(waiting.id))).ended is None
    assert await world.until(lambda: world.opened(new.leg), "the new call")


async def test_a_talk_survives_a_reconnection_unchanged(world: World) -> None:
    _, contact = await world.talk()
    await take(await world.line.snapshot())
    await settle()
    assert await world.look(lambda: world.segment(contact.id, "talking"))
    assert len(await world.look(lambda: world.facts("interactions.SegmentStarted"))) == 1


async def test_a_prompt_that_ended_while_we_were_away_lets_the_flow_go_on(world: World) -> None:
    leg, contact = await world.ring_in()
    gone = new_id()
    async with unit(world.tenant):
        await db().execute("update call set playback = $2 where interaction_id = $1", contact.id, gone.hex)
    await take(await world.line.snapshot())
    (finished,) = await world.look(lambda: world.facts("telephony.AnnouncementFinished"))
    assert finished["playback"] == str(gone)
    assert leg


async def test_a_talk_that_ended_while_we_were_away_ended_when_the_switch_says(world: World) -> None:
    leg, contact = await world.talk()
    mine = await agent_leg(world, contact)
    ended = now() + timedelta(minutes=5)
    back = Snapshot(legs=(), moved=frozenset(), at=ended + timedelta(minutes=10), ended={leg: ended, mine: ended})
    await take(back)
    await settle()
    over = await world.look(lambda: world.over(contact.id))
    part = await world.look(lambda: world.segment(contact.id, "ended"))
    assert over is not None
    assert part is not None
    assert over.ended == ended
    assert part.talk_seconds == pytest.approx(300, abs=2)


@pytest.fixture
def unheard(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """We die in the instant in which two people are brought together: what the switch tells then, nobody hears."""
    heard = world.line._report
    monkeypatch.setattr(world.line, "_report", lambda told: heard(told) if isinstance(told, Arrived | LegUp) else None)
    return world


async def brought_together(world: World) -> tuple[str, Interaction]:
    leg, contact = await world.waiting()
    await world.phone()
    async with unit(world.tenant):
        await interactions.connect(contact.id, world.office.agent)
    mine = await agent_leg(world, contact)
    await world.until(lambda: world.together(leg, mine), "both on the switch")
    assert await world.look(lambda: world.segment(contact.id, "connecting"))
    return leg, contact


async def test_a_talk_that_began_in_the_instant_we_died_is_a_talk_after_our_return(unheard: World) -> None:
    _, contact = await brought_together(unheard)
    began = now()
    back = await unheard.line.snapshot()
    await take(structs.replace(back, at=began + timedelta(minutes=3)))
    await settle()
    part = await unheard.look(lambda: unheard.segment(contact.id, "talking"))
    assert part is not None
    assert part.connected_at is not None
    assert part.connected_at <= began  # not when we came back


async def test_a_talk_that_began_in_the_instant_we_died_and_ended_meanwhile_owes_its_outcome(unheard: World) -> None:
    leg, contact = await brought_together(unheard)
    await unheard.line.far_end_hangs_up(leg)
    ended = now() + timedelta(seconds=40)
    await take(structs.replace(await unheard.line.snapshot(), at=ended + timedelta(minutes=3), ended={leg: ended}))
    await settle()
    part = await unheard.look(lambda: unheard.segment(contact.id, "ended"))
    assert part is not None
    assert (part.outcome, part.ended_by) == ("pending", "customer")
    assert part.talk_seconds == pytest.approx(40, abs=2)
    (told,) = await unheard.look(lambda: unheard.facts("interactions.SegmentEnded"))
    assert (told["connected"], told["owed"]) == (True, True)
    assert not await unheard.look(lambda: unheard.facts("interactions.InteractionAbandoned"))


async def test_a_caller_who_went_before_they_were_brought_together_gave_up(unheard: World) -> None:
    leg, contact = await unheard.waiting()
    await unheard.phone()
    use_line(None)  # the switch is not asked any more
    async with unit(unheard.tenant):
        await interactions.connect(contact.id, unheard.office.agent)
    use_line(unheard.line)
    await unheard.line.far_end_hangs_up(leg)
    await take(await unheard.line.snapshot())
    await settle()
    assert len(await unheard.look(lambda: unheard.facts("interactions.InteractionAbandoned"))) == 1
    part = await unheard.look(lambda: unheard.segment(contact.id, "ended"))
    assert part is not None
    assert part.outcome == "none"


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(order=st.lists(st.integers(0, 6), min_size=1, max_size=14))
async def test_shuffled_doubled_and_missing_reports_leave_no_call_half_open(world: World, order: list[int]) -> None:
    leg, contact = await world.talk()
    mine = await agent_leg(world, contact)
    at = now()
    reports: list[Report] = [
        LegUp(leg=leg, at=at),
        LegUp(leg=mine, at=at),
        LegsJoined(leg=mine, bridge=str(contact.id), legs=(leg, mine), at=at),
        LegDown(leg=mine, cause="normal", at=at),
        PlaybackEnded(leg=leg, playback="no such", at=at),
        LegDown(leg=leg, cause="normal", at=at),
        LegDown(leg="unknown", cause="failed", at=at),
    ]
    await asyncio.gather(*(take(reports[number]) for number in order))
    await take(LegDown(leg=leg, cause="normal", at=now()))
    await settle()
    ended = await world.look(lambda: interactions.interaction(contact.id))
    assert ended.ended is not None
    states: Any = await world.look(lambda: world.segment(contact.id))
    assert states.status == "ended"
