"""Entry flows as the administrator sets them."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from madoguchi import access, routing
from madoguchi.kit.clock import now
from madoguchi.kit.errors import PreconditionFailed
from madoguchi.kit.ids import new_id
from madoguchi.workflows.errors import EntryFlowNameTaken, EntryFlowUnknown
from madoguchi.workflows.model.first import EntryFlow, Farewell, Notice
from madoguchi.workflows.model.short import Short, short
from madoguchi.workflows.store import first as store


class EntryFlowForm(msgspec.Struct, frozen=True, kw_only=True):
    """An entry flow as the administrator writes it. `notice` null: no prompt before the queue."""

    name: Annotated[str, Meta(min_length=1, max_length=100)]
    queue: UUID
    notice: Notice | None = "notice"
    priority: Annotated[int, Meta(ge=-10, le=10)] = 0
    max_wait_seconds: Annotated[int, Meta(ge=5, le=86400)] | None = None
    farewell: Farewell = "sorry"
    active: bool = True


async def add_flow(form: EntryFlowForm) -> EntryFlow:
    """Raises `EntryFlowNameTaken`, or as the queue does."""
    flow = EntryFlow(id=new_id(), version=1, **msgspec.structs.asdict(form))
    await _save(flow)
    await access.audit("entry_flow.created", "entry_flow", flow.id, {"name": flow.name})
    return flow


async def change_flow(flow_id: UUID, form: EntryFlowForm, expected: int) -> EntryFlow:
    """Raises `EntryFlowUnknown`, `PreconditionFailed`, or as `add_flow`."""
    before = await store.flow(flow_id, lock=True)
    if before is None:
        raise EntryFlowUnknown
    if before.version != expected:
        raise PreconditionFailed
    flow = replace(before, **msgspec.structs.asdict(form), version=before.version + 1)
    await _save(flow)
    fields = [name for name in form.__struct_fields__ if getattr(before, name) != getattr(form, name)]
    await access.audit("entry_flow.changed", "entry_flow", flow.id, {"fields": list(fields)})
    return flow


async def _save(flow: EntryFlow) -> None:
    await routing.queue(flow.queue)
    if await store.name_taken(flow.name, flow.id):
        raise EntryFlowNameTaken(taken=flow.name)
    await store.save_flow(flow)
    wish = Short(
        queue=flow.queue,
        notice=flow.notice is not None,
        max_wait_seconds=flow.max_wait_seconds,
        priority=flow.priority,
        farewell=flow.farewell,
    )
    await store.as_graph(flow.id, msgspec.to_builtins(short(wish)), now())
