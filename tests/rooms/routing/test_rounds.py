"""Rounds: many causes at once, served together; several of them at the same time, and single arrivals between."""

from __future__ import annotations

import asyncio
from uuid import UUID

import asyncpg
import pytest

from madoguchi import routing
from madoguchi.kit.clock import TestClock, now
from madoguchi.kit.db import unit
from madoguchi.kit.facts import settle
from madoguchi.kit.ids import new_id
from madoguchi.routing import ProfileForm, QueueForm, SkillForm, Step
from madoguchi.routing.actions import rounds
from madoguchi.routing.jobs import sweep
from madoguchi.routing.model.history import replay, unpack
from madoguchi.routing.model.strategies import STRATEGIES
from madoguchi.routing.store import claims
from tests.rooms.routing.hall import Hall, make_hall, time_outs


async def everybody_ready_unseen(hall: Hall, owner: asyncpg.Connection[asyncpg.Record]) -> None:
    """As after a crash: people are ready and contacts wait, and nobody has looked yet."""
    for user in hall.people:
        await hall.do(lambda user=user: routing.set_presence(user, "break"))
    await owner.execute(
        "update agent set presence = 'ready', ready_since = now(), reason = null where tenant_id = $1", hall.tenant
    )


async def live(hall: Hall, owner: asyncpg.Connection[asyncpg.Record]) -> list[asyncpg.Record]:
    sql = "select user_id, item_id, reason, queue_id from offer where tenant_id = $1 and ended is null"
    return await owner.fetch(sql, hall.tenant)


async def test_a_round_serves_the_line_in_order_with_reasons_facts_and_time_outs(
    tenant: UUID, owner: asyncpg.Connection[asyncpg.Record], clock: TestClock
) -> None:
    hall = await make_hall(tenant, people=5)
    contacts = [await hall.call() for _ in range(8)]
    await everybody_ready_unseen(hall, owner)
    assert await hall.do(rounds.serve_waiting) == 5
    offers = [await hall.offers(contact) for contact in contacts]
    assert [len(made) for made in offers] == [1, 1, 1, 1, 1, 0, 0, 0]
    first = offers[0][0]
    assert (first.reason.rule, first.reason.considered, len(first.reason.candidates)) == ("longest_idle", 5, 5)
    told = "select count(*) from outbox where tenant_id = $1 and kind = 'routing.OfferMade'"
    assert await owner.fetchval(told, tenant) == 5
    logged = await owner.fetchrow("select id, offers from routing_decision where tenant_id = $1", tenant)
    assert logged is not None
    assert (logged["id"], logged["offers"]) == (first.reason.log, 5)
    clock.advance(21)
    await time_outs()
    assert {made[0].state for made in offers if made} == {"pending"}
    assert [(await hall.offers(contact))[0].state for contact in contacts[:5]] == ["timed_out"] * 5


async def test_who_changed_their_line_between_the_look_and_the_claim_is_not_offered_by_the_old_one(
    tenant: UUID, owner: asyncpg.Connection[asyncpg.Record]
) -> None:
    hall = await make_hall(tenant, people=2)
    await hall.call()
    await everybody_ready_unseen(hall, owner)
    other = await hall.do(lambda: routing.add_queue(QueueForm(code="second", name_ja="二次", name_en="Second line")))
    seen = await hall.do(rounds._look)
    (part,) = seen.parts()
    (given,) = part.assignments
    wish = rounds._wish(given, seen.waiting[given.item], seen.terms, now(), new_id())
    await owner.execute("update queue_item set queue_id = $2 where tenant_id = $1", tenant, other.id)
    assert await hall.do(lambda: rounds._make(part)) == []
    assert await hall.do(lambda: claims.claim(wish, part.snapshot.people, b"")) is None
    assert await live(hall, owner) == []


async def test_rounds_at_the_same_time_make_each_offer_once(
    tenant: UUID, owner: asyncpg.Connection[asyncpg.Record]
) -> None:
    hall = await make_hall(tenant, people=12)
    for _ in range(15):
        await hall.call()
    await everybody_ready_unseen(hall, owner)

    async def one() -> int:
        async with unit(tenant):
            return await rounds.serve_waiting()

    made = await asyncio.gather(*(one() for _ in range(6)))
    await settle()
    assert sum(made) == 12
    offers = await live(hall, owner)
    assert len({row["user_id"] for row in offers}) == len({row["item_id"] for row in offers}) == 12


