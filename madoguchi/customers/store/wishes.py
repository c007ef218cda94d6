"""What customers wish and allow, who may not be contacted, and identity checks made."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec

from madoguchi.customers.model.address import Kind
from madoguchi.customers.model.contact import Preferences
from madoguchi.customers.model.structs import Consent, IdentityCheckItem
from madoguchi.kit.db import db, many, one
from madoguchi.kit.ids import new_id

SET_PREFERENCE = """
    insert into preference (id, customer_id, key, value, changed, changed_by) values ($1, $2, $3, $4, $5, $6)
    on conflict (tenant_id, customer_id, key) do update set
        value = excluded.value, changed = excluded.changed, changed_by = excluded.changed_by,
        version = preference.version + 1
"""


async def set_preference(customer: UUID, key: str, value: object, at: datetime, by: UUID | None) -> None:
    """Keep one wish; None takes it back."""
    if value is None:
        await db().execute("delete from preference where customer_id = $1 and key = $2", customer, key)
        return
    await db().execute(SET_PREFERENCE, new_id(), customer, key, value, at, by)


async def preferences(customer: UUID) -> Preferences:
    """All wishes; what was never said is at its default."""
    rows = await db().fetch("select key, value from preference where customer_id = $1", customer)
    return msgspec.convert({row["key"]: row["value"] for row in rows}, Preferences)


async def add_consent(
    customer: UUID, purpose: str, state: str, source: str, interaction: UUID | None, at: datetime, by: UUID | None
) -> None:
    """Write down what was said about a purpose."""
    await db().execute(
        "insert into consent (id, customer_id, purpose, state, source, interaction_id, at, recorded_by) "
        "values ($1, $2, $3, $4, $5, $6, $7, $8)",
        new_id(), customer, purpose, state, source, interaction, at, by,
    )  # fmt: skip


async def consent_history(customer: UUID) -> list[Consent]:
    """Everything that was said, the latest first."""
    return many(
        Consent,
        await db().fetch(
            "select purpose, state, at, source from consent where customer_id = $1 order by at desc, id desc limit 200",
            customer,
        ),
    )


class StandingRow(msgspec.Struct, frozen=True, kw_only=True):
    """What the gate needs, in one look."""

    time_zone: str | None
    preferences: Preferences
    blocked: bool
    marketing: str | None


STANDING = """
    select (select time_zone from customer where id = $1) as time_zone,
        (select coalesce(jsonb_object_agg(key, value), '{}') from preference where customer_id = $1) as preferences,
        exists (select 1 from contact_block b where b.kind = $2 and b.value = $3
            and (b.until is null or b.until > $4)) as blocked,
        (select state from consent where customer_id = $1 and purpose = 'marketing'
            order by at desc, id desc limit 1) as marketing
"""


async def standing(customer: UUID | None, kind: Kind, value: str, at: datetime) -> StandingRow:
    """How somebody stands towards being contacted at an address at a moment."""
    row = one(StandingRow, await db().fetchrow(STANDING, customer, kind, value, at))
    assert row is not None
    return row


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """An address that nobody may contact. `until` None: for ever."""

    id: UUID
    kind: Kind
    value: str
    reason: str
    until: datetime | None
    created: datetime


BLOCK_COLUMNS = "id, kind, value, reason, until, created"
BLOCK = f"""
    insert into contact_block (id, kind, value, reason, until, created, created_by) values ($1, $2, $3, $4, $5, $6, $7)
    on conflict (tenant_id, kind, value) do update set reason = excluded.reason, until = excluded.until
    returning {BLOCK_COLUMNS}
"""


async def block(kind: Kind, value: str, reason: str, until: datetime | None, at: datetime, by: UUID | None) -> Block:
    """Let nobody contact an address."""
    row = one(Block, await db().fetchrow(BLOCK, new_id(), kind, value, reason, until, at, by))
    assert row is not None
    return row


async def unblock(id: UUID) -> Block | None:
    """Let an address be contacted again."""
    return one(Block, await db().fetchrow(f"delete from contact_block where id = $1 returning {BLOCK_COLUMNS}", id))


async def blocks() -> list[Block]:
    """Blocked addresses, the latest first, at most 500."""
    return many(Block, await db().fetch(f"select {BLOCK_COLUMNS} from contact_block order by created desc limit 500"))


class CheckRow(msgspec.Struct, frozen=True, kw_only=True):
    """An identity check as it was made."""

    id: UUID
    interaction_id: UUID
    customer_id: UUID
    items: list[IdentityCheckItem]
    result: str
    at: datetime
    checked_by: UUID | None


CHECK_COLUMNS = "id, interaction_id, customer_id, items, result, at, checked_by"
ADD_CHECK = f"""
    insert into identity_check (id, interaction_id, customer_id, items, result, at, checked_by)
    values ($1, $2, $3, $4, $5, $6, $7) returning {CHECK_COLUMNS}
"""


async def add_check(
    interaction: UUID, customer: UUID, items: list[IdentityCheckItem], result: str, at: datetime, by: UUID | None
) -> CheckRow:
    """Write down an identity check."""
    body = msgspec.to_builtins(items)
    row = one(CheckRow, await db().fetchrow(ADD_CHECK, new_id(), interaction, customer, body, result, at, by))
    assert row is not None
    return row


async def checks(interaction: UUID | None, customer: UUID | None) -> list[CheckRow]:
    """Checks of a call or of a customer, the latest first."""
    return many(
        CheckRow,
        await db().fetch(
            f"select {CHECK_COLUMNS} from identity_check where ($1::uuid is null or interaction_id = $1) "
            "and ($2::uuid is null or customer_id = $2) order by at desc, id desc limit 50",
            interaction, customer,
        ),
    )  # fmt: skip
