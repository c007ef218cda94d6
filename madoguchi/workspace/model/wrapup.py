"""Wrap-up (後処理): the form that is owed after every part of a contact, and when it is complete."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from madoguchi.kit.errors import Fault

REQUIRABLE = ("reason", "asked", "done", "result", "resolution", "next_step", "caller_relation")
RESOLUTIONS = ("resolved", "arranged", "passed_on", "unresolved", "absent")
UNSETTLED = frozenset({"arranged", "passed_on", "unresolved"})
RELATIONS = ("self", "family", "colleague", "agent", "other")
NEXT_STEPS = ("task", "callback")
TEXT_MOST = 4000

Text = Annotated[str, Meta(max_length=20_000)]  # the rule's own, friendlier limit is checked below
Short = Annotated[str, Meta(max_length=200)]


class NextStep(Struct, frozen=True, kw_only=True):
    """What happens next (次回対応): becomes a task. `owner` None is the agent who fills the form in."""

    kind: Short
    due: Annotated[datetime, Meta(tz=True)]
    owner: UUID | None = None
    text: Text = ""


class WrapupForm(Struct, frozen=True, kw_only=True):
    """What the agent fills in; also, unfinished, the draft of it. `then`: the presence afterwards."""

    reason: UUID | None = None
    asked: Text = ""
    done: Text = ""
    result: Text = ""
    resolution: Short | None = None
    next_step: NextStep | None = None
    callback_owed: bool = False
    caller_relation: Short | None = None
    contract_holder: UUID | None = None
    then: Short = "ready"


class Rule(Struct, frozen=True, kw_only=True):
    """How wrap-ups of a line of business run. Times in seconds; `reason_depth` is how many levels must be chosen."""

    seconds: int = 120
    extend_seconds: int = 60
    extensions: int = 3
    required: tuple[str, ...] = ("reason", "resolution")
    reason_depth: int = 1


class Wrapup(Struct, frozen=True, kw_only=True):
    """A form owed (due, overdue) or done. `due`: when the agent's time is up; `extended`: how often it was moved."""

    id: UUID
    interaction_id: UUID
    segment_id: UUID
    user_id: UUID
    line_of_business_id: UUID | None
    state: str
    opened: datetime
    due: datetime
    extended: int
    finished: datetime | None
    extend_seconds: int
    extensions: int
    required: tuple[str, ...]
    reason_depth: int
    version: int


class ChosenReason(Struct, frozen=True, kw_only=True):
    """A contact reason with its path from the root; `leaf` when nothing finer can be chosen."""

    id: UUID
    codes: tuple[str, ...]
    name_ja: str
    name_en: str
    leaf: bool


def check(form: WrapupForm, wrapup: Wrapup, reason: ChosenReason | None, at: datetime) -> list[Fault]:
    """Everything that keeps the form from being done, in the order of its fields; empty when it is complete."""
    return [
        *_reason(form, wrapup, reason),
        *_texts(form, wrapup.required),
        *_codes(form, wrapup.required),
        *_next_step(form, wrapup.required, at),
        *_parties(form, wrapup.required),
    ]


def _reason(form: WrapupForm, wrapup: Wrapup, reason: ChosenReason | None) -> Iterable[Fault]:
    if form.reason is None:
        if "reason" in wrapup.required:
            yield Fault(at="reason", code="wrapup_required")
    elif reason is None:
        yield Fault(at="reason", code="reason_unknown")
    elif len(reason.codes) < wrapup.reason_depth and not reason.leaf:
        yield Fault(at="reason", code="reason_too_shallow", params={"depth": wrapup.reason_depth})


def _texts(form: WrapupForm, required: Iterable[str]) -> Iterable[Fault]:
    for name, text in (("asked", form.asked), ("done", form.done), ("result", form.result)):
        if not text.strip() and name in required:
            yield Fault(at=name, code="wrapup_required")
        elif len(text) > TEXT_MOST:
            yield Fault(at=name, code="wrapup_too_long", params={"most": TEXT_MOST})


def _codes(form: WrapupForm, required: Iterable[str]) -> Iterable[Fault]:
    if not form.resolution:
        if "resolution" in required:
            yield Fault(at="resolution", code="wrapup_required")
    elif form.resolution not in RESOLUTIONS:
        yield Fault(at="resolution", code="resolution_unknown")


def _next_step(form: WrapupForm, required: Iterable[str], at: datetime) -> Iterable[Fault]:
    step = form.next_step
    if step is None:
        if "next_step" in required and form.resolution in UNSETTLED:
            yield Fault(at="next_step", code="wrapup_required")
        return
    if step.kind not in NEXT_STEPS:
        yield Fault(at="next_step.kind", code="next_step_unknown")
    if step.due <= at:
        yield Fault(at="next_step.due", code="next_step_past")
    if len(step.text) > TEXT_MOST:
        yield Fault(at="next_step.text", code="wrapup_too_long", params={"most": TEXT_MOST})


def _parties(form: WrapupForm, required: Iterable[str]) -> Iterable[Fault]:
    relation = form.caller_relation
    if not relation:
        if "caller_relation" in required or form.contract_holder is not None:
            yield Fault(at="caller_relation", code="wrapup_required")
    elif relation not in RELATIONS:
        yield Fault(at="caller_relation", code="relation_unknown")
