"""alert"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from madoguchi.kit.db import db, many, one
from madoguchi.kit.http import Page
from madoguchi.kit.listing import Key, Listing
from madoguchi.supervision.model.alerts import Kind, Raised, Severity


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """An alert, up or gone. `value`: what its rule found last, `worst` the most; `above`: what the rule lets pass;
    `skill`: which skill nobody has.
    """

    id: UUID
    rule: str
    kind: Kind
    severity: Severity
    queue_id: UUID | None
    user_id: UUID | None
    interaction_id: UUID | None
    skill: str
    value: int
    worst: int
    above: int
    raised: datetime
    calm: datetime | None
    cleared: datetime | None
    acked: datetime | None
    acked_by: UUID | None


ALERT = ", ".join(Alert.__struct_fields__)
LIST = Listing(f"select {ALERT} from alert", (Key("raised", "timestamptz"), Key("id", "uuid")), descending=True)


async def up() -> list[Raised]:
    """All that are up, for the rules."""
    sql = """select id, rule, kind, queue_id as queue, user_id as "user", value, worst, calm from alert
             where cleared is null"""
    return many(Raised, await db().fetch(sql))


async def standing() -> list[Alert]:
    """All that are up, the newest first."""
    return many(Alert, await db().fetch(f"select {ALERT} from alert where cleared is null order by raised desc, id"))


async def raise_alert(value: Alert) -> bool:
    """Put it up; False when it is already."""
    row = await db().fetchval(
        """insert into alert (id, rule, kind, severity, queue_id, user_id, interaction_id, skill, value, worst, above,
               raised)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10, $11) on conflict do nothing returning true""",
        value.id, value.rule, value.kind, value.severity, value.queue_id, value.user_id, value.interaction_id,
        value.skill, value.value, value.above, value.raised,
    )  # fmt: skip
    return row is not None


async def keep(values: Sequence[tuple[UUID, int]]) -> None:
    """They are as they were, with what was found now."""
    await db().execute(
        """update alert a set value = v.value, worst = greatest(a.worst, v.value), calm = null
           from unnest($1::uuid[], $2::int[]) as v (id, value) where a.id = v.id and a.cleared is null""",
        [each for each, _ in values], [value for _, value in values],
    )  # fmt: skip


async def calm(alerts: Sequence[UUID], at: datetime) -> None:
    """Their cause is gone since `at`."""
    await db().execute("update alert set calm = $2 where id = any($1) and calm is null", list(alerts), at)


async def clear(alerts: Sequence[UUID], at: datetime) -> list[UUID]:
    """Take them down; returns those for whom that is news."""
    sql = "update alert set cleared = $2 where id = any($1) and cleared is null returning id"
    return [row["id"] for row in await db().fetch(sql, list(alerts), at)]


async def of_contact(interaction: UUID, kind: Kind) -> list[UUID]:
    """Those of a kind that are up because of a contact."""
    sql = "select id from alert where interaction_id = $1 and kind = $2 and cleared is null"
    return [row["id"] for row in await db().fetch(sql, interaction, kind)]


async def acknowledge(alert: UUID, by: UUID, at: datetime) -> bool:
    """Somebody has seen to it; False when somebody had already."""
    sql = "update alert set acked = $3, acked_by = $2 where id = $1 and acked is null returning true"
    return bool(await db().fetchval(sql, alert, by, at))


async def find(alert: UUID) -> Alert | None:
    return one(Alert, await db().fetchrow(f"select {ALERT} from alert where id = $1", alert))


async def history(after: str | None, limit: int) -> Page[Alert]:
    """All of them, the newest first."""
    return await LIST.page(Alert, after=after, limit=limit)


async def forget(before: datetime) -> None:
    """Those that went down before this."""
    await db().execute("delete from alert where cleared < $1", before)
