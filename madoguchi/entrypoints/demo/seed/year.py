"""A year of contacts and cases, as if everybody had always worked with Madoguchi."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import msgspec

from madoguchi.entrypoints.demo.seed import words
from madoguchi.entrypoints.demo.seed.bulk import insert
from madoguchi.entrypoints.demo.seed.calendar import TOKYO, at_work
from madoguchi.entrypoints.demo.seed.company import Company
from madoguchi.entrypoints.demo.seed.crowd import Someone
from madoguchi.entrypoints.demo.seed.floor import Arrival, Course, Floor, pauses, presences
from madoguchi.entrypoints.demo.seed.odd import quirks
from madoguchi.entrypoints.demo.seed.past import Rows, abandoned, answered, case
from madoguchi.kit.db import db
from madoguchi.kit.ids import new_id

DAYS = 365
TILL_MIDNIGHT = timedelta(hours=15)
WEEK = (1.25, 1.1, 1.0, 1.0, 1.1, 0.7, 0.35)  # Monday first
HOURS = (12, 14, 15, 11, 8, 10, 11, 10, 9)  # from nine o'clock on
RESOLUTIONS = (("resolved", 78), ("arranged", 12), ("passed_on", 4), ("unresolved", 6))
PRESENCE = """
    insert into presence_mark (user_id, at, presence, reason)
    select * from unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[])
"""
LINK = "id, interaction_id, kind, ref, at"
# Which first-level reasons come in on which line.
ABOUT = {
    "appliances": {"repair", "usage", "paper", "complaint"},
    "delivery": {"order", "complaint"},
    "business": {"paper", "order"},
    "english": {"repair", "usage", "order", "paper"},
}
Reason = tuple[UUID, tuple[str, ...], str, str]


class Caller(msgspec.Struct, frozen=True):
    """Who calls, about what; `reason` None: something new."""

    at: datetime
    someone: Someone
    line: str
    reason: Reason | None = None


def mornings(today: datetime) -> list[datetime]:
    """Nine o'clock in Tokyo (midnight UTC) of every day of the past year, the oldest first."""
    midnight = today.replace(hour=0, minute=0, second=0, microsecond=0)
    days = (midnight - timedelta(days=n) for n in range(DAYS, -1, -1))
    return [day for day in days if day + TILL_MIDNIGHT <= today]  # of a day that is not over there is no past


def shares(days: list[datetime]) -> list[float]:
    """How the year's contacts fall on its days: few on Sundays, many in the season that has begun a month ago."""
    weights = [WEEK[day.weekday()] * (0.45 + 6 * ((n + 1) / len(days)) ** 14) for n, day in enumerate(days)]
    return [weight / sum(weights) for weight in weights]


class Callers:
    """Who calls: anybody who is a customer by then, and now and then somebody whose matter was not done."""

    def __init__(self, random: Random, people: list[Someone]) -> None:
        self._random = random
        self._people = sorted(people, key=lambda each: each.since)
        self._since = [each.since for each in self._people]
        self._lately: deque[tuple[datetime, Someone, str, Reason]] = deque(maxlen=160)

    def one(self, at: datetime) -> Caller:
        random = self._random
        if self._lately and random.random() < 0.13:
            when, someone, line, reason = random.choice(self._lately)
            if timedelta(0) < at - when < timedelta(days=6):
                return Caller(at, someone, line, reason)
        known = bisect_left(self._since, at - timedelta(days=1)) or len(self._people)
        someone = self._people[random.randrange(known)]
        return Caller(at, someone, _line(random, someone))

    def called(self, caller: Caller, reason: Reason) -> None:
        """They may come back about it."""
        self._lately.append((caller.at, caller.someone, caller.line, reason))


def _line(random: Random, someone: Someone) -> str:
    if someone.language == "en" and random.random() < 0.8:
        return "english"
    return random.choices(("appliances", "delivery", "business"), (72, 21, 7))[0]


