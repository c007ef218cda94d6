"""Entry flows over HTTP: drafts, checks, trials, versions."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from madoguchi.kit.clock import now
from madoguchi.kit.errors import Param
from madoguchi.kit.http import Tagged, expected_version, get, post, put
from madoguchi.workflows.actions import flows
from madoguchi.workflows.actions.flows import FlowChange, FlowForm, Note
from madoguchi.workflows.errors import VersionUnknown
from madoguchi.workflows.model.faults import FlowFault, Severity
from madoguchi.workflows.model.flow import Flow, FlowRow, Version, VersionGraph
from madoguchi.workflows.model.graph import By, Graph, exits
from madoguchi.workflows.model.trial import End, Scenario
from madoguchi.workflows.sentences import Said, of_exit, said_of_fault, said_of_met
from madoguchi.workflows.store import flows as store
from madoguchi.workflows.store import runs
from madoguchi.workflows.store.runs import Traffic
from madoguchi.workflows.trials import tried


class FaultView(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to mend, with the sentence for it. `step` is "" for what concerns the whole flow."""

    step: str
    code: str
    severity: Severity
    exit: str
    params: dict[str, Param]
    said: Said


class ExitView(msgspec.Struct, frozen=True, kw_only=True):
    """A way out of a step. `leads`: the id of the step behind it; `instead`: what stands in where it has no edge.

    `by`: whose doing it is: the caller's, that of time in a line, of a counter, or the flow's alone.
    """

    name: str
    called: Said
    needed: bool
    instead: str | None
    by: By
    leads: str | None


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with a graph, and the ways out of each step as it is set now."""

    faults: list[FaultView]
    exits: dict[str, list[ExitView]]
    publishable: bool


class MetView(msgspec.Struct, frozen=True, kw_only=True):
    """A step on a simulated caller's path, told in a sentence. `exit`: the way out that was taken, "" for none."""

    step: str
    kind: str
    exit: str
    said: Said


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """The whole path, and how the call ended."""

    met: list[MetView]
    end: End
    faults: list[FaultView]


class DraftForm(msgspec.Struct, frozen=True, kw_only=True):
    """A draft as a whole."""

    draft: Graph


class PublishForm(msgspec.Struct, frozen=True, kw_only=True):
    """What is new in this version, for those who read the list of versions."""

    note: Note = ""


class RollBackForm(msgspec.Struct, frozen=True, kw_only=True):
    """The number of the version to bring back."""

    number: int


class TrialForm(msgspec.Struct, frozen=True, kw_only=True):
    """A graph and a simulated caller."""

    graph: Graph
    scenario: Scenario = msgspec.field(default_factory=Scenario)


@get("/flows", needs="routing.admin")
async def list_flows() -> list[FlowRow]:
    """Every entry flow by name; a number leads to one."""
    return await store.flows()


@post("/flows", needs="routing.admin")
async def add_flow(data: FlowForm) -> Tagged[Flow]:
    """Add an entry flow: a short one, which calls may take at once, or a draft."""
    return _tagged(await flows.add(data))


@get("/flows/{flow_id:uuid}", needs="routing.admin")
async def show_flow(flow_id: UUID) -> Tagged[Flow]:
    """One entry flow with its draft."""
    return _tagged(await flows.flow(flow_id))


@put("/flows/{flow_id:uuid}", needs="routing.admin")
async def change_flow(flow_id: UUID, data: FlowChange) -> Tagged[Flow]:
    """Rename a flow, or let calls take it no more, from the version named in If-Match."""
    return _tagged(await flows.change(flow_id, data, expected_version()))


@put("/flows/{flow_id:uuid}/draft", needs="routing.admin")
async def save_draft(flow_id: UUID, data: DraftForm) -> Tagged[Flow]:
    """Keep a draft, however unfinished, from the version named in If-Match."""
    return _tagged(await flows.save_draft(flow_id, data.draft, expected_version()))


@post("/flows/{flow_id:uuid}/publish", needs="routing.admin", status=200)
async def publish_flow(flow_id: UUID, data: PublishForm) -> Tagged[Flow]:
    """Let calls take the draft from now on, from the version named in If-Match; calls under way keep theirs."""
    return _tagged(await flows.publish(flow_id, expected_version(), data.note))


@post("/flows/{flow_id:uuid}/roll-back", needs="routing.admin", status=200)
async def roll_back_flow(flow_id: UUID, data: RollBackForm) -> Tagged[Flow]:
    """Publish an older version again, as the newest, from the version named in If-Match."""
    return _tagged(await flows.roll_back(flow_id, data.number, expected_version()))


@get("/flows/{flow_id:uuid}/versions", needs="routing.admin")
async def list_versions(flow_id: UUID) -> list[Version]:
    """What was published of a flow, the newest first."""
    return await store.versions(flow_id)


@get("/flows/{flow_id:uuid}/versions/{number:int}", needs="routing.admin")
async def show_version(flow_id: UUID, number: int) -> VersionGraph:
    """One published version."""
    found = await store.version(flow_id, number)
    if found is None:
        raise VersionUnknown
    return found


@get("/flows/{flow_id:uuid}/traffic", needs="routing.admin")
async def show_traffic(flow_id: UUID, hours: Annotated[int, Meta(ge=1, le=744)] = 24) -> list[Traffic]:
    """How many contacts left each step by which way out in the last hours, whatever the version."""
    await flows.flow(flow_id)
    return await runs.traffic(flow_id, now() - timedelta(hours=hours))


@post("/flows/check", needs="routing.admin", status=200, replay=False)
async def check_graph(data: DraftForm) -> Checked:
    """What is wrong with a graph, and which ways out its steps have. Nothing is kept."""
    found = await flows.check(data.draft)
    views = [_fault(data.draft, fault) for fault in found]
    return Checked(
        faults=views,
        exits={node.id: _exits(data.draft, node.id) for node in data.draft.nodes},
        publishable=not any(view.severity == "error" for view in views),
    )


@post("/flows/try", needs="routing.admin", status=200, replay=False)
async def try_graph(data: TrialForm) -> Tried:
    """Send a simulated caller through a graph, and tell the path they take. Nothing is rung, nothing is kept."""
    path = await tried(data.graph, data.scenario)
    return Tried(
        met=[
            MetView(step=met.step, kind=met.kind, exit=met.exit, said=said_of_met(data.graph, met)) for met in path.met
        ],
        end=path.end,
        faults=[_fault(data.graph, fault) for fault in await flows.check(data.graph)],
    )


def _tagged(flow: Flow) -> Tagged[Flow]:
    return Tagged(flow, flow.version)


def _fault(graph: Graph, fault: FlowFault) -> FaultView:
    return FaultView(
        step=fault.step,
        code=fault.code,
        severity=fault.severity,
        exit=fault.exit,
        params=fault.params,
        said=said_of_fault(graph, fault),
    )


def _exits(graph: Graph, id: str) -> list[ExitView]:
    node = graph.node(id)
    assert node is not None  # asked for by its own id
    return [
        ExitView(
            name=way.name,
            called=Said(ja=of_exit(node, way.name, "ja"), en=of_exit(node, way.name, "en")),
            needed=way.needed,
            instead=way.instead,
            by=way.by,
            leads=graph.leads(node, way.name),
        )
        for way in exits(node)
    ]


routes = [
    list_flows, add_flow, show_flow, change_flow, save_draft, publish_flow, roll_back_flow, list_versions, show_version,
    show_traffic, check_graph, try_graph,
]  # fmt: skip
