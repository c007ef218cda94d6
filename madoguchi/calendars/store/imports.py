"""shift_import and its lines: tables of shifts or of closures that come in as a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec

from madoguchi.kit.db import affected, db, many, one
from madoguchi.kit.errors import Fault
from madoguchi.kit.ids import new_id
from madoguchi.kit.listing import Key, Listing

State = Literal["checked", "done", "undone"]
About = Literal["shifts", "closures"]


class TableImport(msgspec.Struct, frozen=True, kw_only=True):
    """An import. `about`: what its lines are. `total`, `ready` and `faulty` count lines; the others count those."""

    id: UUID
    about: About
    file_name: str
    state: State
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


class ImportLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the file: its number there, its cells, what is wrong with it."""

    id: UUID
    line: int
    cells: list[str]
    faults: list[Fault]


IMPORT = ", ".join(TableImport.__struct_fields__)
IMPORTS = Listing(
    f"select {IMPORT} from shift_import", keys=(Key("created", "timestamptz"), Key("id", "uuid")), descending=True
)
LINE = "id, line, cells, faults"
LINES = Listing(f"select {LINE} from shift_import_line", keys=(Key("line", "int"), Key("id", "uuid")))


async def insert_import(
    about: About, name: str, headings: Sequence[str], total: int, faulty: int, at: datetime, by: UUID | None
) -> TableImport:
    row = await db().fetchrow(
        "insert into shift_import (id, about, file_name, state, headings, total, ready, faulty, created, created_by) "
        f"values ($1, $2, $3, 'checked', $4, $5, $6, $7, $8, $9) returning {IMPORT}",
        new_id(), about, name, list(headings), total, total - faulty, faulty, at, by,
    )  # fmt: skip
    made = one(TableImport, row)
    assert made is not None
    return made


async def import_by_id(id: UUID, about: About, *, lock: bool = False) -> TableImport | None:
    statement = f"select {IMPORT} from shift_import where id = $1 and about = $2{' for update' * lock}"
    return one(TableImport, await db().fetchrow(statement, id, about))


async def change_import(id: UUID, **values: Any) -> TableImport:
    """Write columns and give the import a new version."""
    pairs = ", ".join(f"{name} = ${at}" for at, name in enumerate(values, 2))
    statement = f"update shift_import set {pairs}, version = version + 1 where id = $1 returning {IMPORT}"
    changed = one(TableImport, await db().fetchrow(statement, id, *values.values()))
    assert changed is not None
    return changed


ADD_LINES = """
    insert into shift_import_line (id, import_id, line, cells, faults)
    select r.id, $1, r.line, array(select jsonb_array_elements_text(r.cells::jsonb)), r.faults::jsonb
    from unnest($2::uuid[], $3::integer[], $4::text[], $5::text[]) as r (id, line, cells, faults)
"""


async def add_lines(id: UUID, rows: Sequence[Sequence[str]], faults: Sequence[Sequence[Fault]]) -> None:
    """The lines of an import. The first under the headings is number 2."""
    await db().execute(
        ADD_LINES,
        id,
        [new_id() for _ in rows],
        list(range(2, 2 + len(rows))),
        [msgspec.json.encode(cells).decode() for cells in rows],
        [msgspec.json.encode(of_line).decode() for of_line in faults],
    )


async def lines(id: UUID) -> list[ImportLine]:
    statement = f"select {LINE} from shift_import_line where import_id = $1 order by line"
    return many(ImportLine, await db().fetch(statement, id))


FAULTS = """
    update shift_import_line l set faults = f.faults::jsonb
    from unnest($1::uuid[], $2::text[]) as f (id, faults) where l.id = f.id
"""


async def set_faults(ids: Sequence[UUID], faults: Sequence[Sequence[Fault]]) -> None:
    await db().execute(FAULTS, list(ids), [msgspec.json.encode(of_line).decode() for of_line in faults])


async def forget_older(moment: datetime) -> int:
    """Let go of what could undo imports finished before `moment`: their lines and what gave way to them."""
    old = "select id from shift_import where coalesce(finished, created) < $1"
    await db().execute(f"delete from shift where replaced_by in ({old})", moment)
    await db().execute(f"delete from closure where replaced_by in ({old})", moment)
    return affected(await db().execute(f"delete from shift_import_line where import_id in ({old})", moment))
