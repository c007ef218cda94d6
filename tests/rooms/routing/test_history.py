"""What is kept of waits, offers and presence for those who count it the morning after."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest

from madoguchi import interactions, routing
from madoguchi.kit.clock import TestClock, now
from madoguchi.kit.db import unit
from madoguchi.routing import queries
from madoguchi.routing.actions import matching
from madoguchi.routing.store import decisions
from tests.rooms.routing.hall import Hall, time_outs


async def test_everything_somebody_did_is_kept_with_its_time_and_contact(hall: Hall, clock: TestClock) -> None:
    user, start = hall.people[0], now()
    await hall.ready(user)
    clock.advance(60)
    contact = await hall.call()
    clock.advance(5)
    await hall.talk(contact)
    clock.advance(100)
    await hall.hang_up(contact, user)
    clock.advance(30)
    await hall.do(lambda: routing.end_wrapup(user))
    clock.advance(1)
    await hall.do(lambda: routing.set_presence(user, "break", "lunch"))
    async with unit(hall.tenant):
        marks = await routing.presence_marks(start, now() + timedelta(seconds=1))
    seen = [(mark.presence, mark.reason, mark.interaction) for mark in marks if mark.user == user]
    assert seen == [
        ("ready", None, None),
        ("busy", None, contact.id),
        ("wrap_up", None, contact.id),
        ("ready", None, None),
        ("break", "lunch", None),
    ]
    lasted = [(b.at - a.at).total_seconds() for a, b in pairwise(marks)]
    assert lasted == pytest.approx([65, 100, 30, 1], abs=5), "what the machine itself took comes on top"


async def test_a_wait_and_those_who_were_asked_are_told_afterwards(hall: Hall, clock: TestClock) -> None:
    await hall.ready(hall.people[0])
    contact = await hall.call()
    clock.advance(21)
    await time_outs()  # nobody answered
    await hall.ready(hall.people[1])
    clock.advance(4)
    taker = await hall.talk(contact)
    async with unit(hall.tenant):
        (wait,) = await routing.past_waits([contact.id])
        missed, taken = await routing.past_offers([contact.id])
    assert (wait.queue, wait.exit) == (hall.queue.id, "connected")
    assert wait.ended is not None
    assert round((wait.ended - wait.entered).total_seconds()) == 25
    assert (missed.user, missed.state) == (hall.people[0], "timed_out")
    assert (taken.user, taken.state, taken.item) == (taker, "accepted", wait.id)


async def test_a_wait_ends_with_the_talk_and_not_with_our_hearing_of_it(hall: Hall, clock: TestClock) -> None:
    await hall.ready(hall.people[0])
    contact = await hall.call()
    clock.advance(10)
    offer = await hall.accept(contact)
    began = now()
    clock.advance(60)  # whoever was to tell us was away
    await hall.do(lambda: interactions.joined(contact.id, offer.user, began))
    async with unit(hall.tenant):
        (wait,) = await routing.past_waits([contact.id])
    assert (wait.exit, wait.ended) == ("connected", began)


async def test_a_long_history_is_tried_again_a_part_at_a_time(
    hall: Hall, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decisions, "AT_ONCE", 2)
    start = now()
    await hall.ready(*hall.people)
    for _ in range(5):
        contact = await hall.call()
        await hall.give_up(contact)
        clock.advance(1)
    async with unit(hall.tenant):
        parts = [len(part) async for part in decisions.between(start, now(), hall.queue.id)]
        whole = await queries.replay("longest_idle", start, now())
    assert parts == [2, 2, 1]
    assert (whole.decisions, whole.offers, whole.same) == (5, 5, 5)


async def test_a_decision_among_more_people_than_are_kept_says_so(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    start = now()
    await hall.ready(*hall.people)
    await hall.give_up(await hall.call())
    monkeypatch.setattr(matching, "MOST_KEPT", 1)
    contact = await hall.call()
    offer = await hall.offered(contact)
    async with unit(hall.tenant):
        assert offer.reason.log is not None
        kept = await queries.decision(offer.reason.log)
        found = await queries.replay("best_skill", start, now())
    assert ([one.user for one in kept.snapshot.people], kept.left_out) == ([offer.user], 1)
    assert (found.decisions, found.cut, found.offers) == (1, 1, 1)
