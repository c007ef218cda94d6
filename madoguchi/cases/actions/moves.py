"""From rows to a callback and back: what a move changes is written, announced and given its time-out, in one place."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from madoguchi.cases.booked import CALLBACK_DUE, CallbackTimeout
from madoguchi.cases.events import CallbackChanged
from madoguchi.cases.model.callbacks import Callback, Rules
from madoguchi.cases.settings import CaseSettings
from madoguchi.cases.store import callbacks as store
from madoguchi.kit.facts import record
from madoguchi.kit.jobs import cancel, schedule
from madoguchi.kit.metrics import counter
from madoguchi.kit.settings import setting

moved = counter("callbacks_moved", "Callbacks of the house, by the state they came to", ("kind", "state"))

Move = Callable[[Callback], Callback]


async def rules() -> Rules:
    """The tenant's law of calling back."""
    return (await setting(CaseSettings)).callbacks()


async def apply(task: UUID, move: Move, customer: UUID | None) -> tuple[Callback, Callback] | None:
    """Do `move` with the callback of a task (whose row the unit holds); before and after, or None where nothing moved.

    Rows are locked in one order, the task before its callback.
    """
    before = await store.of_task(task, lock=True)
    after = move(before) if before else None
    if before is None or after is None or after is before:
        return None
    await keep(before, after, customer)
    return before, after


async def keep(before: Callback | None, after: Callback, customer: UUID | None) -> None:
    """Write a callback, announce where it stands, and time its state."""
    await store.save(after)
    key = f"callback:{after.task_id}"
    if after.due is None:
        await cancel(key)
    else:
        await schedule(CALLBACK_DUE, CallbackTimeout(task=after.task_id), due=after.due, key=key)
    if before is None or before.state != after.state:
        moved.labels(after.kind, after.state).inc()
    record(
        CallbackChanged(
            task=after.task_id, kind=after.kind, queue=after.queue_id, customer=customer, state=after.state,
            previous=before.state if before else None, cause=after.cause,
        )
    )  # fmt: skip
