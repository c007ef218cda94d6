"""Entry flows over HTTP."""

from __future__ import annotations

from uuid import UUID

from madoguchi.kit.http import Tagged, expected_version, get, post, put
from madoguchi.workflows.actions import first as flows
from madoguchi.workflows.actions.first import EntryFlowForm
from madoguchi.workflows.errors import EntryFlowUnknown
from madoguchi.workflows.model.first import EntryFlow
from madoguchi.workflows.store import first as store


@get("/entry-flows", needs="routing.admin")
async def list_entry_flows() -> list[EntryFlow]:
    """Every entry flow by name; a number leads to one."""
    return await store.flows()


@post("/entry-flows", needs="routing.admin")
async def add_entry_flow(data: EntryFlowForm) -> Tagged[EntryFlow]:
    """Add an entry flow."""
    flow = await flows.add_flow(data)
    return Tagged(flow, flow.version)


@get("/entry-flows/{flow_id:uuid}", needs="routing.admin")
async def show_entry_flow(flow_id: UUID) -> Tagged[EntryFlow]:
    """One entry flow."""
    flow = await store.flow(flow_id)
    if flow is None:
        raise EntryFlowUnknown
    return Tagged(flow, flow.version)


@put("/entry-flows/{flow_id:uuid}", needs="routing.admin")
async def change_entry_flow(flow_id: UUID, data: EntryFlowForm) -> Tagged[EntryFlow]:
    """Change an entry flow as a whole, from the version named in If-Match."""
    flow = await flows.change_flow(flow_id, data, expected_version())
    return Tagged(flow, flow.version)


routes = [list_entry_flows, add_entry_flow, show_entry_flow, change_entry_flow]
