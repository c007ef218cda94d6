"""What kit keeps only for a while: delivered facts, what reacted to them, answers kept under an Idempotency-Key."""

from __future__ import annotations

from datetime import timedelta

from madoguchi.kit.clock import now
from madoguchi.kit.db import database

FACTS = timedelta(days=7)
ANSWERS = timedelta(days=2)
AT_ONCE = 20_000

OLD_FACTS = """
    with old as (
        select id from outbox where at < $1 and delivered and id not in (select fact from reaction_failure)
        order by id limit $2),
    gone as (delete from reaction_done where fact in (select id from old))
    delete from outbox where id in (select id from old)
"""
OLD_ANSWERS = "delete from idempotency where at < $1"


async def prune() -> None:
    """Forget what is old, a bounded number of rows a call. A fact that is still to be retried stays."""
    pool = database().sweep
    await pool.execute(OLD_FACTS, now() - FACTS, AT_ONCE)
    await pool.execute(OLD_ANSWERS, now() - ANSWERS)
