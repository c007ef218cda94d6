"""What a supervisor decides: presence by force, queues by hand; two supervisors at once, one agent in two tabs."""

from __future__ import annotations

import asyncio
from uuid import UUID

import asyncpg
import pytest

from madoguchi import routing
from madoguchi.kit.clock import TestClock
from madoguchi.kit.db import unit
from madoguchi.kit.errors import Conflict, Invalid
from madoguchi.kit.facts import settle
from madoguchi.kit.ids import new_id
from madoguchi.routing import QueueForm
from tests.rooms.routing.hall import Hall

SUPERVISOR = UUID(int=7)


async def force(hall: Hall, user: UUID, presence: routing.Chosen, reason: str = "forgotten") -> routing.Agent:
    return await hall.do(lambda: routing.force_presence(user, presence, reason, SUPERVISOR))


async def test_an_offer_goes_to_the_next_without_blame(hall: Hall) -> None:
    first, second = hall.people
    await hall.ready(first)
    contact = await hall.call()
    await hall.ready(second)
    forced = await force(hall, first, "break")
    assert (forced.presence, forced.forced_by, forced.forced_reason) == ("break", SUPERVISOR, "forgotten")
    assert [(o.state, o.cause, o.user) for o in await hall.offers(contact)] == [
        ("withdrawn", "forced", first),
        ("pending", None, second),
    ]
    await hall.ready(first)
    assert (await hall.do(lambda: routing.presence_of(first))).forced_by is None


async def test_a_contact_is_let_finish_first(hall: Hall, clock: TestClock) -> None:
    first = hall.people[0]
    await hall.ready(first)
    contact = await hall.call()
    await hall.talk(contact)
    forced = await force(hall, first, "training", "training")
    assert (forced.presence, forced.after) == ("busy", "training")
    await hall.hang_up(contact, first)
    await hall.do(lambda: routing.end_wrapup(first))
    assert await hall.presence(first) == "training"


async def test_a_forgotten_wrap_up_is_ended(hall: Hall) -> None:
    first = hall.people[0]
    await hall.ready(first)
    contact = await hall.call()
    await hall.talk(contact)
    await hall.hang_up(contact, first)
    await force(hall, first, "ready")
    assert await hall.presence(first) == "ready"


async def test_nobody_is_made_ready_who_is_not_there(hall: Hall) -> None:
    first = hall.people[0]
    with pytest.raises(Conflict):
        await force(hall, first, "ready")
    await hall.do(lambda: routing.desk_connected(first, new_id()))
    assert (await force(hall, first, "ready")).presence == "ready"
    with pytest.raises(Invalid):
        await force(hall, first, "break", "because")


async def test_of_two_supervisors_at_once_both_are_kept_in_the_records_and_one_counts(
    hall: Hall, owner: asyncpg.Connection[asyncpg.Record]
) -> None:
    first = hall.people[0]
    await hall.ready(first)
    others = [new_id(), new_id()]

    async def decide(by: UUID, presence: routing.Chosen) -> None:
        async with unit(hall.tenant):
            await routing.force_presence(first, presence, "other", by)

    await asyncio.gather(decide(others[0], "break"), decide(others[1], "training"))
    await settle()
    sql = "select count(*) from outbox where tenant_id = $1 and kind = 'routing.PresenceForced'"
    assert await owner.fetchval(sql, hall.tenant) == 2
    now = await hall.do(lambda: routing.presence_of(first))
    assert (now.presence, now.forced_by) in [("break", others[0]), ("training", others[1])]


async def test_a_supervisor_who_says_what_they_saw_does_not_overrule_what_happened_since(hall: Hall) -> None:
    first = hall.people[0]
    await hall.ready(first)
    seen = (await hall.do(lambda: routing.presence_of(first))).since
    await force(hall, first, "break")
    with pytest.raises(Conflict):
        await hall.do(lambda: routing.force_presence(first, "training", "other", SUPERVISOR, seen=seen))
    assert await hall.presence(first) == "break"


async def test_moving_somebody_between_queues_offers_them_what_waits_there(hall: Hall) -> None:
    first = hall.people[0]
    other = await hall.do(lambda: routing.add_queue(QueueForm(code="sales", name_ja="販売", name_en="Sales")))
    contact = await hall.call(queue=other)
    await hall.ready(first)
    assert await hall.offers(contact) == []
    assert await hall.do(lambda: routing.set_queues_of(first, [other.id], SUPERVISOR)) == [other.id]
    assert (await hall.offered(contact)).user == first
    assert await hall.do(lambda: routing.members(hall.queue.id)) == [hall.people[1]]


async def test_answering_in_two_tabs_at_once_takes_the_call_once(hall: Hall) -> None:
    first = hall.people[0]
    await hall.ready(first)
    contact = await hall.call()
    offer = await hall.offered(contact)

    async def take() -> str:
        try:
            async with unit(hall.tenant):
                await routing.accept(offer.id, first)
        except Conflict as refused:
            return refused.reason
        return "taken"

    assert sorted(await asyncio.gather(take(), take())) == ["offer_gone", "taken"]
    assert await hall.presence(first) == "busy"


async def test_closing_one_of_two_tabs_takes_nobody_off_the_phone(hall: Hall, clock: TestClock) -> None:
    first, nodes = hall.people[0], [new_id(), new_id()]
    for node in nodes:
        await hall.do(lambda node=node: routing.desk_connected(first, node))
    await hall.ready(first)
    await hall.do(lambda: routing.desk_gone(first, nodes[0]))
    assert (await hall.do(lambda: routing.presence_of(first))).gone_since is None
    await hall.do(lambda: routing.desk_gone(first, nodes[1]))
    assert (await hall.do(lambda: routing.presence_of(first))).gone_since is not None
