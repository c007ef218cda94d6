"""The rows of contacts and of presence: written, replaced, linked with what came before and after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from madoguchi.analytics.model.rows import ContactRow, OfferRow, PartRow, Rows, WaitRow
from madoguchi.kit.db import current_tenant, db
from madoguchi.routing import PresenceMark

KEPT_DAYS = 60
"""How far apart two contacts may lie and still be seen as one coming back: the most that the setting allows."""

TABLES: tuple[tuple[str, type[msgspec.Struct]], ...] = (
    ("report_contact", ContactRow),
    ("report_wait", WaitRow),
    ("report_part", PartRow),
    ("report_offer", OfferRow),
)
TYPES = {
    "interaction_id": "uuid", "customer_id": "uuid", "queue_id": "uuid", "line_of_business_id": "uuid",
    "user_id": "uuid", "id": "uuid", "opened": "timestamptz", "entered": "timestamptz", "began": "timestamptz",
    "made": "timestamptz", "answered": "boolean", "connected": "boolean", "waited": "int", "talk": "int",
    "hold": "int", "wrap": "int",
}  # fmt: skip


def _insert(table: str, kind: type[msgspec.Struct]) -> str:
    names = kind.__struct_fields__
    places = ", ".join(f"${n}::{TYPES.get(name, 'text')}[]" for n, name in enumerate(names, start=1))
    return f"insert into {table} ({', '.join(names)}) select * from unnest({places})"


INSERTS = {table: _insert(table, kind) for table, kind in TABLES}


async def _write(table: str, rows: Sequence[msgspec.Struct]) -> None:
    if rows:
        names = rows[0].__struct_fields__
        columns = [[getattr(row, name) for row in rows] for name in names]
        await db().execute(INSERTS[table], *columns)


async def counting(*, alone: bool = False) -> None:
    """Until the unit ends, several may count contacts; or one alone, a day at a time."""
    shared = "" if alone else "_shared"
    await db().execute(f"select pg_advisory_xact_lock{shared}(hashtextextended($1, 0))", f"reports {current_tenant()}")


async def replace(interactions: Sequence[UUID], rows: Sequence[Rows]) -> None:
    """The rows of these contacts are these now, and nothing else."""
    gone = await db().fetch(
        "delete from report_contact where interaction_id = any($1) returning customer_id, opened", list(interactions)
    )
    contacts = [each.contact for each in rows]
    await _write("report_contact", contacts)
    await _write("report_wait", [wait for each in rows for wait in each.waits])
    await _write("report_part", [part for each in rows for part in each.parts])
    await _write("report_offer", [offer for each in rows for offer in each.offers])
    touched = [(row["customer_id"], row["opened"]) for row in gone] + [(c.customer_id, c.opened) for c in contacts]
    await _link([(customer, opened) for customer, opened in touched if customer is not None])


SAME = """
    x.customer_id = c.customer_id and x.direction = 'in' and x.interaction_id <> c.interaction_id
    and case when x.topic <> '' and c.topic <> '' then x.topic = c.topic
        else x.line_of_business_id is not distinct from c.line_of_business_id end
"""
LINK = f"""
    update report_contact t set again_at = n.again_at, before_at = n.before_at from (
        select c.interaction_id,
            (select min(x.opened) from report_contact x
             where {SAME} and x.opened > c.opened and x.opened <= c.opened + $4) as again_at,
            (select max(x.opened) from report_contact x
             where {SAME} and x.opened < c.opened and x.opened >= c.opened - $4) as before_at
        from report_contact c where c.customer_id = any($1) and c.opened >= $2 and c.opened <= $3) n
    where t.interaction_id = n.interaction_id
        and (t.again_at, t.before_at) is distinct from (n.again_at, n.before_at)
"""
ONE_AT_A_TIME = """
    select pg_advisory_xact_lock(hashtextextended('report ' || customer, 0)) from (
        select distinct unnest($1::text[]) as customer order by 1) c
"""


async def _link(touched: Iterable[tuple[UUID, datetime]]) -> None:
    """See again who came back, among all contacts of these customers near these times."""
    known = list(touched)
    if not known:
        return
    customers = sorted({customer for customer, _ in known})
    await db().execute(ONE_AT_A_TIME, [str(customer) for customer in customers])
    reach = timedelta(days=KEPT_DAYS)
    first, last = min(at for _, at in known), max(at for _, at in known)
    await db().execute(LINK, customers, first - reach, last + reach, reach)


MARK = """
    insert into report_presence (user_id, at, presence, reason, interaction_id)
    select * from unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::uuid[])
    on conflict (tenant_id, user_id, at) do update set
        presence = excluded.presence, reason = excluded.reason, interaction_id = excluded.interaction_id
"""


async def keep_marks(marks: Sequence[PresenceMark]) -> None:
    """What people turned to. A mark that is known already stays one."""
    if marks:
        await db().execute(
            MARK,
            [mark.user for mark in marks],
            [mark.at for mark in marks],
            [mark.presence for mark in marks],
            [mark.reason for mark in marks],
            [mark.interaction for mark in marks],
        )


async def forget_marks(start: datetime, end: datetime) -> None:
    """No marks from `start` until before `end`."""
    await db().execute("delete from report_presence where at >= $1 and at < $2", start, end)


COUNTED = """
    select interaction_id from report_contact where opened >= $1 and opened < $2
    union select interaction_id from report_wait where entered >= $1 and entered < $2
    union select interaction_id from report_part where began >= $1 and began < $2
    union select interaction_id from report_offer where made >= $1 and made < $2
"""


async def counted_between(start: datetime, end: datetime) -> list[UUID]:
    """The contacts with anything counted in this time."""
    return [row["interaction_id"] for row in await db().fetch(COUNTED, start, end)]
