"""Queues and who serves them, as the administrator sets them."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import asyncpg
import msgspec
from msgspec import Meta
from msgspec.structs import replace

from madoguchi import access
from madoguchi.kit.errors import PreconditionFailed
from madoguchi.kit.facts import record
from madoguchi.kit.ids import new_id
from madoguchi.routing import events
from madoguchi.routing.actions import matching
from madoguchi.routing.errors import QueueCodeTaken, QueueInUse, QueueUnknown, StrategyUnknown, UserUnknown
from madoguchi.routing.model.matching import STRATEGIES
from madoguchi.routing.store import queues as store
from madoguchi.routing.store.queues import Queue

Name = Annotated[str, Meta(min_length=1, max_length=100)]


class QueueForm(msgspec.Struct, frozen=True, kw_only=True):
    """A queue as the administrator writes it. Times in seconds; null: as the tenant's settings say."""

    code: Annotated[str, Meta(pattern="^[a-z0-9][a-z0-9_-]{0,62}$")]
    name_ja: Name
    name_en: Name
    line_of_business: UUID | None = None
    strategy: Annotated[str, Meta(max_length=64)] = "longest_idle"
    offer_seconds: Annotated[int, Meta(ge=3, le=300)] | None = None
    wrapup_seconds: Annotated[int, Meta(ge=0, le=3600)] | None = None
    max_wait_seconds: Annotated[int, Meta(ge=5, le=86400)] | None = None
    active: bool = True


async def add_queue(form: QueueForm) -> Queue:
    """Raises `QueueCodeTaken`, `StrategyUnknown`, or as the line of business does."""
    queue = Queue(id=new_id(), **msgspec.structs.asdict(form))
    await _save(queue)
    await access.audit("queue.created", "queue", queue.id, {"code": queue.code})
    return queue


async def change_queue(queue_id: UUID, form: QueueForm, expected: int) -> Queue:
    """Raises `QueueUnknown`, `PreconditionFailed`, `QueueInUse` (closed while somebody waits), or as `add_queue`."""
    before = await store.queue(queue_id, lock=True)
    if before is None:
        raise QueueUnknown
    if before.version != expected:
        raise PreconditionFailed
    if before.active and not form.active and await store.anyone_waits(queue_id):
        raise QueueInUse
    queue = replace(before, **msgspec.structs.asdict(form), version=before.version + 1)
    await _save(queue)
    fields = [name for name in form.__struct_fields__ if getattr(before, name) != getattr(form, name)]
    await access.audit("queue.changed", "queue", queue.id, {"fields": list(fields)})
    return queue


async def _save(queue: Queue) -> None:
    if queue.strategy not in STRATEGIES:
        raise StrategyUnknown(strategy=queue.strategy)
    if queue.line_of_business is not None:
        await access.line_of_business(queue.line_of_business)
    if await store.code_taken(queue.code, queue.id):
        raise QueueCodeTaken(taken=queue.code)
    await store.save(queue)
    record(events.QueueChanged(queue=queue.id))


async def set_members(queue_id: UUID, users: list[UUID]) -> list[UUID]:
    """Let exactly `users` serve the queue; who is free and was added is offered what waits. Raises `UserUnknown`."""
    if await store.queue(queue_id) is None:
        raise QueueUnknown
    before = set(await store.members(queue_id))
    try:
        await store.set_members(queue_id, users)
    except asyncpg.ForeignKeyViolationError as error:
        raise UserUnknown from error
    after = set(users)
    added, removed = sorted(after - before), sorted(before - after)
    await access.audit(
        "queue.members_changed",
        "queue",
        queue_id,
        {"added": [str(user) for user in added], "removed": [str(user) for user in removed]},
    )
    record(events.QueueChanged(queue=queue_id))
    for user in added:
        await matching.serve_person(user)
    return sorted(after)
