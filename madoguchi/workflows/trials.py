"""A flow tried out: the simulated caller meets the tenant's own opening hours, and queues as the scenario has them."""

from __future__ import annotations

from msgspec.structs import replace

from madoguchi.kit.clock import now
from madoguchi.workflows.model.facts import View
from madoguchi.workflows.model.graph import Graph
from madoguchi.workflows.model.nodes import HoursNode
from madoguchi.workflows.model.trial import Path, Scenario, walk
from madoguchi.workflows.views import hours_at


async def tried(graph: Graph, scenario: Scenario) -> Path:
    """The path of a simulated caller at the scenario's moment, now when it names none."""
    at = scenario.at or now()
    asked = {node.hours for node in graph.nodes if isinstance(node, HoursNode)}
    hours = {each: await hours_at(each, at) for each in sorted(asked)}
    return walk(graph, replace(scenario, at=at), View(hours=hours))
