"""What may go wrong with cases and tasks."""

from madoguchi.kit.errors import Conflict, Invalid, NotFound


class CaseUnknown(NotFound):
    code = "case_unknown"


class TaskUnknown(NotFound):
    code = "task_unknown"


class CallbackUnknown(NotFound):
    """The house does not call back by itself for this task."""

    code = "callback_unknown"


class NothingToCall(Conflict):
    """The task is not done by calling, or no number is known."""

    code = "nothing_to_call"


class SecondLineUnknown(NotFound):
    """No case was handed to second line by this task."""

    code = "second_line_unknown"


class TaskEnded(Conflict):
    code = "task_ended"


class CallbackRefused(Conflict):
    """They may not be called, at no hour, or nobody knows where. `reasons` are the gate's codes."""

    code = "callback_refused"


class CallbackRunning(Conflict):
    """They are being called at this moment: what comes of it decides how it goes on."""

    code = "callback_running"


class CallbackMoved(Conflict):
    """What was in line is to be called at another time now."""

    code = "callback_moved"


class SlotTaken(Conflict):
    """As many appointments as there are people were made for this time."""

    code = "slot_taken"


class CaseInvalid(Invalid):
    code = "case_invalid"


class TaskInvalid(Invalid):
    code = "task_invalid"
