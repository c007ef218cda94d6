"""What happens to tasks by the clock alone."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from madoguchi.cases.events import TaskOverdue
from madoguchi.cases.store import tasks as store
from madoguchi.kit.facts import record
from madoguchi.kit.jobs import job


class TaskDue(Struct, frozen=True, kw_only=True):
    """A task's promised time has come."""

    task: UUID
    due: datetime


@job("cases.task_due")
async def tell_overdue(body: TaskDue) -> None:
    """Announce a task that was not done in time."""
    task = await store.by_id(body.task)
    if task is not None and task.state == "open" and task.due == body.due:
        record(TaskOverdue(task=task.id, kind=task.kind, owner=task.owner_id, customer=task.customer_id))
