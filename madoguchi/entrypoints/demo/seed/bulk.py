"""Writing many rows of the past at once. `copy` is refused under row-level security; pipelined inserts are not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from madoguchi.kit.db import db


async def insert(table: str, columns: str, rows: Sequence[Sequence[Any]]) -> None:
    """Insert `rows` into `table`; `columns` are separated by commas, in the order of the values."""
    names = [name.strip() for name in columns.split(",")]
    places = ", ".join(f"${i + 1}" for i in range(len(names)))
    await db().executemany(f"insert into {table} ({', '.join(names)}) values ({places})", [tuple(r) for r in rows])
