"""A file of closures: tried (nothing is written), written, taken back.

A file takes the place of what stands on the very days that it names, so that a corrected file can simply be brought in
again. What holds every year stays: a line about one year stands over it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Final
from uuid import UUID

import msgspec

from madoguchi.access import audit
from madoguchi.calendars.actions import importing
from madoguchi.calendars.errors import ClosureTableInvalid
from madoguchi.calendars.events import ClosuresChanged
from madoguchi.calendars.model.closure_lines import Line, columns, missing, read_line, settled
from madoguchi.calendars.model.holidays import Closure
from madoguchi.calendars.queries import TOPIC
from madoguchi.calendars.store import closures as store
from madoguchi.calendars.store import imports
from madoguchi.calendars.store.imports import TableImport
from madoguchi.kit.clock import now
from madoguchi.kit.errors import Fault
from madoguchi.kit.facts import record
from madoguchi.kit.http import maybe_principal
from madoguchi.kit.ids import new_id
from madoguchi.kit.metrics import counter
from madoguchi.kit.signals import signal

MOST_LINES: Final = 2_000
NEEDED_NAMES: Final = {"first": "closure_column_first", "name_ja": "closure_column_name"}

lines_read = counter("closure_import_lines", "Lines of closure tables, by what the dry run says", ("result",))


async def upload(content: bytes, name: str) -> TableImport:
    """Read a CSV file or Excel workbook and judge every line; nothing is written yet.

    Raises SheetUnreadable, ClosureTableInvalid.
    """
    table = await importing.table(content, MOST_LINES)
    absent = missing(columns(table.headings))
    if absent:
        raise ClosureTableInvalid(faults=[Fault(at=field, code=NEEDED_NAMES[field]) for field in absent])
    judged, _ = await _judge(table.headings, table.rows)
    faulty = sum(bool(line.faults) for line in judged)
    who = maybe_principal()
    made = await imports.insert_import(
        "closures", name[:200], table.headings, len(table.rows), faulty, now(), who.user if who else None
    )
    await imports.add_lines(made.id, table.rows, [line.faults for line in judged])
    await audit("closure_import.uploaded", "closure_import", made.id, {"lines": made.total, "faulty": faulty})
    lines_read.labels("ready").inc(made.ready)
    lines_read.labels("faulty").inc(faulty)
    return made


async def run(id: UUID) -> TableImport:
    """Write the good lines; the faulty ones, judged anew, are left out. Raises ShiftImportUnknown, ShiftImportState."""
    found = await importing.at_rest(id, "closures", "checked")
    lines = await imports.lines(id)
    judged, giving_way = await _judge(found.headings, [line.cells for line in lines])
    faulty = sum(bool(line.faults) for line in judged)
    await imports.set_faults([line.id for line in lines], [line.faults for line in judged])
    replaced = await store.replace(id, [closure.id for closure in giving_way])
    days = [line.day for line in judged if line.day]
    for day in days:
        await store.save(Closure(id=new_id(), version=1, yearly=False, **msgspec.structs.asdict(day)), id)
    done = await imports.change_import(
        id,
        state="done",
        ready=found.total - faulty,
        faulty=faulty,
        written=len(days),
        replaced=replaced,
        finished=now(),
    )
    await audit("closure_import.run", "closure_import", id, {"closures": done.written, "replaced": replaced})
    await _changed()
    return done


async def undo(id: UUID) -> TableImport:
    """Take an import back: what it wrote goes, what gave way stands again. What was changed since stays.

    Raises ShiftImportUnknown, ShiftImportState.
    """
    await importing.undoable(id, "closures")
    gone, kept = await store.take_back(id)
    restored = await store.restore(id)
    undone = await imports.change_import(id, state="undone", kept=kept, restored=restored)
    await audit("closure_import.undone", "closure_import", id, {"removed": gone, "restored": restored, "kept": kept})
    await _changed()
    return undone


async def _judge(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[list[Line], list[Closure]]:
    at = columns(headings)
    standing = await store.closures()
    return await asyncio.to_thread(lambda: settled([read_line(at, row) for row in rows], standing))


async def _changed() -> None:
    await signal(TOPIC)
    record(ClosuresChanged())
