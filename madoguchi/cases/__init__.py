"""Cases and tasks: what is still to be done for somebody, by whom, until when; and calls that were promised.

case = await cases.open_case("Remote does not pair", by=user, customer=customer, interaction=interaction)
await cases.change_case(case.id, CaseChange(status="pending"), by=user, expected_version=1)
await cases.create_task(TaskForm(kind="callback", owner_id=user, due=tomorrow, case_id=case.id), by=user)
await cases.keep_place(interaction)  # whoever waits may hang up: we call when it is their turn
"""

from madoguchi.cases.actions.appointments import AppointmentForm, appointment, move_appointment
from madoguchi.cases.actions.attempts import begin_attempt, take_up, to_call
from madoguchi.cases.actions.callbacks import (
    CallbackForm,
    book_callback,
    callback,
    callback_in_line,
    cancel_callback,
    its_turn,
    keep_place,
    lined_up,
    longest_in_line,
    not_taken,
    owe_callback,
    postpone,
    refuse,
)
from madoguchi.cases.actions.files import add_entry, change_case, open_case
from madoguchi.cases.actions.second_line import SecondLineForm, ask_second_line, hand_back
from madoguchi.cases.actions.tasks import TaskForm, change_task, complete_task, create_task
from madoguchi.cases.errors import (
    CallbackMoved,
    CallbackRefused,
    CallbackRunning,
    CallbackUnknown,
    CaseInvalid,
    CaseUnknown,
    NothingToCall,
    SecondLineUnknown,
    SlotTaken,
    TaskEnded,
    TaskInvalid,
    TaskUnknown,
)
from madoguchi.cases.model.callbacks import Booking, Callback
from madoguchi.cases.model.files import CaseChange, CaseEntry, CaseFile, CaseRow, CaseStatus, Priority
from madoguchi.cases.model.tasks import Task, TaskChange, TaskKind, TaskRow, TaskState
from madoguchi.cases.queries import (
    CaseDetail,
    CaseFilter,
    TaskFilter,
    attempts_of,
    called_for,
    case,
    case_row,
    cases_of,
    detail,
    list_cases,
    list_tasks,
    open_cases,
    taken_slots,
    task_row,
    tasks_of,
    tasks_of_queues,
)
from madoguchi.cases.settings import CaseSettings
from madoguchi.cases.timeline import CaseTimeline, TaskTimeline

__all__ = [
    "AppointmentForm", "Booking", "Callback", "CallbackForm", "CallbackMoved", "CallbackRefused", "CallbackRunning",
    "CallbackUnknown", "CaseChange", "CaseDetail", "CaseEntry", "CaseFile", "CaseFilter", "CaseInvalid", "CaseRow",
    "CaseSettings", "CaseStatus", "CaseTimeline", "CaseUnknown", "NothingToCall", "Priority", "SecondLineForm",
    "SecondLineUnknown", "SlotTaken", "Task", "TaskChange", "TaskEnded", "TaskFilter", "TaskForm", "TaskInvalid",
    "TaskKind", "TaskRow", "TaskState", "TaskTimeline", "TaskUnknown", "add_entry", "appointment", "ask_second_line",
    "attempts_of", "begin_attempt", "book_callback", "callback", "callback_in_line", "called_for", "cancel_callback",
    "case", "case_row", "cases_of", "change_case", "change_task", "complete_task", "create_task", "detail", "hand_back",
    "its_turn", "keep_place", "lined_up", "list_cases", "list_tasks", "longest_in_line", "move_appointment",
    "not_taken", "open_case", "open_cases", "owe_callback", "postpone", "refuse", "take_up", "taken_slots",
    "task_row", "tasks_of", "tasks_of_queues", "to_call",
]  # fmt: skip