async def test_a_round_goes_past_what_nobody_can_take(tenant: UUID, owner: asyncpg.Connection[asyncpg.Record]) -> None:
    hall = await make_hall(tenant, people=3)
    await hall.do(lambda: routing.add_skill(SkillForm(code="rare", name_ja="希少", name_en="Rare")))
    expert = hall.people[2]
    await hall.do(lambda: routing.change_profile(expert, ProfileForm(skills={"rare": 3}), 0))
    for _ in range(30):
        await hall.wait(skills={"rare": 1})
    plain = await hall.call()
    await everybody_ready_unseen(hall, owner)
    await hall.do(rounds.serve_waiting)
    assert (await hall.offered(plain)).user in hall.people[:2]
    assert len(await live(hall, owner)) == 2


async def test_many_give_up_at_once_and_whoever_is_freed_is_asked_again(hall: Hall) -> None:
    await hall.ready(*hall.people)
    gone = [await hall.call(), await hall.call()]
    waiting = [await hall.call(), await hall.call()]
    assert await hall.do(lambda: routing.withdraw_many([c.id for c in gone], "abandoned")) == 2
    assert [(await hall.offers(c))[0].cause for c in gone] == ["abandoned", "abandoned"]
    assert {(await hall.offered(c)).user for c in waiting} == set(hall.people)
    assert await hall.do(lambda: routing.withdraw_many([c.id for c in gone])) == 0


async def test_the_sweep_offers_what_was_left(hall: Hall, owner: asyncpg.Connection[asyncpg.Record]) -> None:
    contact = await hall.call()
    await everybody_ready_unseen(hall, owner)
    await hall.do(sweep)
    assert (await hall.offered(contact)).state == "pending"


async def test_a_step_that_comes_for_many_is_taken_by_all_of_them(
    tenant: UUID, owner: asyncpg.Connection[asyncpg.Record], clock: TestClock
) -> None:
    hall = await make_hall(tenant, people=4)
    await hall.do(lambda: routing.add_skill(SkillForm(code="rare", name_ja="希少", name_en="Rare")))
    expert = hall.people[0]
    await hall.do(lambda: routing.change_profile(expert, ProfileForm(skills={"rare": 1}), 0))
    queue = hall.queue
    form = QueueForm(
        code=queue.code, name_ja=queue.name_ja, name_en=queue.name_en, required={"rare": 1},
        steps=[Step(after=30, drop=["rare"])],
    )  # fmt: skip
    await hall.do(lambda: routing.change_queue(queue.id, form, queue.version))
    contacts = [await hall.call() for _ in range(3)]
    await hall.ready(*hall.people[1:])
    assert [await hall.offers(contact) for contact in contacts] == [[], [], []]
    clock.advance(31)
    await time_outs()
    assert [(await hall.offered(contact)).reason.step for contact in contacts] == [1, 1, 1]


async def test_what_one_unit_does_not_make_is_made_after_it_in_the_same_order_and_kept_as_it_was_decided(
    tenant: UUID, owner: asyncpg.Connection[asyncpg.Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    hall = await make_hall(tenant, people=9)
    contacts = [await hall.call() for _ in range(12)]
    await everybody_ready_unseen(hall, owner)
    monkeypatch.setattr(rounds, "AT_ONCE", 2)
    monkeypatch.setattr(rounds, "PLANNED", 5)
    assert await hall.do(rounds.serve_waiting) == 2
    assert [len(await hall.offers(contact)) for contact in contacts] == [1] * 9 + [0] * 3
    assert len({row["user_id"] for row in await live(hall, owner)}) == 9
    rows = await owner.fetch("select seen from routing_decision where tenant_id = $1", tenant)
    again = replay([unpack(row["seen"]) for row in rows], STRATEGIES["longest_idle"])
    assert (again.offers, again.same) == (9, 9)
