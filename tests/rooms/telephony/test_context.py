"""What travels with a call to an outside number: a token, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest

from madoguchi import interactions
from madoguchi.kit.clock import TestClock, now
from madoguchi.kit.db import db, unit
from madoguchi.kit.ids import new_id
from madoguchi.telephony import ContextUnknown, context_of
from madoguchi.telephony.actions.context import HEADER, forget_expired
from tests.rooms.telephony.test_consulting import SHOP
from tests.rooms.telephony.world import World


async def told(world: World) -> tuple[str, UUID]:
    """The token that the shop was told, and the contact it is about."""
    _, contact = await world.talk()
    await world.wish(partial(interactions.add, contact.id, world.office.agent, number=SHOP))
    guest = await world.until(lambda: world.leg_of(contact.id, None), "the guest")
    headers = world.line.heard_headers(guest)
    assert set(headers) == {HEADER}
    return headers[HEADER], contact.id


async def test_the_token_leads_to_the_contact_and_says_nothing_itself(world: World) -> None:
    token, interaction = await told(world)
    async with unit(world.tenant):
        assert await context_of(token) == interaction
        kept = await db().fetchval("select string_agg(t::text, ' ') from context_token t")
    assert token not in kept
    assert str(interaction).replace("-", "") not in token


async def test_no_other_token_leads_anywhere(world: World) -> None:
    await told(world)
    async with unit(world.tenant):
        with pytest.raises(ContextUnknown):
            await context_of("another")


async def test_another_tenant_learns_nothing_from_it(world: World) -> None:
    token, _ = await told(world)
    async with unit(new_id()):
        with pytest.raises(ContextUnknown):
            await context_of(token)


async def test_it_is_good_for_a_while_only(world: World, clock: TestClock) -> None:
    token, _ = await told(world)
    clock.advance(31 * 60)
    async with unit(world.tenant):
        with pytest.raises(ContextUnknown):
            await context_of(token)
        await forget_expired()
        assert await db().fetchval("select count(*) from context_token where expires < $1", now() + timedelta(1)) == 0
