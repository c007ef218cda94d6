"""What an administrator sets: contact reasons, wrap-up rules, templates."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct, structs

from madoguchi.access import audit
from madoguchi.kit.errors import Fault, PreconditionFailed
from madoguchi.kit.facts import record
from madoguchi.kit.ids import new_id
from madoguchi.workspace.errors import (
    ReasonInvalid,
    ReasonUnknown,
    RuleInvalid,
    RuleUnknown,
    TemplateInvalid,
    TemplateUnknown,
)
from madoguchi.workspace.events import WrapupRulesChanged
from madoguchi.workspace.model.wrapup import REQUIRABLE, RESOLUTIONS, Rule
from madoguchi.workspace.store import rules as store
from madoguchi.workspace.store.rules import Reason, RuleRow, Template

Name = Annotated[str, Meta(min_length=1, max_length=80)]
Words = Annotated[str, Meta(max_length=4000)]
Seconds = Annotated[int, Meta(ge=10, le=3600)]
LEVELS = 3


class ReasonForm(Struct, frozen=True, kw_only=True):
    """A contact reason as an administrator writes it. Line of business and parent are fixed once it exists."""

    code: Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$")]
    name_ja: Name
    name_en: Name
    line_of_business: UUID | None = None
    parent: UUID | None = None
    position: Annotated[int, Meta(ge=0, le=100_000)] = 0
    active: bool = True


class RuleForm(Struct, frozen=True, kw_only=True):
    """How wrap-ups run. `required`: of reason, asked, done, result, resolution, next_step, caller_relation."""

    seconds: Seconds
    extend_seconds: Seconds = 60
    extensions: Annotated[int, Meta(ge=0, le=20)] = 3
    required: list[str] = []
    reason_depth: Annotated[int, Meta(ge=1, le=LEVELS)] = 1


class TemplateForm(Struct, frozen=True, kw_only=True):
    """Words and choices to be put into a form with one key."""

    name_ja: Name
    name_en: Name
    line_of_business: UUID | None = None
    reason: UUID | None = None
    asked: Words = ""
    done: Words = ""
    result: Words = ""
    resolution: str = ""
    position: Annotated[int, Meta(ge=0, le=100_000)] = 0
    active: bool = True


async def add_reason(form: ReasonForm) -> Reason:
    """Raises `ReasonInvalid` when it would be a fourth level or of another line than its parent."""
    parent = await _reason(form.parent) if form.parent else None
    line = form.line_of_business
    if parent is not None:
        if parent.level >= LEVELS:
            raise ReasonInvalid(faults=[Fault(at="parent", code="reason_too_deep", params={"most": LEVELS})])
        if parent.line_of_business_id is not None and parent.line_of_business_id != line:
            raise ReasonInvalid(faults=[Fault(at="line_of_business", code="reason_other_line")])
    reason = Reason(
        id=new_id(),
        line_of_business_id=line,
        parent_id=form.parent,
        level=parent.level + 1 if parent else 1,
        code=form.code,
        name_ja=form.name_ja,
        name_en=form.name_en,
        position=form.position,
        active=form.active,
        version=1,
    )
    return await _keep_reason(reason)


async def change_reason(id: UUID, form: ReasonForm, expected: int) -> Reason:
    """Raises `ReasonUnknown`, `ReasonInvalid`, `PreconditionFailed`."""
    before = await _reason(id)
    if before.version != expected:
        raise PreconditionFailed(version=before.version)
    if (form.parent, form.line_of_business) != (before.parent_id, before.line_of_business_id):
        raise ReasonInvalid(faults=[Fault(at="parent", code="reason_fixed")])
    after = structs.replace(
        before,
        code=form.code,
        name_ja=form.name_ja,
        name_en=form.name_en,
        position=form.position,
        active=form.active,
        version=expected + 1,
    )
    return await _keep_reason(after)


async def _keep_reason(reason: Reason) -> Reason:
    if await store.reason_code_taken(reason):
        raise ReasonInvalid(faults=[Fault(at="code", code="reason_code_taken")])
    kept = await store.save_reason(reason)
    if kept is None:
        raise PreconditionFailed
    await audit("contact_reason.saved", "contact_reason", kept.id, {"code": kept.code, "active": kept.active})
    record(WrapupRulesChanged(what="reasons"))
    return kept


async def _reason(id: UUID) -> Reason:
    found = await store.reason(id)
    if found is None:
        raise ReasonUnknown
    return found


async def set_rule(line: UUID | None, form: RuleForm, expected: int) -> RuleRow:
    """The rule of a line of business (None: of all without their own). `expected` 0 where there is none yet.

    Raises `RuleInvalid`, `PreconditionFailed`.
    """
    unknown = [name for name in form.required if name not in REQUIRABLE]
    if unknown:
        raise RuleInvalid(faults=[Fault(at="required", code="wrapup_field_unknown", params={"field": unknown[0]})])
    rule = Rule(
        seconds=form.seconds,
        extend_seconds=form.extend_seconds,
        extensions=form.extensions,
        required=tuple(name for name in REQUIRABLE if name in form.required),
        reason_depth=form.reason_depth,
    )
    kept = await store.save_rule(line, rule, expected)
    if kept is None:
        raise PreconditionFailed(version=await store.rule_version(line))
    await audit("wrapup_rule.saved", "wrapup_rule", kept.id, {"required": [*rule.required], "seconds": rule.seconds})
    record(WrapupRulesChanged(what="rules"))
    return kept


async def drop_rule(id: UUID) -> None:
    """The line of business goes by everybody's rule again. Raises `RuleUnknown`."""
    if not await store.drop_rule(id):
        raise RuleUnknown
    await audit("wrapup_rule.removed", "wrapup_rule", id)
    record(WrapupRulesChanged(what="rules"))


async def add_template(form: TemplateForm) -> Template:
    """Raises `TemplateInvalid`."""
    return await _keep_template(_template(new_id(), form, 1))


async def change_template(id: UUID, form: TemplateForm, expected: int) -> Template:
    """Raises `TemplateUnknown`, `TemplateInvalid`, `PreconditionFailed`."""
    before = await store.template(id)
    if before is None:
        raise TemplateUnknown
    if before.version != expected:
        raise PreconditionFailed(version=before.version)
    return await _keep_template(_template(id, form, expected + 1))


def _template(id: UUID, form: TemplateForm, version: int) -> Template:
    return Template(
        id=id,
        line_of_business_id=form.line_of_business,
        name_ja=form.name_ja,
        name_en=form.name_en,
        reason_id=form.reason,
        asked=form.asked,
        done=form.done,
        result=form.result,
        resolution=form.resolution,
        position=form.position,
        active=form.active,
        version=version,
    )


async def _keep_template(template: Template) -> Template:
    if template.resolution and template.resolution not in RESOLUTIONS:
        raise TemplateInvalid(faults=[Fault(at="resolution", code="resolution_unknown")])
    if template.reason_id and await store.chosen(template.reason_id, template.line_of_business_id) is None:
        raise TemplateInvalid(faults=[Fault(at="reason", code="reason_unknown")])
    kept = await store.save_template(template)
    if kept is None:
        raise PreconditionFailed
    await audit("wrapup_template.saved", "wrapup_template", kept.id, {"active": kept.active})
    record(WrapupRulesChanged(what="templates"))
    return kept
