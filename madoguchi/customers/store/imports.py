"""Imports and their lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from madoguchi.customers.model.importing import MatchBy, OnMatch
from madoguchi.kit.db import db, many, one
from madoguchi.kit.errors import Fault
from madoguchi.kit.ids import new_id
from madoguchi.kit.listing import Key, Listing


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A column of the file: its heading and what is in its first rows."""

    heading: str
    samples: list[str]


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """How a line finds the customer it is about, and what happens then."""

    match_by: MatchBy = "phone"
    on_match: OnMatch = "update"


class Import(msgspec.Struct, frozen=True, kw_only=True):
    """An import. `mapping`: column position (as text) → field. `reached` of `total` lines in the step at work."""

    id: UUID
    file_id: UUID
    file_name: str
    state: str
    columns: list[Column]
    mapping: dict[str, str]
    options: Options
    total: int
    reached: int
    created_rows: int
    updated_rows: int
    skipped_rows: int
    failed_rows: int
    undone_rows: int
    kept_rows: int
    problem: str | None
    created: datetime
    created_by: UUID | None
    finished: datetime | None
    version: int


COLUMNS = ", ".join(Import.__struct_fields__)
LIST = Listing(
    f"select {COLUMNS} from customer_import", keys=(Key("created", "timestamptz"), Key("id", "uuid")), descending=True
)


async def insert(
    file: UUID, name: str, columns: Sequence[Column], mapping: dict[str, str], at: datetime, by: UUID | None
) -> Import:
    row = await db().fetchrow(
        "insert into customer_import (id, file_id, file_name, state, columns, mapping, options, created, created_by) "
        f"values ($1, $2, $3, 'uploaded', $4, $5, $6, $7, $8) returning {COLUMNS}",
        new_id(), file, name, msgspec.to_builtins(columns), mapping, msgspec.to_builtins(Options()), at, by,
    )  # fmt: skip
    made = one(Import, row)
    assert made is not None
    return made


async def by_id(id: UUID, *, lock: bool = False) -> Import | None:
    statement = f"select {COLUMNS} from customer_import where id = $1{' for update' * lock}"
    return one(Import, await db().fetchrow(statement, id))


async def change(id: UUID, **values: Any) -> Import:
    """Write columns and give the import a new version."""
    pairs = ", ".join(f"{name} = ${at}" for at, name in enumerate(values, 2))
    statement = f"update customer_import set {pairs}, version = version + 1 where id = $1 returning {COLUMNS}"
    row = one(Import, await db().fetchrow(statement, id, *values.values()))
    assert row is not None
    return row


COUNT = f"""
    update customer_import set reached = reached + $2, version = version + 1,
        created_rows = created_rows + $3, updated_rows = updated_rows + $4, skipped_rows = skipped_rows + $5,
        failed_rows = failed_rows + $6, undone_rows = undone_rows + $7, kept_rows = kept_rows + $8
    where id = $1 returning {COLUMNS}
"""
COUNTED = ("created", "updated", "skipped", "faulty", "undone", "kept")


async def count(id: UUID, effects: Sequence[str]) -> Import:
    """Write down what became of some lines."""
    row = one(Import, await db().fetchrow(COUNT, id, len(effects), *(effects.count(kind) for kind in COUNTED)))
    assert row is not None
    return row


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the file and what became of it."""

    id: UUID
    line: int
    cells: list[str]
    match_id: UUID | None
    effect: str
    faults: list[Fault]
    customer_id: UUID | None
    version_after: int | None
    before: dict[str, Any] | None
    added: list[UUID]


LINE = "id, line, cells, match_id, effect, faults, customer_id, version_after, before, added"
LINES = Listing(f"select {LINE} from customer_import_row", keys=(Key("line", "int"), Key("id", "uuid")))


ADD_LINES = """
    insert into customer_import_row (id, import_id, line, cells)
    select r.id, $1, r.line, array(select jsonb_array_elements_text(r.cells::jsonb))
    from unnest($2::uuid[], $3::integer[], $4::text[]) as r (id, line, cells)
"""
AT_ONCE = 5000


async def replace_lines(id: UUID, rows: Sequence[Sequence[str]]) -> None:
    """The lines of an import, instead of any read before. The first line under the headings is number 2."""
    await db().execute("delete from customer_import_row where import_id = $1", id)
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        await db().execute(
            ADD_LINES,
            id,
            [new_id() for _ in some],
            list(range(start + 2, start + 2 + len(some))),
            [msgspec.json.encode(cells).decode() for cells in some],
        )


async def lines(id: UUID, effects: Sequence[str], most: int, *, backwards: bool = False) -> list[Line]:
    """The next lines in a state, in the file's order (or against it, to undo)."""
    way = "desc" if backwards else "asc"
    statement = (
        f"select {LINE} from customer_import_row where import_id = $1 and effect = any($2) order by line {way} limit $3"
    )
    return many(Line, await db().fetch(statement, id, list(effects), most))


JUDGED = """
    update customer_import_row r set effect = j.effect, faults = j.faults::jsonb, match_key = j.match_key,
        match_id = j.match_id
    from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::uuid[])
        as j (id, effect, faults, match_key, match_id)
    where r.id = j.id
"""


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """What the dry run thinks of a line."""

    id: UUID
    effect: str
    faults: list[Fault]
    match_key: str | None
    match_id: UUID | None


async def judge(judgements: Sequence[Judgement]) -> None:
    """Write down what the dry run found."""
    await db().execute(
        JUDGED,
        [j.id for j in judgements],
        [j.effect for j in judgements],
        [msgspec.json.encode(j.faults).decode() for j in judgements],
        [j.match_key for j in judgements],
        [j.match_id for j in judgements],
    )


async def keys_seen(id: UUID, keys: Sequence[str]) -> set[str]:
    """Those of `keys` that an earlier line of the file had."""
    rows = await db().fetch(
        "select distinct match_key from customer_import_row where import_id = $1 and match_key = any($2)",
        id,
        list(keys),
    )
    return {row["match_key"] for row in rows}


async def done(
    line: UUID, effect: str, customer: UUID | None, version: int | None, before: object, added: Sequence[UUID]
) -> None:
    """Write down what was done with a line, so that it can be undone."""
    await db().execute(
        "update customer_import_row set effect = $2, customer_id = $3, version_after = $4, before = $5, added = $6 "
        "where id = $1",
        line, effect, customer, version, before, list(added),
    )  # fmt: skip


async def mark(line: UUID, effect: str) -> None:
    await db().execute("update customer_import_row set effect = $2 where id = $1", line, effect)


async def owners(kind: str, values: Sequence[str]) -> dict[str, list[UUID]]:
    """Who is known under each address, at most a few each."""
    rows = await db().fetch(
        "select value, array_agg(customer_id order by customer_id) as customers from identity "
        "where kind = $1 and value = any($2) group by value",
        kind, list(values),
    )  # fmt: skip
    return {row["value"]: row["customers"] for row in rows}


async def numbered(numbers: Sequence[str]) -> dict[str, list[UUID]]:
    """Who has each customer number."""
    rows = await db().fetch("select number, id from customer where number = any($1)", list(numbers))
    return {row["number"]: [row["id"]] for row in rows}


async def forget_older(moment: datetime) -> int:
    """Let go of lines of imports finished before `moment`: they hold people's data and can no longer be undone."""
    gone = await db().execute(
        "delete from customer_import_row r using customer_import i where i.id = r.import_id "
        "and coalesce(i.finished, i.created) < $1",
        moment,
    )
    return int(gone.split()[-1])
