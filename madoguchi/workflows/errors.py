"""What may go wrong with entry flows."""

from __future__ import annotations

from madoguchi.kit.errors import Conflict, NotFound


class EntryFlowUnknown(NotFound):
    code = "entry_flow_unknown"


class EntryFlowNameTaken(Conflict):
    code = "entry_flow_name_taken"
