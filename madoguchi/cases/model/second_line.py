"""Second line (二次対応): a case handed on with an owner and a deadline, and handed back. Pure."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from msgspec import Struct


class SecondLine(Struct, frozen=True, kw_only=True):
    """Who handed the case on in which contact, and when it came back. Whose it is until when says the task."""

    task_id: UUID
    case_id: UUID
    interaction_id: UUID | None
    asked: datetime
    asked_by: UUID | None
    returned: datetime | None = None
    returned_by: UUID | None = None


class Handed(Struct, frozen=True, kw_only=True):
    """The same as lists show it."""

    asked: datetime
    asked_by: UUID | None
    asked_by_name: str | None
    returned: datetime | None
