"""How much one person does at once: one call, four chats, or a mix; and what becomes of each."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi import routing
from madoguchi.interactions import Interaction, customer_left, left
from madoguchi.kit.clock import TestClock, now
from madoguchi.kit.db import unit
from madoguchi.kit.facts import settle
from madoguchi.routing import Capacity, ProfileForm
from madoguchi.routing.jobs import sweep
from madoguchi.routing.model.capacity import busy_share, fits
from tests.rooms.routing.hall import Hall, time_outs


async def alone(hall: Hall, **capacity: Any) -> UUID:
    """The first person serves the queue alone, with this capacity, and is ready."""
    first = hall.people[0]
    await hall.do(lambda: routing.set_members(hall.queue.id, [first]))
    form = ProfileForm(capacity=Capacity(**capacity))
    await hall.do(lambda: routing.change_profile(first, form, 0))
    await hall.ready(first)
    return first


async def in_hand(hall: Hall, user: UUID) -> int:
    return len((await hall.do(lambda: routing.presence_of(user))).slots)


async def finish(hall: Hall, contact: Interaction, user: UUID) -> None:
    await hall.do(lambda: left(contact.id, user, now(), "agent"))
    await hall.do(lambda: routing.end_wrapup(user, interaction=contact.id))


async def test_four_chats_at_once_and_no_fifth(hall: Hall) -> None:
    first = await alone(hall)
    chats = [await hall.chat() for _ in range(5)]
    for chat in chats[:4]:
        assert await hall.talk(chat) == first
    assert await hall.offers(chats[4]) == []
    assert (await hall.presence(first), await in_hand(hall, first)) == ("ready", 4)
    await hall.do(lambda: left(chats[0].id, first, now(), "agent"))
    assert await hall.offers(chats[4]) == [], "a chat that is wrapped up still takes its room"
    await hall.do(lambda: routing.end_wrapup(first, interaction=chats[0].id))
    assert (await hall.offered(chats[4])).user == first


async def test_a_call_is_all_one_does_unless_chats_may_go_on_beside_it(hall: Hall) -> None:
    first = await alone(hall)
    chat = await hall.chat()
    await hall.talk(chat)
    call = await hall.call()
    assert await hall.offers(call) == []
    await finish(hall, chat, first)
    assert (await hall.offered(call)).user == first
    await hall.talk(call)
    later = await hall.chat()
    assert await hall.offers(later) == []


async def test_a_mix_of_a_call_and_chats(hall: Hall) -> None:
    first = await alone(hall, beside_call=1)
    await hall.talk(await hall.chat())
    call = await hall.call()
    assert await hall.talk(call) == first
    assert await hall.presence(first) == "busy"
    another = await hall.chat()
    assert await hall.offers(another) == [], "one beside a call, not two"
    await hall.hang_up(call, first)
    assert (await hall.presence(first), await in_hand(hall, first)) == ("wrap_up", 1)
    await hall.do(lambda: routing.end_wrapup(first))
    assert (await hall.offered(another)).user == first


async def test_a_chat_is_offered_during_a_call_where_the_capacity_leaves_room(hall: Hall) -> None:
    first = await alone(hall, beside_call=2)
    await hall.talk(await hall.call())
    chat = await hall.chat()
    assert (await hall.offered(chat)).user == first
    await hall.talk(chat)
    assert (await hall.presence(first), await in_hand(hall, first)) == ("busy", 1)


async def test_letting_a_chat_ring_during_a_call_leaves_the_call_alone(hall: Hall, clock: TestClock) -> None:
    first = await alone(hall, beside_call=1)
    await hall.talk(await hall.call())
    chat = await hall.chat()
    await hall.offered(chat)
    clock.advance(21)
    await time_outs()
    assert await hall.presence(first) == "busy"
    assert [offer.state for offer in await hall.offers(chat)] == ["timed_out"]


async def test_a_medium_that_nobody_in_the_queue_takes_is_announced(hall: Hall, owner: Any) -> None:
    await alone(hall, most={"voice": 1, "chat": 0})
    await hall.chat()
    sql = "select body->>'skill' from outbox where tenant_id = $1 and kind = 'routing.SkillMissing'"
    assert [row[0] for row in await owner.fetch(sql, hall.tenant)] == ["medium:chat"]


async def test_a_chat_whose_end_nobody_heard_of_is_found_by_the_sweep(hall: Hall, clock: TestClock, owner: Any) -> None:
    first = await alone(hall)
    chat = await hall.chat()
    await hall.talk(chat)
    await owner.execute("update segment set status = 'ended', ended_at = now() where interaction_id = $1", chat.id)
    clock.advance(120)
    await hall.do(sweep)
    await time_outs()
    (slot,) = (await hall.do(lambda: routing.presence_of(first))).slots
    assert slot.wrapping


async def test_many_units_at_once_never_give_more_than_fits(hall: Hall) -> None:
    first = await alone(hall, most={"voice": 1, "chat": 2})
    chats = [await hall.chat() for _ in range(6)]

    async def take(chat: Interaction) -> None:
        for offer in [o for o in await hall.offers(chat) if o.state == "pending"]:
            async with unit(hall.tenant):
                await routing.accept(offer.id, first)

    for _ in range(3):
        await asyncio.gather(*(take(chat) for chat in chats))
        await settle()
    taken = [chat for chat in chats if any(o.state == "accepted" for o in await hall.offers(chat))]
    assert await in_hand(hall, first) == len(taken) <= 2
    for chat in chats:
        await hall.do(lambda chat=chat: customer_left(chat.id, now(), "normal"))


@given(voice=st.integers(0, 1), chats=st.integers(0, 6), most=st.integers(1, 6), beside=st.integers(0, 3))
def test_what_fits_is_never_more_than_was_said(voice: int, chats: int, most: int, beside: int) -> None:
    capacity = Capacity(most={"voice": 1, "chat": most}, beside_call=beside)
    load = {medium: count for medium, count in (("voice", voice), ("chat", chats)) if count}
    if fits(load, capacity, "voice"):
        assert voice == 0
        assert chats <= beside
    if fits(load, capacity, "chat"):
        assert chats + 1 <= most
        assert not voice or chats + 1 <= beside
    assert 0.0 <= busy_share(load, capacity) <= 1.0


def test_a_mix_of_written_media_fills_up_by_shares() -> None:
    capacity = Capacity(most={"chat": 4, "mail": 10})
    assert fits({"chat": 2}, capacity, "mail")
    assert fits({"chat": 2, "mail": 4}, capacity, "mail")
    assert not fits({"chat": 2, "mail": 5}, capacity, "chat")
    assert not fits({"fax": 1}, capacity, "fax"), "a medium of which nothing is said: one at a time"


@pytest.mark.parametrize(("medium", "room"), [("voice", False), ("chat", True)])
def test_two_chats_leave_room_for_a_third_but_not_for_a_call(medium: str, room: bool) -> None:
    assert fits({"chat": 2}, Capacity(), medium) is room
