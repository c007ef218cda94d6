"""Warnings about customers."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from madoguchi.customers.model.structs import Caution, CautionKind
from madoguchi.kit.db import db, many, one
from madoguchi.kit.ids import new_id

COLUMNS = "id, customer_id as customer, kind, note, created, created_by, expires, lifted, interaction_id as interaction"
ADD = f"""
    insert into caution (id, customer_id, kind, note, created, created_by, expires, interaction_id)
    values ($1, $2, $3, $4, $5, $6, $7, $8) returning {COLUMNS}
"""


async def add(
    customer: UUID, kind: CautionKind, note: str, at: datetime, by: UUID | None, expires: datetime | None,
    interaction: UUID | None,
) -> Caution:  # fmt: skip
    """Keep a warning."""
    made = one(Caution, await db().fetchrow(ADD, new_id(), customer, kind, note, at, by, expires, interaction))
    assert made is not None
    return made


async def by_id(id: UUID, *, lock: bool = False) -> Caution | None:
    tail = " for update" if lock else ""
    return one(Caution, await db().fetchrow(f"select {COLUMNS} from caution where id = $1{tail}", id))


async def change(id: UUID, note: str, expires: datetime | None) -> None:
    """Another wording, another end."""
    await db().execute("update caution set note = $2, expires = $3 where id = $1", id, note, expires)


async def lift(id: UUID, at: datetime, by: UUID | None) -> None:
    """It does not hold any more."""
    await db().execute("update caution set lifted = $2, lifted_by = $3 where id = $1", id, at, by)


async def of_customer(customer: UUID) -> list[Caution]:
    """Every warning there ever was, the latest first."""
    sql = f"select {COLUMNS} from caution where customer_id = $1 order by created desc, id desc limit 100"
    return many(Caution, await db().fetch(sql, customer))
