"""What may go wrong with cases and tasks."""

from madoguchi.kit.errors import Conflict, Invalid, NotFound


class CaseUnknown(NotFound):
    code = "case_unknown"


class TaskUnknown(NotFound):
    code = "task_unknown"


class TaskEnded(Conflict):
    code = "task_ended"


class CaseInvalid(Invalid):
    code = "case_invalid"


class TaskInvalid(Invalid):
    code = "task_invalid"
