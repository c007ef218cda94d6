"""/shift-imports: upload with dry run, run, undo, and what is wrong with which line."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from litestar import Response

from madoguchi.calendars.actions import shift_imports as actions
from madoguchi.calendars.http import tables
from madoguchi.calendars.http.tables import CalendarImport, CalendarLine
from madoguchi.kit.http import Page, Tagged, get, post, principal
from madoguchi.kit.i18n import Locale
from madoguchi.kit.uploads import Uploaded

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


@post("/shift-imports", needs="shifts.write")
async def upload_shift_import(data: Uploaded) -> Tagged[CalendarImport]:
    """Upload a CSV file or Excel workbook of shifts: every line is judged, nothing is written yet."""
    return tables.tagged(await actions.upload(await tables.content(data), data.file.filename or "shifts"))


@get("/shift-imports", needs="shifts.write")
async def list_shift_imports(after: str | None = None, limit: int = 25) -> Page[CalendarImport]:
    """Imports of shifts, the latest first."""
    return await tables.all_about("shifts", after, limit)


@get("/shift-imports/template", needs="shifts.write", media_type="text/csv")
async def export_shift_template() -> Response[str]:
    """A table to fill in, in the reader's language."""
    return tables.csv("shifts.csv", TEMPLATE[principal().locale])


@get("/shift-imports/{import_id:uuid}", needs="shifts.write")
async def show_shift_import(import_id: UUID) -> Tagged[CalendarImport]:
    """Where an import stands."""
    return tables.tagged(await tables.found(import_id, "shifts"))


@post("/shift-imports/{import_id:uuid}/run", needs="shifts.write", status=200)
async def run_shift_import(import_id: UUID) -> Tagged[CalendarImport]:
    """Write the good lines; whole days of the people named are replaced."""
    return tables.tagged(await actions.run(import_id))


@post("/shift-imports/{import_id:uuid}/undo", needs="shifts.write", status=200)
async def undo_shift_import(import_id: UUID) -> Tagged[CalendarImport]:
    """Take an import back: what gave way to it stands again."""
    return tables.tagged(await actions.undo(import_id))


@get("/shift-imports/{import_id:uuid}/rows", needs="shifts.write")
async def list_shift_import_rows(
    import_id: UUID, faulty: bool = False, after: str | None = None, limit: int = 50
) -> Page[CalendarLine]:
    """Lines of the file in order; `faulty`: only those with something wrong."""
    return await tables.lines(import_id, "shifts", faulty, after, limit)


@get("/shift-imports/{import_id:uuid}/errors", needs="shifts.write", media_type="text/csv")
async def export_shift_import_errors(import_id: UUID) -> Response[str]:
    """The faulty lines as CSV, with what is wrong: to be mended and uploaded again."""
    return await tables.faulty_lines(import_id, "shifts")


routes = [
    upload_shift_import, list_shift_imports, export_shift_template, show_shift_import, run_shift_import,
    undo_shift_import, list_shift_import_rows, export_shift_import_errors,
]  # fmt: skip
