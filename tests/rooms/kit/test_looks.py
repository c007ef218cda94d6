"""A look gathers what changed, is composed once, and only while somebody follows it."""

from __future__ import annotations

import asyncio
from uuid import UUID

import msgspec

from madoguchi.kit.db import db, unit
from madoguchi.kit.feed import Desk, Feed
from madoguchi.kit.ids import new_id
from madoguchi.kit.looks import Look

TOPIC = "topic:look"


class Counted(msgspec.Struct, frozen=True):
    ids: int
    tenant: UUID


class Composer:
    """Counts how often it was asked; fails as often as told."""

    def __init__(self) -> None:
        self.asked = 0
        self.failing = 0

    async def __call__(self, ids: frozenset[UUID]) -> Counted:
        self.asked += 1
        if self.failing:
            self.failing -= 1
            raise RuntimeError
        return Counted(len(ids), await db().fetchval("select current_tenant()"))


async def frame(desk: Desk) -> Counted:
    return msgspec.json.decode(await asyncio.wait_for(desk.queue.get(), 5), type=Frame).body


class Frame(msgspec.Struct):
    event: str
    body: Counted
    seq: int | None = None


async def touch(look: Look, tenant: UUID, times: int) -> None:
    for _ in range(times):
        async with unit(tenant, readonly=True):
            look.touch(new_id())


async def test_a_hundred_changes_are_one_push_for_those_of_the_tenant_who_follow(tenant: UUID) -> None:
    feed, compose = Feed(), Composer()
    look = Look(TOPIC, "counted", compose, pause=0.5)
    follows, stays_away, stranger = Desk(tenant, [TOPIC]), Desk(tenant, ["tenant"]), Desk(new_id(), [TOPIC])
    for desk in (follows, stays_away, stranger):
        feed.join(desk)
    await touch(look, tenant, 100)
    assert await frame(follows) == Counted(100, tenant)
    await touch(look, tenant, 1)
    assert (await frame(follows)).ids == 1
    assert compose.asked == 2
    assert stays_away.queue.empty()
    assert stranger.queue.empty()


async def test_what_nobody_follows_is_not_composed(tenant: UUID) -> None:
    feed, compose = Feed(), Composer()
    look = Look(TOPIC, "counted", compose, pause=0.0)
    feed.join(Desk(tenant, ["tenant"]))
    await touch(look, tenant, 3)
    assert not look._busy
    assert compose.asked == 0


async def test_after_a_failure_what_changed_is_shown_all_the_same(tenant: UUID) -> None:
    feed, compose = Feed(), Composer()
    look = Look(TOPIC, "counted", compose, pause=0.01)
    desk = Desk(tenant, [TOPIC])
    feed.join(desk)
    compose.failing = 2
    await touch(look, tenant, 1)
    assert (await frame(desk)).ids == 1
    assert compose.asked == 3
