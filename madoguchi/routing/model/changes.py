"""What follows from a move: the facts to announce, read off the difference between two scenes."""

from __future__ import annotations

from uuid import UUID

from madoguchi.kit.facts import Fact
from madoguchi.routing import events
from madoguchi.routing.model.offers import Scene
from madoguchi.routing.model.presence import Agent
from madoguchi.routing.model.waiting import Item, Offer


def changes(before: Scene, after: Scene) -> list[Fact]:
    """The facts of the move from `before` to `after`, in the order in which people would tell them."""
    facts: list[Fact] = []
    if after.offer is not None and (before.offer is None or before.offer.state != after.offer.state):
        facts.append(offer_fact(after.offer))
    if after.item is not None and before.item is not None and before.item.live and not after.item.live:
        facts.append(wait_ended(after.item))
    if after.agent is not None:
        facts.extend(presence_facts(before.agent, after.agent))
    return facts


def presence_facts(before: Agent | None, after: Agent) -> list[Fact]:
    """`PresenceChanged` when what others see of the person changed."""
    previous = before.presence if before else "offline"
    seen_before = (previous, before.reason if before else None)
    if seen_before == (after.presence, after.reason):
        return []
    return [
        events.PresenceChanged(
            user=after.user,
            presence=after.presence,
            previous=previous,
            since=after.since,
            reason=after.reason,
            interaction=after.interaction,
        )
    ]


def offer_fact(offer: Offer) -> Fact:
    """The fact that belongs to the offer's state."""
    if offer.state == "pending":
        return events.OfferMade(
            offer=offer.id,
            item=offer.item,
            interaction=offer.interaction,
            user=offer.user,
            queue=offer.queue,
            made=offer.made,
            expires=offer.expires,
        )
    who = offer.id, offer.interaction, offer.user, offer.queue
    if offer.state in ("withdrawn", "expired"):
        caused = events.OfferWithdrawn if offer.state == "withdrawn" else events.OfferExpired
        return _about(caused, *who, cause=offer.cause or offer.state)
    return _about(ANSWERS[offer.state], *who)


ANSWERS: dict[str, type[Fact]] = {
    "accepted": events.OfferAccepted,
    "declined": events.OfferDeclined,
    "timed_out": events.OfferTimedOut,
}


def _about(kind: type[Fact], offer: UUID, interaction: UUID, user: UUID, queue: UUID | None, **more: str) -> Fact:
    return kind(offer=offer, interaction=interaction, user=user, queue=queue, **more)


def wait_ended(item: Item) -> Fact:
    """The fact that a wait is over, with how long it took."""
    ended = item.ended or item.entered
    return events.WaitEnded(
        item=item.id,
        interaction=item.interaction,
        queue=item.queue,
        exit=item.exit or "withdrawn",
        entered=item.entered,
        waited_seconds=max(0, int((ended - item.entered).total_seconds())),
    )
