"""The life of a call in the contact room, as a medium reports it and as an agent wishes it."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
import pytest

from madoguchi import interactions
from madoguchi.interactions import CustomerGone, NotInContact, Outcome
from madoguchi.kit.clock import now
from madoguchi.kit.db import unit
from tests.fakes.medium import FakeMedium
from tests.rooms.interactions.factory import Office, caller, incoming, make_customer, past_call

ONE_CALL = [
    "InteractionOpened",
    "SegmentConnecting",
    "SegmentStarted",
    "SegmentHeld",
    "SegmentResumed",
    "SegmentEnded",
    "InteractionEnded",
    "SegmentWrapped",
    "OutcomeRecorded",
    "InteractionClosed",
]


async def facts(owner: asyncpg.Connection[asyncpg.Record], interaction: UUID) -> list[str]:
    """The kinds of this room's facts about a contact, in order."""
    sql = "select kind from outbox where body ->> 'interaction' = $1 and kind like 'interactions.%' order by id"
    return [row["kind"].removeprefix("interactions.") for row in await owner.fetch(sql, str(interaction))]


async def test_the_same_call_reported_twice_is_one_contact(
    office: Office, owner: asyncpg.Connection[asyncpg.Record]
) -> None:
    ref = "1790000000.17"
    async with unit(office.tenant):
        first = await interactions.open_interaction("voice", ref, "in", caller())
    async with unit(office.tenant):
        again = await interactions.open_interaction("voice", ref, "in", caller())
    assert again == first
    assert await facts(owner, first.id) == ["InteractionOpened"]


async def test_a_call_from_accept_to_the_end_of_its_wrap_up(
    office: Office, medium: FakeMedium, owner: asyncpg.Connection[asyncpg.Record]
) -> None:
    start = now()

    def at(seconds: int) -> datetime:
        return start + timedelta(seconds=seconds)

    async with unit(office.tenant):
        call = await incoming(office, at=start)
        segment = await interactions.connect(call.id, office.agent, since=at(2))
    assert medium.wishes(call.id) == ["connect"]
    async with unit(office.tenant):
        await interactions.joined(call.id, office.agent, at(8))
    async with unit(office.tenant):
        await interactions.hold(call.id, office.agent)
        await interactions.held(call.id, office.agent, at(20))
    async with unit(office.tenant):
        await interactions.hold(call.id, office.agent)  # held already: nothing more is asked of the switch
        await interactions.resumed(call.id, office.agent, at(35))
    async with unit(office.tenant):
        await interactions.left(call.id, office.agent, at(60), "customer")
        await interactions.customer_left(call.id, at(60), "normal")
    assert medium.wishes(call.id) == ["connect", "hold"]
    async with unit(office.tenant):
        owed = await interactions.interaction(call.id)
        assert (owed.state, owed.outcome, owed.answered) == ("open", "none", at(8))
        done = Outcome(reason_ja="修理 › 冷蔵庫", reason_en="Repair › Fridge", resolution="resolved", asked="音がする")
        await interactions.wrapped(segment.id, at(90))
        await interactions.classify(segment.id, done, office.agent)
    async with unit(office.tenant):
        closed = await interactions.detail(call.id)
    assert (closed.interaction.state, closed.interaction.outcome) == ("closed", "classified")
    [part] = closed.segments
    assert (part.ring_seconds, part.talk_seconds, part.hold_seconds, part.wrap_seconds) == (6, 37, 15, 30)
    assert closed.dispositions[0].asked == "音がする"
    assert await facts(owner, call.id) == ONE_CALL


async def test_reports_out_of_order_come_to_the_same_call(
    office: Office, owner: asyncpg.Connection[asyncpg.Record]
) -> None:
    start = now()
    async with unit(office.tenant):
        call = await incoming(office, at=start)
    async with unit(office.tenant):
        await interactions.customer_left(call.id, start + timedelta(seconds=60), "normal")
    async with unit(office.tenant):
        await interactions.joined(call.id, office.agent, start + timedelta(seconds=10))
    async with unit(office.tenant):
        await interactions.left(call.id, office.agent, start + timedelta(seconds=60), "customer")
        await interactions.joined(call.id, office.agent, start + timedelta(seconds=10))
        found = await interactions.detail(call.id)
    [part] = found.segments
    assert (part.talk_seconds, part.status, part.outcome) == (50, "ended", "pending")
    assert (found.interaction.state, found.interaction.outcome) == ("open", "none")
    assert (await facts(owner, call.id)).count("SegmentEnded") == 1


