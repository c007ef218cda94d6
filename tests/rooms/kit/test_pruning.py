"""What is old is forgotten, what is still needed stays."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import asyncpg

from madoguchi.kit.clock import now
from madoguchi.kit.ids import new_id
from madoguchi.kit.pruning import prune

FACT = """
    insert into outbox (tenant_id, kind, body, at, delivered) values ($1, 'test.Old', '{}', $2, $3) returning id
"""


async def test_delivered_facts_go_after_a_week_and_others_stay(tenant: UUID, owner: asyncpg.Connection) -> None:
    old, young = now() - timedelta(days=8), now() - timedelta(days=6)
    gone = await owner.fetchval(FACT, tenant, old, True)
    kept = [
        await owner.fetchval(FACT, tenant, young, True),
        await owner.fetchval(FACT, tenant, old, False),
        await owner.fetchval(FACT, tenant, old, True),
    ]
    await owner.execute("insert into reaction_done (tenant_id, fact, reaction) values ($1, $2, 'x')", tenant, gone)
    failing = "insert into reaction_failure (tenant_id, fact, reaction, attempts, due) values ($1, $2, 'x', 3, $3)"
    await owner.execute(failing, tenant, kept[2], now() + timedelta(days=1))
    await prune()
    left = await owner.fetch("select id from outbox where tenant_id = $1 order by id", tenant)
    assert [row["id"] for row in left] == kept
    assert await owner.fetchval("select count(*) from reaction_done where fact = $1", gone) == 0
    await owner.execute("delete from outbox where tenant_id = $1", tenant)
    await owner.execute("delete from reaction_failure where tenant_id = $1", tenant)


async def test_answers_go_after_two_days(tenant: UUID, owner: asyncpg.Connection) -> None:
    keep = "insert into idempotency (tenant_id, actor, key, request, at) values ($1, $2, $3, '', $4)"
    await owner.execute(keep, tenant, new_id(), "old", now() - timedelta(days=3))
    await owner.execute(keep, tenant, new_id(), "young", now() - timedelta(days=1))
    await prune()
    assert [r["key"] for r in await owner.fetch("select key from idempotency where tenant_id = $1", tenant)] == [
        "young"
    ]
