"""What people do: breaks, dials, wrap-up, lost and regained desks."""

from __future__ import annotations

import asyncio
from uuid import UUID

import asyncpg
import pytest

from madoguchi import routing
from madoguchi.interactions import open_interaction
from madoguchi.kit.clock import TestClock
from madoguchi.kit.errors import Conflict, Invalid
from madoguchi.kit.facts import settle
from madoguchi.kit.ids import new_id
from madoguchi.routing.actions import presence
from madoguchi.routing.desks import Desks
from madoguchi.routing.jobs import sweep
from tests.rooms.interactions.factory import caller
from tests.rooms.routing.hall import Hall, time_outs


async def dial(hall: Hall) -> routing.Agent:
    """The first person clicks a number."""
    contact = await hall.do(lambda: open_interaction("voice", str(new_id()), "out", caller()))
    return await hall.do(lambda: routing.reserve(hall.people[0], contact.id))


async def test_a_break_has_a_known_reason(hall: Hall) -> None:
    user = hall.people[0]
    agent = await hall.do(lambda: routing.set_presence(user, "break", "lunch"))
    assert (agent.presence, agent.reason) == ("break", "lunch")
    with pytest.raises(Invalid):
        await hall.do(lambda: routing.set_presence(user, "break", "siesta"))
    with pytest.raises(Invalid):
        await hall.do(lambda: routing.set_presence(user, "ready", "lunch"))


async def test_who_pauses_gets_nothing_and_walking_away_from_an_offer_declines_it(hall: Hall) -> None:
    first, second = hall.people
    await hall.ready(first)
    contact = await hall.call()
    await hall.ready(second)
    await hall.do(lambda: routing.set_presence(first, "break", "rest"))
    assert [o.state for o in await hall.offers(contact)] == ["declined", "pending"]
    assert (await hall.offered(contact)).user == second
    assert await hall.presence(first) == "break"


async def test_who_dials_is_not_offered_anything_and_comes_back_when_nothing_comes_of_it(
    hall: Hall, clock: TestClock
) -> None:
    user = hall.people[0]
    await hall.ready(user)
    assert (await dial(hall)).presence == "busy"
    with pytest.raises(Conflict) as refused:
        await dial(hall)
    assert refused.value.reason == "agent_busy"
    contact = await hall.call()
    assert await hall.offers(contact) == []
    clock.advance(121)
    await time_outs()
    assert (await hall.offered(contact)).user == user


async def test_who_is_being_offered_a_call_cannot_dial(hall: Hall) -> None:
    await hall.ready(hall.people[0])
    await hall.call()
    with pytest.raises(Conflict):
        await dial(hall)


async def test_more_time_for_wrap_up_and_an_older_form_changes_nothing(hall: Hall, clock: TestClock) -> None:
    user = hall.people[0]
    await hall.ready(user)
    contact = await hall.call()
    await hall.talk(contact)
    await hall.hang_up(contact, user)
    await hall.do(lambda: routing.begin_wrapup(user, contact.id, 300))
    clock.advance(100)
    await time_outs()
    assert await hall.presence(user) == "wrap_up"
    await hall.do(lambda: routing.end_wrapup(user, interaction=new_id()))
    assert await hall.presence(user) == "wrap_up"
    await hall.do(lambda: routing.end_wrapup(user, "break", interaction=contact.id))
    assert await hall.presence(user) == "break"


async def test_a_desk_that_reconnects_in_time_stays_ready(hall: Hall, clock: TestClock) -> None:
    user = hall.people[0]
    node = Desks()
    await node.joined(hall.tenant, user)
    await hall.ready(user)
    await node.left(hall.tenant, user)
    contact = await hall.call()
    assert await hall.offers(contact) == [], "offered to a person without a desk"
    clock.advance(10)
    await node.joined(hall.tenant, user)
    assert (await hall.offered(contact)).user == user
    clock.advance(15)
    await time_outs()
    assert await hall.presence(user) == "ready"


async def test_a_desk_that_stays_away_goes_offline_and_its_offer_to_the_next(hall: Hall, clock: TestClock) -> None:
    first, second = hall.people
    node = Desks()
    await node.joined(hall.tenant, first)
    await hall.ready(first)
    contact = await hall.call()
    await node.left(hall.tenant, first)
    await hall.ready(second)
    clock.advance(21)
    await time_outs()
    assert await hall.presence(first) == "offline"
    states = [(o.user, o.state, o.cause) for o in await hall.offers(contact)]
    assert states == [(first, "expired", "desk_gone"), (second, "pending", None)]


async def test_two_nodes_hold_a_desk_each_and_one_node_dies(
    hall: Hall, clock: TestClock, owner: asyncpg.Connection[asyncpg.Record]
) -> None:
    user = hall.people[0]
    one, other = Desks(new_id()), Desks(new_id())
    await one.joined(hall.tenant, user)
    await other.joined(hall.tenant, user)
    await hall.ready(user)
    await one.left(hall.tenant, user)
    clock.advance(30)
    await time_outs()
    assert await hall.presence(user) == "ready", "the other node still holds a desk"
    clock.advance(20)
    await hall.do(sweep)
    await time_outs()
    clock.advance(21)
    await time_outs()
    assert await hall.presence(user) == "offline", "a node that died holds no desks"


async def test_a_browser_closed_mid_call_leaves_the_call_and_goes_home_after_it(hall: Hall, clock: TestClock) -> None:
    user = hall.people[0]
    node = Desks()
    await node.joined(hall.tenant, user)
    await hall.ready(user)
    contact = await hall.call()
    await hall.talk(contact)
    await node.left(hall.tenant, user)
    clock.advance(60)
    await time_outs()
    assert await hall.presence(user) == "busy"
    await hall.hang_up(contact, user)
    await time_outs()
    await settle()
    assert await hall.presence(user) == "offline"


async def test_desks_taken_for_gone_while_their_node_was_silent_are_there_again(hall: Hall, clock: TestClock) -> None:
    user = hall.people[0]
    node = Desks()
    await node.joined(hall.tenant, user)
    await hall.ready(user)
    clock.advance(50)
    await hall.do(sweep)
    await time_outs()
    contact = await hall.call()
    assert await hall.offers(contact) == [], "a silent node holds no desks"
    await node.beat()
    assert (await hall.offered(contact)).user == user
    clock.advance(15)
    await time_outs()
    assert await hall.presence(user) == "ready"
    await hall.do(lambda: routing.force_presence(user, "break", "rest_due", hall.people[1]))
    assert await hall.presence(user) == "break"


async def test_a_page_loaded_anew_is_a_desk_whichever_of_the_two_is_told_first(
    hall: Hall, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = hall.people[0]
    node = Desks()
    await node.joined(hall.tenant, user)
    await hall.ready(user)
    told, go_on, gone = asyncio.Event(), asyncio.Event(), presence.desk_gone

    async def late(*who: UUID) -> None:
        told.set()
        await go_on.wait()
        await gone(*who)

    monkeypatch.setattr(presence, "desk_gone", late)
    leaving = asyncio.create_task(node.left(hall.tenant, user))
    await told.wait()
    joining = asyncio.create_task(node.joined(hall.tenant, user))
    await asyncio.wait([joining], timeout=1)
    go_on.set()
    await asyncio.gather(leaving, joining)
    clock.advance(25)
    await time_outs()
    assert await hall.presence(user) == "ready"
