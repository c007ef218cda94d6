"""What may go wrong with calendars, by name."""

from __future__ import annotations

from madoguchi.kit.errors import Conflict, Invalid, NotFound


class OpeningHoursUnknown(NotFound):
    code = "opening_hours_unknown"


class OpeningHoursNameTaken(Conflict):
    code = "opening_hours_name_taken"


class OpeningHoursInvalid(Invalid):
    code = "opening_hours_invalid"


class ClosureUnknown(NotFound):
    code = "closure_unknown"


class ClosureInvalid(Invalid):
    code = "closure_invalid"


class PeriodInvalid(Invalid):
    """The end before the start, or a period longer than is shown at once."""

    code = "period_invalid"


class ShiftTableInvalid(Invalid):
    """A table without the columns that say who and when."""

    code = "shift_table_invalid"


class ClosureTableInvalid(Invalid):
    """A table without the columns that say when and what."""

    code = "closure_table_invalid"


class ShiftImportUnknown(NotFound):
    code = "shift_import_unknown"


class ShiftImportState(Conflict):
    """The import is at another step: the state it is in is told."""

    code = "shift_import_state"
