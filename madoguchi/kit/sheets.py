"""Tables out of CSV files and Excel workbooks, whatever program and country they come from."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Final
from zipfile import BadZipFile

import msgspec
import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from madoguchi.kit.csv_lines import unguarded
from madoguchi.kit.errors import Invalid

MOST_ROWS: Final = 200_000
MOST_COLUMNS: Final = 100
LONGEST_CELL: Final = 4000
SAMPLES: Final = 5
_ENCODINGS: Final = ("utf-8-sig", "cp932", "euc_jp")


class SheetUnreadable(Invalid):
    code = "import_file_unreadable"


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A table: headings, and every row as text, as wide as the headings."""

    headings: list[str]
    rows: list[list[str]]


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SheetUnreadable("import_encoding_unknown")


def _csv_rows(content: bytes) -> Iterator[list[str]]:
    text = _decoded(content)
    first = text.partition("\n")[0]
    delimiter = max(",\t;", key=first.count)
    csv.field_size_limit(LONGEST_CELL * 4)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield [unguarded(cell) for cell in row]
    except csv.Error as error:
        raise SheetUnreadable from error


def _text(value: object) -> str:
    """A workbook's cell as somebody would type it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return unguarded(str(value))


def _workbook_rows(content: bytes) -> Iterator[list[str]]:
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (InvalidFileException, BadZipFile, KeyError, ValueError, OSError, SyntaxError) as error:
        raise SheetUnreadable from error
    try:
        sheet = book.worksheets[0] if book.worksheets else None
        for row in sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1) if sheet else ():
            yield [_text(cell) for cell in row]
    except (KeyError, ValueError, SyntaxError, BadZipFile) as error:
        raise SheetUnreadable from error
    finally:
        book.close()


def _clean(row: Iterable[str]) -> list[str]:
    cells = [cell.replace("\x00", "").encode("utf-8", "ignore").decode().strip()[:LONGEST_CELL] for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def read_table(content: bytes, most: int = MOST_ROWS) -> Table:
    """The first table of a file; empty lines are left out. Reads at most `most` rows and no further.

    Raises SheetUnreadable: no headings, too many rows or columns, an unknown encoding, a broken workbook.
    """
    rows = _workbook_rows(content) if content.startswith(b"PK") else _csv_rows(content)
    headings: list[str] = []
    kept: list[list[str]] = []
    for raw in rows:
        row = _clean(raw)
        if not row:
            continue
        if not headings:
            headings = row
            if len(headings) > MOST_COLUMNS:
                raise SheetUnreadable("import_too_wide", limit=MOST_COLUMNS)
            continue
        if len(kept) >= most:
            if most == MOST_ROWS:
                raise SheetUnreadable("import_too_long", limit=MOST_ROWS)
            break
        kept.append((row + [""] * len(headings))[: len(headings)])
    if not headings:
        raise SheetUnreadable("import_empty")
    return Table(headings=headings, rows=kept)
