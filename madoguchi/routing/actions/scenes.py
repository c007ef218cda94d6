"""From rows to a scene and back: what a move changes is written, announced and given its time-outs, in one place.

Locks are taken in one order, the contact before the person, so that no two moves wait for each other.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from msgspec.structs import replace

from madoguchi.kit.clock import now
from madoguchi.kit.errors import Unavailable
from madoguchi.kit.facts import record
from madoguchi.kit.metrics import SECONDS, histogram
from madoguchi.kit.settings import setting
from madoguchi.routing.actions import matching, relaxing, timing
from madoguchi.routing.model.changes import changes
from madoguchi.routing.model.offers import Scene
from madoguchi.routing.model.presence import Agent
from madoguchi.routing.model.waiting import Item
from madoguchi.routing.settings import RoutingSettings
from madoguchi.routing.store import agents, items

Move = Callable[[Scene], Scene]

waits = histogram(
    "queue_wait_seconds", "From entering a queue to the end of the wait, by exit", ("exit",), (*SECONDS, 30, 60, 300)
)


class Contended(Unavailable):
    """Others kept changing the same person's offer; asking again will do."""

    code = "try_again"


async def of_item(item: Item | None) -> Scene:
    """A contact in line (locked already), its live offer and the person asked."""
    if item is None:
        return Scene()
    offer = await items.live_offer(item.id)
    return Scene(item=item, offer=offer, agent=await agents.lock(offer.user) if offer else None)


async def of_offer(offer_id: UUID) -> Scene:
    """The scene of an offer while it is live; an empty one once it is over."""
    offer = await items.offer(offer_id)
    if offer is None or offer.ended is not None:
        return Scene()
    scene = await of_item(await items.item(offer.item, lock=True))
    return scene if scene.offer is not None and scene.offer.id == offer_id else Scene()


async def of_user(user: UUID, at: datetime) -> Scene:
    """A person, what they are being offered, and the contact behind it. Who had no state yet gets one: offline."""
    for _ in range(3):
        seen = await agents.find(user)
        if seen is None:
            await agents.begin(user, at)
        offer = await items.offer(seen.offer) if seen and seen.offer else None
        item = await items.item(offer.item, lock=True) if offer else None
        agent = await agents.lock(user)
        if agent is not None and agent.offer == (offer.id if offer else None):
            current = await items.offer(agent.offer) if agent.offer else None
            return Scene(item=item, offer=current, agent=agent)
    raise Contended


async def apply(scene: Scene, move: Move) -> Scene:
    """Do `move`; keep, announce and time what it changed; then look who is free and who waits because of it."""
    after = move(scene)
    if after is scene:
        return scene
    if after.item is not None and after.item is not scene.item and after.item.state == "waiting":
        after = replace(after, item=await relaxing.brought_up(after.item, now()))
    await _keep(scene, after)
    if after.item is not None and after.item is not scene.item and after.item.state == "waiting":
        await matching.serve_item(after.item.id)
    if after.agent is not None and after.agent is not scene.agent and after.agent.available:
        await matching.serve_person(after.agent.user)
    return after


async def _keep(before: Scene, after: Scene) -> None:
    """Write the difference, announce it, book and cancel its time-outs."""
    if after.item is not None and after.item is not before.item:
        await items.save_item(after.item)
        await timing.time_item(after.item, before.item)
        if after.item.ended is not None:
            waited = (after.item.ended - after.item.entered).total_seconds()
            waits.labels(after.item.exit).observe(max(0.0, waited))
    if after.offer is not None and after.offer is not before.offer:
        await items.save_offer(after.offer)
        await timing.time_offer(after.offer)
    if after.agent is not None and after.agent is not before.agent:
        await agents.save(after.agent)
        await _time_agent(before.agent, after.agent)
    for fact in changes(before, after):
        record(fact)


async def _time_agent(before: Agent | None, after: Agent) -> None:
    if after.due != (before.due if before else None):
        await timing.time_agent(after.user, after.due)
    ended = before is not None and before.presence == "busy" and after.presence != "busy"
    if after.gone_since != (before.gone_since if before else None) or (ended and after.gone_since):
        grace = timedelta(seconds=(await setting(RoutingSettings)).desk_grace_seconds)
        await timing.time_grace(after.user, max(now(), after.gone_since + grace) if after.gone_since else None)
