"""The shapes of cases and tasks, and their rules. Times are UTC."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

CaseStatus = Literal["new", "open", "pending", "resolved", "closed"]
Priority = Literal["low", "normal", "high", "urgent"]
TaskKind = Literal["follow_up", "callback", "missed_call", "todo"]
TaskState = Literal["open", "done", "cancelled"]
EntryKind = Literal["opened", "changed", "note"]
EntryData = dict[str, list[str | None]]

Moment = Annotated[datetime, Meta(tz=True)]

OPEN_STATUSES: frozenset[CaseStatus] = frozenset({"new", "open", "pending"})
URGENCY: dict[Priority, int] = {"low": 0, "normal": 1, "high": 2, "urgent": 3}
TITLE_LIMIT = 300
TEXT_LIMIT = 20_000
FIRST_YEAR, LAST_YEAR = 2000, 2200


class CaseFile(Struct, frozen=True, kw_only=True):
    """What is to be done for somebody. `entries` counts its history, `resolved` is when it stopped being open."""

    id: UUID
    number: str
    customer_id: UUID | None
    interaction_id: UUID | None
    line_of_business_id: UUID | None
    title: str
    status: CaseStatus
    priority: Priority
    assignee_id: UUID | None
    due: datetime | None
    opened: datetime
    opened_by: UUID | None
    changed: datetime
    resolved: datetime | None
    entries: int
    version: int


class CaseRow(Struct, frozen=True, kw_only=True):
    """A case as lists, pops and live events show it: with the names of its people."""

    id: UUID
    number: str
    title: str
    status: CaseStatus
    priority: Priority
    customer_id: UUID | None
    customer_name: str | None
    assignee_id: UUID | None
    assignee_name: str | None
    due: datetime | None
    opened: datetime
    changed: datetime
    resolved: datetime | None
    version: int


class CaseEntry(Struct, frozen=True, kw_only=True):
    """One line of a case's history. `data` holds codes: for "changed", `{field: [before, after]}`."""

    id: UUID
    kind: EntryKind
    at: datetime
    user_id: UUID | None
    interaction_id: UUID | None
    data: EntryData
    text: str
    user_name: str | None = None


class CaseChange(Struct, frozen=True, kw_only=True):
    """What is to change; what is not named stays."""

    title: str | UnsetType = UNSET
    status: CaseStatus | UnsetType = UNSET
    priority: Priority | UnsetType = UNSET
    assignee_id: UUID | UnsetType | None = UNSET
    due: Moment | UnsetType | None = UNSET
    customer_id: UUID | UnsetType | None = UNSET


class Task(Struct, frozen=True, kw_only=True):
    """Something one of us owes. `owner_id` is None for what anybody may take; `attempts` counts merged missed calls."""

    id: UUID
    kind: TaskKind
    state: TaskState
    customer_id: UUID | None
    case_id: UUID | None
    interaction_id: UUID | None
    queue_id: UUID | None
    line_of_business_id: UUID | None
    owner_id: UUID | None
    address_kind: str
    address_value: str
    due: datetime | None
    attempts: int
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


class TaskRow(Struct, frozen=True, kw_only=True):
    """A task as lists, pops and live events show it. `overdue` is as of the moment it was read."""

    id: UUID
    kind: TaskKind
    state: TaskState
    customer_id: UUID | None
    customer_name: str | None
    case_id: UUID | None
    interaction_id: UUID | None
    queue_id: UUID | None
    owner_id: UUID | None
    owner_name: str | None
    address_kind: str
    address_value: str
    due: datetime | None
    overdue: bool
    attempts: int
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


def clean(text: str) -> str:
    """Text as we keep it: no control characters that PostgreSQL or a screen cannot hold, no outer blanks."""
    kept = (c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return "".join(kept).strip()


def sensible(moment: datetime | None) -> bool:
    """Whether a time can be promised: with a zone, and in a year that every calendar can hold in UTC."""
    return moment is None or (moment.tzinfo is not None and FIRST_YEAR <= moment.year <= LAST_YEAR)


def folded(text: str) -> str:
    """The form in which titles and numbers are searched: width, case and blanks do not matter."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def bigrams(text: str) -> list[str]:
    """The pairs of neighbouring characters in the folded text; PostgreSQL intersects them."""
    plain = folded(text)
    return sorted({plain[i : i + 2] for i in range(len(plain) - 1)})


def differences(before: CaseFile, change: CaseChange) -> EntryData:
    """Which fields `change` really changes, with the value before and after, as codes. The title's text is left out:
    it is personal, and the history shows only that it changed."""
    found: EntryData = {}
    for name in CaseChange.__struct_fields__:
        wanted = getattr(change, name)
        held = getattr(before, name)
        if wanted is UNSET or wanted == held:
            continue
        found[name] = [] if name == "title" else [_code(held), _code(wanted)]
    return found


def _code(value: object) -> str | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, datetime) else str(value)
