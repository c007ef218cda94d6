"""Durable offers a second, how long a decision takes, and how both grow with the people: 100, 1,000, 5,000.

Every offer is committed with its reason, its time-out, its fact and the record of the decision. 50 skills; half of the
contacts ask for one. Three strategies, by queue.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
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
SECONDS = 15.0


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
    turned = await _turned(place, hall, waiting)
    report.put(
        f"per_second@{place.size}", turned.offers / turned.seconds,
        "durable offers; the withdrawal that freed each person is in the time",
    )  # fmt: skip
    report.put(f"cpu_ms@{place.size}", 1000 * turned.cpu / turned.offers, "of the application an offer, as above")
    report.put(f"database_cpu_ms@{place.size}", 1000 * turned.database / turned.offers, "of PostgreSQL an offer")
    decisions = _decisions(hall)
    report.put(f"decision_p50_ms@{place.size}", decisions.at(0.5), "who may take it, in which order, and why")
    report.put(f"decision_p99_ms@{place.size}", decisions.at(0.99), "goal 5")
    arrivals = await _arrivals(place, hall)
    report.put(f"arrival_p50_ms@{place.size}", arrivals.at(0.5), "a caller comes and is offered, in one unit, durable")
    report.put(f"arrival_p99_ms@{place.size}", arrivals.at(0.99))


class Turned:
    """What turning the line gave."""

    offers = 0
    seconds = 0.0
    cpu = 0.0
    database = 0.0


async def _turned(place: Place, hall: Hall, waiting: int) -> Turned:
    """Everybody is asked; then they give up, again and again, for a while. The line is filled outside of the time."""
    turned, process, database = Turned(), psutil.Process(), await _postgres(place)
    fills = 0
    while turned.seconds < SECONDS:
        fills += 1
        await wait(place, hall, waiting, seed=fills)
        if fills == 1:
            async with unit(place.tenant):
                await rounds.serve_waiting()
            say(f"{place.size}: callers give up, the next are offered")
        offered = await live(place)
        while offered and turned.seconds < SECONDS:
            made, own, theirs = await _made(place), _cpu([process]), _cpu(database)
            began = time.perf_counter()
            await _each(_chunks(offered), lambda some: routing.withdraw_many(some, "abandoned"), place)
            turned.seconds += time.perf_counter() - began
            turned.cpu += _cpu([process]) - own
            turned.database += _cpu(database) - theirs
            turned.offers += await _made(place) - made
            offered = await live(place)
    await _each(_chunks(await live(place)), lambda some: routing.withdraw_many(some, "abandoned"), place)
    return turned


async def _postgres(place: Place) -> list[psutil.Process]:
    """All processes of the database, those of the connections at hand among them."""
    postmaster = psutil.Process(await place.owner.fetchval("select pg_backend_pid()")).parent()
    assert postmaster is not None, "a backend has a postmaster"
    return [postmaster, *postmaster.children()]


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


async def _made(place: Place) -> int:
    found: int = await place.owner.fetchval("select count(*) from offer where tenant_id = $1", place.tenant)
    return found


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
