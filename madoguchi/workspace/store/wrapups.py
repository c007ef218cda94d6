"""Forms owed."""

from datetime import datetime
from uuid import UUID

from madoguchi.kit.db import db, many, one
from madoguchi.kit.ids import new_id
from madoguchi.workspace.errors import WrapupUnknown
from madoguchi.workspace.model.wrapup import Rule, Wrapup

COLUMNS = ", ".join(Wrapup.__struct_fields__)
INSERT = f"""
    insert into wrapup (id, interaction_id, segment_id, user_id, line_of_business_id, state, opened, due,
        extend_seconds, extensions, required, reason_depth)
    values ($1, $2, $3, $4, $5, 'due', $6, $7, $8, $9, $10, $11)
    on conflict (tenant_id, segment_id) do nothing returning {COLUMNS}
"""


async def insert(
    interaction: UUID, segment: UUID, user: UUID, line: UUID | None, opened: datetime, due: datetime, rule: Rule
) -> Wrapup | None:
    """A new form, or None when this part of a contact has one."""
    row = await db().fetchrow(
        INSERT,
        new_id(),
        interaction,
        segment,
        user,
        line,
        opened,
        due,
        rule.extend_seconds,
        rule.extensions,
        list(rule.required),
        rule.reason_depth,
    )
    return one(Wrapup, row)


async def find(wrapup: UUID, *, lock: bool = False) -> Wrapup:
    """Raises `WrapupUnknown`."""
    sql = f"select {COLUMNS} from wrapup where id = $1{' for update' if lock else ''}"
    found = one(Wrapup, await db().fetchrow(sql, wrapup))
    if found is None:
        raise WrapupUnknown
    return found


async def owed_by(user: UUID) -> list[Wrapup]:
    """The forms that somebody owes, oldest first."""
    sql = f"select {COLUMNS} from wrapup where user_id = $1 and state <> 'done' order by opened, id"
    return many(Wrapup, await db().fetch(sql, user))


async def of_interaction(interaction: UUID) -> list[Wrapup]:
    sql = f"select {COLUMNS} from wrapup where interaction_id = $1 order by opened, id"
    return many(Wrapup, await db().fetch(sql, interaction))


async def to_state(wrapup: UUID, state: str, at: datetime) -> Wrapup:
    """Overdue or done."""
    sql = f"""update wrapup set state = $2, finished = case when $2 = 'done' then $3::timestamptz end,
              version = version + 1 where id = $1 returning {COLUMNS}"""
    return _updated(one(Wrapup, await db().fetchrow(sql, wrapup, state, at)))


async def extend(wrapup: UUID, due: datetime) -> Wrapup:
    """More time; an overdue form is due again."""
    sql = f"""update wrapup set state = 'due', due = $2, extended = extended + 1, version = version + 1
              where id = $1 returning {COLUMNS}"""
    return _updated(one(Wrapup, await db().fetchrow(sql, wrapup, due)))


def _updated(wrapup: Wrapup | None) -> Wrapup:
    if wrapup is None:
        raise WrapupUnknown
    return wrapup
