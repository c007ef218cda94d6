"""Queues, who serves them, and the live table."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from madoguchi.kit.http import Tagged, expected_version, get, post, put
from madoguchi.kit.i18n import say
from madoguchi.routing import queries
from madoguchi.routing.actions import queues as actions
from madoguchi.routing.actions.queues import QueueForm
from madoguchi.routing.model.sets import version_of
from madoguchi.routing.model.strategies import STRATEGIES
from madoguchi.routing.queries import QueueTable
from madoguchi.routing.store.queues import Queue


class Members(msgspec.Struct, frozen=True, kw_only=True):
    """Who is to serve a queue."""

    users: Annotated[list[UUID], Meta(max_length=5000)]


class Membership(msgspec.Struct, frozen=True, kw_only=True):
    """Who serves a queue, and the version that an edit of it names in If-Match."""

    users: list[UUID]
    version: int


class StrategyView(msgspec.Struct, frozen=True, kw_only=True):
    """An order in which the people of a queue may be asked."""

    code: str
    name_ja: str
    name_en: str


@get("/queues", needs="desk.use")
async def list_queues() -> list[Queue]:
    """Every queue by code."""
    return await queries.all_queues()


@get("/queues/live", needs="queues.watch")
async def live_table() -> QueueTable:
    """How every queue and everybody stands right now."""
    return await queries.queue_table()


@get("/routing/strategies", needs="desk.use")
async def list_strategies() -> list[StrategyView]:
    """The orders in which the people of a queue may be asked."""
    return [
        StrategyView(code=code, name_ja=say(f"strategy.{code}", "ja"), name_en=say(f"strategy.{code}", "en"))
        for code in STRATEGIES
    ]


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
    """Change a queue as a whole, from the version named in If-Match; what waits there asks for what it says now."""
    queue = await actions.change_queue(queue_id, data, expected_version())
    return Tagged(queue, queue.version)


@get("/queues/{queue_id:uuid}/members", needs="desk.use")
async def list_members(queue_id: UUID) -> Tagged[Membership]:
    """Who serves a queue."""
    return _membership(await queries.members(queue_id))


@put("/queues/{queue_id:uuid}/members", needs="routing.admin")
async def set_members(queue_id: UUID, data: Members) -> Tagged[Membership]:
    """Let exactly these people serve a queue, from the version named in If-Match (0: nobody)."""
    return _membership(await actions.set_members(queue_id, data.users, expected_version()))


def _membership(users: list[UUID]) -> Tagged[Membership]:
    version = version_of(users)
    return Tagged(Membership(users=users, version=version), version)


routes = [
    list_queues, live_table, list_strategies, add_queue, show_queue, change_queue, list_members, set_members,
]  # fmt: skip
