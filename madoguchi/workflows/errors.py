"""What may go wrong with entry flows."""

from __future__ import annotations

from madoguchi.kit.errors import Conflict, Invalid, NotFound


class FlowUnknown(NotFound):
    code = "flow_unknown"


class FlowNameTaken(Conflict):
    code = "flow_name_taken"


class PromptUnknown(NotFound):
    code = "prompt_unknown"


class PromptNameTaken(Conflict):
    code = "prompt_name_taken"


class PromptInUse(Conflict):
    """A flow speaks it."""

    code = "prompt_in_use"


class VersionUnknown(NotFound):
    code = "flow_version_unknown"


class FlowRefused(Invalid):
    """The draft cannot be published; `errors` says what to mend, step by step."""

    code = "flow_refused"
