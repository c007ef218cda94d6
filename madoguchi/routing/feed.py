"""What desks see of queues and people, live.

A queue changes many times a second; a desk wants to know how it stands, not each step. So the first change starts a
short wait, after which one fact names the queues that moved, and the desks get their figures once. Every node sees each
change; the eldest tells, and the others only what it has not told.
"""

from __future__ import annotations

import asyncio
from contextvars import Context
from datetime import datetime
from uuid import UUID

import msgspec

from madoguchi import access
from madoguchi.kit import nodes
from madoguchi.kit.clock import now
from madoguchi.kit.db import current_tenant, unit
from madoguchi.kit.facts import Push, record, watches
from madoguchi.kit.log import log
from madoguchi.routing import queries
from madoguchi.routing.events import (
    ItemMoved,
    ItemQueued,
    OfferAccepted,
    OfferExpired,
    OfferMade,
    PresenceChanged,
    PresenceForced,
    QueueChanged,
    QueuesMoved,
    SkillMissing,
    WaitEnded,
)
from madoguchi.routing.store import queues
from madoguchi.routing.store.queues import AgentRow, QueueLoad

PAUSE = 0.5
"""Seconds during which changes of a tenant's queues gather."""

_moved: dict[UUID, set[UUID]] = {}
_tellers: set[asyncio.Task[None]] = set()


def _gather(*queue_ids: UUID | None) -> None:
    tenant = current_tenant()
    known = tenant in _moved
    _moved.setdefault(tenant, set()).update(queue for queue in queue_ids if queue is not None)
    if not known:
        task = asyncio.create_task(_tell(tenant), context=Context())  # not in the unit of this look
        _tellers.add(task)
        task.add_done_callback(_tellers.discard)


async def _tell(tenant: UUID) -> None:
    await asyncio.sleep(PAUSE if nodes.eldest() else 3 * PAUSE)
    moved = _moved.pop(tenant, set())
    if not moved:
        return
    try:
        async with unit(tenant):
            record(QueuesMoved(queues=sorted(moved)))
    except Exception as error:
        log.warning("queues_untold", error=type(error).__name__)  # the next change tells of these too


class QueuesNow(msgspec.Struct, frozen=True, kw_only=True):
    """How the queues that moved stand now."""

    at: datetime
    queues: list[QueueLoad]


class AgentNow(msgspec.Struct, frozen=True, kw_only=True):
    """What one person is doing now; without `agent` they are not of the live table any more."""

    at: datetime
    user: UUID
    agent: AgentRow | None
    name: str


@watches(QueuesMoved)
async def queues_now(fact: QueuesMoved) -> Push:
    """Numbers only, so everybody may see them. They are read now: what moved until now, the eldest node has told."""
    if not nodes.eldest():
        _moved.get(current_tenant(), set()).difference_update(fact.queues)
    body = QueuesNow(at=now(), queues=await queries.queue_loads(fact.queues))
    return Push(to="tenant", event="queue.changed", body=body)


class SkillMissed(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody waited in `queue` for a skill (a code) that nobody has who serves it."""

    queue: UUID
    skill: str
    interaction: UUID


class PresenceOrdered(msgspec.Struct, frozen=True, kw_only=True):
    """A supervisor decided what I do: who, what, and why, as a code and in words."""

    presence: str
    by: UUID
    name: str
    reason: str
    reason_ja: str
    reason_en: str


@watches(SkillMissing)
async def skill_missing(fact: SkillMissing) -> Push:
    """Whoever supervises is told at once; the contact does not wait for it."""
    body = SkillMissed(queue=fact.queue, skill=fact.skill, interaction=fact.interaction)
    return Push(to="permission:routing.supervise", event="skill.missing", body=body)


@watches(PresenceForced)
async def forced(fact: PresenceForced) -> Push:
    """The person sees at once who decided it, and why."""
    who = (await access.users_by_id([fact.by])).get(fact.by)
    why = next((each for each in await queries.force_reasons() if each.code == fact.reason), None)
    body = PresenceOrdered(
        presence=fact.presence,
        by=fact.by,
        name=who.name if who else "",
        reason=fact.reason,
        reason_ja=why.name_ja if why else fact.reason,
        reason_en=why.name_en if why else fact.reason,
    )
    return Push(to=f"user:{fact.user}", event="presence.forced", body=body)


@watches(ItemMoved)
async def moved_on(fact: ItemMoved) -> None:
    """One less waits in one queue, one more in another."""
    _gather(fact.queue, fact.previous)


@watches(ItemQueued)
async def entered(fact: ItemQueued) -> None:
    """One more waits."""
    _gather(fact.queue)


@watches(OfferMade)
async def rings(fact: OfferMade) -> None:
    """Somebody of the queue is being asked."""
    _gather(fact.queue)


@watches(OfferAccepted)
async def taken(fact: OfferAccepted) -> None:
    """One less waits: they are being connected."""
    _gather(fact.queue)


@watches(OfferExpired)
async def not_connected(fact: OfferExpired) -> None:
    """Connecting failed: they wait again."""
    _gather(fact.queue)


@watches(WaitEnded)
async def left(fact: WaitEnded) -> None:
    """One less waits."""
    _gather(fact.queue)


@watches(QueueChanged)
async def edited(fact: QueueChanged) -> None:
    """An administrator was at work."""
    _gather(fact.queue)


@watches(PresenceChanged)
async def person_moved(fact: PresenceChanged) -> None:
    """The queues that the person serves have one more or less of a kind."""
    _gather(*await queues.queues_of(fact.user))


@watches(PresenceChanged)
async def person_now(fact: PresenceChanged) -> Push:
    """Whoever looks at the live table sees what this person does, at once."""
    row = await queries.agent_row(fact.user)
    who = (await access.users_by_id([fact.user])).get(fact.user)
    body = AgentNow(at=now(), user=fact.user, agent=row, name=who.name if who else "")
    return Push(to="topic:queues", event="agent.changed", body=body)
