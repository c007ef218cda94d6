"""What happens to tasks and callbacks by the clock alone."""

from __future__ import annotations

from datetime import timedelta

from madoguchi.cases.actions import callbacks
from madoguchi.cases.booked import CALLBACK_DUE, CallbackTimeout, TaskDue
from madoguchi.cases.events import TaskDueSoon, TaskOverdue
from madoguchi.cases.store import callbacks as callback_store
from madoguchi.cases.store import tasks as store
from madoguchi.kit.clock import now
from madoguchi.kit.facts import record
from madoguchi.kit.jobs import every, job, schedule

SLACK = timedelta(seconds=10)
"""A time-out this late was lost."""


@job("cases.task_due")
async def tell_overdue(body: TaskDue) -> None:
    """Announce a task that was not done in time."""
    task = await store.by_id(body.task)
    if task is not None and task.state == "open" and task.due == body.due:
        record(TaskOverdue(task=task.id, kind=task.kind, owner=task.owner_id, customer=task.customer_id))


@job("cases.task_soon")
async def tell_soon(body: TaskDue) -> None:
    """Call a promise to mind before it is late."""
    task = await store.by_id(body.task)
    if task is not None and task.state == "open" and task.due == body.due:
        record(
            TaskDueSoon(
                task=task.id, kind=task.kind, owner=task.owner_id, team=task.team_id, queue=task.queue_id,
                customer=task.customer_id,
            )
        )  # fmt: skip


@job(CALLBACK_DUE)
async def callback_due(body: CallbackTimeout) -> None:
    """A callback's present state leaves by itself."""
    await callbacks.time_is_up(body.task)


@every("cases.sweep", seconds=15)
async def sweep() -> None:
    """Book lost time-outs of callbacks again: there is one road for both."""
    moment = now()
    for task in await callback_store.late(moment - SLACK):
        await schedule(CALLBACK_DUE, CallbackTimeout(task=task), due=moment, key=f"callback:{task}")
