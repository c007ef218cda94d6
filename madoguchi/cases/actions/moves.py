"""From rows to a callback and back: what a move changes is written, announced and given its time-out, in one place."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from madoguchi.cases.booked import CALLBACK_DUE, CallbackTimeout
from madoguchi.cases.events import AppointmentChanged, CallbackChanged
from madoguchi.cases.model.callbacks import Callback, Rules
from madoguchi.cases.settings import CaseSettings
from madoguchi.cases.store import callbacks as store
from madoguchi.kit.facts import record
from madoguchi.kit.jobs import cancel, schedule
from madoguchi.kit.metrics import counter
from madoguchi.kit.settings import setting

moved = counter("callbacks_moved", "Callbacks of the house, by the state they came to", ("kind", "state"))

changed = counter("appointments_changed", "Appointments at another time or with another person", ("what",))

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


def tell_appointment(before: Callback, previous_owner: UUID | None, owner: UUID | None, *, moved: bool) -> None:
    """Whoever was invited to an appointment is to be told that it is at another time, or another person's."""
    assert before.slot_start is not None
    assert before.slot_end is not None
    changed.labels("time" if moved else "owner").inc()
    record(
        AppointmentChanged(
            task=before.task_id, owner=owner, previous_owner=previous_owner, previous_start=before.slot_start,
            previous_end=before.slot_end, moved=moved,
            waiting=before.interaction_id if moved and before.state == "queued" else None,
        )
    )  # fmt: skip
