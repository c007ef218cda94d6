"""What a tenant may set about cases and tasks."""

from typing import Annotated

from msgspec import Meta, Struct

from madoguchi.kit.settings import tenant_settings


@tenant_settings("cases")
class CaseSettings(Struct, frozen=True, kw_only=True):
    """Numbers of cases are `number_prefix` and at least five digits."""

    number_prefix: Annotated[str, Meta(max_length=12, pattern="^[A-Za-z0-9-]*$")] = "CS-"
    missed_call_due_minutes: Annotated[int, Meta(ge=1, le=10_080)] = 60
