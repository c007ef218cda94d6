"""routing_decision: what the matcher saw and made of it, kept for a while."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from madoguchi.kit.db import db
from madoguchi.routing.model.history import Logged, unpack

MOST = 20_000
AT_ONCE = 50
"""So many are held at a time: each may hold everybody who was free."""

# A single offer has the id of its decision; of a round, what was made is in the row itself.
ROW = "d.seen, o.item_id, o.user_id from routing_decision d left join offer o on o.id = d.id"


async def one_of(decision: UUID) -> Logged | None:
    """One decision, whole."""
    row = await db().fetchrow(f"select {ROW} where d.id = $1", decision)
    return _logged(row) if row else None


BETWEEN = f"""
    select d.id, d.at, {ROW} where d.at >= $1 and (d.at, d.id) < ($2, $3) order by d.at desc, d.id desc limit $4
"""


async def between(start: datetime, end: datetime, queue: UUID | None) -> AsyncIterator[list[Logged]]:
    """The decisions of a time, the latest first, of one queue or all, a few at a time; at most `MOST` are read."""
    before, id, read = end, UUID(int=0), 0
    while read < MOST:
        rows = await db().fetch(BETWEEN, start, before, id, min(AT_ONCE, MOST - read))
        if not rows:
            return
        yield await asyncio.to_thread(_opened, rows, queue)
        before, id, read = rows[-1]["at"], rows[-1]["id"], read + len(rows)


def _opened(rows: Sequence[Any], queue: UUID | None) -> list[Logged]:
    found = (_logged(row) for row in rows)
    return list(found) if queue is None else [only for only in (_of_queue(each, queue) for each in found) if only.made]


async def forget(before: datetime, most: int) -> int:
    """Drop what is older than this, at most so many rows; returns how many."""
    gone = await db().execute(
        """delete from routing_decision where id in (
               select id from routing_decision where at < $1 order by at limit $2)""",
        before, most,
    )  # fmt: skip
    return int(gone.rpartition(" ")[2])


def _logged(row: Any) -> Logged:
    logged = unpack(row["seen"])
    return replace(logged, made=[(row["item_id"], row["user_id"])]) if row["item_id"] else logged


def _of_queue(logged: Logged, queue: UUID) -> Logged:
    work = [one for one in logged.snapshot.work if one.queue == queue]
    items = {one.item for one in work}
    made = [pair for pair in logged.made if pair[0] in items]
    return replace(logged, snapshot=replace(logged.snapshot, work=work), made=made)
