"""The shapes of tasks, and their rules. Times are UTC."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

from madoguchi.cases.model.callbacks import Booking
from madoguchi.cases.model.second_line import Handed
from madoguchi.cases.model.text import Moment

TaskKind = Literal["follow_up", "callback", "missed_call", "voicemail", "second_line", "todo"]
TaskState = Literal["open", "done", "cancelled"]

TO_CALL: frozenset[TaskKind] = frozenset({"callback", "missed_call", "voicemail"})
"""Tasks that somebody does by calling; every call is booked as an attempt."""


class Task(Struct, frozen=True, kw_only=True):
    """Something one of us owes. `owner_id` is None for what anybody may take (of `team_id`, where it says so).

    `attempts` counts the customer's merged calls in vain, `tries` our own calls; `tried` is when the last of them was
    made and `tried_outcome` what came of it (an `Outcome`).
    """

    id: UUID
    kind: TaskKind
    state: TaskState
    customer_id: UUID | None
    case_id: UUID | None
    interaction_id: UUID | None
    queue_id: UUID | None
    line_of_business_id: UUID | None
    team_id: UUID | None
    owner_id: UUID | None
    address_kind: str
    address_value: str
    due: datetime | None
    attempts: int
    tries: int
    tried: datetime | None
    tried_outcome: str | None
    text: str
    created: datetime
    created_by: UUID | None
    changed: datetime
    ended: datetime | None
    ended_by: UUID | None
    version: int

    def overdue(self, moment: datetime) -> bool:
        """Whether it should have been done by `moment`."""
        return self.state == "open" and self.due is not None and self.due < moment

    def soon(self, moment: datetime, lead: timedelta) -> bool:
        """Whether it is to be done within `lead`, and is not late yet."""
        return self.state == "open" and self.due is not None and self.due - lead <= moment <= self.due


class TaskRow(Struct, frozen=True, kw_only=True):
    """A task as lists, pops and live events show it. `overdue` and `soon` are as of the moment it was read.

    `booking` says how the house itself calls back, `second_line` who handed the case on, where that is so. `said`: how
    the message that was left begins, in words; None where none was left, "" while nobody has written it down.
    """

    id: UUID
    kind: TaskKind
    state: TaskState
    customer_id: UUID | None
    customer_name: str | None
    case_id: UUID | None
    interaction_id: UUID | None
    queue_id: UUID | None
    team_id: UUID | None
    owner_id: UUID | None
    owner_name: str | None
    address_kind: str
    address_value: str
    due: datetime | None
    overdue: bool
    soon: bool
    attempts: int
    tries: int
    tried: datetime | None
    tried_outcome: str | None
    booking: Booking | None
    second_line: Handed | None
    said: str | None
    text: str
    created: datetime
    ended: datetime | None
    version: int


class TaskChange(Struct, frozen=True, kw_only=True):
    """What is to change; what is not named stays."""

    owner_id: UUID | UnsetType | None = UNSET
    due: Moment | UnsetType | None = UNSET
    text: str | UnsetType = UNSET
    state: TaskState | UnsetType = UNSET
