"""audit_entry and audit_seal."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from madoguchi.access.chain import LedgerEntry, Seal
from madoguchi.kit.db import current_tenant, db, many, one
from madoguchi.kit.listing import Key, Listing

HASHED: Final = "id, at, actor, actor_id, session_id, address, action, kind, subject_id, reason_id, about, details"
SEAL: Final = "number, entries, entries_hash, previous, hash, signature, at"


class StoredRow(msgspec.Struct, frozen=True, kw_only=True):
    """An entry as it is listed, its details still sealed."""

    id: UUID
    at: datetime
    actor: str
    actor_id: UUID | None
    actor_name: str | None
    session_id: UUID | None
    address: str | None
    action: str
    kind: str
    subject_id: UUID | None
    about: UUID | None
    reason_id: UUID | None
    details: bytes | None
    sealed: bool


LEDGER: Final = Listing(
    """select e.id, e.at, e.actor, e.actor_id, coalesce(u.name, k.name) as actor_name, e.session_id, e.address,
              e.action, e.kind, e.subject_id, e.about, e.reason_id, e.details, e.seal is not null as sealed
       from audit_entry e
       left join app_user u on u.tenant_id = e.tenant_id and u.id = e.actor_id and e.actor = 'user'
       left join api_key k on k.tenant_id = e.tenant_id and k.id = e.actor_id and e.actor = 'api_key'""",
    keys=(Key("e.at", "timestamptz"), Key("e.id", "uuid")),
    descending=True,
)


async def insert(entry: LedgerEntry) -> None:
    """Write an entry; a seal follows by itself."""
    await db().execute(
        f"insert into audit_entry ({HASHED}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        entry.id, entry.at, entry.actor, entry.actor_id, entry.session_id, entry.address, entry.action, entry.kind,
        entry.subject_id, entry.reason_id, entry.about, entry.details,
    )  # fmt: skip


async def hold_chain() -> None:
    """Let one unit at a time grow the tenant's chain."""
    await db().execute("select pg_advisory_xact_lock(hashtextextended($1, 0))", f"audit {current_tenant()}")


async def unsealed(limit: int) -> list[LedgerEntry]:
    """Entries that wait for a seal, the oldest first. One that commits late is simply in a later batch."""
    query = f"select {HASHED} from audit_entry where tenant_id = $1 and seal is null order by id limit $2"
    return many(LedgerEntry, await db().fetch(query, current_tenant(), limit))


async def last_seal() -> Seal | None:
    """The head of the chain."""
    query = f"select {SEAL} from audit_seal where tenant_id = $1 order by number desc limit 1"
    return one(Seal, await db().fetchrow(query, current_tenant()))


async def write_seal(seal: Seal, ids: list[UUID]) -> None:
    """Put a batch, in this order, under its seal."""
    await db().execute(
        """update audit_entry e set seal = $2, seal_position = batch.position
           from unnest($3::uuid[]) with ordinality as batch (id, position)
           where e.tenant_id = $1 and e.id = batch.id""",
        current_tenant(), seal.number, ids,
    )  # fmt: skip
    await db().execute(
        f"insert into audit_seal ({SEAL}) values ($1, $2, $3, $4, $5, $6, $7)",
        seal.number, seal.entries, seal.entries_hash, seal.previous, seal.hash, seal.signature, seal.at,
    )  # fmt: skip


async def seals_after(number: int, limit: int) -> list[Seal]:
    """The next links of the chain."""
    query = f"select {SEAL} from audit_seal where tenant_id = $1 and number > $2 order by number limit $3"
    return many(Seal, await db().fetch(query, current_tenant(), number, limit))


async def batches(first: int, last: int) -> dict[int, list[LedgerEntry]]:
    """The entries under seals `first` to `last`, each in its order."""
    rows = await db().fetch(
        f"""select seal, {HASHED} from audit_entry where tenant_id = $1 and seal between $2 and $3
            order by seal, seal_position""",
        current_tenant(), first, last,
    )  # fmt: skip
    found: dict[int, list[LedgerEntry]] = {}
    for row in rows:
        entry = one(LedgerEntry, row)
        assert entry is not None
        found.setdefault(row["seal"], []).append(entry)
    return found


async def count_unsealed() -> int:
    """How long the unsealed tail is."""
    number: int = await db().fetchval(
        "select count(*) from audit_entry where tenant_id = $1 and seal is null", current_tenant()
    )
    return number


async def count_beyond(number: int) -> int:
    """Entries that claim a seal later than the last one there is: seals were cut off."""
    found: int = await db().fetchval(
        "select count(*) from audit_entry where tenant_id = $1 and seal > $2", current_tenant(), number
    )
    return found
