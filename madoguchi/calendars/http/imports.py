"""/shift-imports: upload with dry run, run, undo, and what is wrong with which line."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec
from litestar import Response

from madoguchi.calendars.actions import shift_imports as actions
from madoguchi.calendars.errors import ShiftImportUnknown
from madoguchi.calendars.store import shifts as store
from madoguchi.calendars.store.shifts import ImportLine, ShiftImport
from madoguchi.kit.csv_lines import BOM, csv_lines
from madoguchi.kit.http import Page, Tagged, get, post, principal
from madoguchi.kit.i18n import Locale, say
from madoguchi.kit.uploads import Uploaded, blocks

TEMPLATE: Final[dict[Locale, list[list[str]]]] = {
    "ja": [
        ["氏名", "日付", "開始", "終了", "休憩開始", "休憩終了", "種別"],
        ["佐藤 由美", "2026-12-01", "9:00", "18:00", "12:00", "13:00", "勤務"],
        ["佐藤 由美", "2026-12-02", "10:00", "12:00", "", "", "研修"],
        ["佐藤 由美", "2026-12-03", "", "", "", "", "休み"],
    ],
    "en": [
        ["Email", "Date", "Start", "End", "Break start", "Break end", "Kind"],
        ["sato@example.com", "2026-12-01", "9:00", "18:00", "12:00", "13:00", "work"],
        ["sato@example.com", "2026-12-02", "10:00", "12:00", "", "", "training"],
        ["sato@example.com", "2026-12-03", "", "", "", "", "leave"],
    ],
}


class ShiftImportView(msgspec.Struct, frozen=True, kw_only=True):
    """An import. `state`: checked → done → undone. `total`, `ready`, `faulty` count lines, the others shifts."""

    id: UUID
    file_name: str
    state: store.State
    headings: list[str]
    total: int
    ready: int
    faulty: int
    written: int
    replaced: int
    restored: int
    kept: int
    created: datetime
    created_by: UUID | None
    finished: datetime | None
    version: int


class ShiftLineFault(msgspec.Struct, frozen=True, kw_only=True):
    at: str
    code: str
    text: str


class ShiftLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the file: its number there, its cells, what is wrong with it."""

    line: int
    cells: list[str]
    faults: list[ShiftLineFault]


def _view(work: ShiftImport) -> ShiftImportView:
    return ShiftImportView(**msgspec.structs.asdict(work))


def _line(row: ImportLine) -> ShiftLine:
    locale = principal().locale
    faults = [ShiftLineFault(at=f.at, code=f.code, text=say(f.code, locale, f.params)) for f in row.faults]
    return ShiftLine(line=row.line, cells=row.cells, faults=faults)


def _tagged(work: ShiftImport) -> Tagged[ShiftImportView]:
    return Tagged(_view(work), work.version)


async def _found(id: UUID) -> ShiftImport:
    found = await store.import_by_id(id)
    if found is None:
        raise ShiftImportUnknown
    return found


def _csv(name: str, rows: list[list[str]]) -> Response[str]:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(BOM + csv_lines(rows), media_type="text/csv", headers=headers)


@post("/shift-imports", needs="shifts.write")
async def upload_shift_import(data: Uploaded) -> Tagged[ShiftImportView]:
    """Upload a CSV file or Excel workbook of shifts: every line is judged, nothing is written yet."""
    content = b"".join([block async for block in blocks(data.file)])
    return _tagged(await actions.upload(content, data.file.filename or "shifts"))


@get("/shift-imports", needs="shifts.write")
async def list_shift_imports(after: str | None = None, limit: int = 25) -> Page[ShiftImportView]:
    """Imports of shifts, the latest first."""
    page = await store.IMPORTS.page(ShiftImport, after=after, limit=limit)
    return Page(items=[_view(work) for work in page.items], next=page.next)


@get("/shift-imports/template", needs="shifts.write", media_type="text/csv")
async def export_shift_template() -> Response[str]:
    """A table to fill in, in the reader's language."""
    return _csv("shifts.csv", TEMPLATE[principal().locale])


@get("/shift-imports/{import_id:uuid}", needs="shifts.write")
async def show_shift_import(import_id: UUID) -> Tagged[ShiftImportView]:
    """Where an import stands."""
    return _tagged(await _found(import_id))


@post("/shift-imports/{import_id:uuid}/run", needs="shifts.write", status=200)
async def run_shift_import(import_id: UUID) -> Tagged[ShiftImportView]:
    """Write the good lines; whole days of the people named are replaced."""
    return _tagged(await actions.run(import_id))


@post("/shift-imports/{import_id:uuid}/undo", needs="shifts.write", status=200)
async def undo_shift_import(import_id: UUID) -> Tagged[ShiftImportView]:
    """Take an import back: what gave way to it stands again."""
    return _tagged(await actions.undo(import_id))


@get("/shift-imports/{import_id:uuid}/rows", needs="shifts.write")
async def list_shift_import_rows(
    import_id: UUID, faulty: bool = False, after: str | None = None, limit: int = 50
) -> Page[ShiftLine]:
    """Lines of the file in order; `faulty`: only those with something wrong."""
    await _found(import_id)
    listing = store.LINES.where("import_id = {}", import_id)
    listing = listing.where("faults <> '[]'") if faulty else listing
    page = await listing.page(ImportLine, after=after, limit=limit)
    return Page(items=[_line(row) for row in page.items], next=page.next)


@get("/shift-imports/{import_id:uuid}/errors", needs="shifts.write", media_type="text/csv")
async def export_shift_import_errors(import_id: UUID) -> Response[str]:
    """The faulty lines as CSV, with what is wrong: to be mended and uploaded again."""
    work = await _found(import_id)
    rows = [_line(row) for row in await store.lines(import_id) if row.faults]
    reason = say("shift_import_reason", principal().locale)
    return _csv(
        "errors.csv",
        [[*work.headings, reason], *([*row.cells, " / ".join(f.text for f in row.faults)] for row in rows)],
    )


routes = [
    upload_shift_import, list_shift_imports, export_shift_template, show_shift_import, run_shift_import,
    undo_shift_import, list_shift_import_rows, export_shift_import_errors,
]  # fmt: skip
