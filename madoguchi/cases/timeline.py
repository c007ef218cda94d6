"""Cases and tasks as lines of a customer's timeline."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from madoguchi.cases.store import files, tasks
from madoguchi.interactions import Cursor, TimelineEntry


class CaseTimeline:
    """A customer's cases, at the moment they were opened."""

    async def page(self, customer: UUID, before: Cursor, limit: int) -> Sequence[TimelineEntry]:
        """At most `limit` cases strictly before `before`, newest first."""
        rows = await files.timeline(customer, before.at, before.id, limit)
        return [
            TimelineEntry(
                id=row.id, kind="case", at=row.opened, title=row.title,
                codes={"number": row.number, "status": row.status, "priority": row.priority},
                users=tuple(u for u in (row.assignee_id,) if u),
                links=(("interaction", row.interaction_id),) if row.interaction_id else (),
            )
            for row in rows
        ]  # fmt: skip


class TaskTimeline:
    """A customer's tasks, at the moment they were made."""

    async def page(self, customer: UUID, before: Cursor, limit: int) -> Sequence[TimelineEntry]:
        """At most `limit` tasks strictly before `before`, newest first."""
        rows = await tasks.timeline(customer, before.at, before.id, limit)
        return [
            TimelineEntry(
                id=row.id, kind="task", at=row.created, title=row.text,
                codes={
                    "kind": row.kind, "state": row.state, "attempts": row.attempts,
                    "due": row.due.isoformat() if row.due else None,
                },
                users=tuple(u for u in (row.owner_id,) if u),
                links=(("case", row.case_id),) if row.case_id else (),
            )
            for row in rows
        ]  # fmt: skip
