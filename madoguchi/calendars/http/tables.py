"""What imports of shifts and of closures show, and the tables that they give out."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from litestar import Response

from madoguchi.calendars.errors import ShiftImportUnknown
from madoguchi.calendars.store import imports as store
from madoguchi.calendars.store.imports import About, ImportLine, TableImport
from madoguchi.kit.csv_lines import BOM, csv_lines
from madoguchi.kit.http import Page, Tagged, principal
from madoguchi.kit.i18n import say
from madoguchi.kit.uploads import Uploaded, blocks


class CalendarImport(msgspec.Struct, frozen=True, kw_only=True):
    """An import. `about`: what its lines are; `state`: checked → done → undone. `total`, `ready`, `faulty` count lines,
    the others count shifts or closures.
    """

    id: UUID
    about: About
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


class CalendarLineFault(msgspec.Struct, frozen=True, kw_only=True):
    at: str
    code: str
    text: str


class CalendarLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the file: its number there, its cells, what is wrong with it."""

    line: int
    cells: list[str]
    faults: list[CalendarLineFault]


def view(work: TableImport) -> CalendarImport:
    return CalendarImport(**msgspec.structs.asdict(work))


def _line(row: ImportLine) -> CalendarLine:
    locale = principal().locale
    faults = [CalendarLineFault(at=f.at, code=f.code, text=say(f.code, locale, f.params)) for f in row.faults]
    return CalendarLine(line=row.line, cells=row.cells, faults=faults)


def tagged(work: TableImport) -> Tagged[CalendarImport]:
    return Tagged(view(work), work.version)


async def content(data: Uploaded) -> bytes:
    """The file that was sent, whole."""
    return b"".join([block async for block in blocks(data.file)])


async def found(id: UUID, about: About) -> TableImport:
    """Raises ShiftImportUnknown."""
    work = await store.import_by_id(id, about)
    if work is None:
        raise ShiftImportUnknown
    return work


async def all_about(about: About, after: str | None, limit: int) -> Page[CalendarImport]:
    """Imports, the latest first."""
    page = await store.IMPORTS.where("about = {}", about).page(TableImport, after=after, limit=limit)
    return Page(items=[view(work) for work in page.items], next=page.next)


async def lines(id: UUID, about: About, faulty: bool, after: str | None, limit: int) -> Page[CalendarLine]:
    """Lines of the file in order. Raises ShiftImportUnknown."""
    await found(id, about)
    listing = store.LINES.where("import_id = {}", id)
    listing = listing.where("faults <> '[]'") if faulty else listing
    page = await listing.page(ImportLine, after=after, limit=limit)
    return Page(items=[_line(row) for row in page.items], next=page.next)


async def faulty_lines(id: UUID, about: About) -> Response[str]:
    """The faulty lines as CSV, with what is wrong. Raises ShiftImportUnknown."""
    work = await found(id, about)
    rows = [_line(row) for row in await store.lines(id) if row.faults]
    reason = say("shift_import_reason", principal().locale)
    head = [*work.headings, reason]
    return csv("errors.csv", [head, *([*row.cells, " / ".join(f.text for f in row.faults)] for row in rows)])


def csv(name: str, rows: list[list[str]]) -> Response[str]:
    """A table that spreadsheets open rightly."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(BOM + csv_lines(rows), media_type="text/csv", headers=headers)
