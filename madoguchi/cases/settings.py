"""What a tenant may set about cases and tasks."""

from typing import Annotated

from msgspec import Meta, Struct

from madoguchi.cases.model.callbacks import Rules
from madoguchi.kit.settings import tenant_settings


@tenant_settings("cases")
class CaseSettings(Struct, frozen=True, kw_only=True):
    """Numbers of cases are `number_prefix` and at least five digits. `alert_minutes`: so long before its time a promise
    is called to mind; 0: not before."""

    number_prefix: Annotated[str, Meta(max_length=12, pattern="^[A-Za-z0-9-]*$")] = "CS-"
    missed_call_due_minutes: Annotated[int, Meta(ge=1, le=10_080)] = 60
    voicemail_due_minutes: Annotated[int, Meta(ge=1, le=10_080)] = 60
    callback_due_minutes: Annotated[int, Meta(ge=1, le=10_080)] = 60
    callback_attempts: Annotated[int, Meta(ge=1, le=20)] = 3
    callback_absent_minutes: Annotated[int, Meta(ge=1, le=10_080)] = 30
    callback_busy_minutes: Annotated[int, Meta(ge=1, le=1_440)] = 5
    callback_wait_hours: Annotated[int, Meta(ge=1, le=72)] = 4
    alert_minutes: Annotated[int, Meta(ge=0, le=1_440)] = 15

    def callbacks(self) -> Rules:
        """How often and when it is tried again."""
        return Rules(
            attempts=self.callback_attempts,
            absent_seconds=60 * self.callback_absent_minutes,
            busy_seconds=60 * self.callback_busy_minutes,
            queued_seconds=3600 * self.callback_wait_hours,
        )
