"""What stands on open pages at once: a contact's own page, and the past of its customer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import asyncpg

from madoguchi import interactions
from madoguchi.interactions import Outcome, feed
from madoguchi.interactions.events import OutcomeRecorded, RecordingAdded
from madoguchi.kit.clock import now
from madoguchi.kit.db import unit
from madoguchi.kit.facts import kind_of
from madoguchi.kit.ids import new_id
from tests.rooms.interactions.factory import Office, make_customer, past_call
from tests.rooms.workspace.factory import pushes


def seen(made: list[list[Any]]) -> set[tuple[str, str, UUID]]:
    """Where, what and about which contact."""
    return {(push.to, push.event, push.body.interaction) for each in made for push in each}


async def test_an_outcome_is_told_to_the_pages_of_the_contact_and_of_its_customer(
    office: Office, owner: asyncpg.Connection[asyncpg.Record]
) -> None:
    async with unit(office.tenant):
        customer = await make_customer()
        call = (await past_call(office, customer, now())).id
        (part,) = await interactions.segments_of(call)
        await interactions.classify(part.id, Outcome(resolution="resolved"), office.agent)
    told = seen(await pushes(owner, office.tenant, feed.classified, kind_of(OutcomeRecorded)))
    assert told == {
        (f"topic:interaction:{call}", "contact.changed", call),
        (f"topic:customer:{customer}", "contact.changed", call),
    }


async def test_a_recording_that_comes_after_the_call_is_told_too(
    office: Office, owner: asyncpg.Connection[asyncpg.Record]
) -> None:
    async with unit(office.tenant):
        customer = await make_customer()
        call = (await past_call(office, customer, now())).id
        await interactions.add_recording(call, new_id(), now(), 12, 2, [1, 2])
    told = seen(await pushes(owner, office.tenant, feed.recorded, kind_of(RecordingAdded)))
    assert (f"topic:customer:{customer}", "contact.changed", call) in told
