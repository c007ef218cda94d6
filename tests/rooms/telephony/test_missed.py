"""Callers whom only the switch answered, since nobody of ours was there: logged as missed, and owed a call."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

import madoguchi.cases.jobs  # noqa: F401  # registers what a call that is owed is timed by
from madoguchi import interactions
from madoguchi.cases.reactions import owe_a_call
from madoguchi.interactions.events import InteractionAbandoned
from madoguchi.kit import facts
from madoguchi.kit.clock import now
from madoguchi.kit.db import db
from madoguchi.kit.facts import settle
from madoguchi.telephony import take
from madoguchi.telephony.ports import MissedCall
from tests.rooms.telephony.world import World


@pytest.fixture(autouse=True)
def owing(alone: None) -> None:
    """The room above that owes such callers a call hears of them too."""
    facts._reactions[InteractionAbandoned].append(owe_a_call)


def missed_call(world: World, leg: str) -> MissedCall:
    return MissedCall(
        leg=leg,
        caller="0312345678",
        name="",
        withheld=False,
        dialled=world.number.e164,
        arrived=now() - timedelta(seconds=90),
        ended=now() - timedelta(seconds=60),
    )


async def owed(world: World) -> list[tuple[Any, ...]]:
    """What is to be done: of which contact, calling whom, and whether it is still open."""
    await settle()
    query = "select kind, state, interaction_id, address_value, due > now() as ahead from task order by id"
    return [tuple(row) for row in await world.look(lambda: db().fetch(query))]


def call_back(contact: UUID) -> tuple[Any, ...]:
    return ("missed_call", "open", contact, "+81312345678", True)


async def test_a_call_that_only_the_switch_answered_is_logged_as_missed_once(world: World) -> None:
    for _ in range(2):
        await take(missed_call(world, f"away-{world.tenant}"))
    contact = await world.look(lambda: world.opened(f"away-{world.tenant}"))
    assert contact is not None
    assert (contact.outcome, contact.cause, contact.address_value) == ("missed", "fallback", "+81312345678")
    assert contact.ended is not None
    assert (contact.ended - contact.opened).total_seconds() == pytest.approx(30, abs=1)
    assert len(await world.look(lambda: world.facts("interactions.InteractionAbandoned"))) == 1
    assert await owed(world) == [call_back(contact.id)]


async def test_a_caller_who_waited_with_us_before_is_missed_too_and_owed_a_call(world: World) -> None:
    leg, contact = await world.waiting()
    assert await owed(world) == []
    for _ in range(2):
        await take(missed_call(world, leg))
    ended = await world.look(lambda: interactions.interaction(contact.id))
    assert (ended.outcome, ended.cause) == ("missed", "fallback")
    assert await owed(world) == [call_back(contact.id)]
