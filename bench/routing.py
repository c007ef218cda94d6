"""Durable offers a second, how long a decision takes, and how both grow with the people: 100, 1,000, 5,000.

`per_second`: rounds, in which all who are free are asked. `turned_per_second`: the same while those who are asked are
freed again by callers who give up. Every offer is committed with its reason, its time-out, its fact and the record of
the decision. 50 skills; half of the contacts ask for one. Three strategies, by queue.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

import psutil

from bench.callcentre import Hall, doubled, live, make_hall, wait, watch
from bench.casework import inside
from bench.frame import Load, Place, Report, say
from madoguchi import access, interactions, routing
from madoguchi.kit.db import unit
from madoguchi.kit.ids import new_id
from madoguchi.routing import WaitPlan
from madoguchi.routing.actions import rounds
from madoguchi.routing.model.matching import decide, eligible
from madoguchi.routing.model.skills import Need
from madoguchi.routing.model.strategies import STRATEGIES
from madoguchi.routing.model.work import Person, Work

SIZE = "1000x10000"
GROWTH = (100, 5_000)
QUEUES = 50
SKILLS = 50
AT_ONCE = 2
TOGETHER = rounds.AT_ONCE
DECISIONS = 3_000
ARRIVALS = 300
SECONDS = 10.0


async def measure(place: Place) -> Report:
    """Callers give up many at a time, and whoever is freed is offered the next; then callers come one by one."""
    people, _, waiting = place.size.partition("x")
    sizes = [int(people), *(GROWTH if place.size == SIZE else ())]
    report = Report()
    async with inside(place):
        for number in sizes:
            await _one(place, number, int(waiting or people), report)
        await _doubled(replace(place, tenant=await _tenant()), report)
    return report


async def _tenant() -> UUID:
    administrator = access.Administrator(email=f"{new_id()}@example.jp", name="Bench")
    return (await access.create_tenant("Hall", administrator, code=f"hall-{new_id().hex[-12:]}")).tenant.id


async def _one(ground: Place, people: int, waiting: int, report: Report) -> None:
    place = replace(ground, tenant=await _tenant(), size=f"{people}x{waiting}")
    hall = await make_hall(place, people, QUEUES, SKILLS)
    asked = await _asked(place, hall, waiting)
    report.put(f"per_second@{place.size}", asked.per_second, "durable offers, all who are free at once; goal 3,000")
    report.put(f"cpu_ms@{place.size}", asked.cpu_ms, "of the application an offer, as above")
    report.put(f"database_cpu_ms@{place.size}", asked.database_ms, "of PostgreSQL an offer, as above")
    turned = await _turned(place, hall, waiting)
    note = "the same while callers give up: the withdrawal that freed each person is in the time"
    report.put(f"turned_per_second@{place.size}", turned.per_second, note)
    report.put(f"turned_cpu_ms@{place.size}", turned.cpu_ms)
    report.put(f"turned_database_cpu_ms@{place.size}", turned.database_ms)
    decisions = _decisions(hall)
    report.put(f"decision_p50_ms@{place.size}", decisions.at(0.5), "who may take it, in which order, and why")
    report.put(f"decision_p99_ms@{place.size}", decisions.at(0.99), "goal 5")
    arrivals = await _arrivals(place, hall)
    report.put(f"arrival_p50_ms@{place.size}", arrivals.at(0.5), "a caller comes and is offered, in one unit, durable")
    report.put(f"arrival_p99_ms@{place.size}", arrivals.at(0.99))


class Pace:
    """How many offers were made in the time, and what they cost: seconds by the clock and of the processors."""

    def __init__(self, place: Place, database: list[psutil.Process]) -> None:
        self.place, self.own, self.theirs = place, [psutil.Process()], database
        self.offers = 0
        self.seconds = self.cpu = self.database = 0.0

    @property
    def per_second(self) -> float:
        return self.offers / self.seconds

    @property
    def cpu_ms(self) -> float:
        return 1000 * self.cpu / self.offers

    @property
    def database_ms(self) -> float:
        return 1000 * self.database / self.offers

    @asynccontextmanager
    async def timed(self) -> AsyncIterator[None]:
        """What happens inside counts."""
        made, own, theirs = await self._made(), _cpu(self.own), _cpu(self.theirs)
        began = time.perf_counter()
        yield
        self.seconds += time.perf_counter() - began
        self.cpu += _cpu(self.own) - own
        self.database += _cpu(self.theirs) - theirs
        self.offers += await self._made() - made

    async def _made(self) -> int:
        sql = "select count(*) from offer where tenant_id = $1"
        found: int = await self.place.owner.fetchval(sql, self.place.tenant)
        return found


async def _pace(place: Place) -> Pace:
    """All processes of the database, those of the connections at hand among them."""
    postmaster = psutil.Process(await place.owner.fetchval("select pg_backend_pid()")).parent()
    assert postmaster is not None, "a backend has a postmaster"
    return Pace(place, [postmaster, *postmaster.children()])


FREED = """
    with over as (
        update offer set state = 'withdrawn', ended = now() where tenant_id = $1 and ended is null returning item_id),
    gone as (
        update queue_item i set state = 'ended', exit = 'abandoned', ended = now() from over where i.id = over.item_id)
    update agent set offer_id = null where tenant_id = $1 and offer_id is not null
