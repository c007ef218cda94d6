"""Presence, queues and the live table over HTTP. Offers are answered through the workspace."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from madoguchi.kit.http import Tagged, current_user, expected_version, get, post, put
from madoguchi.routing import queries
from madoguchi.routing.actions import presence as presences
from madoguchi.routing.actions import queues as actions
from madoguchi.routing.actions.queues import QueueForm
from madoguchi.routing.model.presence import Agent, Chosen, Presence
from madoguchi.routing.model.waiting import Offer, OfferState
from madoguchi.routing.model.work import Decision
from madoguchi.routing.queries import QueueTable
from madoguchi.routing.settings import BreakReason
from madoguchi.routing.store.queues import Queue


class PresenceView(msgspec.Struct, frozen=True, kw_only=True):
    """What I am doing. `due`: when it ends by itself; `after`: where I go after this contact or its wrap-up."""

    presence: Presence
    since: datetime
    reason: str | None
    due: datetime | None
    after: Chosen
    after_reason: str | None
    interaction: UUID | None
    break_reasons: list[BreakReason]


class PresenceWish(msgspec.Struct, frozen=True, kw_only=True):
    """What I choose to do. `reason`: the code of a break reason."""

    presence: Chosen
    reason: Annotated[str, Meta(max_length=32)] | None = None


class Members(msgspec.Struct, frozen=True, kw_only=True):
    """Who serves a queue."""

    users: Annotated[list[UUID], Meta(max_length=5000)]


class OfferView(msgspec.Struct, frozen=True, kw_only=True):
    """One person asked to take the contact, what came of it, and why this person."""

    id: UUID
    user: UUID
    queue: UUID | None
    state: OfferState
    cause: str | None
    made: datetime
    answered: datetime | None
    ended: datetime | None
    reason: Decision


@get("/presence", needs="desk.use")
async def show_presence() -> PresenceView:
    """What I am doing."""
    return await _view(await queries.presence_of(current_user()))


@put("/presence", needs="desk.use")
async def choose_presence(data: PresenceWish) -> PresenceView:
    """Choose what I do; in a contact it is kept for afterwards."""
    return await _view(await presences.set_presence(current_user(), data.presence, data.reason))


async def _view(agent: Agent) -> PresenceView:
    return PresenceView(
        presence=agent.presence,
        since=agent.since,
        reason=agent.reason,
        due=agent.due,
        after=agent.after,
        after_reason=agent.after_reason,
        interaction=agent.interaction,
        break_reasons=await queries.break_reasons(),
    )


@get("/queues", needs="desk.use")
async def list_queues() -> list[Queue]:
    """Every queue by code."""
    return await queries.all_queues()


@get("/queues/live", needs="queues.watch")
async def live_table() -> QueueTable:
    """How every queue and everybody stands right now."""
    return await queries.queue_table()


@post("/queues", needs="routing.admin")
async def add_queue(data: QueueForm) -> Tagged[Queue]:
    """Add a queue."""
    queue = await actions.add_queue(data)
    return Tagged(queue, queue.version)


@get("/queues/{queue_id:uuid}", needs="desk.use")
async def show_queue(queue_id: UUID) -> Tagged[Queue]:
    """One queue."""
    queue = await queries.queue(queue_id)
    return Tagged(queue, queue.version)


@put("/queues/{queue_id:uuid}", needs="routing.admin")
async def change_queue(queue_id: UUID, data: QueueForm) -> Tagged[Queue]:
    """Change a queue as a whole, from the version named in If-Match."""
    queue = await actions.change_queue(queue_id, data, expected_version())
    return Tagged(queue, queue.version)


@get("/queues/{queue_id:uuid}/members", needs="desk.use")
async def list_members(queue_id: UUID) -> Members:
    """Who serves a queue."""
    return Members(users=await queries.members(queue_id))


@put("/queues/{queue_id:uuid}/members", needs="routing.admin")
async def set_members(queue_id: UUID, data: Members) -> Members:
    """Let exactly these people serve a queue."""
    return Members(users=await actions.set_members(queue_id, data.users))


@get("/interactions/{interaction:uuid}/offers", needs="interactions.read_all")
async def list_offers(interaction: UUID) -> list[OfferView]:
    """Everybody who was asked to take the contact, in order, each with the reason why."""
    return [_offer_view(offer) for offer in await queries.offers_of(interaction)]


def _offer_view(offer: Offer) -> OfferView:
    return OfferView(**{name: getattr(offer, name) for name in OfferView.__struct_fields__})


routes = [
    show_presence, choose_presence, list_queues, live_table, add_queue, show_queue, change_queue, list_members,
    set_members, list_offers,
]  # fmt: skip
