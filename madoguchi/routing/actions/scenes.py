"""From rows to a scene and back: what a move changes is written, announced and given its time-outs, in one place.

Locks are taken in one order, the contact before the person, so that no two moves wait for each other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from msgspec.structs import replace

from madoguchi.kit.clock import now
from madoguchi.kit.errors import Unavailable
from madoguchi.kit.facts import record
from madoguchi.kit.metrics import SECONDS, histogram
from madoguchi.kit.settings import setting
from madoguchi.routing.actions import matching, relaxing, rounds, timing
from madoguchi.routing.model.changes import changes
from madoguchi.routing.model.offers import Scene
from madoguchi.routing.model.presence import Agent
from madoguchi.routing.model.waiting import Item
from madoguchi.routing.settings import RoutingSettings
from madoguchi.routing.store import agents, items, many

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
    after = await _brought_up(scene, after)
    await _keep(scene, after)
    if after.item is not None and _waits(scene, after):
        await matching.serve_item(after.item.id)
    if after.agent is not None and _frees(scene, after):
        await matching.serve_person(after.agent.user)
    return after


async def _keep(before: Scene, after: Scene) -> None:
    """Write the difference, announce it, book and cancel its time-outs."""
    if after.item is not None and after.item is not before.item:
        await items.save_item(after.item)
        await timing.time_item(after.item, before.item)
        _observe(after.item)
    if after.offer is not None and after.offer is not before.offer:
        await items.save_offer(after.offer)
        await timing.time_offer(after.offer)
    if after.agent is not None and after.agent is not before.agent:
        await agents.save(after.agent)
        await _time_agent(before.agent, after.agent)
    for fact in changes(before, after):
        record(fact)


async def of_interactions(interactions: Sequence[UUID]) -> list[Scene]:
    """The scenes of several contacts, those that wait, held in one order: contacts first, people second."""
    waiting = await many.lock_items(interactions)
    offers = {offer.item: offer for offer in await many.live_offers([item.interaction for item in waiting])}
    users = [offer.user for offer in offers.values()]
    asked = {agent.user: agent for agent in await many.lock_agents(users)} if users else {}
    scenes: list[Scene] = []
    for item in waiting:
        offer = offers.get(item.id)
        scenes.append(Scene(item=item, offer=offer, agent=asked.get(offer.user) if offer else None))
    return scenes


async def apply_many(scenes: Sequence[Scene], move: Move) -> int:
    """Do `move` in each, kept, announced and timed together; then one round looks who is free and who waits.

    No two scenes may share a person. Returns in how many of them it applied.
    """
    pairs = [(scene, after) for scene in scenes if (after := move(scene)) is not scene]
    if not pairs:
        return 0
    brought = [(before, await _brought_up(before, after)) for before, after in pairs]
    await _keep_many(brought)
    if any(_frees(before, after) or _waits(before, after) for before, after in brought):
        await rounds.serve_waiting()
    return len(brought)


async def _keep_many(pairs: Sequence[tuple[Scene, Scene]]) -> None:
    changed_items = [(b.item, a.item) for b, a in pairs if a.item is not None and a.item is not b.item]
    changed_offers = [a.offer for b, a in pairs if a.offer is not None and a.offer is not b.offer]
    changed_agents = [(b.agent, a.agent) for b, a in pairs if a.agent is not None and a.agent is not b.agent]
    if changed_items:
        await many.save_items([item for _, item in changed_items])
        await timing.time_items(changed_items)
        for _, item in changed_items:
            _observe(item)
    if changed_offers:
        await many.save_offers(changed_offers)
        await timing.time_offers(changed_offers)
    if changed_agents:
        await many.save_agents([agent for _, agent in changed_agents])
        for previous, agent in changed_agents:
            await _time_agent(previous, agent)
    for scene, after in pairs:
        for fact in changes(scene, after):
            record(fact)


def _observe(item: Item) -> None:
    if item.ended is not None:
        waits.labels(item.exit).observe(max(0.0, (item.ended - item.entered).total_seconds()))


async def _brought_up(before: Scene, after: Scene) -> Scene:
    """A contact that goes back to its line asks for what it may ask for by now."""
    if after.item is None or after.item is before.item or after.item.state != "waiting":
        return after
    alone = before.item is not None and before.item.target is not None
    bring = relaxing.come_back if alone else relaxing.brought_up
    return replace(after, item=await bring(after.item, now()))


def _waits(before: Scene, after: Scene) -> bool:
    return after.item is not None and after.item is not before.item and after.item.state == "waiting"


def _frees(before: Scene, after: Scene) -> bool:
    return after.agent is not None and after.agent is not before.agent and after.agent.available


async def _time_agent(before: Agent | None, after: Agent) -> None:
    if after.due != (before.due if before else None):
        await timing.time_agent(after.user, after.due)
    ended = before is not None and before.presence == "busy" and after.presence != "busy"
    if after.gone_since != (before.gone_since if before else None) or (ended and after.gone_since):
        grace = timedelta(seconds=(await setting(RoutingSettings)).desk_grace_seconds)
        await timing.time_grace(after.user, max(now(), after.gone_since + grace) if after.gone_since else None)
