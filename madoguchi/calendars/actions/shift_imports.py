"""A file of shifts: tried (nothing is written), written, taken back.

A file replaces whole days: what a person had on a day that the file names gives way, so that a corrected file can
simply be brought in again. A later import stands above an earlier one: taking the earlier back leaves it alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

import msgspec

from madoguchi import access
from madoguchi.access import audit
from madoguchi.calendars.actions import importing
from madoguchi.calendars.errors import ShiftTableInvalid
from madoguchi.calendars.events import ShiftsChanged
from madoguchi.calendars.model.shifts import DayShift, Reader, Said, Who, columns, missing, overlapping, people_by_name
from madoguchi.calendars.model.windows import zone_or_utc
from madoguchi.calendars.queries import calendar
from madoguchi.calendars.settings import CalendarSettings
from madoguchi.calendars.store import imports
from madoguchi.calendars.store import shifts as store
from madoguchi.calendars.store.imports import TableImport
from madoguchi.kit.clock import now
from madoguchi.kit.errors import Fault
from madoguchi.kit.facts import record
from madoguchi.kit.http import MOST, maybe_principal
from madoguchi.kit.metrics import counter
from madoguchi.kit.settings import setting

MOST_LINES: Final = 20_000
NEEDED_NAMES: Final = {"person": "shift_column_person", "day": "shift_column_day"}

lines_read = counter("shift_import_lines", "Lines of shift tables, by what the dry run thought of them", ("result",))


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """A table, understood: the shifts of its good lines, and what is wrong with each line."""

    shifts: list[DayShift]
    faults: list[list[Fault]]


async def upload(content: bytes, name: str) -> TableImport:
    """Read a CSV file or Excel workbook and judge every line; nothing is written yet.

    Raises SheetUnreadable, ShiftTableInvalid.
    """
    table = await importing.table(content, MOST_LINES)
    absent = missing(columns(table.headings))
    if absent:
        raise ShiftTableInvalid(faults=[Fault(at=field, code=NEEDED_NAMES[field]) for field in absent])
    judged = await _judge(table.headings, table.rows)
    faulty = sum(bool(faults) for faults in judged.faults)
    who = maybe_principal()
    made = await imports.insert_import(
        "shifts", name[:200], table.headings, len(table.rows), faulty, now(), who.user if who else None
    )
    await imports.add_lines(made.id, table.rows, judged.faults)
    await audit("shift_import.uploaded", "shift_import", made.id, {"lines": made.total, "faulty": faulty})
    lines_read.labels("ready").inc(made.ready)
    lines_read.labels("faulty").inc(faulty)
    return made


async def run(id: UUID) -> TableImport:
    """Write the good lines; the faulty ones, judged anew, are left out. Raises ShiftImportUnknown, ShiftImportState."""
    found = await importing.at_rest(id, "shifts", "checked")
    lines = await imports.lines(id)
    judged = await _judge(found.headings, [line.cells for line in lines])
    faulty = sum(bool(faults) for faults in judged.faults)
    await imports.set_faults([line.id for line in lines], judged.faults)
    days = sorted({(shift.user, shift.day) for shift in judged.shifts}, key=lambda d: (d[1], d[0]))
    replaced = await store.replace_days(id, days)
    await store.insert(judged.shifts, id)
    done = await imports.change_import(
        id,
        state="done",
        ready=found.total - faulty,
        faulty=faulty,
        written=len(judged.shifts),
        replaced=replaced,
        finished=now(),
    )
    await audit("shift_import.run", "shift_import", id, {"shifts": done.written, "replaced": replaced})
    _changed(days)
    return done


async def undo(id: UUID) -> TableImport:
    """Take an import back: what it wrote goes, what gave way stands again. What a later import replaced stays so.

    Raises ShiftImportUnknown, ShiftImportState.
    """
    await importing.undoable(id, "shifts")
    touched = await store.written_days(id)
    gone, kept = await store.take_back(id)
    restored = await store.restore(id)
    undone = await imports.change_import(id, state="undone", kept=kept, restored=restored)
    await audit("shift_import.undone", "shift_import", id, {"removed": gone, "restored": restored, "kept": kept})
    _changed(touched)
    return undone


async def _reader(headings: Sequence[str]) -> Reader:
    people: list[Who] = []
    after: str | None = None
    while True:
        page = await access.users(state="active", after=after, limit=MOST)
        people += [Who(id=user.id, name=user.name, email=user.email) for user in page.items]
        after = page.next
        if after is None:
            break
    known, ambiguous = people_by_name(people)
    zone, closed = zone_or_utc((await setting(CalendarSettings)).time_zone), (await calendar("")).closed
    return Reader(columns=columns(headings), people=known, ambiguous=ambiguous, zone=zone, closed=closed)


async def _judge(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Judged:
    reader = await _reader(headings)
    said = await asyncio.to_thread(lambda: [reader.read(row) for row in rows])
    return Judged(shifts=[], faults=[]) if not said else await _without_overlaps(said)


async def _without_overlaps(said: Sequence[Said]) -> Judged:
    """Refuse what meets another shift of the same person and kind: in the file, or on a day that the file leaves be."""
    flat = [(at, shift) for at, line in enumerate(said) for shift in line.shifts]
    shifts = [shift for _, shift in flat]
    faults = [list(line.faults) for line in said]
    if shifts:
        named = {(shift.user, shift.day) for shift in shifts}
        start, end = min(s.start for s in shifts), max(s.end for s in shifts)
        standing = await store.between(start, end, list({s.user for s in shifts}))
        others = [other for other in standing if (other.user, other.day) not in named]
        for place in overlapping(shifts, others):
            faults[flat[place][0]].append(Fault(at="start", code="shift_overlaps"))
    return Judged(shifts=[shift for at, shift in flat if not faults[at]], faults=faults)


def _changed(days: Sequence[tuple[UUID, date]]) -> None:
    if days:
        users, dates = sorted({user for user, _ in days}), [day for _, day in days]
        record(ShiftsChanged(users=users, first=min(dates), last=max(dates)))
