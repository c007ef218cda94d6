"""What happens to a contact that comes in: entry flows, in their first form a notice and a queue."""

from madoguchi.workflows.actions.flows import EntryFlowForm, add_flow, change_flow
from madoguchi.workflows.model import EntryFlow
from madoguchi.workflows.store import flow, flows

__all__ = ["EntryFlow", "EntryFlowForm", "add_flow", "change_flow", "flow", "flows"]
