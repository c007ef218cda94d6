"""The bodies and names of this room's jobs. What they do is in `jobs`, above the actions that book them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from msgspec import Struct

CALLBACK_DUE = "cases.callback_due"


class TaskDue(Struct, frozen=True, kw_only=True):
    """A task's promised time has come, or is near."""

    task: UUID
    due: datetime


class CallbackTimeout(Struct, frozen=True, kw_only=True):
    """Of which task's callback the state leaves by itself."""

    task: UUID
