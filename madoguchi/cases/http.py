"""Cases and tasks over HTTP."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from madoguchi.cases import queries
from madoguchi.cases.actions import attempts, files, second_line, tasks
from madoguchi.cases.model.callbacks import AttemptRow
from madoguchi.cases.model.files import CaseChange, CaseEntry, CaseRow, CaseStatus, Priority
from madoguchi.cases.model.tasks import TaskChange, TaskKind, TaskRow, TaskState
from madoguchi.cases.model.text import Moment
from madoguchi.cases.queries import CaseDetail, CaseFilter, CaseSort, TaskFilter, TaskSort
from madoguchi.kit.http import Page, Tagged, expected_version, get, patch, post, principal


class NewCase(Struct, frozen=True, kw_only=True):
    """A case to open. `text`, when given, is the first line of its history."""

    title: str
    customer_id: UUID | None = None
    interaction_id: UUID | None = None
    line_of_business_id: UUID | None = None
    priority: Priority = "normal"
    status: CaseStatus = "new"
    assignee_id: UUID | None = None
    due: Moment | None = None
    text: str = ""


class NewEntry(Struct, frozen=True, kw_only=True):
    """A note for a case's history."""

    text: str
    interaction_id: UUID | None = None


class Made(Struct, frozen=True, kw_only=True):
    """The id of what was made."""

    id: UUID


class Entries(Struct, frozen=True, kw_only=True):
    """Part of a case's history; `older` goes into `before` for more."""

    items: list[CaseEntry]
    older: UUID | None = None


class NewTask(Struct, frozen=True, kw_only=True):
    """A task to make. Without an owner anybody may take it."""

    kind: TaskKind
    text: str = ""
    customer_id: UUID | None = None
    case_id: UUID | None = None
    interaction_id: UUID | None = None
    team_id: UUID | None = None
    owner_id: UUID | None = None
    due: Moment | None = None


@get("/cases", needs="cases.read")
async def list_cases(
    q: str = "",
    open_only: bool = True,
    status: CaseStatus | None = None,
    priority: Priority | None = None,
    assignee: UUID | None = None,
    unassigned: bool = False,
    customer: UUID | None = None,
    due_before: datetime | None = None,
    sort: CaseSort = "urgency",
    after: str | None = None,
    limit: int = 25,
) -> Page[CaseRow]:
    """Cases: open ones, the most urgent first, unless asked otherwise."""
    wanted = CaseFilter(
        open_only=open_only and status is None, status=status, priority=priority, assignee=assignee,
        unassigned=unassigned, customer=customer, due_before=due_before, text=q,
    )  # fmt: skip
    return await queries.list_cases(wanted, sort, after, limit)


@post("/cases", needs="cases.write")
async def open_case(data: NewCase) -> Tagged[CaseRow]:
    """Open a case under the next number."""
    case = await files.open_case(
        data.title, by=principal().user, customer=data.customer_id, interaction=data.interaction_id,
        line_of_business=data.line_of_business_id, priority=data.priority, status=data.status,
        assignee=data.assignee_id, due=data.due, text=data.text,
    )  # fmt: skip
    return Tagged((await queries.case_rows([case]))[0], case.version)


@get("/cases/{case:uuid}", needs="cases.read")
async def show_case(case: UUID) -> Tagged[CaseDetail]:
    """A case with its newest history and its tasks."""
    found = await queries.detail(case)
    return Tagged(found, found.case.version)


@patch("/cases/{case:uuid}", needs="cases.write")
async def change_case(case: UUID, data: CaseChange, interaction: UUID | None = None) -> Tagged[CaseRow]:
    """Change a case (If-Match: its version); `interaction` links the contact in which it was done."""
    changed = await files.change_case(
        case, data, by=principal().user, expected_version=expected_version(), interaction=interaction
    )
    return Tagged((await queries.case_rows([changed]))[0], changed.version)


@get("/cases/{case:uuid}/entries", needs="cases.read")
async def list_entries(case: UUID, before: UUID | None = None, limit: int = 50) -> Entries:
    """A case's history, newest first."""
    found = await queries.entries(case, before, limit)
    return Entries(items=found, older=found[-1].id if len(found) >= max(1, min(limit, queries.ENTRIES_SHOWN)) else None)


