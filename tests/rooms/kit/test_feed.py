"""The live feed: shown after the commit, to those on the channel, and again from a watermark without a gap."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import pytest

from madoguchi.kit.db import GONE, db, unit
from madoguchi.kit.facts import Fact, Push, record, watches
from madoguchi.kit.feed import Desk, Feed
from madoguchi.kit.ids import new_id


class Rang(Fact):
    user: UUID


class Seen(msgspec.Struct):
    user: UUID
    tenant: str


@watches(Rang)
async def show(fact: Rang) -> Push:
    scope = await db().fetchval("select current_tenant()::text")
    return Push(to=f"user:{fact.user}", event="rang", body=Seen(fact.user, scope))


async def frames(desk: Desk, count: int) -> list[dict[str, Any]]:
    return [msgspec.json.decode(await asyncio.wait_for(desk.queue.get(), 5)) for _ in range(count)]


async def ring(tenant: UUID, user: UUID) -> None:
    async with unit(tenant):
        record(Rang(user=user))


async def test_only_the_desk_it_is_for_sees_it(tenant: UUID) -> None:
    feed, me, other = Feed(), new_id(), new_id()
    mine, theirs = Desk(tenant, [f"user:{me}"]), Desk(tenant, [f"user:{other}"])
    stranger = Desk(new_id(), [f"user:{me}"])
    for desk in (mine, theirs, stranger):
        feed.join(desk)
    await ring(tenant, me)
    (frame,) = await frames(mine, 1)
    assert frame["event"] == "rang"
    assert frame["body"] == {"user": str(me), "tenant": str(tenant)}
    assert theirs.queue.empty()
    assert stranger.queue.empty()


async def test_a_desk_that_was_away_gets_what_it_missed(tenant: UUID) -> None:
    feed, me = Feed(), new_id()
    before = await feed.watermark()
    await ring(tenant, me)
    await ring(tenant, new_id())
    back = Desk(tenant, [f"user:{me}"])
    feed.join(back)
    await feed.replay(back, before)
    (frame,) = await frames(back, 1)
    assert frame["body"]["user"] == str(me)
    assert back.queue.empty()


async def test_a_slow_commit_is_not_jumped_over(tenant: UUID, owner: asyncpg.Connection) -> None:
    """A fact numbered before another but committed after it is still replayed from a watermark taken between."""
    feed, me = Feed(), new_id()
    slow = owner.transaction()
    await slow.start()
    await owner.execute(
        "insert into outbox (tenant_id, kind, body, at) values ($1, $2, $3, now())",
        tenant, kind(), msgspec.json.encode(Rang(user=me)).decode(),
    )  # fmt: skip
    await ring(tenant, me)
    between = await feed.watermark()
    await slow.commit()
    back = Desk(tenant, [f"user:{me}"])
    feed.join(back)
    await feed.replay(back, between)
    seen = await frames(back, 2)
    assert seen[0]["seq"] < seen[1]["seq"]


async def test_transactions_that_a_crash_forgot_do_not_hide_their_successors(tenant: UUID) -> None:
    """Ids handed out just before a crash and never written down are handed out again: below an older watermark."""
    feed, me = Feed(), new_id()
    before_the_crash = await feed.watermark() + 5
    await ring(tenant, me)
    for _ in range(8):
        await ring(tenant, new_id())
    back = Desk(tenant, [f"user:{me}"])
    feed.join(back)
    await feed.replay(back, before_the_crash)
    (frame,) = await frames(back, 1)
    assert frame["body"]["user"] == str(me)


async def test_a_watermark_from_another_past_means_reload(tenant: UUID) -> None:
    feed = Feed()
    desk = Desk(tenant, ["tenant"])
    await feed.replay(desk, 10**15)
    assert await frames(desk, 1) == [{"reload": True}]


class Vanished(Fact):
    user: UUID


@watches(Vanished)
async def never_shown(_fact: Vanished) -> Push:
    raise ConnectionResetError


async def test_what_could_not_be_shown_for_want_of_a_database_is_fetched_by_coming_back(tenant: UUID) -> None:
    feed, me = Feed(), new_id()
    mine, stranger = Desk(tenant, [f"user:{me}"]), Desk(new_id(), ["tenant"])
    feed.join(mine)
    feed.join(stranger)
    async with unit(tenant):
        record(Rang(user=me))
        record(Vanished(user=me))
    await asyncio.wait_for(mine.lost.wait(), 5)
    await feed.beat()
    assert mine.queue.empty(), "a watermark would say that nothing is missing"
    assert not stranger.lost.is_set()


DIES_AT_COMMIT = """
    create temp table doomed (x int);
    create function pg_temp.die() returns trigger language plpgsql as
        'begin perform pg_terminate_backend(pg_backend_pid()); return null; end';
    create constraint trigger die after insert on doomed deferrable initially deferred
        for each row execute function pg_temp.die();
    insert into doomed values (1);
"""


async def test_a_commit_in_doubt_brings_the_desks_back(tenant: UUID) -> None:
    feed, me = Feed(), new_id()
    mine = Desk(tenant, [f"user:{me}"])
    feed.join(mine)
    with pytest.raises(GONE):
        async with unit(tenant) as work:
            record(Rang(user=me))
            await work.connection.execute(DIES_AT_COMMIT)
    assert mine.lost.is_set()


def kind() -> str:
    from madoguchi.kit.facts import kind_of

    return kind_of(Rang)
