"""What a screen pop costs: statements to the database, which must not creep back one by one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest

from madoguchi import cases, interactions
from madoguchi.cases import CaseTimeline, TaskTimeline
from madoguchi.interactions.orders import OrderTimeline
from madoguchi.interactions.timeline import forget_timeline, register_timeline
from madoguchi.kit.clock import now
from madoguchi.kit.db import unit
from madoguchi.kit.facts import settle
from madoguchi.workspace import feed
from madoguchi.workspace.http import routes
from tests.api import api
from tests.rooms.interactions.factory import past_call
from tests.rooms.workspace.factory import Centre, hang_up, offer_to, pushes, ready, ring, talk
from tests.statements import at_most

# Who is asked and about what; everything the rooms know; what they need of each other; around them begin and commit.
PUSH, READ, DESK = 5, 6, 8


@pytest.fixture(autouse=True)
def all_sources() -> Iterator[None]:
    """The whole timeline, as bootstrap wires it."""
    sources = {"case": CaseTimeline(), "task": TaskTimeline(), "order": OrderTimeline()}
    for kind, source in sources.items():
        register_timeline(kind, source)
    yield
    for kind in sources:
        forget_timeline(kind)


async def rich_past(centre: Centre) -> UUID:
    """A customer with earlier calls, notes, open cases and tasks."""
    async with unit(centre.tenant):
        for days in (1, 3, 9):
            call = await past_call(centre, centre.customer, now() - timedelta(days=days), user=centre.colleague)
            await interactions.write_note(call.id, "また音がするとのこと", centre.colleague)
        case = await cases.open_case("冷蔵庫が冷えない", by=centre.colleague, customer=centre.customer)
        await cases.create_task(
            cases.TaskForm(kind="follow_up", customer_id=centre.customer, case_id=case.id, owner_id=centre.agent),
            by=centre.agent,
        )
    await settle()
    return case.id


async def test_the_pushed_pop_is_few_statements(centre: Centre, owner: asyncpg.Connection) -> None:
    await rich_past(centre)
    await ready(centre)
    await ring(centre)
    await pushes(owner, centre.tenant, feed.pop_screen, "routing.OfferMade")  # column names are learned once
    with at_most(PUSH):
        [push] = await pushes(owner, centre.tenant, feed.pop_screen, "routing.OfferMade")
    pop = push.body
    assert (pop.customer.name, len(pop.cases), len(pop.tasks)) == ("高橋 美咲", 1, 1)
    assert {entry.kind for entry in pop.timeline} == {"interaction", "case", "task"}
    assert "また音がするとのこと" in {entry.title for entry in pop.timeline}


async def test_the_pop_read_again_is_few_statements(centre: Centre) -> None:
    await rich_past(centre)
    await ready(centre)
    call = await ring(centre)
    offer = await offer_to(centre)
    async with api(routes, centre.who()) as desk:
        path = f"/interactions/{call.id}/pop"
        await desk.get(path)
        with at_most(READ):
            ringing = await desk.get(path)
        await desk.post(f"/offers/{offer.id}/accept")
        await settle()
        await talk(centre, call)
        await hang_up(centre, call)
        await desk.get(path)
        with at_most(READ):
            over = await desk.get(path)
    assert ringing.json()["customer"]["name"] == over.json()["customer"]["name"] == "高橋 美咲"


async def test_a_whole_desk_is_few_statements(centre: Centre) -> None:
    """Presence, calls, forms owed with their screens, tasks, queues: no more than the longest chain of questions."""
    await rich_past(centre)
    await ready(centre)
    async with api(routes, centre.who()) as desk:
        call = await ring(centre)
        await desk.post(f"/offers/{(await offer_to(centre)).id}/accept")
        await settle()
        await talk(centre, call)
        await hang_up(centre, call)
        await desk.get("/desk")
        with at_most(DESK):
            shown = (await desk.get("/desk")).json()
    assert [one["pop"]["customer"]["name"] for one in shown["wrapups"]] == ["高橋 美咲"]
    assert len(shown["queues"]) == 1


async def test_a_case_opens_in_few_statements(centre: Centre) -> None:
    case = await rich_past(centre)
    async with unit(centre.tenant):
        await cases.detail(case)
    with at_most(4):
        async with unit(centre.tenant):
            shown = await cases.detail(case)
    assert (shown.case.customer_name, shown.case.title, len(shown.tasks)) == ("高橋 美咲", "冷蔵庫が冷えない", 1)
