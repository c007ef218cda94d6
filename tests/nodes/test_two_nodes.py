"""What is done at one node is seen at the other at once, and is done once."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from functools import partial
from random import Random
from typing import Any

import asyncpg
import httpx

from tests.nodes.conftest import Pair
from tests.nodes.desk import Desk, desk, signed_in

AT_ONCE = 0.5
"""Seconds for the quickest of several. By looking alone the other node would show it in half a second on average."""


def _is(wish: str, body: dict[str, Any]) -> bool:
    return bool(body["presence"] == wish)


async def presence_travels(told: httpx.AsyncClient, shown: Desk, times: int) -> list[float]:
    """The person changes what they do at one node; seconds until their desk at the other shows it."""
    took = []
    for number in range(times):
        shown.frames.clear()
        wish = "ready" if number % 2 == 0 else "break"
        began = time.monotonic()
        answer = await told.put("/presence", json={"presence": wish})
        assert answer.status_code == 200, answer.text
        frame = await shown.hears("presence.changed", partial(_is, wish))
        took.append(frame["heard"] - began)
    return sorted(took)


async def test_a_commit_at_one_node_reaches_the_desk_at_the_other_at_once_with_nats_and_without(pair: Pair) -> None:
    async with signed_in(pair.a, pair.company.email("supervisor")) as client, desk(pair.b, client) as there:
        over_nats = await presence_travels(client, there, 6)
        pair.nats.stop()
        over_postgresql = await presence_travels(client, there, 6)
        pair.nats.start()
        again = await presence_travels(client, there, 6)
    for took in (over_nats, over_postgresql, again):
        assert took[0] < AT_ONCE, (over_nats, over_postgresql, again)
    figures = httpx.get(f"{pair.a.url}/metrics").text
    for wire in ("nats", "postgresql"):
        assert f'madoguchi_node_words_total{{over="{wire}"}}' in figures, "both were in use"


async def test_who_is_signed_out_at_one_node_is_out_at_the_other(pair: Pair) -> None:
    async with signed_in(pair.a, pair.company.email("supervisor")) as client, desk(pair.b, client) as there:
        url = f"{pair.b.url}/api/v1/presence"
        assert (await client.get(url)).status_code == 200, "the session counts at both"
        cookies = dict(client.cookies)
        assert (await client.delete("/session")).status_code == 204
        assert await there.hangs_up() == 4401
        async with httpx.AsyncClient(cookies=cookies) as old:
            assert (await old.get(url)).status_code == 401


async def test_a_setting_saved_at_one_node_counts_at_the_other(pair: Pair) -> None:
    async with signed_in(pair.a, pair.company.email("administrator")) as client:
        path = "/settings/routing"
        for number in range(5):
            there = (await client.get(f"{pair.b.url}/api/v1{path}")).json()
            value = {**there["value"], "desk_grace_seconds": 30 + number}
            saved = await client.put(path, json=value, headers={"If-Match": str(there["version"])})
            assert saved.status_code == 200, saved.text
            now_there = (await client.get(f"{pair.b.url}/api/v1{path}")).json()
            assert now_there["value"]["desk_grace_seconds"] == 30 + number


async def test_the_same_idempotency_keys_at_both_nodes_act_once(pair: Pair) -> None:
    random = Random(7)
    async with signed_in(pair.a, pair.company.email("agent")) as client:

        async def send(key: str) -> tuple[str, str]:
            node = random.choice([pair.a, pair.b])
            await asyncio.sleep(random.uniform(0, 0.3))
            answer = await client.post(
                f"{node.url}/api/v1/cases", json={"title": key, "text": key}, headers={"Idempotency-Key": key}
            )
            assert answer.status_code == 201, answer.text
            return key, str(answer.json()["id"])

        keys = [f"both-{number}" for number in range(30)]
        answers = await asyncio.gather(*(send(key) for key in keys * 3))
    assert len(set(answers)) == len(keys), "every repetition got the first answer"
    owner = await asyncpg.connect(pair.a.database_url)
    try:
        rows = await owner.fetch("select title from case_file where title like 'both-%'")
        assert Counter(row["title"] for row in rows) == Counter(keys)
    finally:
        await owner.close()


async def test_a_node_that_is_killed_is_noticed_and_its_desks_are_not_waited_for(pair: Pair) -> None:
    owner = await asyncpg.connect(pair.a.database_url)
    try:
        async with signed_in(pair.a, pair.company.email("agent")) as client, desk(pair.b, client):
            nodes = await owner.fetch("select id, name from node order by started")
            assert [node["name"] for node in nodes][1] == "b"
            assert await owner.fetchval("select count(*) from desk where node = $1", nodes[1]["id"]) == 1
            pair.b.kill()
            async with asyncio.timeout(20):
                while await owner.fetchval("select count(*) from node") > 1:
                    await asyncio.sleep(0.1)
                while await owner.fetchval("select count(*) from desk where node = $1", nodes[1]["id"]):
                    await asyncio.sleep(0.1)
    finally:
        await owner.close()
        pair.b.start()
