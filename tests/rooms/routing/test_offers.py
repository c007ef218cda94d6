"""Offers on the real database: who is asked, who next, and what late or doubled facts do (nothing)."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest

from madoguchi import interactions, routing
from madoguchi.interactions.events import ConnectFailed, SegmentEnded, SegmentStarted
from madoguchi.kit.clock import TestClock, now
from madoguchi.kit.db import db, unit
from madoguchi.kit.errors import Conflict, NotFound
from madoguchi.kit.facts import settle
from madoguchi.kit.ids import new_id
from madoguchi.routing import QueueForm, WaitPlan, reactions
from tests.rooms.interactions.factory import incoming
from tests.rooms.routing.hall import Hall, make_hall, time_outs

SOMEBODY_WAITS = """
    select exists (
        select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock')
"""


async def test_the_longest_idle_is_asked_first(hall: Hall) -> None:
    first, second = hall.people
    await hall.ready(second)
    await hall.ready(first)
    contact = await hall.call()
    offer = await hall.offered(contact)
    assert offer.user == second
    assert offer.reason.rule == "longest_idle"
    assert offer.reason.considered == 2
    assert [c.user for c in offer.reason.candidates] == [second, first]


async def test_the_offer_is_made_in_the_very_unit_that_enqueues(hall: Hall) -> None:
    await hall.ready(hall.people[0])
    async with unit(hall.tenant):
        contact = await incoming(hall.office)
        await routing.enqueue(contact.id, WaitPlan(queue=hall.queue.id))
        (offer,) = await routing.offers_of(contact.id)
    assert offer.state == "pending"


async def test_who_becomes_ready_is_offered_what_waits_longest(hall: Hall) -> None:
    first, second = await hall.call(), await hall.call()
    urgent = await hall.call(priority=2)
    await hall.ready(hall.people[0])
    assert (await hall.offered(urgent)).user == hall.people[0]
    await hall.ready(hall.people[1])
    assert (await hall.offered(first)).user == hall.people[1]
    assert await hall.offers(second) == []


async def test_letting_it_ring_makes_not_responding_and_asks_the_next(hall: Hall, clock: TestClock) -> None:
    first, second = hall.people
    await hall.ready(first)
    contact = await hall.call()
    await hall.ready(second)
    clock.advance(21)
    await time_outs()
    assert await hall.presence(first) == "not_responding"
    assert (await hall.offered(contact)).user == second
    assert [o.state for o in await hall.offers(contact)] == ["timed_out", "pending"]


async def test_declining_asks_the_next_and_the_same_person_only_after_a_rest(hall: Hall, clock: TestClock) -> None:
    first = hall.people[0]
    await hall.ready(first)
    contact = await hall.call()
    offer = await hall.offered(contact)
    await hall.do(lambda: routing.decline(offer.id, first))
    assert await hall.presence(first) == "ready"
    assert [o.state for o in await hall.offers(contact)] == ["declined"]
    clock.advance(31)
    await time_outs()
    assert (await hall.offered(contact)).user == first


async def test_a_caller_who_gives_up_withdraws_the_pop(hall: Hall) -> None:
    await hall.ready(hall.people[0])
    contact = await hall.call()
    offer = await hall.offered(contact)
    await hall.give_up(contact)
    (ended,) = await hall.offers(contact)
    assert (ended.state, ended.cause) == ("withdrawn", "abandoned")
    with pytest.raises(Conflict) as refused:
        await hall.do(lambda: routing.accept(offer.id, offer.user))
    assert refused.value.reason == "offer_gone"
    assert await hall.presence(hall.people[0]) == "ready"


async def test_a_phone_that_cannot_be_reached_puts_the_caller_at_the_head(hall: Hall) -> None:
    first, second = hall.people
    await hall.ready(first)
    contact = await hall.call()
    other = await hall.call(priority=5)
    await hall.accept(contact)
    await hall.fail(contact, first)
    assert await hall.presence(first) == "not_responding"
    await hall.ready(second)
    assert (await hall.offered(contact)).user == second
    assert await hall.offers(other) == []


async def test_accepting_without_ever_being_connected_does_not_lose_the_caller(hall: Hall, clock: TestClock) -> None:
    first, second = hall.people
    await hall.ready(first)
    contact = await hall.call()
    await hall.accept(contact)
    await hall.ready(second)
    clock.advance(16)
    await time_outs()
    assert [o.state for o in await hall.offers(contact)] == ["expired", "pending"]
    assert await hall.presence(first) == "not_responding"
    assert (await hall.offered(contact)).user == second


async def test_a_call_goes_through_wrap_up_to_ready_and_the_next_one(hall: Hall, clock: TestClock) -> None:
    first = hall.people[0]
    await hall.ready(first)
    contact = await hall.call()
    assert await hall.talk(contact) == first
    assert await hall.presence(first) == "busy"
    waiting = await hall.call()
    await hall.hang_up(contact, first)
    assert await hall.presence(first) == "wrap_up"
    clock.advance(181)  # past the queue's rule, and past the desk's where its room is wired too
    await time_outs()
    assert await hall.presence(first) == "wrap_up_overdue"
    assert await hall.offers(waiting) == []
    await hall.do(lambda: routing.end_wrapup(first))
    assert (await hall.offered(waiting)).user == first


async def test_facts_twice_or_too_late_change_nothing(hall: Hall) -> None:
    first = hall.people[0]
    await hall.ready(first)
    contact = await hall.call()
    await hall.talk(contact)
    segment = (await hall.do(lambda: routing.presence_of(first))).segment
    assert segment is not None
    await hall.hang_up(contact, first)
    await hall.do(lambda: routing.end_wrapup(first))
    started = SegmentStarted(interaction=contact.id, segment=segment, user=first, queue=hall.queue.id, at=now())
    ended = SegmentEnded(
        interaction=contact.id, segment=segment, user=first, queue=hall.queue.id, line_of_business=None,
        direction="in", connected=True, by="agent", at=now(),
    )  # fmt: skip
    failed = ConnectFailed(interaction=contact.id, segment=segment, user=first, queue=hall.queue.id, cause="busy")
    for _ in range(2):
        await hall.do(lambda: reactions.talk_ended(ended))
        await hall.do(lambda: reactions.talk_began(started))
        await hall.do(lambda: reactions.phone_not_reached(failed))
    assert await hall.presence(first) == "ready"


async def test_a_beginning_that_a_dead_node_left_behind_comes_after_the_end_and_after_the_next_talk(hall: Hall) -> None:
    first = hall.people[0]
    await hall.ready(first)
    began = []
    for _ in range(2):
        contact = await hall.call()
        await hall.talk(contact)
        segment = (await hall.do(lambda: routing.presence_of(first))).segment
        assert segment is not None
        began.append(SegmentStarted(interaction=contact.id, segment=segment, user=first, queue=hall.queue.id, at=now()))
        await hall.hang_up(contact, first)
        await hall.do(lambda: routing.end_wrapup(first))
    await hall.do(lambda: reactions.talk_began(began[0]))
    assert await hall.presence(first) == "ready"


async def test_an_end_that_is_heard_before_the_beginning(hall: Hall) -> None:
    first = hall.people[0]
    await hall.ready(first)
    contact = await hall.call()
    await hall.accept(contact)
    segment = new_id()
    started = SegmentStarted(interaction=contact.id, segment=segment, user=first, queue=hall.queue.id, at=now())
    ended = SegmentEnded(
        interaction=contact.id, segment=segment, user=first, queue=hall.queue.id, line_of_business=None,
        direction="in", connected=True, by="agent", at=now(),
    )  # fmt: skip
    await hall.do(lambda: reactions.talk_ended(ended))
    await hall.do(lambda: reactions.talk_began(started))
    assert await hall.presence(first) == "wrap_up"
    (offer,) = await hall.offers(contact)
    assert offer.ended is not None
    assert offer.state == "accepted"


async def test_waiting_too_long_ends_the_wait_and_says_so(hall: Hall, clock: TestClock) -> None:
    contact = await hall.call(max_wait=30)
    clock.advance(31)
    await time_outs()
    await hall.ready(hall.people[0])
    assert await hall.offers(contact) == []


async def test_a_caller_who_left_before_the_queue_never_enters_it(hall: Hall) -> None:
    contact = await hall.do(lambda: incoming(hall.office))
    await hall.give_up(contact)
    assert await hall.do(lambda: routing.enqueue(contact.id, WaitPlan(queue=hall.queue.id))) is None


async def test_a_blind_transfer_rings_one_person_and_falls_back_to_the_queue(hall: Hall, clock: TestClock) -> None:
    first, second = hall.people
    await hall.ready(first)
    contact = await hall.call()
    await hall.talk(contact)
    with pytest.raises(Conflict) as refused:
        await hall.do(lambda: routing.offer_to(second, contact.id, first))
    assert refused.value.reason == "agent_not_available"
    await hall.ready(second)
    offer = await hall.do(lambda: routing.offer_to(second, contact.id, first, queue=hall.queue.id))
    assert (offer.user, offer.reason.rule) == (second, "transfer")
    await hall.hang_up(contact, first)
    await hall.do(lambda: routing.end_wrapup(first))
    assert len([o for o in await hall.offers(contact) if o.ended is None]) == 1
    clock.advance(21)
    await time_outs()
    assert (await hall.offered(contact)).user == first
    assert await hall.talk(contact) == first


async def test_who_was_handed_over_in_vain_waits_no_longer_than_the_queue_lets_anybody(
    hall: Hall, clock: TestClock
) -> None:
    first, second = hall.people
    form = QueueForm(code="support", name_ja="修理受付", name_en="Repairs", max_wait_seconds=60)
    await hall.do(lambda: routing.change_queue(hall.queue.id, form, 1))
    await hall.ready(first)
    contact = await hall.call()
    await hall.talk(contact)
    await hall.ready(second)
    offer = await hall.do(lambda: routing.offer_to(second, contact.id, first, queue=hall.queue.id))
    await hall.do(lambda: routing.set_presence(second, "break", "lunch"))
    assert [o.state for o in await hall.offers(contact) if o.id == offer.id] == ["declined"]
    await hall.hang_up(contact, first)
    clock.advance(50)
    await time_outs()
    assert await hall.do(lambda: routing.standing(contact.id)) is not None
    clock.advance(40)
    await time_outs()
    assert await hall.do(lambda: routing.standing(contact.id)) is None


async def test_handed_to_a_person_and_to_a_queue_at_the_same_time_it_goes_one_way(hall: Hall) -> None:
    first, second = hall.people
    await hall.ready(first)
    contact = await hall.call()
    await hall.talk(contact)
    await hall.ready(second)
    holding = asyncio.Event()

    async def to_the_queue() -> None:
        async with unit(hall.tenant):
            await interactions.queued(contact.id, hall.queue.id)
            holding.set()
            async with asyncio.timeout(10):
                while not await db().fetchval(SOMEBODY_WAITS):
                    await asyncio.sleep(0.01)
            await routing.enqueue(contact.id, WaitPlan(queue=hall.queue.id), from_user=first)

    async def to_the_person() -> None:
        await holding.wait()
        await hall.do(lambda: routing.offer_to(second, contact.id, first))

    went = await asyncio.gather(to_the_queue(), to_the_person(), return_exceptions=True)
    assert [getattr(each, "reason", each) for each in went] == [None, "agent_not_available"]
    assert len([offer for offer in await hall.offers(contact) if offer.ended is None]) == 1


async def test_nobody_else_may_answer_and_two_tabs_answer_once(hall: Hall) -> None:
    first, second = hall.people
    await hall.ready(first)
    offer = await hall.offered(await hall.call())
    with pytest.raises(NotFound):
        await hall.do(lambda: routing.accept(offer.id, second))

    async def answer() -> bool:
        try:
            async with unit(hall.tenant):
                await routing.accept(offer.id, first)
        except Conflict:
            return False
        return True

    assert sorted(await asyncio.gather(answer(), answer(), answer())) == [False, False, True]
    await settle()


async def test_many_callers_and_people_at_once_and_nobody_is_asked_twice(tenant: UUID) -> None:
    hall = await make_hall(tenant, people=12)
    ready = [hall.ready(user) for user in hall.people]
    contacts = await asyncio.gather(*[hall.call() for _ in range(20)], *ready)
    calls = [c for c in contacts if c is not None]
    live = [o for c in calls for o in await hall.offers(c) if o.ended is None]
    assert len(live) == 12, "somebody waits while somebody is free"
    assert len({o.user for o in live}) == 12
    assert len({o.interaction for o in live}) == 12


async def test_the_sweep_mends_a_lost_time_out(hall: Hall, clock: TestClock, owner: asyncpg.Connection) -> None:
    first, second = hall.people
    await hall.ready(first)
    contact = await hall.call()
    await hall.ready(second)
    await owner.execute("delete from job where tenant_id = $1", hall.tenant)
    clock.advance(24)
    await time_outs()
    assert (await hall.offered(contact)).user == first
    await hall.do(routing_sweep)
    await time_outs()
    assert (await hall.offered(contact)).user == second


async def test_the_sweep_finds_callers_and_talks_that_ended_unheard(
    hall: Hall, clock: TestClock, owner: asyncpg.Connection
) -> None:
    first = hall.people[0]
    await hall.ready(first)
    talking = await hall.call()
    await hall.talk(talking)
    waiting = await hall.call()
    at = now() + timedelta(seconds=1)
    ended = "update interaction set ended = $2 where id = $1"
    await owner.execute(ended, waiting.id, at)
    over = "update segment set status = 'ended', ended_at = $2 where interaction_id = $1"
    await owner.execute(over, talking.id, at)
    clock.advance(90)
    await hall.do(routing_sweep)
    await time_outs()
    assert await hall.presence(first) == "wrap_up"
    await hall.do(lambda: routing.end_wrapup(first))
    assert await hall.offers(waiting) == []


async def routing_sweep() -> None:
    from madoguchi.routing.jobs import sweep

    await sweep()
