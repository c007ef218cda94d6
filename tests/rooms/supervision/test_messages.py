"""A word to the team: on the right screens, sealed, read or gone with its time."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

import msgspec

from madoguchi.kit.clock import TestClock
from madoguchi.kit.db import db
from madoguchi.kit.feed import Desk, Feed
from madoguchi.kit.ids import new_id
from madoguchi.supervision import jobs
from madoguchi.supervision.http import routes
from tests.api import api
from tests.rooms.supervision.floor import Floor

WORDS = "17 時から停電の復旧を案内してください。"


async def send(floor: Floor, to: dict[str, Any], text: str = WORDS, by: UUID | None = None, **more: Any) -> Any:
    async with api(routes, floor.who(by)) as client:
        return await client.post("/supervision/messages", json={"text": text, "to": to, **more})


async def unread(floor: Floor, user: UUID) -> list[dict[str, Any]]:
    async with api(routes, floor.who(user, "desk.use")) as client:
        return list((await client.get("/supervision/messages/unread")).json())


async def test_a_team_reads_it_and_its_author_sees_who_has(floor: Floor) -> None:
    feed = Feed()
    agent, author = (Desk(floor.tenant, [f"user:{user}"]) for user in (floor.agent, floor.supervisor))
    for desk in (agent, author):
        feed.join(desk)
    sent = await send(floor, {"team": str(floor.team)})
    assert sent.status_code == 201
    shown = await told(agent, "message.sent")
    assert (shown["text"], shown["author"]["name"]) == (WORDS, "小林 恵")
    assert [each["text"] for each in await unread(floor, floor.colleague)] == [WORDS]
    async with api(routes, floor.who(floor.agent, "desk.use")) as client:
        for _ in range(2):
            assert (await client.post(f"/supervision/messages/{shown['id']}/read")).status_code == 204
    assert await told(author, "message.read") == {"message": shown["id"], "user": str(floor.agent)}
    assert await unread(floor, floor.agent) == []
    async with api(routes, floor.who()) as client:
        (listed,) = (await client.get("/supervision/messages")).json()
    read = {receipt["person"]["name"]: receipt["read"] is not None for receipt in listed["receipts"]}
    assert read == {"佐藤 花": True, "鈴木 一郎": False}


async def told(desk: Desk, event: str) -> dict[str, Any]:
    while True:
        frame = msgspec.json.decode(await asyncio.wait_for(desk.queue.get(), 5))
        if frame.get("event") == event:
            return dict(frame["body"])


async def test_whom_a_message_reaches(floor: Floor) -> None:
    await floor.be(floor.colleague, "ready")
    await send(floor, {"users": [str(floor.agent), str(floor.supervisor)]}, "by name")
    await send(floor, {"queue": str(floor.queue)}, "queue")
    await send(floor, {}, "everybody at work")
    assert [each["text"] for each in await unread(floor, floor.agent)] == ["queue", "by name"]
    assert [each["text"] for each in await unread(floor, floor.colleague)] == ["everybody at work", "queue"]
    assert await unread(floor, floor.supervisor) == []  # nobody is told their own words
    refused = await send(floor, {"queue": str(floor.second)})
    assert (refused.status_code, refused.json()["code"]) == (422, "nobody_to_tell")
    assert (await send(floor, {"team": str(new_id())})).status_code == 404
    assert (await send(floor, {"team": str(floor.team)}, "   ")).json()["code"] == "message_empty"


async def test_a_message_goes_with_its_time(floor: Floor, clock: TestClock) -> None:
    await send(floor, {"team": str(floor.team)}, minutes=5)
    clock.advance(270)
    assert len(await unread(floor, floor.agent)) == 1
    clock.advance(31)
    assert await unread(floor, floor.agent) == []
    clock.advance(31 * 24 * 3600)
    await floor.do(jobs.tidy)
    assert await floor.look(lambda: db().fetchval("select count(*) from team_message")) == 0


async def test_its_words_are_sealed_and_in_no_fact_or_ledger(floor: Floor) -> None:
    await send(floor, {"team": str(floor.team)})
    body: bytes = await floor.look(lambda: db().fetchval("select body from team_message"))
    assert WORDS.encode() not in body
    facts = await floor.look(lambda: db().fetch("select body::text from outbox where kind like 'supervision.Message%'"))
    assert facts
    assert not any(WORDS in row["body"] for row in facts)


async def test_nobody_reads_what_was_not_for_them(floor: Floor) -> None:
    await send(floor, {"users": [str(floor.agent)]})
    (message,) = await unread(floor, floor.agent)
    async with api(routes, floor.who(floor.colleague, "desk.use")) as client:
        assert (await client.post(f"/supervision/messages/{message['id']}/read")).status_code == 404
        assert (await client.get("/supervision/messages")).status_code == 403
