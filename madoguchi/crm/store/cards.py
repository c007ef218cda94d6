"""Cards as last read."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from madoguchi.crm.model import CardRow
from madoguchi.kit.db import db, many

_KEEP: Final = """
    insert into crm_card as c
        (connection_id, subject_id, customer_id, state, fields, url, asked, answered, took_ms)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    on conflict (tenant_id, connection_id, subject_id) do update set
        customer_id = excluded.customer_id, state = excluded.state, fields = excluded.fields, url = excluded.url,
        asked = excluded.asked, answered = excluded.answered, took_ms = excluded.took_ms
    where c.asked <= excluded.asked
"""


async def keep(subject: UUID, customer: UUID | None, row: CardRow) -> None:
    """Keep an answer, unless a later question has been answered already."""
    await db().execute(
        _KEEP, row.connection_id, subject, customer, row.state, msgspec.to_builtins(row.fields), row.url, row.asked,
        row.answered, row.took_ms,
    )  # fmt: skip


_SHOWN: Final = """
    select n.id as connection_id, n.name as source, coalesce(c.state, 'waiting') as state,
        coalesce(c.fields, '[]') as fields, coalesce(c.url, '') as url, c.asked, c.answered,
        coalesce(c.took_ms, 0) as took_ms
    from crm_connection n
    left join crm_card c on c.connection_id = n.id and c.subject_id = $1
    where n.active order by n.name
"""


async def shown(subject: UUID) -> list[CardRow]:
    """What every active CRM answered about a subject; "waiting" where nothing is known."""
    return many(CardRow, await db().fetch(_SHOWN, subject))


async def drop_older(than: datetime) -> None:
    """Forget cards that were asked for before `than`."""
    await db().execute("delete from crm_card where asked < $1", than)
