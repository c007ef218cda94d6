"""/closure-imports: upload with dry run, run, undo, and what is wrong with which line."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from litestar import Response

from madoguchi.calendars.actions import closure_imports as actions
from madoguchi.calendars.http import tables
from madoguchi.calendars.http.tables import CalendarImport, CalendarLine
from madoguchi.kit.http import Page, Tagged, get, post, principal
from madoguchi.kit.i18n import Locale
from madoguchi.kit.uploads import Uploaded

TEMPLATE: Final[dict[Locale, list[list[str]]]] = {
    "ja": [
        ["開始日", "終了日", "名称", "英語名", "受付時間"],
        ["2026-12-29", "2027-01-03", "年末年始休業", "Year-end closure", "休業"],
        ["2026-12-28", "", "仕事納め", "Last working day", "9:00-12:00"],
        ["2027-02-23", "", "祝日も受付", "Open on a holiday", "通常どおり"],
    ],
    "en": [
        ["First day", "Last day", "Name in Japanese", "Name in English", "Opening hours"],
        ["2026-12-29", "2027-01-03", "年末年始休業", "Year-end closure", "closed"],
        ["2026-12-28", "", "仕事納め", "Last working day", "9:00-12:00"],
        ["2027-02-23", "", "祝日も受付", "Open on a holiday", "as usual"],
    ],
}


@post("/closure-imports", needs="calendars.admin")
async def upload_closure_import(data: Uploaded) -> Tagged[CalendarImport]:
    """Upload a CSV file or Excel workbook of closures: every line is judged, nothing is written yet."""
    return tables.tagged(await actions.upload(await tables.content(data), data.file.filename or "closures"))


@get("/closure-imports", needs="calendars.admin")
async def list_closure_imports(after: str | None = None, limit: int = 25) -> Page[CalendarImport]:
    """Imports of closures, the latest first."""
    return await tables.all_about("closures", after, limit)


@get("/closure-imports/template", needs="calendars.admin", media_type="text/csv")
async def export_closure_template() -> Response[str]:
    """A table to fill in, in the reader's language."""
    return tables.csv("closures.csv", TEMPLATE[principal().locale])


@get("/closure-imports/{import_id:uuid}", needs="calendars.admin")
async def show_closure_import(import_id: UUID) -> Tagged[CalendarImport]:
    """Where an import stands."""
    return tables.tagged(await tables.found(import_id, "closures"))


@post("/closure-imports/{import_id:uuid}/run", needs="calendars.admin", status=200)
async def run_closure_import(import_id: UUID) -> Tagged[CalendarImport]:
    """Write the good lines; what stands on their very days gives way."""
    return tables.tagged(await actions.run(import_id))


@post("/closure-imports/{import_id:uuid}/undo", needs="calendars.admin", status=200)
async def undo_closure_import(import_id: UUID) -> Tagged[CalendarImport]:
    """Take an import back: what gave way to it stands again, what was changed since stays."""
    return tables.tagged(await actions.undo(import_id))


@get("/closure-imports/{import_id:uuid}/rows", needs="calendars.admin")
async def list_closure_import_rows(
    import_id: UUID, faulty: bool = False, after: str | None = None, limit: int = 50
) -> Page[CalendarLine]:
    """Lines of the file in order; `faulty`: only those with something wrong."""
    return await tables.lines(import_id, "closures", faulty, after, limit)


@get("/closure-imports/{import_id:uuid}/errors", needs="calendars.admin", media_type="text/csv")
async def export_closure_import_errors(import_id: UUID) -> Response[str]:
    """The faulty lines as CSV, with what is wrong: to be mended and uploaded again."""
    return await tables.faulty_lines(import_id, "closures")


routes = [
    upload_closure_import, list_closure_imports, export_closure_template, show_closure_import, run_closure_import,
    undo_closure_import, list_closure_import_rows, export_closure_import_errors,
]  # fmt: skip
