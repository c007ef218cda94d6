"""What the cases room announces. Ids and codes only."""

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


class TaskOverdue(Fact, frozen=True, kw_only=True):
    """A task's due time went by and it is still open. Recorded once for each due time."""

    task: UUID
    kind: str
    owner: UUID | None
    customer: UUID | None
