"""What another node commits is shown here too: at once when it calls out, at the latest before a watermark says so."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import pytest

from madoguchi.kit import nodes, signals, wires
from madoguchi.kit.db import db, unit
from madoguchi.kit.facts import Fact, Push, kind_of, record, watches
from madoguchi.kit.feed import FACTS, Desk, Feed
from madoguchi.kit.ids import new_id
from madoguchi.kit.jobs import run_due

Owner = asyncpg.Connection


class Spoke(Fact):
    user: UUID


class Words(msgspec.Struct):
    user: UUID


@watches(Spoke)
async def say(fact: Spoke) -> Push:
    return Push(to=f"user:{fact.user}", event="spoke", body=Words(fact.user))


INSERT = "insert into outbox (tenant_id, kind, body, at) values ($1, $2, $3, now()) returning id"


async def elsewhere(owner: Owner, tenant: UUID, user: UUID) -> int:
    """A fact that some other process commits; returns its number."""
    body = msgspec.json.encode(Spoke(user=user)).decode()
    return int(await owner.fetchval(INSERT, tenant, kind_of(Spoke), body))


def waiting(desk: Desk) -> list[dict[str, Any]]:
    """What waits to be sent to a desk."""
    return [msgspec.json.decode(desk.queue.get_nowait()) for _ in range(desk.queue.qsize())]


@pytest.fixture
async def feed(database: None) -> Feed:
    made = Feed()
    await made.begin()
    return made


@pytest.fixture
def me() -> UUID:
    return new_id()


@pytest.fixture
def desk(feed: Feed, tenant: UUID, me: UUID) -> Desk:
    made = Desk(tenant, [f"user:{me}"])
    feed.join(made)
    return made


async def test_a_watermark_is_told_only_after_what_others_committed_before_it(
    feed: Feed, desk: Desk, tenant: UUID, me: UUID, owner: Owner
) -> None:
    number = await elsewhere(owner, tenant, me)
    await feed.beat()
    first, second = waiting(desk)
    assert (first["seq"], first["event"]) == (number, "spoke")
    assert "watermark" in second


async def test_a_word_from_the_other_node_shows_it_at_once_and_looking_shows_it_no_second_time(
    feed: Feed, desk: Desk, tenant: UUID, me: UUID, owner: Owner
) -> None:
    number = await elsewhere(owner, tenant, me)
    word = f"{new_id()}\n{FACTS} {tenant} {number}"
    signals.heard(f"{wires.TOPIC} {word}")
    shown = msgspec.json.decode(await asyncio.wait_for(desk.queue.get(), 5))
    assert shown["seq"] == number
    signals.heard(f"{wires.TOPIC} {word}")
    await feed.watermark()
    await feed.watermark()
    assert desk.queue.empty()


async def test_what_we_committed_ourselves_is_shown_once(feed: Feed, desk: Desk, tenant: UUID, me: UUID) -> None:
    async with unit(tenant):
        record(Spoke(user=me))
    for _ in range(3):
        await feed.watermark()
    assert len(waiting(desk)) == 1


async def test_a_transaction_that_stays_open_hides_nothing_of_the_others_and_is_not_jumped_over(
    feed: Feed, desk: Desk, tenant: UUID, me: UUID, owner: Owner, owner_url: str
) -> None:
    slow = await asyncpg.connect(owner_url)
    try:
        async with slow.transaction():
            late = await elsewhere(slow, tenant, me)
            numbers = [await elsewhere(owner, tenant, me)]
            await feed.watermark()
            numbers.append(await elsewhere(owner, tenant, me))
            await feed.watermark()
            assert [frame["seq"] for frame in waiting(desk)] == numbers
        await feed.watermark()
        assert [frame["seq"] for frame in waiting(desk)] == [late]
    finally:
        await slow.close()


async def test_many_who_ask_at_once_are_answered_by_few_looks(feed: Feed, desk: Desk, tenant: UUID, me: UUID) -> None:
    looks = 0
    look = feed._look

    async def counted() -> int:
        nonlocal looks
        looks += 1
        return await look()

    feed._look = counted  # type: ignore[method-assign]  # counted, not replaced
    async with unit(tenant):
        record(Spoke(user=me))
    marks = await asyncio.gather(*(feed.watermark() for _ in range(100)))
    assert len(set(marks)) <= 2
    assert looks <= 2
    assert len(waiting(desk)) == 1


async def test_a_database_of_another_past_makes_every_desk_read_anew(feed: Feed, desk: Desk) -> None:
    feed._cursor = 10**15
    await feed.watermark()
    assert desk.lost.is_set()


async def test_ids_that_a_crash_hands_out_again_do_not_hide_what_another_node_did(
    feed: Feed, desk: Desk, tenant: UUID, me: UUID, owner: Owner
) -> None:
    await feed.watermark()
    assert feed._cursor is not None
    feed._cursor += 5  # the cursor of before the crash
    number = await elsewhere(owner, tenant, me)
    for _ in range(8):
        await elsewhere(owner, tenant, new_id())
    await feed.watermark()
    assert [frame["seq"] for frame in waiting(desk)] == [number]


@pytest.fixture
async def two_nodes(database: None, owner: Owner) -> AsyncIterator[UUID]:
    """This process and another, which holds its lock; returns that one."""
    other = new_id()
    number = await owner.fetchval(
        "insert into node (id, name, version, started, seen) values ($1, 'other', '0', now(), now()) returning number",
        other,
    )
    await owner.execute("select pg_advisory_lock($1, $2)", nodes.KEY, number)
    yield other
    await owner.execute("select pg_advisory_unlock_all()")
    await owner.execute("delete from node where id = $1", other)
    await nodes.look([])


async def test_a_node_says_what_it_did_only_when_there_is_another_to_hear_it(
    tenant: UUID, me: UUID, owner: Owner, two_nodes: UUID
) -> None:
    feed, heard = Feed(), asyncio.Queue[str]()
    await owner.add_listener(signals.CHANNEL, lambda *a: heard.put_nowait(str(a[3])))
    speaking = asyncio.create_task(wires.speak())
    async with unit(tenant):
        record(Spoke(user=me))
    await nodes.look(await nodes.nodes())
    async with unit(tenant):
        record(Spoke(user=me))
        number = await db().fetchval("select coalesce(max(id), 0) from outbox")
    message = await asyncio.wait_for(heard.get(), 5)
    speaking.cancel()
    assert message.startswith(f"{wires.TOPIC} {nodes.this_node()}\n{FACTS} {tenant} ")
    assert int(message.rpartition(" ")[2].split(",")[0]) > number
    assert heard.empty()
    assert feed


async def test_a_dead_node_is_buried_and_what_it_had_in_hand_is_taken_at_once(
    tenant: UUID, owner: Owner, two_nodes: UUID
) -> None:
    await owner.execute(
        """insert into job (tenant_id, id, kind, body, due, leased_until, leased_by)
           values ($1, $2, 'nobody knows', '{}', now() - interval '1 day', now() + interval '2 minutes', $3)""",
        tenant, new_id(), two_nodes,
    )  # fmt: skip
    tried = "select attempts from job where tenant_id = $1"
    buried: list[UUID] = []

    @nodes.on_buried
    async def note(node: UUID) -> None:
        buried.append(node)

    async def tries() -> int:
        await run_due(1000)  # other tests of this run may have left jobs that are due by now
        found: int = await owner.fetchval("select attempts from job where tenant_id = $1", tenant)
        return found

    await nodes.look(await nodes.nodes())
    assert not nodes.alone()
    await run_due()
    assert await owner.fetchval(tried, tenant) == 0, "the other has it in hand"
    assert await tries() == 0
    await owner.execute("select pg_advisory_unlock_all()")
    await nodes.look(await nodes.nodes())
    assert nodes.alone(), "it does not hold its lock"
    assert buried == [], "perhaps it has only lost its connection"
    await owner.execute("update node set seen = now() - interval '1 minute' where id = $1", two_nodes)
    await nodes.look(await nodes.nodes())
    assert buried == [two_nodes]
    await run_due()
    assert await owner.fetchval(tried, tenant) == 1
    assert await tries() == 1
    await owner.execute("delete from job where tenant_id = $1", tenant)
