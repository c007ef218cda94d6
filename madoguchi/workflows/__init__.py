"""What happens to a contact that comes in: entry flows, in their first form a notice and a queue."""

from madoguchi.workflows.actions.first import EntryFlowForm, add_flow, change_flow
from madoguchi.workflows.model.first import EntryFlow
from madoguchi.workflows.store.first import flow, flows

__all__ = ["EntryFlow", "EntryFlowForm", "add_flow", "change_flow", "flow", "flows"]
