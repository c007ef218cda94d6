"""Two nodes, each with a switch of its own: either node and either switch is killed, and calls go on."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, NamedTuple

import asyncpg
import pytest

from madoguchi.integrations.asterisk.prefix import Prefix
from tests.instance import Instance
from tests.nodes.agents import Agent, at_work
from tests.nodes.city import City, city, switch_of
from tests.nodes.desk import signed_in
from tests.nodes.shift import NUMBER, Shift, found_shift
from tests.switch import switch_prefix

__all__ = ["switch_prefix"]

AGENTS, AT_ONCE = 8, 10


class Site(NamedTuple):
    """Both nodes with their switches, the people who work there, and the city that calls."""

    a: Instance
    b: Instance
    shift: Shift
    city: City
    owner: asyncpg.Connection[asyncpg.Record]

    def agents(self, count: int, *, talks: float = 0.2) -> list[Agent]:
        """People, the even ones at node a and the odd ones at node b."""
        pair = [self.a, self.b]
        people = self.shift.agents[:count]
        return [Agent(mail, pair[n % 2 :] + pair[: n % 2], self.city, talks=talks) for n, mail in enumerate(people)]

    async def until(self, query: str, *values: object, seconds: float = 30) -> asyncpg.Record:
        """The row as soon as there is one."""
        async with self.explained(), asyncio.timeout(seconds):
            while (found := await self.owner.fetchrow(query, *values)) is None:
                await asyncio.sleep(0.1)  # between two looks
        return found

    @asynccontextmanager
    async def explained(self) -> AsyncIterator[None]:
        """What does not come in time fails with how things stand: calls, people, switches, and the nodes' warnings."""
        try:
            yield
        except TimeoutError:
            for query in STANDING:
                print("\n", *(dict(row) for row in await self.owner.fetch(query)), sep="\n")
            for node in (self.a, self.b):
                print(node.url, *[line[:200] for line in node.journal.splitlines() if WARNED in line][-30:], sep="\n")
            raise


