"""Queues and who serves them, as the administrator sets them."""

from __future__ import annotations

from typing import Annotated, Any
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
from madoguchi.routing.actions import relaxing, rounds
from madoguchi.routing.actions.skills import known_skills
from madoguchi.routing.errors import (
    QueueCodeTaken,
    QueueInUse,
    QueueUnknown,
    StepsInvalid,
    StrategyUnknown,
    UserUnknown,
)
from madoguchi.routing.model.sets import version_of
from madoguchi.routing.model.skills import Code, Level, Step, ordered
from madoguchi.routing.model.strategies import STRATEGIES
from madoguchi.routing.store import queues as store
from madoguchi.routing.store.queues import Queue

Name = Annotated[str, Meta(min_length=1, max_length=100)]


class QueueForm(msgspec.Struct, frozen=True, kw_only=True):
    """A queue as the administrator writes it. Times in seconds; null: as the tenant's settings say.

    `required`: skill code → minimum level 1..5; `steps`: how that gives way the longer somebody waits.
    """

    code: Annotated[str, Meta(pattern="^[a-z0-9][a-z0-9_-]{0,62}$")]
    name_ja: Name
    name_en: Name
    line_of_business: UUID | None = None
    strategy: Annotated[str, Meta(max_length=64)] = "longest_idle"
    offer_seconds: Annotated[int, Meta(ge=3, le=300)] | None = None
    wrapup_seconds: Annotated[int, Meta(ge=0, le=3600)] | None = None
    max_wait_seconds: Annotated[int, Meta(ge=5, le=86400)] | None = None
    active: bool = True
    required: Annotated[dict[Code, Level], Meta(max_length=50)] = {}
    steps: Annotated[list[Step], Meta(max_length=20)] = []
    last_agent: bool = False
    match_language: bool = False


async def add_queue(form: QueueForm) -> Queue:
    """Raises `QueueCodeTaken`, `StrategyUnknown`, `SkillUnknown`, `StepsInvalid`, or as the line of business does."""
    queue = Queue(id=new_id(), **_fields(form))
    await _save(queue)
    await access.audit("queue.created", "queue", queue.id, {"code": queue.code})
    return queue


async def change_queue(queue_id: UUID, form: QueueForm, expected: int) -> Queue:
    """Raises `QueueUnknown`, `PreconditionFailed`, `QueueInUse` (closed while somebody waits), or as `add_queue`."""
    before = await store.queue(queue_id, lock=True)
    if before is None:
        raise QueueUnknown
    if before.version != expected:
        raise PreconditionFailed(version=before.version)
    if before.active and not form.active and await store.anyone_waits(queue_id):
        raise QueueInUse
    queue = replace(before, **_fields(form), version=before.version + 1)
    await _save(queue, before)
    fields = [name for name in form.__struct_fields__ if getattr(before, name) != getattr(form, name)]
    await access.audit("queue.changed", "queue", queue.id, {"fields": list(fields)})
    if before.required != queue.required or before.steps != queue.steps:
        await relaxing.respecified(queue)
    return queue


def _fields(form: QueueForm) -> dict[str, Any]:
    return msgspec.structs.asdict(form) | {"steps": ordered(form.steps)}


async def _save(queue: Queue, before: Queue | None = None) -> None:
    if queue.strategy not in STRATEGIES:
        raise StrategyUnknown(strategy=queue.strategy)
    kept = {*before.required, *(code for step in before.steps for code in step.drop)} if before else set()
    await known_skills({*queue.required, *(code for step in queue.steps for code in step.drop)} - kept)
    onward = {step.overflow for step in queue.steps if step.overflow is not None}
    if onward and not onward <= {other.id for other in await store.queues() if other.active and other.id != queue.id}:
        raise StepsInvalid
    if queue.line_of_business is not None:
        await access.line_of_business(queue.line_of_business)
    if await store.code_taken(queue.code, queue.id):
        raise QueueCodeTaken(taken=queue.code)
    await store.save(queue)
    record(events.QueueChanged(queue=queue.id))


async def set_members(queue_id: UUID, users: list[UUID], expected: int | None = None) -> list[UUID]:
    """Let exactly `users` serve the queue; who is free and was added is offered what waits.

    Raises `QueueUnknown`, `UserUnknown`, `PreconditionFailed` when others serve it than at the version `expected`.
    """
    if await store.queue(queue_id) is None:
        raise QueueUnknown
    await store.hold_members()
    before = set(await store.members(queue_id))
    if expected is not None and expected != version_of(before):
        raise PreconditionFailed(version=version_of(before))
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
    if added:
        await rounds.serve_waiting()
    return sorted(after)
