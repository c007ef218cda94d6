"""A flow tried out: the simulated caller meets the tenant's own hours and queues."""

from __future__ import annotations

from msgspec.structs import replace

from madoguchi.kit.clock import now
from madoguchi.workflows.model.facts import View
from madoguchi.workflows.model.graph import Graph
from madoguchi.workflows.model.trial import Path, Scenario, walk


async def tried(graph: Graph, scenario: Scenario) -> Path:
    """The path of a simulated caller at the scenario's moment, now when it names none."""
    scenario = replace(scenario, at=scenario.at or now())
    return walk(graph, scenario, View())
