"""The desk: what an agent sees and does, from the ring to the finished wrap-up.

`screen_pop(offer, interaction)` is what the person asked sees while it rings; `desk_of(user)` is their whole session
in one read.
"""

from madoguchi.workspace.actions.rules import ReasonForm, RuleForm, TemplateForm, add_reason, add_template, set_rule
from madoguchi.workspace.desk import desk_of
from madoguchi.workspace.model.pop import Desk, ScreenPop
from madoguchi.workspace.model.wrapup import WrapupForm
from madoguchi.workspace.pop import pop_of, screen_pop
from madoguchi.workspace.settings import WorkspaceSettings

__all__ = [
    "Desk", "ReasonForm", "RuleForm", "ScreenPop", "TemplateForm", "WorkspaceSettings", "WrapupForm", "add_reason",
    "add_template", "desk_of", "pop_of", "screen_pop", "set_rule",
]  # fmt: skip
