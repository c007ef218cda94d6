"""A call through a short flow: what the caller hears, and when somebody is asked."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest

from madoguchi import interactions, routing, workflows
from madoguchi.customers import Address
from madoguchi.kit.clock import TestClock, now
from madoguchi.kit.facts import record
from madoguchi.kit.ids import new_id
from madoguchi.kit.settings import save_setting
from madoguchi.routing.events import WaitEnded
from madoguchi.telephony import RecordingConsentSettings
from madoguchi.telephony.events import CallLost
from madoguchi.telephony.settings import RegionRule
from madoguchi.workflows.actions import flows as flow_actions
from madoguchi.workflows.actions.flows import FlowChange
from madoguchi.workflows.jobs import sweep
from tests.fakes.medium import FakeMedium
from tests.rooms.routing.hall import Hall, time_outs
from tests.rooms.workflows.conftest import CALLER, Phone, finish_prompt, make_flow, ring, trail


async def live_offers(hall: Hall, interaction: UUID) -> list[routing.Offer]:
    offers = await hall.do(lambda: routing.offers_of(interaction))
    return [offer for offer in offers if offer.ended is None]


async def test_the_notice_comes_first_then_the_queue_with_music(hall: Hall, phone: Phone) -> None:
    await hall.ready(hall.people[0])
    call = await ring(hall, await make_flow(hall))
    assert phone.heard[call] == ["answered", "notice-ja"]
    assert await live_offers(hall, call) == [], "nobody is asked before the notice has finished"
    await finish_prompt(hall, phone, call)
    assert phone.heard[call] == ["answered", "notice-ja", "music"]
    (offer,) = await live_offers(hall, call)
    assert offer.user == hall.people[0]


async def test_a_caller_whose_region_asks_for_consent_is_asked_for_it_also_in_english(hall: Hall, phone: Phone) -> None:
    call = await ring(hall, await make_flow(hall), "+493012345678")
    assert phone.heard[call] == ["answered", "consent-ja", "consent-en"]
    await finish_prompt(hall, phone, call)
    assert phone.heard[call][-1] == "music", "whatever they say to it, they are served"


async def test_a_caller_who_is_not_recorded_is_told_of_no_recording(hall: Hall, phone: Phone) -> None:
    own = [RegionRule(region="JP", rule="never")]
    await hall.do(lambda: save_setting(RecordingConsentSettings(regions=own)))
    call = await ring(hall, await make_flow(hall))
    assert phone.heard[call] == ["answered", "music"]


async def test_without_a_notice_the_unit_that_hears_of_the_call_makes_the_offer(
    hall: Hall, phone: Phone, owner: asyncpg.Connection[asyncpg.Record]
) -> None:
    await hall.ready(hall.people[0])
    call = await ring(hall, await make_flow(hall, notice=False))
    assert phone.heard[call] == ["answered", "music"]
    rows = await owner.fetch(
        "select kind, xid::text from outbox where tenant_id = $1 and kind = any($2)",
        hall.tenant,
        ["routing.ItemQueued", "routing.OfferMade"],
    )
    assert {row["kind"] for row in rows} == {"routing.ItemQueued", "routing.OfferMade"}
    assert len({row["xid"] for row in rows}) == 1


async def test_nobody_ready_then_somebody_becomes_ready(hall: Hall, phone: Phone) -> None:
    call = await ring(hall, await make_flow(hall, notice=False))
    assert phone.heard[call] == ["answered", "music"]
    await hall.ready(hall.people[1])
    (offer,) = await live_offers(hall, call)
    assert offer.user == hall.people[1]


async def test_who_waited_in_vain_hears_so_and_is_seen_off(hall: Hall, phone: Phone, clock: TestClock) -> None:
    call = await ring(hall, await make_flow(hall, notice=False, max_wait_seconds=30))
    clock.advance(31)
    await time_outs()
    assert phone.heard[call] == ["answered", "music", "sorry-ja"]
    await hall.ready(hall.people[0])
    assert await live_offers(hall, call) == []
    await finish_prompt(hall, phone, call)
    assert phone.heard[call] == ["answered", "music", "sorry-ja", "ended"]
    assert await trail(hall, call) == ["start.next", "queue.max_wait"]


async def test_the_queue_s_longest_wait_counts_when_the_flow_says_none(
    hall: Hall, phone: Phone, clock: TestClock
) -> None:
    form = routing.QueueForm(code="support", name_ja="修理受付", name_en="Repairs", max_wait_seconds=20)
    await hall.do(lambda: routing.change_queue(hall.queue.id, form, 1))
    call = await ring(hall, await make_flow(hall, notice=False))
    clock.advance(21)
    await time_outs()
    assert phone.heard[call][-1] == "sorry-ja"


async def test_a_number_that_leads_nowhere_sees_the_caller_off(hall: Hall, phone: Phone) -> None:
    call = await ring(hall, None)
    assert phone.heard[call] == ["answered", "closed-ja"]
    flow = await make_flow(hall)
    await hall.do(lambda: flow_actions.change(flow.id, FlowChange(name="夜間", active=False), flow.version))
    closed = await ring(hall, flow)
    assert phone.heard[closed] == ["answered", "closed-ja"]
    draft = await hall.do(lambda: workflows.add(workflows.FlowForm(name="下書き")))
    unpublished = await ring(hall, draft)
    assert phone.heard[unpublished] == ["answered", "closed-ja"]
    await finish_prompt(hall, phone, call)
    assert phone.heard[call][-1] == "ended"


async def test_a_prompt_whose_end_nobody_told_does_not_hold_the_caller(
    hall: Hall, phone: Phone, clock: TestClock, owner: asyncpg.Connection[asyncpg.Record]
) -> None:
    flow = await make_flow(hall)
    call = await ring(hall, flow)
    clock.advance(91)
    await time_outs()
    assert phone.heard[call][-1] == "music"
    other = await ring(hall, flow)
    await owner.execute("delete from job where tenant_id = $1", hall.tenant)
    clock.advance(100)
    await hall.do(sweep)
    await time_outs()
    assert phone.heard[other][-1] == "music"


async def test_facts_twice_or_out_of_order_lead_nobody_back(hall: Hall, phone: Phone) -> None:
    call = await ring(hall, await make_flow(hall))
    notice = phone.playback[call]
    await finish_prompt(hall, phone, call, hall.tenant)
    assert phone.heard[call] == ["answered", "notice-ja"], "the end of something else is nobody's"
    await finish_prompt(hall, phone, call)
    await finish_prompt(hall, phone, call)
    assert phone.heard[call] == ["answered", "notice-ja", "music"]
    (item,) = {fact.item for fact in await waits(hall, call)}

    async def ended() -> None:
        record(
            WaitEnded(
                item=item, interaction=call, queue=hall.queue.id, exit="unanswered", entered=now(), waited_seconds=1
            )
        )

    await hall.do(ended)
    await hall.do(ended)
    assert phone.heard[call] == ["answered", "notice-ja", "music", "sorry-ja"]
    await finish_prompt(hall, phone, call, notice)
    assert phone.heard[call][-1] == "sorry-ja", "a notice that is told to be over late ends nothing"


async def waits(hall: Hall, call: UUID) -> list[routing.events.ItemQueued]:
    from madoguchi.kit.db import db

    async def read() -> list[routing.events.ItemQueued]:
        import msgspec

        rows = await db().fetch("select body from outbox where kind = 'routing.ItemQueued'")
        found = [msgspec.convert(row["body"], routing.events.ItemQueued) for row in rows]
        return [fact for fact in found if fact.interaction == call]

    return await hall.do(read)


async def test_a_colleague_asked_in_vain_leaves_the_caller_with_the_agent(
    hall: Hall, phone: Phone, medium: FakeMedium
) -> None:
    first, second = hall.people
    await hall.ready(first)
    call = await ring(hall, await make_flow(hall, notice=None))
    contact = await hall.do(lambda: interactions.interaction(call))
    await hall.talk(contact)
    await hall.ready(second)
    asked = await hall.do(lambda: routing.offer_to(second, call, first))
    await hall.do(lambda: routing.decline(asked.id, second))
    assert phone.heard[call] == ["answered", "music"]
    assert await hall.presence(first) == "busy"


async def test_who_hangs_up_during_the_notice_never_waits(hall: Hall, phone: Phone) -> None:
    call = await ring(hall, await make_flow(hall))
    await hall.do(lambda: interactions.customer_left(call, now() + timedelta(seconds=1), "normal"))
    await finish_prompt(hall, phone, call)
    await hall.ready(hall.people[0])
    assert phone.heard[call] == ["answered", "notice-ja"]
    assert await live_offers(hall, call) == []


async def test_a_customer_whose_agent_s_phone_broke_off_is_offered_to_the_next(
    hall: Hall, phone: Phone, medium: FakeMedium, clock: TestClock
) -> None:
    first, second = hall.people
    await hall.ready(first)
    call = await ring(hall, await make_flow(hall, notice=False, max_wait_seconds=40))
    contact = await hall.do(lambda: interactions.interaction(call))
    await hall.talk(contact)
    await hall.ready(second)

    async def lose() -> None:
        await interactions.left(call, first, now() + timedelta(seconds=5), "system")
        record(CallLost(interaction=call, user=first))

    await hall.do(lose)
    (offer,) = await live_offers(hall, call)
    assert offer.user == second
    assert phone.heard[call] == ["answered", "music", "music"]


async def test_who_was_handed_to_a_queue_in_vain_hears_so(
    hall: Hall, phone: Phone, medium: FakeMedium, clock: TestClock
) -> None:
    await hall.ready(hall.people[0])
    call = await ring(hall, await make_flow(hall, notice=False))
    contact = await hall.do(lambda: interactions.interaction(call))
    agent = await hall.talk(contact)
    await hall.do(lambda: interactions.left(call, agent, now() + timedelta(seconds=3), "transfer"))
    await hall.do(lambda: routing.enqueue(call, routing.WaitPlan(queue=hall.queue.id, max_wait_seconds=20)))
    clock.advance(21)
    await time_outs()
    assert phone.heard[call][-1] == "sorry-ja"


@pytest.mark.parametrize("line", [True, False])
async def test_a_customer_whom_we_called_and_nobody_takes_over_hears_so(
    hall: Hall, phone: Phone, medium: FakeMedium, clock: TestClock, line: bool
) -> None:
    first, second = hall.people
    caller = Address(kind="phone", value=CALLER, raw=CALLER)
    called = await hall.do(lambda: interactions.open_interaction("voice", new_id().hex, "out", caller))

    async def talk() -> None:
        await routing.reserve(first, called.id)
        await interactions.start(called.id, first)
        await interactions.joined(called.id, first, now())

    await hall.do(talk)
    if line:
        await hall.do(lambda: routing.enqueue(called.id, routing.WaitPlan(queue=hall.queue.id, max_wait_seconds=20)))
    else:
        await hall.ready(second)
        await hall.do(lambda: routing.offer_to(second, called.id, first))
    await hall.do(lambda: interactions.left(called.id, first, now() + timedelta(milliseconds=1), "transfer"))
    assert called.id not in phone.heard
    clock.advance(21)
    await time_outs()
    assert phone.heard[called.id] == ["sorry-ja"]
    await finish_prompt(hall, phone, called.id)
    assert phone.heard[called.id] == ["sorry-ja", "ended"]


async def test_a_callback_that_nobody_takes_in_line_is_spoken_to_by_nobody(
    hall: Hall, phone: Phone, clock: TestClock
) -> None:
    caller = Address(kind="phone", value=CALLER, raw=CALLER)
    promised = await hall.do(lambda: interactions.open_interaction("voice", new_id().hex, "out", caller))
    await hall.do(lambda: routing.enqueue(promised.id, routing.WaitPlan(queue=hall.queue.id, max_wait_seconds=20)))
    clock.advance(21)
    await time_outs()
    assert phone.heard == {}
