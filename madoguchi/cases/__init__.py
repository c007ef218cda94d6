"""Cases and tasks: what is still to be done for somebody, by whom, until when.

case = await cases.open_case("Remote does not pair", by=user, customer=customer, interaction=interaction)
await cases.change_case(case.id, CaseChange(status="pending"), by=user, expected_version=1)
await cases.create_task(TaskForm(kind="callback", owner_id=user, due=tomorrow, case_id=case.id), by=user)
"""

from madoguchi.cases.actions.files import add_entry, change_case, open_case
from madoguchi.cases.actions.tasks import TaskForm, change_task, complete_task, create_task
from madoguchi.cases.errors import CaseInvalid, CaseUnknown, TaskEnded, TaskInvalid, TaskUnknown
from madoguchi.cases.model import (
    CaseChange,
    CaseEntry,
    CaseFile,
    CaseRow,
    CaseStatus,
    Priority,
    Task,
    TaskChange,
    TaskKind,
    TaskRow,
    TaskState,
)
from madoguchi.cases.queries import (
    CaseDetail,
    CaseFilter,
    TaskFilter,
    case,
    case_row,
    cases_of,
    detail,
    list_cases,
    list_tasks,
    open_cases,
    task_row,
    tasks_of,
)
from madoguchi.cases.settings import CaseSettings
from madoguchi.cases.timeline import CaseTimeline, TaskTimeline

__all__ = [
    "CaseChange", "CaseDetail", "CaseEntry", "CaseFile", "CaseFilter", "CaseInvalid", "CaseRow", "CaseSettings",
    "CaseStatus", "CaseTimeline", "CaseUnknown", "Priority", "Task", "TaskChange", "TaskEnded", "TaskFilter",
    "TaskForm", "TaskInvalid", "TaskKind", "TaskRow", "TaskState", "TaskTimeline", "TaskUnknown", "add_entry", "case",
    "case_row", "cases_of", "change_case", "change_task", "complete_task", "create_task", "detail", "list_cases",
    "list_tasks", "open_case", "open_cases", "task_row", "tasks_of",
]  # fmt: skip
