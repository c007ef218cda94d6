"""Reads made together: what several rooms want to know travels to the database as one statement.

    card, opened, past = await together(profile(customer), cases_of(customer), timeline(customer))

Each room goes on writing its own SQL and knows nothing of the others. Their reads run side by side until every one of
them waits for the database; then all that is waited for is asked in one round trip, and so on. For reads only.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Coroutine, Sequence
from typing import Any, NamedTuple, TypeVar, cast, overload

from madoguchi.kit.db import Connection, current_unit, db, read_through

A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")
E = TypeVar("E")
T = TypeVar("T")
Read = Coroutine[Any, Any, T]

_PLACE = re.compile(r"\$(\d+)")
_columns: dict[str, tuple[str, ...]] = {}
"""The names of a statement's columns: a row inside a row travels without them."""


class Row(dict[str, Any]):
    """A row by name or by place, as the database's driver gives it."""

    def __missing__(self, key: object) -> Any:
        if isinstance(key, int):
            return list(self.values())[key]
        raise KeyError(key)


class _Asked(NamedTuple):
    sql: str
    values: tuple[Any, ...]
    answer: asyncio.Future[list[Row]]


class _Batch:
    """Reads running side by side on one connection: `_busy` of them run, the others wait for an answer.

    Whoever waits for reads of their own hands their place among the busy to them; the last one gives it back.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._waiting: list[_Asked] = []
        self._busy = 1
        self.stalled = asyncio.Event()

    async def all(self, reads: Sequence[Read[Any]]) -> list[Any]:
        """The answers of all, or the first error once every one has ended."""
        left = len(reads)
        self._busy += left - 1

        async def run(read: Read[Any]) -> Any:
            nonlocal left
            try:
                return await read
            finally:
                left -= 1
                if left:
                    self._rest()

        answers = await asyncio.gather(*(run(read) for read in reads), return_exceptions=True)
        for answer in answers:
            if isinstance(answer, BaseException):
                raise answer
        return answers

    def _rest(self) -> None:
        self._busy -= 1
        if self._busy == 0:
            self.stalled.set()

    async def fetch(self, sql: str, *values: Any) -> list[Row]:
        """The rows of a read, asked for together with whatever the others ask for."""
        asked = _Asked(sql, values, asyncio.get_running_loop().create_future())
        self._waiting.append(asked)
        self._rest()
        return await asked.answer

    async def fetchrow(self, sql: str, *values: Any) -> Row | None:
        """The first row, if any."""
        rows = await self.fetch(sql, *values)
        return rows[0] if rows else None

    async def fetchval(self, sql: str, *values: Any) -> Any:
        """The first column of the first row, if any."""
        row = await self.fetchrow(sql, *values)
        return None if row is None else row[0]  # type: ignore[index]  # a row of either kind has places

    async def ask(self) -> None:
        """Ask for all that is waited for, and let those who waited go on."""
        asked, self._waiting = self._waiting, []
        self._busy += len(asked)
        try:
            found = await self._found(asked)
        except Exception as error:
            for one in asked:
                one.answer.set_exception(error)
            return
        for one, rows in zip(asked, found, strict=True):
            one.answer.set_result(rows)

    async def _found(self, asked: list[_Asked]) -> list[list[Row]]:
        if len(asked) == 1:
            return [[Row(row) for row in await self._connection.fetch(asked[0].sql, *asked[0].values)]]
        columns = [await self._columns_of(one.sql) for one in asked]
        parts: list[str] = []
        values: list[Any] = []
        for place, one in enumerate(asked):
            parts.append(f"array(select asked_row from ({_moved(one.sql, len(values))}) asked_row) as r{place}")
            values += one.values
        row = await self._connection.fetchrow(f"select {', '.join(parts)}", *values)
        assert row is not None
        return [
            [Row(zip(names, found, strict=True)) for found in rows]
            for names, rows in zip(columns, row.values(), strict=True)
        ]

    async def _columns_of(self, sql: str) -> tuple[str, ...]:
        names = _columns.get(sql)
        if names is None:
            described = await self._connection.prepare(sql)
            names = _columns[sql] = tuple(column.name for column in described.get_attributes())
        return names


def _moved(sql: str, by: int) -> str:
    """The statement with its parameters counted from a later place."""
    return _PLACE.sub(lambda place: f"${int(place[1]) + by}", sql) if by else sql


async def _lead(reads: Sequence[Read[Any]]) -> list[Any]:
    batch = _Batch(current_unit().connection)
    with read_through(cast(Connection, batch)):
        running = asyncio.create_task(batch.all(reads))
    running.add_done_callback(lambda _: batch.stalled.set())
    try:
        while True:
            await batch.stalled.wait()
            batch.stalled.clear()
            if running.done():
                return running.result()
            await batch.ask()
    finally:
        running.cancel()
        await asyncio.wait({running})


@overload
async def together(a: Read[A], b: Read[B], /) -> tuple[A, B]: ...
@overload
async def together(a: Read[A], b: Read[B], c: Read[C], /) -> tuple[A, B, C]: ...
@overload
async def together(a: Read[A], b: Read[B], c: Read[C], d: Read[D], /) -> tuple[A, B, C, D]: ...
@overload
async def together(a: Read[A], b: Read[B], c: Read[C], d: Read[D], e: Read[E], /) -> tuple[A, B, C, D, E]: ...
@overload
async def together(*reads: Read[T]) -> tuple[T, ...]: ...
async def together(*reads: Read[Any]) -> tuple[Any, ...]:
    """The answers of all reads of the unit at work, in their order. Raises the first error among them.

    May be used inside itself: reads made by a read travel with the others.
    """
    if not reads:
        return ()
    reader: object = db()
    return tuple(await (reader.all(reads) if isinstance(reader, _Batch) else _lead(reads)))
