"""Calls made for a task: each is an attempt, whatever comes of it, and what comes of it decides how it goes on."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from msgspec import structs

from madoguchi import interactions
from madoguchi.access import audit
from madoguchi.cases.actions import moves, tasks
from madoguchi.cases.errors import CallbackMoved, NothingToCall, TaskEnded, TaskUnknown
from madoguchi.cases.events import CallAttempted
from madoguchi.cases.model import callbacks as model
from madoguchi.cases.model.callbacks import Attempt, Outcome
from madoguchi.cases.model.tasks import TO_CALL, Task
from madoguchi.cases.store import callbacks as store
from madoguchi.cases.store import tasks as task_store
from madoguchi.customers import Address, next_contact
from madoguchi.kit.clock import now
from madoguchi.kit.facts import record
from madoguchi.kit.ids import new_id
from madoguchi.kit.metrics import counter

called = counter("callback_attempts", "Calls made for tasks, by what came of them", ("kind", "outcome"))


async def to_call(task: UUID) -> Task:
    """The task, to be done by calling now (its number may be the customer's to find). Raises `TaskUnknown`,
    `TaskEnded`, `NothingToCall`."""
    found = await task_store.by_id(task, lock=True)
    if found is None:
        raise TaskUnknown
    if found.state != "open":
        raise TaskEnded
    if found.kind not in TO_CALL or not (found.address_value or found.customer_id):
        raise NothingToCall
    return found


async def begin_attempt(task: UUID, interaction: UUID, user: UUID) -> None:
    """`user` calls for this task in the contact `interaction`, which is linked to it. Idempotent for a contact.

    Raises as `to_call`.
    """
    found = await to_call(task)
    attempt = Attempt(id=new_id(), task_id=task, interaction_id=interaction, user_id=user, at=now())
    if not await store.add_attempt(attempt):
        return
    await interactions.link(interaction, "task", task, user)
    rules = await moves.rules()
    await moves.apply(task, lambda c: model.taken(c, interaction, attempt.at, rules), found.customer_id)


async def take_up(task: UUID, interaction: UUID, user: UUID) -> None:
    """`user` took what waited in line as the contact `interaction`, and calls. Raises as `to_call`, or `CallbackMoved`
    where it is to be called at another time and only just leaves the line."""
    await to_call(task)
    row = await store.of_task(task, lock=True)
    if row is not None and row.kind == "appointment" and row.state == "planned":
        raise CallbackMoved
    await begin_attempt(task, interaction, user)


async def reached(interaction: UUID) -> None:
    """Agent and customer hear each other: the promise is kept, and the task done by whoever called."""
    attempt = await store.attempt_in(interaction)
    if attempt is not None and attempt.outcome is None:
        await _ended(attempt, "reached")


async def call_over(interaction: UUID, cause: str) -> None:
    """The call is over; where nobody was reached, `cause` says why."""
    attempt = await store.attempt_in(interaction)
    if attempt is None or attempt.outcome is not None:
        return
    parts = await interactions.segments_of(interaction)
    talked = any(part.connected_at is not None for part in parts)
    await _ended(attempt, "reached" if talked else model.unanswered(cause))


async def absent_after_all(interaction: UUID) -> None:
    """Who called says that the customer was not there (a machine or somebody else answered): tried again by rule."""
    attempt = await store.attempt_in(interaction)
    if attempt is not None and attempt.outcome == "reached":
        await _ended(attempt, "absent")


async def absent(task: UUID, user: UUID | None) -> None:
    """`user` called by another telephone and nobody was there (不在): owed on, and tried again by rule.

    Raises as `to_call`.
    """
    found, at, rules = await to_call(task), now(), await moves.rules()
    attempt = Attempt(id=new_id(), task_id=task, interaction_id=None, user_id=user, at=at)
    await store.add_attempt(attempt)
    moved = await moves.apply(task, lambda c: model.absent(c, at, rules), found.customer_id)
    await _book(found, attempt, "absent", at, moved[1].due if moved else None, counted=False)
    await audit("task.absent", "task", task, about=found.customer_id)


async def _ended(attempt: Attempt, outcome: Outcome) -> None:
    task = await task_store.by_id(attempt.task_id, lock=True)
    if task is None:
        return
    at, rules = now(), await moves.rules()
    moved = await moves.apply(task.id, lambda c: model.tried(c, outcome, at, rules), task.customer_id)
    counted = attempt.outcome is not None or outcome == "failed"
    await _book(task, attempt, outcome, at, moved[1].due if moved else None, counted=counted)


async def _book(
    task: Task, attempt: Attempt, outcome: Outcome, at: datetime, again: datetime | None, *, counted: bool
) -> None:
    """Write down what came of it; `again`: when the house calls by itself, `counted`: it is among the tries already."""
    rules = await moves.rules()
    await store.end_attempt(attempt.id, outcome, at)
    if outcome != "reached":
        again = await _allowed(task, again or at + rules.wait(outcome))
    tries = task.tries if counted else task.tries + 1
    await tasks.tried(structs.replace(task, tries=tries, tried=at, tried_outcome=outcome), again, attempt.user_id)
    called.labels(task.kind, outcome).inc()
    record(
        CallAttempted(
            task=task.id, kind=task.kind, interaction=attempt.interaction_id, user=attempt.user_id, outcome=outcome
        )
    )


async def _allowed(task: Task, when: datetime) -> datetime:
    """When it may be tried again: not before `when`, and at an hour at which they may be called."""
    address = Address(kind="phone", value=task.address_value)
    return await next_contact(task.customer_id, "voice", address, when, "callback") or when
