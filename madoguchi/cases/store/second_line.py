"""Who handed a case on to second line, and when it came back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from madoguchi.cases.model.second_line import SecondLine
from madoguchi.kit.db import db, many, one

COLUMNS: Final = ", ".join(SecondLine.__struct_fields__)


async def insert(row: SecondLine) -> None:
    """Write down that a case was handed on."""
    await db().execute(
        "insert into second_line (task_id, case_id, interaction_id, asked, asked_by) values ($1, $2, $3, $4, $5)",
        row.task_id, row.case_id, row.interaction_id, row.asked, row.asked_by,
    )  # fmt: skip


async def of_task(task: UUID) -> SecondLine | None:
    """What a task says of second line."""
    return one(SecondLine, await db().fetchrow(f"select {COLUMNS} from second_line where task_id = $1", task))


async def of_tasks(tasks: Sequence[UUID]) -> dict[UUID, SecondLine]:
    """The same for several tasks."""
    rows = await db().fetch(f"select {COLUMNS} from second_line where task_id = any($1)", list(tasks))
    return {row.task_id: row for row in many(SecondLine, rows)}


async def returned(task: UUID, at: datetime, by: UUID | None) -> None:
    """It came back."""
    await db().execute("update second_line set returned = $2, returned_by = $3 where task_id = $1", task, at, by)
