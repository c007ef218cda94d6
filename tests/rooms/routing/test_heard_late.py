"""What is heard of only after the house was away: talks that ended meanwhile, accepted offers, facts out of order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from uuid import UUID

import pytest

from madoguchi import routing
from madoguchi.interactions.events import SegmentEnded, SegmentStarted
from madoguchi.kit import facts
from madoguchi.kit.clock import TestClock
from madoguchi.routing import reactions
from tests.rooms.routing.hall import Hall, time_outs


@contextmanager
def kept_back(*kinds: type[facts.Fact]) -> Iterator[list[facts.Fact]]:
    """Facts of these kinds wait in the outbox, as after a crash, while newer ones are delivered at once."""
    kept = {kind: facts._reactions[kind][:] for kind in kinds}
    waiting: list[facts.Fact] = []

    async def wait(fact: facts.Fact) -> None:
        waiting.append(fact)

    for kind in kinds:
        facts._reactions[kind][:] = [wait]
    yield waiting
    for kind, before in kept.items():
        facts._reactions[kind][:] = before


async def talked_unheard(hall: Hall) -> tuple[UUID, list[facts.Fact]]:
    """Somebody talked, and it ended, before routing heard of either: for it the caller just went."""
    first = hall.people[0]
    await hall.ready(first)
    contact = await hall.call()
    with kept_back(SegmentStarted, SegmentEnded) as waiting:
        await hall.talk(contact)
        await hall.give_up(contact)
    assert await hall.presence(first) == "ready"
    return first, waiting


async def hears(hall: Hall, waiting: list[facts.Fact]) -> None:
    for fact in waiting:
        if isinstance(fact, SegmentStarted):
            await hall.do(partial(reactions.talk_began, fact))
        elif isinstance(fact, SegmentEnded):
            await hall.do(partial(reactions.talk_ended, fact))


@pytest.mark.parametrize("in_order", [True, False])
async def test_a_talk_that_is_heard_of_after_its_end_is_wrapped_up(hall: Hall, in_order: bool) -> None:
    user, waiting = await talked_unheard(hall)
    waiting = [*waiting, *waiting]  # and again
    await hears(hall, waiting if in_order else waiting[::-1])
    assert await hall.presence(user) == "wrap_up"
    await hall.do(lambda: routing.end_wrapup(user))
    assert await hall.presence(user) == "ready"


async def test_who_talks_with_somebody_else_by_then_is_left_to_it_and_owes_the_form_for_later(hall: Hall) -> None:
    user, waiting = await talked_unheard(hall)
    other = await hall.call()
    await hall.talk(other)
    await hears(hall, waiting)
    assert (await hall.do(lambda: routing.presence_of(user))).interaction == other.id
    await hall.hang_up(other, user)
    await hall.do(lambda: routing.end_wrapup(user))
    await hears(hall, waiting)
    assert await hall.presence(user) == "ready"


async def test_who_is_being_asked_by_then_wraps_up_first_and_the_next_is_asked(hall: Hall) -> None:
    user, waiting = await talked_unheard(hall)
    other = await hall.call()
    await hall.ready(hall.people[1])
    await hears(hall, waiting)
    assert await hall.presence(user) == "wrap_up"
    assert (await hall.offered(other)).user == hall.people[1]


@pytest.mark.parametrize("chosen", ["break", "offline"])
async def test_who_went_on_a_break_or_home_by_then_is_not_called_back(hall: Hall, chosen: routing.Chosen) -> None:
    user, waiting = await talked_unheard(hall)
    await hall.do(lambda: routing.set_presence(user, chosen))
    await hears(hall, waiting)
    assert await hall.presence(user) == chosen


async def test_who_accepted_before_we_were_away_has_their_time_again_from_our_return(
    hall: Hall, clock: TestClock
) -> None:
    first, second = hall.people
    await hall.ready(first)
    contact = await hall.call()
    await hall.accept(contact)
    await hall.ready(second)
    clock.advance(60)
    await time_outs()
    assert (await hall.offered(contact)).user == first  # they may well talk: the switch has not told yet
    assert await hall.presence(first) == "busy"
    clock.advance(16)
    await time_outs()
    assert await hall.presence(first) == "not_responding"
    assert (await hall.offered(contact)).user == second
