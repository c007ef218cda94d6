"""Numbers, trunks and their test calls."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from madoguchi.kit.db import db, many, one
from madoguchi.telephony.model import Number, TestCall, Trunk

NUMBER = "id, e164, label, entry_point, line_of_business_id, trunk_id, outbound, active, version"
TRUNK = """id, name, host, accepts, username, password is not null as has_password, registers, active, version"""
TEST = "id, trunk_id, leg, switch, state, cause, made, answered, ended"


class Dialled(Struct, frozen=True):
    """Where a dialled number leads."""

    tenant_id: UUID
    id: UUID
    entry_point: UUID | None
    line_of_business_id: UUID | None


async def dialled(numbers: Sequence[str]) -> Dialled | None:
    """The first of these spellings that is somebody's number; before there is a tenant."""
    for number in numbers:
        row = await db().fetchrow("select * from telephony_number($1)", number)
        if row is not None:
            return one(Dialled, row)
    return None


async def numbers() -> list[Number]:
    return many(Number, await db().fetch(f"select {NUMBER} from number order by e164, id"))


async def number(id: UUID, *, lock: bool = False) -> Number | None:
    query = f"select {NUMBER} from number where id = $1{' for update' * lock}"
    return one(Number, await db().fetchrow(query, id))


async def save_number(value: Number) -> bool:
    """New or changed; False when an active number like it is somebody's already, in whichever tenant."""
    row = await db().fetchval(
        """insert into number as n (id, e164, label, entry_point, line_of_business_id, trunk_id, outbound, active,
                                    version)
           select $1, $2, $3, $4, $5, $6, $7, $8, $9
           where not $8 or not exists (select 1 from telephony_number($2) other where other.id <> $1)
           on conflict (tenant_id, id) do update set e164 = $2, label = $3, entry_point = $4,
               line_of_business_id = $5, trunk_id = $6, outbound = $7, active = $8, version = $9
           returning true""",
        value.id, value.e164, value.label, value.entry_point, value.line_of_business_id, value.trunk_id,
        value.outbound, value.active, value.version,
    )  # fmt: skip
    return bool(row)


async def outbound_number(line_of_business: UUID | None) -> Number | None:
    """The number shown when this line of business calls: its own, else any that may be shown."""
    query = f"""select {NUMBER} from number where active and outbound
                order by (line_of_business_id is not distinct from $1) desc, line_of_business_id is null desc, e164
                limit 1"""
    return one(Number, await db().fetchrow(query, line_of_business))


async def trunks() -> list[Trunk]:
    return many(Trunk, await db().fetch(f"select {TRUNK} from trunk order by name, id"))


async def trunk(id: UUID, *, lock: bool = False) -> Trunk | None:
    query = f"select {TRUNK} from trunk where id = $1{' for update' * lock}"
    return one(Trunk, await db().fetchrow(query, id))


async def password(id: UUID) -> bytes | None:
    """The sealed password of a trunk."""
    found: bytes | None = await db().fetchval("select password from trunk where id = $1", id)
    return found


async def save_trunk(value: Trunk) -> bool:
    """New or changed, without its password; False when another has the name."""
    row = await db().fetchval(
        """insert into trunk (id, name, host, accepts, username, registers, active, version)
           select $1, $2, $3, $4, $5, $6, $7, $8
           where not exists (select 1 from trunk other where other.name = $2 and other.id <> $1)
           on conflict (tenant_id, id) do update set name = $2, host = $3, accepts = $4, username = $5,
               registers = $6, active = $7, version = $8
           returning true""",
        value.id, value.name, value.host, value.accepts, value.username, value.registers, value.active, value.version,
    )  # fmt: skip
    return bool(row)


async def save_password(id: UUID, sealed: bytes | None) -> None:
    await db().execute("update trunk set password = $2 where id = $1", id, sealed)


async def insert_test(value: TestCall) -> None:
    await db().execute(
        "insert into test_call (id, trunk_id, leg, switch, state, made) values ($1, $2, $3, $4, $5, $6)",
        value.id, value.trunk_id, value.leg, value.switch, value.state, value.made,
    )  # fmt: skip


async def test_call(id: UUID) -> TestCall | None:
    return one(TestCall, await db().fetchrow(f"select {TEST} from test_call where id = $1", id))


async def latest_tests() -> list[TestCall]:
    """The last test call of each trunk."""
    query = f"select distinct on (trunk_id) {TEST} from test_call order by trunk_id, made desc, id desc"
    return many(TestCall, await db().fetch(query))


async def test_of_leg(leg: str) -> TestCall | None:
    return one(TestCall, await db().fetchrow(f"select {TEST} from test_call where leg = $1 for update", leg))


async def move_test(id: UUID, state: str, cause: str, at: datetime) -> TestCall | None:
    """The test call one step on, or None when it is over already."""
    column = {"answered": "answered", "done": "ended", "failed": "ended"}.get(state)
    stamp: list[Any] = [at] if column else []
    extra = f", {column} = $4" if column else ""
    query = f"""update test_call set state = $2, cause = $3{extra}
                where id = $1 and state not in ('done', 'failed', $2) returning {TEST}"""
    return one(TestCall, await db().fetchrow(query, id, state, cause, *stamp))
