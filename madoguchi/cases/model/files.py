"""The shapes of cases, and their rules. Times are UTC."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

from madoguchi.cases.model.text import Moment

CaseStatus = Literal["new", "open", "pending", "resolved", "closed"]
Priority = Literal["low", "normal", "high", "urgent"]
EntryKind = Literal["opened", "changed", "note"]
EntryData = dict[str, list[str | None]]

OPEN_STATUSES: frozenset[CaseStatus] = frozenset({"new", "open", "pending"})


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