@post("/cases/{case:uuid}/entries", needs="cases.write")
async def add_entry(case: UUID, data: NewEntry) -> Made:
    """Write a note into a case's history."""
    return Made(id=await files.add_entry(case, data.text, by=principal().user, interaction=data.interaction_id))


@get("/tasks", needs="cases.read")
async def list_tasks(
    status: TaskState = "open",
    kind: TaskKind | None = None,
    owner: UUID | None = None,
    unowned: bool = False,
    team: UUID | None = None,
    to_call: bool = False,
    customer: UUID | None = None,
    case: UUID | None = None,
    due_before: datetime | None = None,
    sort: TaskSort = "due",
    after: str | None = None,
    limit: int = 25,
) -> Page[TaskRow]:
    """Tasks: open ones, the earliest due first, unless asked otherwise."""
    wanted = TaskFilter(
        state=status, kind=kind, owner=owner, unowned=unowned, team=team, to_call=to_call, customer=customer, case=case,
        due_before=due_before,
    )  # fmt: skip
    return await queries.list_tasks(wanted, sort, after, limit)


@post("/tasks", needs="cases.write")
async def create_task(data: NewTask) -> Tagged[TaskRow]:
    """Make a task."""
    form = tasks.TaskForm(
        kind=data.kind, text=data.text, customer_id=data.customer_id, case_id=data.case_id,
        interaction_id=data.interaction_id, team_id=data.team_id, owner_id=data.owner_id, due=data.due,
    )  # fmt: skip
    task = await tasks.create_task(form, by=principal().user)
    return Tagged((await queries.task_rows([task]))[0], task.version)


@get("/tasks/{task:uuid}", needs="cases.read")
async def show_task(task: UUID) -> Tagged[TaskRow]:
    """A task."""
    row = await queries.task_row(task)
    return Tagged(row, row.version)


@patch("/tasks/{task:uuid}", needs="cases.write")
async def change_task(task: UUID, data: TaskChange) -> Tagged[TaskRow]:
    """Take, move, reword, finish or reopen a task (If-Match: its version)."""
    changed = await tasks.change_task(task, data, by=principal().user, expected_version=expected_version())
    return Tagged((await queries.task_rows([changed]))[0], changed.version)


class Handover(Struct, frozen=True, kw_only=True):
    """What second line is asked, until when; one person, or a team of whom anybody may take it."""

    text: str
    due: Moment
    owner_id: UUID | None = None
    team_id: UUID | None = None
    interaction_id: UUID | None = None


class Return(Struct, frozen=True, kw_only=True):
    """What second line found; `due`: until when first line answers the customer."""

    text: str
    due: Moment | None = None


@post("/cases/{case:uuid}/second-line", needs="cases.write")
async def ask_second_line(case: UUID, data: Handover) -> Tagged[TaskRow]:
    """Hand a case to second line (二次対応) with an owner and a deadline."""
    form = second_line.SecondLineForm(
        case_id=case, due=data.due, text=data.text, owner_id=data.owner_id, team_id=data.team_id,
        interaction_id=data.interaction_id,
    )  # fmt: skip
    task = await second_line.ask_second_line(form, by=principal().user)
    return Tagged((await queries.task_rows([task]))[0], task.version)


@post("/tasks/{task:uuid}/hand-back", needs="cases.write", status=200)
async def hand_back(task: UUID, data: Return) -> Tagged[TaskRow]:
    """Give the case back to who handed it on; their new task is returned."""
    made = await second_line.hand_back(task, data.text, by=principal().user, due=data.due)
    return Tagged((await queries.task_rows([made]))[0], made.version)


@post("/tasks/{task:uuid}/absent", needs="cases.write", status=200)
async def mark_absent(task: UUID) -> Tagged[TaskRow]:
    """I called by another telephone and nobody was there (不在): an attempt; it is owed on, and tried again by rule."""
    await attempts.absent(task, principal().user)
    row = await queries.task_row(task)
    return Tagged(row, row.version)


@get("/tasks/{task:uuid}/attempts", needs="cases.read")
async def list_attempts(task: UUID) -> list[AttemptRow]:
    """The calls made for a task, the latest first."""
    await queries.task_row(task)
    return await queries.attempts_of(task)


routes = [
    list_cases, open_case, show_case, change_case, list_entries, add_entry, list_tasks, create_task, show_task,
    change_task, mark_absent, list_attempts, ask_second_line, hand_back,
]  # fmt: skip
