"""Cases and their histories."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec import Struct

from madoguchi.cases.model.files import CaseFile, EntryData, EntryKind
from madoguchi.kit.db import db, many, one
from madoguchi.kit.listing import Key, Listing

COLUMNS: Final = """
    c.id, c.number, c.customer_id, c.interaction_id, c.line_of_business_id, c.title, c.status, c.priority,
    c.assignee_id, c.due, c.opened, c.opened_by, c.changed, c.resolved, c.entries, c.version
"""
_LISTED: Final = f"select {COLUMNS}, c.urgency, c.due_key from case_file c"


class ListedCase(CaseFile, frozen=True, kw_only=True):
    """A case with the columns that lists are sorted by."""

    urgency: int
    due_key: datetime


URGENT_FIRST: Final = Listing(_LISTED, keys=(Key("c.urgency", "smallint"), Key("c.id", "uuid")), descending=True)
DUE_FIRST: Final = Listing(_LISTED, keys=(Key("c.due_key", "timestamptz"), Key("c.id", "uuid")))
NEWEST_FIRST: Final = Listing(_LISTED, keys=(Key("c.id", "uuid"),), descending=True)


class NewEntry(Struct, frozen=True, kw_only=True):
    """A line of history to be written; `body` is sealed."""

    id: UUID
    case_id: UUID
    kind: EntryKind
    at: datetime
    user_id: UUID | None
    interaction_id: UUID | None
    data: EntryData
    body: bytes | None = None


class StoredEntry(NewEntry, frozen=True, kw_only=True):
    """A line of history as it lies in the table."""


_INSERT: Final = f"""
    with made as (
        insert into case_file as c (id, number, customer_id, interaction_id, line_of_business_id, title, status,
            priority, assignee_id, due, opened, opened_by, changed, resolved, search_text, search_tokens, entries)
        select $1, $2 || lpad(n, greatest(5, length(n)), '0'), $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $11, $13,
            $14, $15, 1
        from (select next_case_number()::text as n) as number
        returning {COLUMNS}
    ), line as (
        insert into case_entry (id, case_id, kind, at, user_id, interaction_id, data, body)
        select $16, id, 'opened', opened, opened_by, interaction_id, '{{}}', $17 from made
    )
    select * from made
"""


async def insert(
    case: CaseFile, prefix: str, text: str, tokens: Sequence[str], entry: UUID, body: bytes | None
) -> CaseFile:
    """Write a new case under the tenant's next number (`case.number` is not looked at) and the first line of its
    history, whose words are `body`, sealed."""
    row = await db().fetchrow(
        _INSERT, case.id, prefix, case.customer_id, case.interaction_id, case.line_of_business_id, case.title,
        case.status, case.priority, case.assignee_id, case.due, case.opened, case.opened_by, case.resolved,
        text, list(tokens), entry, body,
    )  # fmt: skip
    made = one(CaseFile, row)
    assert made is not None
    return made


_ADD_ENTRY: Final = """
    with line as (
        insert into case_entry (id, case_id, kind, at, user_id, interaction_id, data, body)
        values ($1, $2, $3, $4, $5, $6, $7, $8) returning case_id, at)
    update case_file c set entries = c.entries + 1, changed = line.at from line where c.id = line.case_id
"""


async def add_entry(entry: NewEntry) -> None:
    """Append to a case's history and count it."""
    await db().execute(
        _ADD_ENTRY, entry.id, entry.case_id, entry.kind, entry.at, entry.user_id, entry.interaction_id, entry.data,
        entry.body,
    )  # fmt: skip


async def by_id(case: UUID, *, lock: bool = False) -> CaseFile | None:
    """One case; `lock` holds it until the unit ends."""
    tail = " for update" if lock else ""
    return one(CaseFile, await db().fetchrow(f"select {COLUMNS} from case_file c where c.id = $1{tail}", case))


_UPDATE: Final = """
    update case_file set title = $2, status = $3, priority = $4, assignee_id = $5, due = $6, customer_id = $7,
        changed = $8, resolved = $9, search_text = $10, search_tokens = $11, version = $12
    where id = $1
"""


async def update(case: CaseFile, text: str, tokens: Sequence[str]) -> None:
    """Write what may change of a case that the unit holds locked."""
    await db().execute(
        _UPDATE, case.id, case.title, case.status, case.priority, case.assignee_id, case.due, case.customer_id,
        case.changed, case.resolved, text, list(tokens), case.version,
    )  # fmt: skip


_ENTRIES: Final = """
    select id, case_id, kind, at, user_id, interaction_id, data, body from case_entry
    where case_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3
"""


async def entries(case: UUID, before: UUID | None, limit: int) -> list[StoredEntry]:
    """A case's history, newest first, before the entry `before`."""
    return many(StoredEntry, await db().fetch(_ENTRIES, case, before, limit))


_OF_CUSTOMER: Final = f"""
    select {COLUMNS} from case_file c where c.customer_id = $1 and (not $2 or c.is_open)
    order by c.is_open desc, c.urgency desc, c.opened desc, c.id desc limit $3
"""


async def of_customer(customer: UUID, open_only: bool, limit: int) -> list[CaseFile]:
    """Somebody's cases: open ones first, the most urgent first among them."""
    return many(CaseFile, await db().fetch(_OF_CUSTOMER, customer, open_only, limit))


async def by_ids(ids: Sequence[UUID]) -> list[CaseFile]:
    """Those of `ids` that exist, in no order."""
    return many(CaseFile, await db().fetch(f"select {COLUMNS} from case_file c where c.id = any($1)", list(ids)))


_TIMELINE: Final = f"""
    select {COLUMNS} from case_file c
    where c.customer_id = $1 and (c.opened, c.id) < ($2, $3)
    order by c.opened desc, c.id desc limit $4
"""


async def timeline(customer: UUID, at: datetime, id: UUID, limit: int) -> list[CaseFile]:
    """Somebody's cases by when they were opened, newest first, strictly before (at, id)."""
    return many(CaseFile, await db().fetch(_TIMELINE, customer, at, id, limit))
