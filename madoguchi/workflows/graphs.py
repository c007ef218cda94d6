"""The graph that a contact follows. Published versions never change, so a process reads each one once."""

from __future__ import annotations

from collections import OrderedDict
from uuid import UUID

from madoguchi.kit.db import current_tenant
from madoguchi.workflows.model.graph import Graph
from madoguchi.workflows.model.run import HOUSE, Run
from madoguchi.workflows.store import runs

MOST = 500
_known: OrderedDict[tuple[UUID, UUID, int], Graph] = OrderedDict()


async def graph_of(run: Run) -> Graph:
    """The version that the contact began with, or the house's own."""
    if run.flow is None or run.number is None:
        return HOUSE
    key = (current_tenant(), run.flow, run.number)
    found = _known.get(key)
    if found is None:
        found = await runs.graph(run.flow, run.number)
        if found is None:
            return HOUSE
        _known[key] = found
        if len(_known) > MOST:
            _known.popitem(last=False)
    return found