async def test_a_caller_who_gives_up_is_an_abandoned_call(
    office: Office, owner: asyncpg.Connection[asyncpg.Record]
) -> None:
    async with unit(office.tenant):
        call = await incoming(office)
    async with unit(office.tenant):
        await interactions.customer_left(call.id, call.opened + timedelta(seconds=14), "normal")
        await interactions.customer_left(call.id, call.opened + timedelta(seconds=15), "normal")
        found = await interactions.interaction(call.id)
    assert (found.state, found.outcome) == ("closed", "abandoned")
    sql = "select body from outbox where kind = 'interactions.InteractionAbandoned' and body ->> 'interaction' = $1"
    [row] = await owner.fetch(sql, str(call.id))
    assert '"waited_seconds": 14' in row["body"]


async def test_a_call_that_only_the_fallback_heard_is_a_missed_call(office: Office) -> None:
    async with unit(office.tenant):
        call = await incoming(office, at=now() - timedelta(minutes=5))
        await interactions.customer_left(call.id, now() - timedelta(minutes=4), "fallback")
        assert (await interactions.interaction(call.id)).outcome == "missed"


async def test_a_leg_that_fails_leaves_the_caller_waiting_for_the_next(
    office: Office, medium: FakeMedium, owner: asyncpg.Connection[asyncpg.Record]
) -> None:
    async with unit(office.tenant):
        call = await incoming(office)
        await interactions.connect(call.id, office.agent)
        await interactions.connect_failed(call.id, office.agent, "no_answer")
    async with unit(office.tenant):
        await interactions.connect(call.id, office.colleague)
        assert (await interactions.interaction(call.id)).state == "open"
    assert "ConnectFailed" in await facts(owner, call.id)
    assert "SegmentEnded" not in await facts(owner, call.id)
    assert [user for _, _, user in medium.asked] == [office.agent, office.colleague]


async def test_an_unanswered_click_to_dial_still_owes_its_wrap_up(
    office: Office, medium: FakeMedium, owner: asyncpg.Connection[asyncpg.Record]
) -> None:
    async with unit(office.tenant):
        call = await interactions.open_interaction("voice", "out-1", "out", caller())
        segment = await interactions.start(call.id, office.agent)
        await interactions.ringing(call.id, office.agent)
    async with unit(office.tenant):
        await interactions.customer_left(call.id, now(), "no_answer")
    assert (await facts(owner, call.id))[-2:] == ["SegmentEnded", "InteractionEnded"]
    async with unit(office.tenant):
        await interactions.classify(segment.id, None, None)
        found = await interactions.interaction(call.id)
    assert (found.state, found.outcome) == ("closed", "unclassified")


async def test_an_owed_form_that_comes_late_replaces_unclassified(
    office: Office, owner: asyncpg.Connection[asyncpg.Record]
) -> None:
    async with unit(office.tenant):
        call = await past_call(office, await make_customer(), now() - timedelta(hours=1))
        [part] = await interactions.segments_of(call.id)
        await interactions.classify(part.id, None, None)
    async with unit(office.tenant):
        assert (await interactions.interaction(call.id)).outcome == "unclassified"
        await interactions.classify(part.id, Outcome(resolution="resolved"), office.agent)
        await interactions.classify(part.id, None, None)  # a late time-out never undoes a form
        assert (await interactions.interaction(call.id)).outcome == "classified"
    assert (await facts(owner, call.id)).count("InteractionClosed") == 1


async def test_wishes_need_a_live_part_and_a_customer(office: Office, medium: FakeMedium) -> None:
    async with unit(office.tenant):
        call = await incoming(office)
        for wish in (interactions.hang_up, interactions.hold, interactions.resume, interactions.transfer):
            with pytest.raises(NotInContact):
                await wish(call.id, office.agent)
        await interactions.customer_left(call.id, now(), "normal")
        with pytest.raises(CustomerGone):
            await interactions.connect(call.id, office.agent)
    assert medium.asked == []


async def test_a_transfer_keeps_the_contact_and_each_part_has_its_own_times(
    office: Office, medium: FakeMedium, owner: asyncpg.Connection[asyncpg.Record]
) -> None:
    async with unit(office.tenant):
        call = await incoming(office)
        await interactions.connect(call.id, office.agent)
        await interactions.joined(call.id, office.agent, call.opened + timedelta(seconds=5))
        await interactions.transfer(call.id, office.agent)
        await interactions.left(call.id, office.agent, call.opened + timedelta(seconds=25), "transfer")
    async with unit(office.tenant):
        await interactions.connect(call.id, office.colleague, since=call.opened + timedelta(seconds=26))
        await interactions.joined(call.id, office.colleague, call.opened + timedelta(seconds=30))
        await interactions.customer_left(call.id, call.opened + timedelta(seconds=90), "normal")
        parts = await interactions.segments_of(call.id)
    assert [(part.user_id, part.talk_seconds, part.ended_by) for part in parts] == [
        (office.agent, 20, "transfer"),
        (office.colleague, 60, "customer"),
    ]
    assert (await facts(owner, call.id)).count("SegmentEnded") == 2
