"""What we owe the CRMs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec import Struct

from madoguchi.crm.model import Writeback
from madoguchi.kit.db import db, many, one
from madoguchi.kit.listing import Key, Listing

COLUMNS: Final = """
    w.id, w.connection_id, w.interaction_id, w.customer_id, w.state, w.revision, w.written, w.digest, w.external_id,
    w.attempts, w.due, w.leased_until, w.error, w.created, w.delivered
"""
NEWEST_FIRST: Final = Listing(f"select {COLUMNS} from crm_writeback w", keys=(Key("w.id", "uuid"),), descending=True)

_OWE: Final = f"""
    insert into crm_writeback as w (id, connection_id, interaction_id, customer_id, due, created)
    values ($1, $2, $3, $4, $5, $5)
    on conflict (tenant_id, connection_id, interaction_id) do update set
        revision = w.revision + 1, customer_id = excluded.customer_id, attempts = 0, error = '',
        due = excluded.due, state = case w.state when 'sending' then 'sending' else 'pending' end
    returning {COLUMNS}
"""


async def owe(id: UUID, connection: UUID, interaction: UUID, customer: UUID, at: datetime) -> Writeback:
    """One more revision of a contact's record is owed; what is under way is finished first."""
    made = one(Writeback, await db().fetchrow(_OWE, id, connection, interaction, customer, at))
    assert made is not None
    return made


async def by_id(writeback: UUID, *, lock: bool = False) -> Writeback | None:
    """One of them; `lock` holds it until the unit ends."""
    tail = " for update" if lock else ""
    return one(
        Writeback, await db().fetchrow(f"select {COLUMNS} from crm_writeback w where w.id = $1{tail}", writeback)
    )


async def of_interaction(interaction: UUID) -> list[Writeback]:
    """What is owed or was delivered for one contact."""
    statement = f"select {COLUMNS} from crm_writeback w where w.interaction_id = $1"
    return many(Writeback, await db().fetch(statement, interaction))


_FIRST_OWED: Final = f"""
    select {COLUMNS} from crm_writeback w
    where w.connection_id = $1 and w.customer_id = $2 and w.state in ('pending', 'sending')
    order by w.created, w.id limit 1 for update
"""


async def first_owed(connection: UUID, customer: UUID) -> Writeback | None:
    """The oldest that is still owed about a customer, locked: the next one waits for it."""
    return one(Writeback, await db().fetchrow(_FIRST_OWED, connection, customer))


async def begin(writeback: UUID, until: datetime) -> None:
    """Mark as being sent; the mark runs out by itself."""
    await db().execute(
        "update crm_writeback set state = 'sending', leased_until = $2, attempts = attempts + 1 where id = $1",
        writeback, until,
    )  # fmt: skip


_SETTLE: Final = """
    update crm_writeback set state = $2, leased_until = null, written = $3, digest = $4, external_id = $5, error = $6,
        due = $7, delivered = coalesce($8, delivered) where id = $1
"""


async def settle(settled: Writeback) -> None:
    """Write how an attempt ended."""
    await db().execute(
        _SETTLE, settled.id, settled.state, settled.written, settled.digest, settled.external_id, settled.error,
        settled.due, settled.delivered,
    )  # fmt: skip


async def again(writebacks: Sequence[UUID], at: datetime) -> None:
    """Let them be tried anew, at once."""
    await db().execute(
        "update crm_writeback set state = 'pending', attempts = 0, error = '', due = $2 where id = any($1)",
        list(writebacks), at,
    )  # fmt: skip


async def owed_customers(connection: UUID) -> list[UUID]:
    """Everybody about whom something is owed."""
    rows = await db().fetch(
        """select distinct customer_id from crm_writeback
           where connection_id = $1 and state in ('pending', 'sending')""",
        connection,
    )
    return [row["customer_id"] for row in rows]


_WAKE: Final = """
    update crm_writeback set state = 'pending', due = $3 where connection_id = $1 and (
        (state = 'pending' and due > $3 and error in ('crm_unreachable', 'crm_resting'))
        or (customer_id = $2 and state in ('no_record', 'several')))
    returning customer_id
"""


async def wake(connection: UUID, customer: UUID, at: datetime) -> set[UUID]:
    """The CRM is there, and so is this customer: let what waited for either be sent now. Returns about whom it is."""
    return {row["customer_id"] for row in await db().fetch(_WAKE, connection, customer, at)}


class Tally(Struct, frozen=True, kw_only=True):
    """How a connection's write-backs stand: still owed since when, needing a person, last delivered when."""

    owed: int
    stuck: int
    owed_since: datetime | None
    delivered: datetime | None


_TALLY: Final = """
    select count(*) filter (where state in ('pending', 'sending')) as owed,
        count(*) filter (where state in ('no_record', 'several', 'failed')) as stuck,
        min(created) filter (where state in ('pending', 'sending')) as owed_since, max(delivered) as delivered
    from crm_writeback where connection_id = $1
"""


async def tally(connection: UUID) -> Tally:
    """Count a connection's write-backs."""
    found = one(Tally, await db().fetchrow(_TALLY, connection))
    assert found is not None
    return found
