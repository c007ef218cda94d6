"""Contact reasons, wrap-up rules and templates: read at every desk, changed by administrators."""

from typing import Annotated
from uuid import UUID

from litestar.params import HeaderParameter, QueryParameter

from madoguchi.access import lines_of_business
from madoguchi.kit.http import Tagged, delete, expected_version, get, post, put
from madoguchi.workspace.actions import rules as actions
from madoguchi.workspace.actions.rules import ReasonForm, RuleForm, TemplateForm
from madoguchi.workspace.errors import LineUnknown
from madoguchi.workspace.store import rules as store
from madoguchi.workspace.store.rules import Reason, RuleRow, Template

IfMatch = Annotated[str | None, HeaderParameter(name="If-Match", required=False)]
ADMIN = "settings.admin"
Line = Annotated[
    str, QueryParameter(description="Id or code of a line of business; empty for all there are", max_length=80)
]


async def _line(text: str) -> UUID | None:
    """A line of business by id or code; None when there is no such line."""
    for line in await lines_of_business():
        if text in (str(line.id), line.code):
            return line.id
    return None


@get("/contact-reasons", needs="desk.use")
async def list_reasons(line_of_business: Line = "", inactive: bool = False) -> list[Reason]:
    """Contact reasons as a flat tree, parents before children."""
    line = await _line(line_of_business)
    return await store.reasons(line, all_lines=not line_of_business, inactive=inactive)


@post("/contact-reasons", needs=ADMIN)
async def add_reason(data: ReasonForm) -> Tagged[Reason]:
    """Add a contact reason, at most three levels deep."""
    reason = await actions.add_reason(data)
    return Tagged(reason, reason.version)


@put("/contact-reasons/{reason:uuid}", needs=ADMIN)
async def change_reason(reason: UUID, data: ReasonForm, if_match: IfMatch = None) -> Tagged[Reason]:
    """Rename, move within its siblings or take out of use."""
    changed = await actions.change_reason(reason, data, expected_version())
    return Tagged(changed, changed.version)


@get("/wrapup-rules", needs="desk.use")
async def list_rules() -> list[RuleRow]:
    """How wrap-ups run; the rule without a line of business is everybody else's."""
    return await store.rules()


@put("/wrapup-rules", needs=ADMIN)
async def set_rule(data: RuleForm, line_of_business: Line = "", if_match: IfMatch = None) -> Tagged[RuleRow]:
    """Set the rule of a line of business (empty: of all without their own). If-Match "0" makes the first."""
    line = await _line(line_of_business)
    if line_of_business and line is None:
        raise LineUnknown
    rule = await actions.set_rule(line, data, expected_version())
    return Tagged(rule, rule.version)


@delete("/wrapup-rules/{rule:uuid}", needs=ADMIN)
async def drop_rule(rule: UUID) -> None:
    """Let the line of business go by everybody's rule again."""
    await actions.drop_rule(rule)


@get("/wrapup-templates", needs="desk.use")
async def list_templates(line_of_business: Line = "", inactive: bool = False) -> list[Template]:
    """Words and choices to be put into a form with one key."""
    line = await _line(line_of_business)
    return await store.templates(line, all_lines=not line_of_business, inactive=inactive)


@post("/wrapup-templates", needs=ADMIN)
async def add_template(data: TemplateForm) -> Tagged[Template]:
    """Add a template."""
    template = await actions.add_template(data)
    return Tagged(template, template.version)


@put("/wrapup-templates/{template:uuid}", needs=ADMIN)
async def change_template(template: UUID, data: TemplateForm, if_match: IfMatch = None) -> Tagged[Template]:
    """Change a template."""
    changed = await actions.change_template(template, data, expected_version())
    return Tagged(changed, changed.version)


routes = [
    list_reasons, add_reason, change_reason, list_rules, set_rule, drop_rule,
    list_templates, add_template, change_template,
]  # fmt: skip
