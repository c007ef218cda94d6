"""Durable offers a second, a thousand people and ten thousand contacts in line; and how long a decision takes.

Every offer is committed with its reason, its time-out and its fact. Queues stand where skills will.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

import psutil

from bench.callcentre import Hall, doubled, make_hall
from bench.casework import inside
from bench.frame import Load, Place, Report, say
from madoguchi import routing
from madoguchi.kit.db import unit
from madoguchi.routing.model.matching import decide, eligible
from madoguchi.routing.model.strategies import LongestIdle
from madoguchi.routing.model.work import Person, Work

SIZE = "1000x10000"
QUEUES = 50
AT_ONCE = 8
DECISIONS = 3_000
ROUND_SECONDS = 60


async def measure(place: Place) -> Report:
    """Everybody becomes ready; then callers give up, and each person freed is offered the next, for a minute."""
    people, _, waiting = place.size.partition("x")
    report = Report()
    async with inside(place):
        hall = await make_hall(place, int(people), int(waiting or people), QUEUES)
        say("everybody becomes ready")
        ready = await _each(hall.people, lambda user: routing.set_presence(user, "ready"), place)
        say("callers give up, the next is offered")
        offered = await _live(place)
        before, own = await _made(place), psutil.Process().cpu_times()
        turned = await _turn(place, offered)
        after = await _made(place)
        used = psutil.Process().cpu_times()
        cpu = used.user + used.system - own.user - own.system
    offers = after - before
    decisions = _decisions(hall)
    report.put(f"per_second@{place.size}", offers / turned, "durable offers, each freed by a caller who gave up")
    report.put(f"ready_per_second@{place.size}", len(hall.people) / ready, "people who become ready and are asked")
    report.put(f"decision_p50_ms@{place.size}", decisions.at(0.5), "from the event in memory to the assignment")
    report.put(f"decision_p99_ms@{place.size}", decisions.at(0.99), "goal 5")
    report.put("cpu_ms", 1000 * cpu / max(1, offers), "of the application an offer, the withdrawal before it included")
    report.put("offers", offers)
    report.put("doubled", await doubled(place))
    return report


async def _each(things: Iterable[UUID], act: Callable[[UUID], Awaitable[object]], place: Place) -> float:
    """Do it for each in a unit of its own, a few at once; returns seconds."""
    left, began = iter(things), time.perf_counter()

    async def work() -> None:
        for thing in left:
            async with unit(place.tenant):
                await act(thing)

    await asyncio.gather(*(work() for _ in range(AT_ONCE)))
    return time.perf_counter() - began


async def _turn(place: Place, offered: list[UUID]) -> float:
    """Withdraw what is offered, again and again, until the line is empty or a minute is over; returns seconds."""
    began = time.perf_counter()
    while offered and time.perf_counter() - began < ROUND_SECONDS:
        await _each(offered, routing.withdraw, place)
        offered = await _live(place)
    return time.perf_counter() - began


async def _live(place: Place) -> list[UUID]:
    return [row[0] for row in await place.owner.fetch("select interaction_id from offer where ended is null")]


async def _made(place: Place) -> int:
    found: int = await place.owner.fetchval("select count(*) from offer")
    return found


def _decisions(hall: Hall) -> Load:
    """The pure part: of a thousand people in memory, who is eligible and who is asked."""
    random, at = Random(12), datetime.now(UTC)
    served: dict[UUID, set[UUID]] = {user: set() for user in hall.people}
    for queue, users in hall.members.items():
        for user in users:
            served[user].add(queue)
    people = [
        Person(user=user, ready_since=at - timedelta(seconds=random.random() * 600), queues=frozenset(served[user]))
        for user in hall.people
    ]
    seconds = []
    for _ in range(DECISIONS):
        interaction = random.choice(list(hall.queues))
        work = Work(item=random.choice(hall.people), queue=interaction, rank_at=at)
        began = time.perf_counter()
        decide(work, [one for one in people if eligible(work, one, frozenset())], at, LongestIdle())
        seconds.append(time.perf_counter() - began)
    return Load(latencies=seconds, seconds=sum(seconds), cpu_seconds=0)
