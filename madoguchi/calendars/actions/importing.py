"""What imports of shifts and of closures have in common: a table is read, judged, written, taken back for a while."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import UUID

from madoguchi.calendars.errors import ShiftImportState, ShiftImportUnknown
from madoguchi.calendars.settings import CalendarSettings
from madoguchi.calendars.store import imports as store
from madoguchi.calendars.store.imports import About, State, TableImport
from madoguchi.kit.clock import now
from madoguchi.kit.settings import setting
from madoguchi.kit.sheets import SheetUnreadable, Table, read_table


async def table(content: bytes, most: int) -> Table:
    """A CSV file or Excel workbook as lines. Raises SheetUnreadable."""
    found = await asyncio.to_thread(read_table, content)
    if not found.rows:
        raise SheetUnreadable("import_empty")
    if len(found.rows) > most:
        raise SheetUnreadable("import_too_long", limit=most)
    return found


async def at_rest(id: UUID, about: About, state: State) -> TableImport:
    """The import, locked, in the state it must be in. Raises ShiftImportUnknown, ShiftImportState."""
    found = await store.import_by_id(id, about, lock=True)
    if found is None:
        raise ShiftImportUnknown
    if found.state != state:
        raise ShiftImportState(state=found.state)
    return found


async def undoable(id: UUID, about: About) -> TableImport:
    """The import, locked, while it may still be taken back. Raises ShiftImportUnknown, ShiftImportState."""
    found = await at_rest(id, about, "done")
    days = (await setting(CalendarSettings)).shift_import_days
    if found.finished is not None and now() - found.finished > timedelta(days=days):
        raise ShiftImportState("import_undo_over", days=days)
    return found
