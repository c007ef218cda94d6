"""What a step may know when it decides, read at that moment and no earlier."""

from __future__ import annotations

from collections.abc import Set
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from madoguchi import calendars, customers, interactions, routing
from madoguchi.calendars import OpeningHoursUnknown
from madoguchi.customers import OrderStatus
from madoguchi.interactions import Interaction
from madoguchi.kit.clock import now
from madoguchi.kit.log import log
from madoguchi.workflows.model.facts import CallerFacts, Hours, QueueFacts, View
from madoguchi.workflows.model.nodes import ConditionNode, FactName, HoursNode, Node, queues_of

LAST_AGENT = timedelta(days=30)
"""How long somebody is remembered as who spoke last with a customer."""

HANDLING = timedelta(hours=4)
"""So far back contacts are looked at to say how long one takes."""

ABOUT_ORDER: Final[frozenset[FactName]] = frozenset({"order.given", "order.status"})

THERE = frozenset({"ready", "busy", "wrap_up", "wrap_up_overdue"})
"""Presences of people who will take the next contact, now or soon."""


async def view_of(node: Node, interaction: UUID) -> View:
    """What this step needs to know, and nothing else."""
    match node:
        case HoursNode():
            return View(hours={node.hours: await hours_at(node.hours, now())})
        case ConditionNode():
            asked = {clause.fact for branch in node.branches for clause in branch.clauses if clause.queue is None}
            contact = await interactions.interaction(interaction) if asked else None
            return View(
                caller=await caller_facts(contact, asked) if contact else CallerFacts(),
                queues=await queue_facts(list(dict.fromkeys(queues_of(node)))),
            )
    return View()


async def hours_at(hours: UUID, at: datetime) -> Hours:
    """How opening hours are at a moment. Those that are gone are closed: nobody promises to be there."""
    try:
        found = await calendars.openness(hours, at)
    except OpeningHoursUnknown:
        log.warning("flow_hours_gone", hours=str(hours))
        return "closed"
    return read_hours(found)


def read_hours(found: calendars.Openness) -> Hours:
    """Openness as the ways out of a step are called."""
    if found.open:
        return "open"
    if found.why == "lunch":
        return "lunch"
    return "holiday" if found.why in ("holiday", "special") else "closed"


async def caller_facts(contact: Interaction, asked: Set[FactName]) -> CallerFacts:
    """Who calls; what they ordered in the last year and about which order they call only where that is asked."""
    withheld = contact.withheld is not None
    status = await _order_status(contact.id) if asked & ABOUT_ORDER else ""
    if contact.customer_id is None:
        return CallerFacts(withheld=withheld, order=status)
    customer = await customers.customer(contact.customer_id)
    worth = await customers.worth(customer.id) if "customer.value" in asked else None
    last = await interactions.last_agent(customer.id, now() - LAST_AGENT)
    there = await routing.presence_of(last) if last else None
    return CallerFacts(
        known=True,
        tier=customer.tier,
        value=worth.ordered_minor if worth else 0,
        language=customer.language,
        tags=customer.tags,
        flagged=await customers.cautioned(customer.id),
        last_agent_ready=there is not None and there.presence == "ready",
        withheld=withheld,
        order=status,
    )


async def _order_status(interaction: UUID) -> OrderStatus | Literal[""]:
    """How the order stands whose number was typed last."""
    orders = await interactions.links_of(interaction, "order")
    found = await customers.order(orders[-1]) if orders else None
    return found.status if found else ""


async def queue_facts(queues: list[UUID]) -> dict[UUID, QueueFacts]:
    """How queues stand for somebody who would join them now."""
    if not queues:
        return {}
    found = {}
    for load in await routing.queue_loads(queues):
        staffed = sum(count for presence, count in load.agents.items() if presence in THERE)
        ready = load.agents.get("ready", 0)
        found[load.id] = QueueFacts(
            waiting=load.waiting,
            staffed=staffed,
            ready=ready,
            longest_wait=int((now() - load.oldest).total_seconds()) if load.oldest else 0,
            estimated_wait=await _estimate(load.id, load.waiting, staffed, ready),
        )
    return found


async def _estimate(queue: UUID, waiting: int, staffed: int, ready: int) -> int | None:
    """Seconds that somebody who joins now would wait: each ahead and they themselves take a mean contact's time."""
    if waiting < ready:
        return 0
    each = await interactions.handling_seconds(queue, now() - HANDLING) if staffed else None
    return None if each is None else int((waiting + 1) * each / staffed)
