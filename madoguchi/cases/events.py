"""What the cases room announces. Ids and codes only."""

from datetime import datetime
from uuid import UUID

from madoguchi.kit.facts import Fact


class CaseOpened(Fact, frozen=True, kw_only=True):
    """A case was opened. `customer` is None while nobody is recognised, `interaction` where no contact led to it."""

    case: UUID
    customer: UUID | None
    assignee: UUID | None
    interaction: UUID | None


class CaseChanged(Fact, frozen=True, kw_only=True):
    """`fields` names what changed: status, priority, assignee, due, title, customer, entries."""

    case: UUID
    customer: UUID | None
    assignee: UUID | None
    fields: tuple[str, ...]
    by: UUID | None


class TaskCreated(Fact, frozen=True, kw_only=True):
    """`owner` is None for what anybody may take (a missed call)."""

    task: UUID
    kind: str
    owner: UUID | None
    customer: UUID | None


class TaskChanged(Fact, frozen=True, kw_only=True):
    """`fields` names what changed: owner, due, state, text, attempts, customer. `previous_owner` had it before."""

    task: UUID
    kind: str
    owner: UUID | None
    previous_owner: UUID | None
    customer: UUID | None
    state: str
    fields: tuple[str, ...]


class TaskDueSoon(Fact, frozen=True, kw_only=True):
    """A promise is to be kept within the tenant's time of warning. Recorded once for each due time."""

    task: UUID
    kind: str
    owner: UUID | None
    team: UUID | None
    queue: UUID | None
    customer: UUID | None


class SecondLineAsked(Fact, frozen=True, kw_only=True):
    """First line handed a case on (二次対応): to `owner`, or to whoever of `team` takes it, until the task is due."""

    task: UUID
    case: UUID
    interaction: UUID | None
    by: UUID | None
    owner: UUID | None
    team: UUID | None


class SecondLineReturned(Fact, frozen=True, kw_only=True):
    """Second line gave the case back to `to`, who had handed it on (None: they are not with us any more)."""

    task: UUID
    case: UUID
    by: UUID | None
    to: UUID | None


class CallbackDue(Fact, frozen=True, kw_only=True):
    """A callback's time has come: whoever stands above lets it wait in line. Said again until something happens."""

    task: UUID
    queue: UUID


class CallbackChanged(Fact, frozen=True, kw_only=True):
    """The house's own callback moved on: kept, planned, queued, calling, reached, given_up or cancelled. `kind` is
    "place" or "appointment"; `cause` says why, where there is a why."""

    task: UUID
    kind: str
    queue: UUID
    customer: UUID | None
    state: str
    previous: str | None
    cause: str


class AppointmentChanged(Fact, frozen=True, kw_only=True):
    """An appointment is at another time, or another person's: whoever was invited is told. `previous_*` is what it was
    before, the same where that did not change; `waiting` is the contact that was in line for the time before."""

    task: UUID
    owner: UUID | None
    previous_owner: UUID | None
    previous_start: datetime
    previous_end: datetime
    moved: bool
    waiting: UUID | None


class CallAttempted(Fact, frozen=True, kw_only=True):
    """A call made for a task is over: reached, absent, busy, unreachable or failed. `interaction` None: it was made by
    another telephone."""

    task: UUID
    kind: str
    interaction: UUID | None
    user: UUID | None
    outcome: str


class TaskOverdue(Fact, frozen=True, kw_only=True):
    """A task's due time went by and it is still open. Recorded once for each due time."""

    task: UUID
    kind: str
    owner: UUID | None
    customer: UUID | None
