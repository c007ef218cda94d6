"""Reads made together: one statement for all, each room's own answer."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from madoguchi.kit.db import db, unit
from madoguchi.kit.ids import new_id
from madoguchi.kit.together import together
from tests.statements import statements


async def echo(value: int) -> int:
    found: int = await db().fetchval("select $1::int as value", value)
    return found


async def twice(value: int) -> int:
    return await echo(await echo(value) * 2)


async def both(a: int, b: int) -> int:
    first, second = await together(echo(a), twice(b))
    return first + second


async def test_reads_travel_in_as_many_round_trips_as_the_longest_needs(tenant: UUID) -> None:
    async with unit(tenant):
        await together(echo(1), twice(2))
        with statements() as sent:
            answers = await together(echo(1), twice(2), both(3, 4), echo(5))
    assert answers == (1, 4, 11, 5)
    assert len(sent) == 2


async def test_a_row_is_what_it_is_alone(tenant: UUID) -> None:
    sql = """select $1::uuid as id, array[$1]::uuid[] as ids, '{"a": [1]}'::jsonb as body, $2::timestamptz as at,
             '\\x00ff'::bytea as sealed, null::text as nothing, 'x' as code, array['p', 'q']::text[] as words,
             3::smallint as level, 12::bigint as total, true as yes, date '2026-01-02' as day, 1.5::float8 as share"""
    values = (new_id(), datetime(2026, 1, 1, tzinfo=UTC))

    async def row() -> Any:
        return await db().fetchrow(sql, *values)

    async def none() -> Any:
        return await db().fetchrow("select 1 as x where false")

    async def by_place() -> Any:
        found = await db().fetch("select n as number from generate_series(1, 3) n order by n desc")
        return [one[0] for one in found]

    async with unit(tenant):
        alone = await db().fetchrow(sql, *values)
        assert alone is not None
        found, nothing, numbers = await together(row(), none(), by_place())
    assert found == dict(alone)
    assert nothing is None
    assert numbers == [3, 2, 1]


async def test_an_error_reaches_whoever_asked_and_nothing_hangs(tenant: UUID) -> None:
    async def missing() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        async with unit(tenant):
            await together(missing(), echo(1), twice(2))
    with pytest.raises(asyncpg.DivisionByZeroError):
        async with unit(tenant):
            await together(db_divides(), echo(1))
    async with unit(tenant):
        assert await together(echo(1), echo(2)) == (1, 2)


async def db_divides() -> int:
    found: int = await db().fetchval("select 1 / $1::int as broken", 0)
    return found


async def test_who_gives_up_leaves_the_connection_usable(tenant: UUID) -> None:
    async def slow() -> None:
        await db().fetchval("select pg_sleep(20)::text as slept")

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3), unit(tenant):
            await together(slow(), echo(1))
    async with unit(tenant):
        assert await together(echo(1), echo(2)) == (1, 2)
