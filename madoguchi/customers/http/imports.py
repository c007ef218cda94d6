"""/customer-imports: upload, mapping, dry run, run, undo, and what is wrong with which line."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from litestar import Response

from madoguchi.customers.actions import imports as actions
from madoguchi.customers.errors import ImportUnknown
from madoguchi.customers.model.importing import FIELDS, Field
from madoguchi.customers.store import imports as store
from madoguchi.customers.store.imports import Column, Import, Line, Options
from madoguchi.files import Uploaded, blocks
from madoguchi.kit.csv_lines import BOM, csv_lines
from madoguchi.kit.http import Page, Tagged, expected_version, get, post, principal, put
from madoguchi.kit.i18n import say


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the lines."""

    created: int
    updated: int
    skipped: int
    faulty: int
    undone: int
    kept: int


class ImportView(msgspec.Struct, frozen=True, kw_only=True):
    """An import. `state`: uploaded → checking → checked → running → done (→ undoing → undone), or failed.

    `mapping`: column position → field. `reached` of `total` lines in the step at work.
    """

    id: UUID
    file_name: str
    state: str
    columns: list[Column]
    mapping: dict[str, str]
    options: Options
    fields: list[str]
    total: int
    reached: int
    counts: Counts
    problem: str | None
    created: datetime
    created_by: UUID | None
    finished: datetime | None
    version: int


class Mapping(msgspec.Struct, frozen=True, kw_only=True):
    """Which column (by position) is which field; columns left out are not read."""

    mapping: dict[str, Field]
    options: Options = Options()


class LineFault(msgspec.Struct, frozen=True, kw_only=True):
    at: str
    code: str
    text: str


class LineView(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the file: its number there, its cells, what is wrong, what became of it."""

    line: int
    cells: list[str]
    effect: str
    faults: list[LineFault]
    customer: UUID | None


def _view(work: Import) -> Tagged[ImportView]:
    shared = {name: getattr(work, name) for name in ImportView.__struct_fields__ if hasattr(work, name)}
    counts = Counts(
        created=work.created_rows,
        updated=work.updated_rows,
        skipped=work.skipped_rows,
        faulty=work.failed_rows,
        undone=work.undone_rows,
        kept=work.kept_rows,
    )
    return Tagged(ImportView(**shared, fields=list(FIELDS), counts=counts), work.version)


def _line(row: Line) -> LineView:
    locale = principal().locale
    faults = [LineFault(at=f.at, code=f.code, text=say(f.code, locale, f.params)) for f in row.faults]
    return LineView(line=row.line, cells=row.cells, effect=row.effect, faults=faults, customer=row.customer_id)


async def _found(id: UUID) -> Import:
    found = await store.by_id(id)
    if found is None:
        raise ImportUnknown
    return found


@post("/customer-imports", needs="customers.import")
async def upload_import(data: Uploaded) -> Tagged[ImportView]:
    """Upload a CSV file or Excel workbook; answers with its columns and a suggested mapping."""
    return _view(await actions.upload(blocks(data.file), data.file.filename))


@get("/customer-imports", needs="customers.import")
async def list_imports(after: str | None = None, limit: int = 25) -> Page[ImportView]:
    """Imports, the latest first."""
    page = await store.LIST.page(Import, after=after, limit=limit)
    return Page(items=[_view(work).body for work in page.items], next=page.next)


@get("/customer-imports/{import_id:uuid}", needs="customers.import")
async def show_import(import_id: UUID) -> Tagged[ImportView]:
    """Where an import stands."""
    return _view(await _found(import_id))


@put("/customer-imports/{import_id:uuid}/mapping", needs="customers.import")
async def map_import(import_id: UUID, data: Mapping) -> Tagged[ImportView]:
    """Say which column is which field (If-Match names the version)."""
    mapping: dict[int, str] = {
        int(at) if at.isascii() and at.isdigit() and len(at) < 5 else -1: field for at, field in data.mapping.items()
    }
    return _view(await actions.set_mapping(import_id, mapping, data.options, expected_version()))


@post("/customer-imports/{import_id:uuid}/check", needs="customers.import", status=202)
async def check_import(import_id: UUID) -> Tagged[ImportView]:
    """Begin the dry run: every line is judged, nothing is written."""
    return _view(await actions.check(import_id))


@post("/customer-imports/{import_id:uuid}/run", needs="customers.import", status=202)
async def run_import(import_id: UUID) -> Tagged[ImportView]:
    """Begin to write what the dry run found ready."""
    return _view(await actions.run(import_id))


@post("/customer-imports/{import_id:uuid}/undo", needs="customers.import", status=202)
async def undo_import(import_id: UUID) -> Tagged[ImportView]:
    """Begin to take a finished import back; what somebody changed since is kept."""
    return _view(await actions.undo(import_id))


@get("/customer-imports/{import_id:uuid}/rows", needs="customers.import")
async def list_import_rows(
    import_id: UUID, effect: str | None = None, after: str | None = None, limit: int = 50
) -> Page[LineView]:
    """Lines of the file in order; `effect=faulty` for those with something wrong."""
    await _found(import_id)
    listing = store.LINES.where("import_id = {}", import_id)
    page = await (listing.where("effect = {}", effect) if effect else listing).page(Line, after=after, limit=limit)
    return Page(items=[_line(row) for row in page.items], next=page.next)


@get("/customer-imports/{import_id:uuid}/errors", needs="customers.import", media_type="text/csv")
async def export_import_errors(import_id: UUID) -> Response[str]:
    """The faulty lines as CSV, with what is wrong: to be mended and uploaded again."""
    work = await _found(import_id)
    rows = [_line(row) for row in await store.lines(import_id, ["faulty"], 10_000)]
    headings = [column.heading for column in work.columns]
    body = csv_lines(
        [
            [*headings, "error"],
            *([*row.cells, " / ".join(f"{f.at}: {f.text}" for f in row.faults)] for row in rows),
        ]
    )
    return Response(
        BOM + body,
        media_type="text/csv",
        headers={"Content-Disposition": 'attachment; filename="errors.csv"', "Cache-Control": "no-store"},
    )


routes = [
    upload_import, list_imports, show_import, map_import, check_import, run_import, undo_import, list_import_rows,
    export_import_errors,
]  # fmt: skip
