"""Lists: filters, sort and keyset in one tested builder.

    LIST = Listing("select c.id, c.reading from customer c", keys=(Key("c.reading", "text"), Key("c.id", "uuid")))
    page = await LIST.where("c.tier = {}", tier).page(CustomerRow, after=after, limit=limit)

The struct must hold every key column under its bare name. A cursor is the last row's key, opaque to the client.
"""

from __future__ import annotations

import base64
import binascii
from typing import Any, TypeVar

import msgspec

from madoguchi.kit.db import db, many
from madoguchi.kit.errors import Invalid
from madoguchi.kit.http import MOST, Page

T = TypeVar("T")


class CursorInvalid(Invalid):
    code = "cursor_invalid"


class Key(msgspec.Struct, frozen=True):
    """One column of the sort order: its SQL, its PostgreSQL type and the field of the row that holds it."""

    column: str
    type: str
    field: str = ""

    @property
    def name(self) -> str:
        return self.field or self.column.rpartition(".")[2]


def encode_cursor(values: list[Any]) -> str:
    """An opaque place in a list."""
    return base64.urlsafe_b64encode(msgspec.json.encode(values)).decode().rstrip("=")


def decode_cursor(text: str, length: int) -> list[str | None]:
    """The key behind a cursor, each value as text or null. Raises `CursorInvalid`."""
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        values = msgspec.json.decode(raw, type=list[str | int | float | None])
    except (binascii.Error, ValueError, msgspec.DecodeError) as error:
        raise CursorInvalid from error
    if len(values) != length or any("\x00" in str(v) for v in values):
        raise CursorInvalid
    return [None if v is None else str(v) for v in values]


class Listing:
    """An immutable list under construction. Every part of SQL is written by us; values travel as parameters.

    `values`: those that `select` itself refers to, as `$1` and so on.
    """

    def __init__(
        self, select: str, keys: tuple[Key, ...], *, descending: bool = False, values: tuple[Any, ...] = ()
    ) -> None:
        self._select = select
        self._keys = keys
        self._descending = descending
        self._conditions: tuple[str, ...] = ()
        self._values = values

    def where(self, condition: str, *values: Any) -> Listing:
        """Add a condition with one `{}` per value."""
        clone = Listing(self._select, self._keys, descending=self._descending)
        places = [f"${len(self._values) + i + 1}" for i in range(len(values))]
        clone._conditions = (*self._conditions, condition.format(*places))
        clone._values = (*self._values, *values)
        return clone

    def sql(self, after: str | None, limit: int) -> tuple[str, list[Any]]:
        """The statement and its parameters; it asks for one row more than the page holds."""
        conditions, values = list(self._conditions), list(self._values)
        if after:
            start = len(values)
            values += decode_cursor(after, len(self._keys))
            left = ", ".join(key.column for key in self._keys)
            right = ", ".join(f"${start + i + 1}::text::{key.type}" for i, key in enumerate(self._keys))
            conditions.append(f"({left}) {'<' if self._descending else '>'} ({right})")
        way = " desc" if self._descending else ""
        order = ", ".join(key.column + way for key in self._keys)
        where = " where " + " and ".join(conditions) if conditions else ""
        values.append(limit + 1)
        return f"{self._select}{where} order by {order} limit ${len(values)}", values

    async def page(self, kind: type[T], *, after: str | None = None, limit: int = 25) -> Page[T]:
        """One page of `kind`, at most 200 rows."""
        limit = max(1, min(limit, MOST))
        statement, values = self.sql(after, limit)
        rows = many(kind, await db().fetch(statement, *values))
        if len(rows) <= limit:
            return Page(items=rows)
        last = rows[limit - 1]
        cursor = encode_cursor([msgspec.to_builtins(getattr(last, key.name)) for key in self._keys])
        return Page(items=rows[:limit], next=cursor)