@pytest.fixture(scope="module")
async def site(switch_prefix: Prefix, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    a = await asyncio.to_thread(Instance(demo=False, MADOGUCHI_TELEPHONY="asterisk").start)
    b = await asyncio.to_thread(a.joined().start)
    shift = await asyncio.to_thread(found_shift, a, AGENTS)
    owner = await asyncpg.connect(a.database_url)
    async with signed_in(a, shift.administrator) as client:
        rule = {"seconds": 3600, "required": []}
        assert (await client.put("/wrapup-rules", json=rule, headers={"If-Match": "0"})).status_code == 200
    async with city(switch_prefix, tmp_path_factory.mktemp("city"), {"a": a, "b": b}) as made:
        yield Site(a, b, shift, made, owner)
    await owner.close()
    await asyncio.to_thread(b.remove)
    await asyncio.to_thread(a.remove)


STANDING = (
    "select id, holder from switch",
    "select user_id, presence, offer_id, gone_since from agent",
    """select c.switch, c.interaction_id, c.started, l.id, l.role, l.state, l.place, l.joined, s.status
       from call c join leg l using (interaction_id) left join segment s
           on s.interaction_id = c.interaction_id and s.user_id = l.user_id
       where c.ended is null order by c.started""",
)
WARNED = "[warning"

TALKING = """
    select c.interaction_id, c.switch, u.email from call c
    join segment s on s.interaction_id = c.interaction_id and s.status = 'talking' join app_user u on u.id = s.user_id
    where c.ended is null and c.switch = $1
"""
LOST = "select i.id, i.cause, i.outcome from interaction i where i.id = $1 and i.ended is not null"


def kill_switch(instance: Instance) -> None:
    """`kill -9` of an instance's switch."""
    os.kill(switch_of(instance).switch.pid, signal.SIGKILL)


async def test_a_switch_killed_in_a_talk_frees_its_agent_and_the_other_switch_s_talk_goes_on(site: Site) -> None:
    agents = site.agents(2, talks=60)
    async with at_work(agents):
        here, there = [await site.city.ring(name, NUMBER) for name in ("a", "b")]
        on_a = await site.until(TALKING, switch_of(site.a).name)
        on_b = await site.until(TALKING, switch_of(site.b).name)
        kill_switch(site.b)
        lost = await site.until(LOST, on_b["interaction_id"])
        assert lost["cause"] == "lost"
        assert here not in site.city.over
        assert await site.owner.fetchrow(TALKING, switch_of(site.a).name), "the other talk goes on"
        next_call = await site.city.ring("a", NUMBER)
        await site.until(TALKING + " and c.interaction_id <> $2", switch_of(site.a).name, on_a["interaction_id"])
        for channel in (here, there, next_call):
            await site.city.hang_up(channel)
        await site.until("select 1 where not exists (select from call where ended is null)")


async def hundred_calls(site: Site, served: list[str], answered: asyncio.Event) -> None:
    """A hundred customers, AT_ONCE at a time, half of them over either switch; `answered` once a third were served."""
    places = asyncio.Semaphore(AT_ONCE)

    async def one(number: int) -> None:
        async with places:
            channel = await site.city.ring("ab"[number % 2], NUMBER)
            async with site.explained():
                await site.city.is_over(channel, 120)
            if len(served) == 33:
                answered.set()
            served.append(channel)

    async with asyncio.TaskGroup() as calling:
        for number in range(100):
            calling.create_task(one(number))


OFFERS = "select interaction_id, user_id, state, made, coalesce(ended, answered, now()) as until from offer"
CALLS = """
    select i.id, i.outcome, i.cause, (select count(*) from segment s where s.interaction_id = i.id
        and s.connected_at is not null) as talks from interaction i where i.opened >= $1
"""


def overlaps(offers: Sequence[Any], by: str) -> list[Any]:
    """Offers of the same contact (or to the same person) that were open at the same time."""
    open_at: dict[Any, list[tuple[datetime, datetime]]] = defaultdict(list)
    found = []
    for offer in sorted(offers, key=lambda offer: offer["made"]):
        if any(until > offer["made"] for _, until in open_at[offer[by]]):
            found.append(offer)
        open_at[offer[by]].append((offer["made"], offer["until"]))
    return found


@pytest.mark.timeout(240)
async def test_a_node_killed_during_a_hundred_offers_loses_none_and_nothing_is_offered_twice(site: Site) -> None:
    began = await site.owner.fetchval("select now()")
    served: list[str] = []
    a_third = asyncio.Event()
    async with at_work(site.agents(AGENTS)):
        calling = asyncio.create_task(hundred_calls(site, served, a_third))
        await a_third.wait()
        site.a.kill()
        killed = time.monotonic()
        await site.until("select 1 from switch s join node n on n.id = s.holder where s.id = $1 and n.url = $2",
                         switch_of(site.a).name, site.b.url)  # fmt: skip
        moved = time.monotonic() - killed
        await calling
        await site.until("select 1 where not exists (select from call where ended is null)")
        await site.until("select 1 where not exists (select from agent where presence <> 'ready')")
        # What a switch answered by itself is told by what it wrote down, some seconds later.
        await site.until("select 1 where (select count(*) from interaction where opened >= $1) >= 100", began)
    assert moved < 10, f"the lease moved after {moved:.1f} s"
    calls = await site.owner.fetch(CALLS, began)
    assert len(calls) == 100
    # In the instant in which nobody held its socket, a switch answered by itself: those callers are owed a call.
    missed = [call for call in calls if call["outcome"] == "missed"]
    assert len(missed) <= AT_ONCE
    if missed:
        await site.until("select 1 from task where kind = 'missed_call'")
    assert {call["talks"] for call in calls if call not in missed} == {1}, "everybody else talked, once"
    offers = await site.owner.fetch(OFFERS)
    assert overlaps(offers, "interaction_id") == []
    assert overlaps(offers, "user_id") == []
    accepted = [offer for offer in offers if offer["state"] == "accepted" and offer["made"] >= began]
    print(f"\nlease moved after {moved:.2f} s, {len(missed)} missed, {len(offers)} offers, {len(accepted)} accepted")


async def test_a_switch_that_dies_with_its_node_is_given_up_and_new_calls_go_to_the_other(site: Site) -> None:
    if site.a.process and site.a.process.poll() is None:
        site.a.kill()
    agents = [Agent(mail, [site.b], site.city, talks=60) for mail in site.shift.agents[:2]]
    async with at_work(agents):
        await site.city.ring("a", NUMBER)
        talk = await site.until(TALKING, switch_of(site.a).name)
        kill_switch(site.a)
        lost = await site.until(LOST, talk["interaction_id"], seconds=40)
        assert lost["cause"] == "lost"
        health = (await agents[0].ask("GET", "/telephony/health")).json()
        found = {switch["id"]: switch["healthy"] for switch in health["switches"]}
        assert found == {switch_of(site.a).name: False, switch_of(site.b).name: True}
        channel = await site.city.ring("b", NUMBER)
        await site.until(TALKING, switch_of(site.b).name)
        await site.city.hang_up(channel)
        await site.until("select 1 where not exists (select from call where ended is null)")