def _moments(random: Random, morning: datetime, share: float, contacts: int) -> list[datetime]:
    """When the calls of a day come."""
    number = int(share * contacts * random.uniform(0.85, 1.15) + random.random())
    hours = random.choices(range(9), HOURS, k=number)
    return sorted(morning + timedelta(hours=hour, seconds=random.randint(0, 3599)) for hour in hours)


class Year:
    """The year under construction."""

    def __init__(self, random: Random, company: Company, today: datetime, people: list[Someone]) -> None:
        self._random = random
        self._company = company
        self._today = today
        self._callers = Callers(random, people)
        self._rows = Rows()
        self._presences: list[tuple[UUID, datetime, str, str | None]] = []
        self._links: list[list[Any]] = []

    def day(self, morning: datetime, moments: list[datetime], numbers: Iterator[int]) -> None:
        """One day's calls, what came of them, and what everybody did."""
        callers = [self._callers.one(at) for at in moments]
        ways = ["in" if self._random.random() < 0.88 else "out" for _ in callers]
        arrivals = [Arrival(who.at, who.line, way) for who, way in zip(callers, ways, strict=True)]
        ago = (self._today.astimezone(TOKYO).date() - morning.date()).days
        away = pauses(self._random, morning)
        courses = Floor(self._random, away, quirks(self._random, ago)).live(arrivals)
        for caller, course in zip(callers, courses, strict=True):
            if course.took:
                self._answered(caller, course, numbers)
            else:
                abandoned(self._rows, self._company, caller.someone, course)
        for mark in presences(self._random, morning, courses, away):
            self._presences.append((self._company.users[mark.agent], mark.at, mark.presence, mark.reason))

    def _answered(self, caller: Caller, course: Course, numbers: Iterator[int]) -> None:
        """A call somebody took, and now and then the case that it made."""
        random, someone = self._random, caller.someone
        about = [each for each in self._company.reasons if each[1][0] in ABOUT[course.line]]
        reason = caller.reason or random.choice(about)
        resolution = random.choices([r for r, _ in RESOLUTIONS], [w for _, w in RESOLUTIONS])[0]
        made = answered(
            self._rows, self._company, someone, course, reason, resolution,
            texts=words.texts(random, someone, reason[1][2], resolution),
            note=words.note(random, someone) if random.random() < 0.15 else "",
        )  # fmt: skip
        self._callers.called(caller, reason)
        if random.random() < 0.3:
            self._case(made, someone, course, reason, next(numbers))

    def _case(self, contact: UUID, someone: Someone, course: Course, reason: Reason, number: int) -> None:
        random, opened = self._random, course.opened
        recent = (self._today - opened).days < 14
        status = random.choice(("new", "open", "pending")) if recent and random.random() < 0.7 else "resolved"
        title = reason[2].replace(" › ", "：") if someone.language == "ja" else reason[3].replace(" › ", ": ")
        due = None if status == "resolved" else self._today + timedelta(hours=random.randint(-30, 90))
        about = case(
            self._rows, self._company, someone, f"CS-{number:05d}", title, opened, status=status, line=course.line,
            priority=random.choices(("low", "normal", "high", "urgent"), (20, 60, 17, 3))[0],
            due=due and at_work(due, self._today), assignee=course.took[-1].agent, days=random.randint(0, 6),
        )  # fmt: skip
        self._links.append([new_id(), contact, "case", about, opened])

    async def write(self) -> None:
        """All of it."""
        await self._rows.write()
        await insert("interaction_link", LINK, self._links)
        await db().execute(PRESENCE, *zip(*self._presences, strict=True))


async def year(random: Random, company: Company, today: datetime, people: list[Someone], contacts: int) -> None:
    """Write about `contacts` contacts of the last year and about a third as many cases."""
    numbers = [int(r[0]) for r in await db().fetch("select next_case_number() from generate_series(1, $1)", contacts)]
    free = iter(numbers + list(range(10**6, 10**6 + contacts)))
    made, days = Year(random, company, today, people), mornings(today)
    for morning, share in zip(days, shares(days), strict=True):
        made.day(morning, _moments(random, morning, share, contacts), free)
    await made.write()
