"""Flows as people work on them: drafted, published, brought back."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from madoguchi import access
from madoguchi.kit.clock import now
from madoguchi.kit.errors import Fault, PreconditionFailed
from madoguchi.kit.http import maybe_principal
from madoguchi.kit.ids import new_id
from madoguchi.kit.metrics import counter
from madoguchi.workflows.errors import FlowNameTaken, FlowRefused, FlowUnknown, VersionUnknown
from madoguchi.workflows.known import known
from madoguchi.workflows.model.faults import FlowFault, faults, refuses
from madoguchi.workflows.model.flow import Flow, FlowName
from madoguchi.workflows.model.graph import Graph
from madoguchi.workflows.model.nodes import StartNode
from madoguchi.workflows.model.short import Short, short
from madoguchi.workflows.sentences import of_fault
from madoguchi.workflows.store import flows as store

published_total = counter("flows_published", "Versions of entry flows that were published", ("how",))


class FlowForm(msgspec.Struct, frozen=True, kw_only=True):
    """A new flow. `short`: begin with a notice, a queue and a farewell, published at once; `draft`: begin with this
    graph; neither: with the start alone.
    """

    name: FlowName
    short: Short | None = None
    draft: Graph | None = None


class FlowChange(msgspec.Struct, frozen=True, kw_only=True):
    """A flow's name, and whether calls take it at all."""

    name: FlowName
    active: bool = True


Note = Annotated[str, Meta(max_length=500)]


async def add(form: FlowForm) -> Flow:
    """Raises `FlowNameTaken`, or `FlowRefused` when a short flow cannot be published."""
    id = new_id()
    await _free(form.name, id)
    draft = short(form.short) if form.short else form.draft or Graph(nodes=[StartNode(id="start")])
    await store.add(id, form.name, draft, now(), _by())
    await access.audit("flow.created", "entry_flow", id, {"name": form.name})
    return await publish(id, 1, "") if form.short else await flow(id)


async def change(flow_id: UUID, form: FlowChange, expected: int) -> Flow:
    """Raises `FlowUnknown`, `PreconditionFailed`, `FlowNameTaken`."""
    await _held(flow_id, expected)
    await _free(form.name, flow_id)
    await store.rename(flow_id, form.name, form.active)
    await access.audit("flow.changed", "entry_flow", flow_id, {"active": form.active})
    return await flow(flow_id)


async def save_draft(flow_id: UUID, draft: Graph, expected: int) -> Flow:
    """Keep a draft, however unfinished. Raises `FlowUnknown`, `PreconditionFailed`."""
    await _held(flow_id, expected)
    await store.save_draft(flow_id, draft, now(), _by())
    await access.audit("flow.drafted", "entry_flow", flow_id, {"steps": len(draft.nodes)})
    return await flow(flow_id)


async def publish(flow_id: UUID, expected: int, note: str) -> Flow:
    """Let calls take the draft from now on. Raises `FlowRefused` with everything that is wrong with it."""
    held = await _held(flow_id, expected)
    await _check(held.draft)
    number = await store.publish(flow_id, held.draft, now(), _by(), note)
    published_total.labels("published").inc()
    await access.audit("flow.published", "entry_flow", flow_id, {"number": number})
    return await flow(flow_id)


async def roll_back(flow_id: UUID, number: int, expected: int) -> Flow:
    """Publish an older version again, as the newest; the draft becomes it too.

    Raises `VersionUnknown`, or `FlowRefused` when what it speaks of is no longer there.
    """
    await _held(flow_id, expected)
    older = await store.version(flow_id, number)
    if older is None:
        raise VersionUnknown
    await _check(older.graph)
    await store.save_draft(flow_id, older.graph, now(), _by())
    newest = await store.publish(flow_id, older.graph, now(), _by(), older.note, came_from=number)
    published_total.labels("rolled_back").inc()
    await access.audit("flow.rolled_back", "entry_flow", flow_id, {"to": number, "number": newest})
    return await flow(flow_id)


async def flow(flow_id: UUID) -> Flow:
    """One flow. Raises `FlowUnknown`."""
    found = await store.flow(flow_id)
    if found is None:
        raise FlowUnknown
    return found


async def check(graph: Graph) -> list[FlowFault]:
    """What is wrong with a graph."""
    return faults(graph, await known(graph))


async def _check(graph: Graph) -> None:
    found = await check(graph)
    if refuses(found):
        raise FlowRefused(
            faults=[_named(graph, fault) for fault in found if fault.severity == "error"],
        )


def _named(graph: Graph, fault: FlowFault) -> Fault:
    code, params = of_fault(graph, fault)
    return Fault(at=fault.step or "draft", code=code, params=params)


async def _held(flow_id: UUID, expected: int) -> Flow:
    held = await store.flow(flow_id, lock=True)
    if held is None:
        raise FlowUnknown
    if held.version != expected:
        raise PreconditionFailed(version=held.version)
    return held


async def _free(name: str, id: UUID) -> None:
    if await store.name_taken(name, id):
        raise FlowNameTaken(taken=name)


def _by() -> UUID | None:
    who = maybe_principal()
    return who.user if who else None
