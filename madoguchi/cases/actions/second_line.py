"""Handing a case to second line and back: the context stays in the case, a person or team owns it until a deadline."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from madoguchi import access
from madoguchi.access import audit
from madoguchi.cases.actions import files, tasks
from madoguchi.cases.actions.tasks import TaskForm
from madoguchi.cases.errors import CaseUnknown, SecondLineUnknown, TaskEnded, TaskInvalid, TaskUnknown
from madoguchi.cases.events import SecondLineAsked, SecondLineReturned
from madoguchi.cases.model.files import OPEN_STATUSES, CaseChange, CaseFile
from madoguchi.cases.model.second_line import SecondLine
from madoguchi.cases.model.tasks import Task, TaskChange
from madoguchi.cases.store import files as file_store
from madoguchi.cases.store import second_line as store
from madoguchi.cases.store import tasks as task_store
from madoguchi.kit.clock import now
from madoguchi.kit.errors import Fault
from madoguchi.kit.facts import record
from madoguchi.kit.metrics import counter

asked_total = counter("second_line_asked", "Cases handed to second line")
returned_total = counter("second_line_returned", "Cases that second line gave back", ("late",))


class SecondLineForm(Struct, frozen=True, kw_only=True):
    """A case to hand on, to one person or to whoever of a team takes it, until `due`. `text`: what is asked of them."""

    case_id: UUID
    due: datetime
    text: str
    owner_id: UUID | None = None
    team_id: UUID | None = None
    interaction_id: UUID | None = None


async def ask_second_line(form: SecondLineForm, *, by: UUID | None) -> Task:
    """Hand a case on. Who is named takes it over; what is asked stands in its history, and the contact stays linked.

    Raises `CaseUnknown`, `TaskInvalid` (nobody named, nothing asked, a time that is past).
    """
    case = await file_store.by_id(form.case_id, lock=True)
    if case is None:
        raise CaseUnknown
    await _check(form)
    task = await tasks.create_task(
        TaskForm(
            kind="second_line", text=form.text, customer_id=case.customer_id, case_id=case.id,
            interaction_id=form.interaction_id, line_of_business_id=case.line_of_business_id, team_id=form.team_id,
            owner_id=form.owner_id, due=form.due,
        ),
        by=by,
    )  # fmt: skip
    await store.insert(
        SecondLine(
            task_id=task.id, case_id=case.id, interaction_id=form.interaction_id, asked=task.created, asked_by=by
        )
    )
    await files.add_entry(case.id, form.text, by=by, interaction=form.interaction_id)
    await _hand(case, form.owner_id, by, form.interaction_id)
    record(
        SecondLineAsked(
            task=task.id, case=case.id, interaction=form.interaction_id, by=by, owner=form.owner_id, team=form.team_id
        )
    )
    await audit("second_line.asked", "case", case.id, reason=form.interaction_id, about=case.customer_id)
    asked_total.inc()
    return task


async def _check(form: SecondLineForm) -> None:
    faults: list[Fault] = []
    if (form.owner_id is None) == (form.team_id is None):
        faults.append(Fault(at="owner_id", code="owner_or_team"))
    if form.owner_id is not None and form.owner_id not in await access.users_by_id([form.owner_id]):
        faults.append(Fault(at="owner_id", code="owner_unknown"))
    if form.team_id is not None:
        await access.team(form.team_id)
    if not form.text.strip():
        faults.append(Fault(at="text", code="second_line_text"))
    if form.due.tzinfo is None or form.due <= now():
        faults.append(Fault(at="due", code="due_past"))
    if faults:
        raise TaskInvalid(faults=faults)


async def hand_back(task: UUID, text: str, *, by: UUID | None, due: datetime | None = None) -> Task:
    """Give a case back to who handed it on, with what was found: they owe the customer the answer, until `due`.

    Returns their new task. Raises `SecondLineUnknown`, `TaskUnknown`, `TaskEnded`, `TaskInvalid`.
    """
    held, found = await task_store.by_id(task, lock=True), await store.of_task(task)
    if held is None:
        raise TaskUnknown
    if found is None:
        raise SecondLineUnknown
    if held.state != "open":
        raise TaskEnded
    if not text.strip():
        raise TaskInvalid(faults=[Fault(at="text", code="second_line_text")])
    case = await file_store.by_id(found.case_id, lock=True)
    if case is None:
        raise CaseUnknown
    late = held.due is not None and held.due < now()
    await store.returned(task, now(), by)
    await tasks.change_task(task, TaskChange(state="done"), by=by)
    await files.add_entry(case.id, text, by=by)
    await _hand(case, found.asked_by, by, None)
    answer = await tasks.create_task(
        TaskForm(
            kind="follow_up", text=text, customer_id=case.customer_id, case_id=case.id,
            interaction_id=found.interaction_id, line_of_business_id=case.line_of_business_id,
            owner_id=found.asked_by, due=due,
        ),
        by=by,
    )  # fmt: skip
    record(SecondLineReturned(task=task, case=case.id, by=by, to=found.asked_by))
    await audit("second_line.returned", "case", case.id, about=case.customer_id)
    returned_total.labels("yes" if late else "no").inc()
    return answer


async def _hand(case: CaseFile, owner: UUID | None, by: UUID | None, interaction: UUID | None) -> None:
    """Whose the case is now; one that waited is worked on again."""
    change = CaseChange(assignee_id=owner)
    if case.status in OPEN_STATUSES:
        change = CaseChange(assignee_id=owner, status="open")
    await files.change_case(case.id, change, by=by, expected_version=None, interaction=interaction)
