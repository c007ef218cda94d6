"""What happens to a contact that comes in: entry flows, drawn as graphs, versioned, walked step by step."""

from madoguchi.workflows.actions.flows import FlowForm, add, publish, save_draft
from madoguchi.workflows.model.flow import Flow, FlowRow
from madoguchi.workflows.model.graph import Edge, Graph
from madoguchi.workflows.model.short import Short
from madoguchi.workflows.store.flows import flow, flows

__all__ = ["Edge", "Flow", "FlowForm", "FlowRow", "Graph", "Short", "add", "flow", "flows", "publish", "save_draft"]
