"""Time-outs, each a job under its own key, and the sweep that mends what was lost.

The sweep does not act by itself: it books the time-out again, so that there is one road for both.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from madoguchi import interactions
from madoguchi.kit.clock import now
from madoguchi.kit.jobs import every, job, schedule
from madoguchi.kit.metrics import counter
from madoguchi.kit.settings import setting
from madoguchi.routing.actions import answering, matching, presence, relaxing, rounds, waiting
from madoguchi.routing.actions.timing import Timed
from madoguchi.routing.settings import RoutingSettings
from madoguchi.routing.store import agents, claims, decisions, items

SLACK = timedelta(seconds=2)
"""A time-out this late was lost."""

SILENT = timedelta(seconds=45)
"""A node not heard of for so long holds no desks."""

DOUBTFUL = timedelta(seconds=60)
"""After so long in line or in a talk we ask whether the contact is still there."""

FORGET_AT_ONCE = 20_000

mended = counter("routing_mended", "What the sweep had to mend", ("what",))


@job("routing.offer_due")
async def offer_due(body: Timed) -> None:
    """An offer's time is over."""
    await answering.time_is_up(body.id)


@job("routing.item_due")
async def item_due(body: Timed) -> None:
    """A contact's longest wait is over."""
    await waiting.waited_enough(body.id)


@job("routing.step_due")
async def step_due(body: Timed) -> None:
    """What a contact asks for gives way by a step."""
    await relaxing.step_due(body.id)


@job("routing.agent_due")
async def agent_due(body: Timed) -> None:
    """A person's state leaves by itself."""
    await presence.time_is_up(body.id)


@job("routing.grace_due")
async def grace_due(body: Timed) -> None:
    """A person's desk did not come back."""
    await presence.grace_over(body.id)


@job("routing.look")
async def look(body: Timed) -> None:
    """Somebody has rested from a contact: look again who takes it."""
    await matching.serve_item(body.id)


@job("routing.contact_gone")
async def contact_gone(body: Timed) -> None:
    """A contact in line that ended without our having heard of it."""
    await waiting.withdraw(body.id, "closed")


@job("routing.talk_over")
async def talk_over(body: Timed) -> None:
    """A person whose talk ended without our having heard of it."""
    await answering.talk_over(body.id)


@job("routing.slots_over")
async def slots_over(body: Timed) -> None:
    """A person with something in hand that ended without our having heard of it."""
    await answering.slots_over(body.id)


@job("routing.desk_silent")
async def desk_silent(body: Timed) -> None:
    """The node that held a desk of this person is gone."""
    await presence.desks_lost(body.id, now() - SILENT)


@every("routing.sweep", seconds=5)
async def sweep() -> None:
    """Book again what should have happened, and offer what waits while somebody fitting is free."""
    moment = now()
    grace = timedelta(seconds=(await setting(RoutingSettings)).desk_grace_seconds)
    # In the order in which every move books its time-outs, so that none waits for another in a circle.
    await _again("routing.item_due", "item", await items.late_items(moment - SLACK))
    await _again("routing.step_due", "step", await items.late_steps(moment - SLACK))
    await _again("routing.offer_due", "offer", await items.late_offers(moment - SLACK))
    await _again("routing.agent_due", "agent", await agents.overdue(moment - SLACK))
    await _again("routing.grace_due", "grace", await agents.away_since(moment - SLACK - grace))
    await _again("routing.desk_silent", "desk", await agents.desks_silent(moment - SILENT))
    waiting_long = await items.waiting_since(moment - DOUBTFUL)
    await _again("routing.contact_gone", "gone", await interactions.ended_among(waiting_long))
    talking = {agent.segment: agent.user for agent in await agents.talking(moment - DOUBTFUL) if agent.segment}
    over = await interactions.segments_over(list(talking))
    await _again("routing.talk_over", "talk", [talking[segment] for segment in over])
    await _again("routing.slots_over", "slots", await _hands_to_look_at(moment - DOUBTFUL))
    for item in await claims.waiting_for_one():
        if await matching.serve_item(item, again=False) is not None:
            mended.labels("unserved").inc()
    mended.labels("unserved").inc(await rounds.serve_waiting())


async def _hands_to_look_at(before: datetime) -> list[UUID]:
    """People with a contact in hand since before `before` that is over, as the contact room knows."""
    held = [(a.user, slot) for a in await agents.with_slots() for slot in a.slots if slot.since < before]
    begun = [slot.segment for _, slot in held if slot.segment is not None and not slot.wrapping]
    over = {*await interactions.segments_over(begun)} if begun else set()
    never = [slot.interaction for _, slot in held if slot.segment is None]
    gone = {*await interactions.ended_among(never)} if never else set()
    return list(dict.fromkeys(user for user, slot in held if slot.segment in over or slot.interaction in gone))


@every("routing.forget", seconds=600)
async def forget() -> None:
    """Decisions are kept whole for as long as the tenant says."""
    days = (await setting(RoutingSettings)).decision_days
    await decisions.forget(now() - timedelta(days=days), FORGET_AT_ONCE)


async def _again(name: str, what: str, ids: list[UUID]) -> None:
    for each in ids:
        await schedule(name, Timed(each), due=now(), key=f"routing.{what}:{each}")
        mended.labels(what).inc()