"""


async def _asked(place: Place, hall: Hall, waiting: int) -> Pace:
    """Everybody is free and is asked, again and again. They are freed, and the line is filled, outside of the time.

    The first time does not count: the tables are empty then, and what is known of them says so.
    """
    await wait(place, hall, waiting)
    say(f"{place.size}: all who are free are offered")
    pace, fills = await _pace(place), 1
    while pace.seconds < SECONDS:
        async with pace.timed(), unit(place.tenant):
            await rounds.serve_waiting()
        await place.owner.execute(FREED.replace("$1", f"'{place.tenant}'::uuid"))
        await place.owner.execute("vacuum analyze offer, agent")
        fills += 1
        await wait(place, hall, len(hall.people), seed=fills)
        if fills == 2:
            pace = await _pace(place)
    return pace


async def _turned(place: Place, hall: Hall, waiting: int) -> Pace:
    """Everybody is asked; then they give up, again and again, for a while. The line is filled outside of the time."""
    say(f"{place.size}: callers give up, the next are offered")
    pace, fills = await _pace(place), 1000
    while pace.seconds < SECONDS:
        offered = await live(place)
        if offered:
            async with pace.timed():
                await _each(_chunks(offered), lambda some: routing.withdraw_many(some, "abandoned"), place)
            continue
        fills += 1
        await wait(place, hall, waiting, seed=fills)
        async with unit(place.tenant):
            await rounds.serve_waiting()
    await _each(_chunks(await live(place)), lambda some: routing.withdraw_many(some, "abandoned"), place)
    return pace


def _cpu(processes: Iterable[psutil.Process]) -> float:
    return sum(used.user + used.system for one in processes if one.is_running() for used in [one.cpu_times()])


def _chunks(things: list[UUID]) -> list[list[UUID]]:
    return [things[at : at + TOGETHER] for at in range(0, len(things), TOGETHER)]


async def _each(things: Iterable[list[UUID]], act: Callable[[list[UUID]], Awaitable[object]], place: Place) -> None:
    left = iter(things)

    async def work() -> None:
        for thing in left:
            async with unit(place.tenant):
                await act(thing)

    await asyncio.gather(*(work() for _ in range(AT_ONCE)))


def _decisions(hall: Hall) -> Load:
    """The pure part for one arrival: of everybody in the queue, who is eligible, in which order, and why."""
    random, at = Random(12), datetime.now(UTC)
    served: dict[UUID, set[UUID]] = {user: set() for user in hall.people}
    for queue, users in hall.members.items():
        for user in users:
            served[user].add(queue)
    people = {
        user: Person(
            user=user,
            ready_since=at - timedelta(seconds=random.random() * 600),
            queues=frozenset(served[user]),
            skills=skills,
            occupancy=random.random(),
        )
        for user, skills in hall.people.items()
    }
    by_queue = {queue: [people[user] for user in users] for queue, users in hall.members.items()}
    seconds = []
    for n in range(DECISIONS):
        queue = random.choice(hall.queues)
        need = Need(skills={f"s{random.randrange(SKILLS):02d}": 1}) if n % 2 else Need()
        work = Work(item=new_id(), queue=queue, rank_at=at, need=need)
        strategy = STRATEGIES[sorted(STRATEGIES)[n % len(STRATEGIES)]]
        began = time.perf_counter()
        decide(work, [one for one in by_queue[queue] if eligible(work, one, frozenset())], at, strategy)
        seconds.append(time.perf_counter() - began)
    return Load(latencies=seconds, seconds=sum(seconds), cpu_seconds=0)


async def _arrivals(place: Place, hall: Hall) -> Load:
    """One caller after another, each offered in the very unit in which they come; who was asked is freed again."""
    sql = "select interaction_id from queue_item where tenant_id = $1 and state = 'waiting'"
    left = [row[0] for row in await place.owner.fetch(sql, place.tenant)]
    async with unit(place.tenant):
        await routing.withdraw_many(left)
    random, seconds = Random(5), []
    for n in range(ARRIVALS):
        queue = random.choice([queue for queue in hall.queues if hall.members[queue]])
        async with unit(place.tenant):
            contact = await interactions.open_interaction("voice", f"arrival-{n}", "in", None)
        began = time.perf_counter()
        async with unit(place.tenant):
            await routing.enqueue(contact.id, WaitPlan(queue=queue))
        seconds.append(time.perf_counter() - began)
        async with unit(place.tenant):
            await routing.withdraw(contact.id, "abandoned")
    return Load(latencies=seconds, seconds=sum(seconds), cpu_seconds=0)


async def _doubled(place: Place, report: Report) -> None:
    """A small hall under the eyes of a witness, outside of the time."""
    await watch(place)
    hall = await make_hall(place, 100, 10, 10)
    await wait(place, hall, 2_000)
    async with unit(place.tenant):
        await rounds.serve_waiting()
    for _ in range(10):
        await _each(_chunks(await live(place)), lambda some: routing.withdraw_many(some, "abandoned"), place)
    report.put("doubled", await doubled(place), "offers that met another of the same contact or person, by a witness")
