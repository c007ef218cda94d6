"""The floor of the past, call by call: who waited, who was asked, who took it, and what everybody did all day.

A small queueing model: callers come as they do in life, wait for whoever serves their line and is free, and some give
up. So waits, service levels and people's days fit each other. Pure; times are UTC, durations seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from random import Random

import msgspec

from madoguchi.entrypoints.demo.seed.calendar import OPENS, PLAN
from madoguchi.entrypoints.demo.seed.company import LINES

NOTICE = 6
RINGS = 20
AWAY_AFTER_MISS = 70
QUICK_GAP = timedelta(minutes=45)  # between two calls closer than this one stays ready
# How each of us works: times the usual talk and wrap-up.
MANNER = {"sato": (1.0, 1.0), "suzuki": (1.1, 1.3), "tanaka": (0.85, 0.9), "emma": (1.15, 1.05)}


class Arrival(msgspec.Struct, frozen=True):
    """Somebody calls, or is called."""

    at: datetime
    line: str
    direction: str = "in"


class Asked(msgspec.Struct, frozen=True):
    """Somebody was asked to take it."""

    agent: str
    made: datetime
    ended: datetime
    state: str


class Took(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody's part. `by`: who ended it."""

    agent: str
    rang: datetime
    connected: datetime
    talk: int
    hold: int
    wrap: int
    by: str = "customer"

    @property
    def ended(self) -> datetime:
        return self.connected + timedelta(seconds=self.talk + self.hold)

    @property
    def free(self) -> datetime:
        return self.ended + timedelta(seconds=self.wrap)


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """How one call went. `entered`: when it began to wait (None: it never did); `left`: when the caller was gone."""

    opened: datetime
    line: str
    direction: str = "in"
    entered: datetime | None = None
    asked: Sequence[Asked] = ()
    took: Sequence[Took] = ()
    left: datetime


def after(moment: datetime, seconds: float) -> datetime:
    return moment + timedelta(seconds=int(seconds))


def simple(
    line: str, agent: str, opened: datetime, *, wait: int, talk: int, hold: int, wrap: int, direction: str
) -> Course:
    """A call that one person took, nothing else happening."""
    connected = after(opened, wait)
    took = Took(agent=agent, rang=after(connected, -min(wait, 6)), connected=connected, talk=talk, hold=hold, wrap=wrap)
    inbound = direction == "in"
    asked = (Asked(agent, took.rang, connected, "accepted"),) if inbound else ()
    return Course(
        opened=opened, line=line, direction=direction, entered=opened if inbound else None, asked=asked, took=(took,),
        left=took.ended,
    )  # fmt: skip


class Pause(msgspec.Struct, frozen=True):
    """Somebody is away, whoever calls."""

    begins: datetime
    ends: datetime
    reason: str


def pauses(random: Random, morning: datetime) -> dict[str, list[Pause]]:
    """When everybody is away on a day: lunch as planned, a few short breaks."""
    found: dict[str, list[Pause]] = {}
    for agent in MANNER:
        noon = morning + timedelta(hours=PLAN[agent][2] - OPENS)
        away = [Pause(noon, noon + timedelta(minutes=random.randint(57, 62)), "lunch")]
        for hour in (1, 2, 7):
            begins = morning + timedelta(hours=hour, minutes=random.randint(0, 50))
            away.append(Pause(begins, begins + timedelta(minutes=random.randint(4, 10)), "rest"))
        found[agent] = sorted(away, key=lambda each: each.begins)
    return found


class Floor:
    """One day's people, and when each is free again."""

    def __init__(
        self, random: Random, away: dict[str, list[Pause]], quirks: dict[str, list[Callable[[Took], Took]]]
    ) -> None:
        self._random = random
        self._away = away
        self._quirks = quirks
        self._free: dict[str, datetime] = {}

    def live(self, arrivals: Iterable[Arrival]) -> list[Course]:
        """What becomes of a day's calls, in their order."""
        return [self._out(each) if each.direction == "out" else self._in(each) for each in arrivals]

    def _free_at(self, agent: str, at: datetime) -> datetime:
        free = max(at, self._free.get(agent, at))
        return next((pause.ends for pause in self._away[agent] if pause.begins <= free < pause.ends), free)

    def _members(self, line: str, at: datetime) -> list[str]:
        """Who serves a line, the soonest free and longest idle first."""
        members = next(each.members for each in LINES if each.code == line)
        never = at - timedelta(days=1)
        return sorted(members, key=lambda agent: (self._free_at(agent, at), self._free.get(agent, never)))

    def _patience(self) -> float:
        random = self._random
        return random.uniform(1, 4.9) if random.random() < 0.02 else 12 + random.expovariate(1 / 150)

    def _in(self, arrival: Arrival) -> Course:
        random, entered = self._random, after(arrival.at, NOTICE)
        gone = after(entered, self._patience())
        asked: list[Asked] = []
        members = self._members(arrival.line, entered)
        at = self._free_at(members[0], entered)
        if len(members) > 1 and random.random() < 0.03 and after(at, RINGS + 8) < gone:
            asked.append(Asked(members[0], at, after(at, RINGS), "timed_out"))
            self._free[members[0]] = after(at, RINGS + AWAY_AFTER_MISS)
            members = self._members(arrival.line, after(at, RINGS))
            at = self._free_at(members[0], after(at, RINGS))
        connected = after(at, random.randint(3, 9))
        if connected >= gone:
            if at < gone:
                asked.append(Asked(members[0], at, gone, "withdrawn"))
            return Course(opened=arrival.at, line=arrival.line, entered=entered, asked=asked, left=gone)
        asked.append(Asked(members[0], at, connected, "accepted"))
        took = self._talk(members[0], at, connected)
        if quirks := self._quirks.get(took.agent):
            return self._done(arrival, entered, asked, [quirks.pop()(took)])
        if random.random() < 0.05:
            return self._hand_over(arrival, entered, asked, took)
        return self._done(arrival, entered, asked, [took])

    def _out(self, arrival: Arrival) -> Course:
        agent = self._members(arrival.line, arrival.at)[0]
        begun = self._free_at(agent, arrival.at)
        took = self._talk(agent, begun, after(begun, self._random.randint(8, 22)))
        return self._done(Arrival(begun, arrival.line, "out"), None, [], [took])

    def _talk(self, agent: str, rang: datetime, connected: datetime) -> Took:
        random, (talk, wrap) = self._random, MANNER[agent]
        return Took(
            agent=agent, rang=rang, connected=connected, talk=max(20, int(talk * random.lognormvariate(5.35, 0.5))),
            hold=random.choice((0, 0, 0, 20, 45)), wrap=max(15, int(wrap * random.gauss(65, 22))),
            by="agent" if random.random() < 0.08 else "customer",
        )  # fmt: skip

    def _hand_over(self, arrival: Arrival, entered: datetime, asked: list[Asked], took: Took) -> Course:
        """Another person is free, and it goes to them."""
        short = msgspec.structs.replace(took, talk=self._random.randint(50, 140), hold=0, by="transfer")
        others = [a for a in MANNER if a != took.agent and self._free.get(a, short.ended) <= short.ended]
        if not others:
            return self._done(arrival, entered, asked, [took])
        to = self._random.choice(others)
        connected = after(short.ended, self._random.randint(4, 8))
        second = self._talk(to, short.ended, connected)
        return self._done(arrival, entered, [*asked, Asked(to, short.ended, connected, "accepted")], [short, second])

    def _done(self, arrival: Arrival, entered: datetime | None, asked: list[Asked], took: list[Took]) -> Course:
        for each in took:
            self._free[each.agent] = after(each.free, 3)
        return Course(
            opened=arrival.at, line=arrival.line, direction=arrival.direction, entered=entered, asked=asked, took=took,
            left=took[-1].ended,
        )  # fmt: skip


class Mark(msgspec.Struct, frozen=True):
    """From `at` on somebody did this."""

    agent: str
    at: datetime
    presence: str
    reason: str | None = None


def presences(random: Random, morning: datetime, courses: Sequence[Course], away: dict[str, list[Pause]]) -> list[Mark]:
    """What everybody did on a day, so that it fits its calls: ready around them, at other work in between, away when
    they were. `morning`: nine o'clock.
    """
    marks: list[Mark] = []
    for agent in MANNER:
        marks += _day_of(random, agent, morning, courses, away[agent])
    return marks


def _day_of(
    random: Random, agent: str, morning: datetime, courses: Sequence[Course], away: Sequence[Pause]
) -> list[Mark]:
    spans = sorted(
        [(took.rang, took) for course in courses for took in course.took if took.agent == agent]
        + [(pause.begins, pause) for pause in away]
        + [(asked.made, asked) for course in courses for asked in course.asked
           if asked.agent == agent and asked.state != "accepted"],
        key=lambda each: each[0],
    )  # fmt: skip
    evening = morning + timedelta(hours=PLAN[agent][1] - OPENS)
    marks = [Mark(agent, morning - timedelta(minutes=random.randint(1, 9)), "break", "desk_work")]
    until = marks[0].at
    for begun, what in spans:
        marks += _before(random, agent, until, begun)
        until = _during(agent, what, marks, until)
    if until < evening:
        marks.append(Mark(agent, until, "ready"))
    marks.append(Mark(agent, max(evening, until + timedelta(minutes=2)), "offline"))
    return list({mark.at: mark for mark in marks}.values())  # of two at one moment the later holds


def _before(random: Random, agent: str, until: datetime, begun: datetime) -> list[Mark]:
    """Between two calls: ready all the time, or at other work until a little before the next."""
    if begun - until < QUICK_GAP:
        return [Mark(agent, until, "ready")] if begun > until else []
    ready = begun - timedelta(minutes=random.randint(2, 6))
    pausing = until + timedelta(minutes=random.randint(1, 4))
    return [Mark(agent, until, "ready"), Mark(agent, pausing, "break", "desk_work"), Mark(agent, ready, "ready")]


def _during(agent: str, what: Took | Asked | Pause, marks: list[Mark], until: datetime) -> datetime:
    """A call, one that was missed or taken back, or a break as far as calls left it; returns when it is over."""
    if isinstance(what, Pause):
        begins = max(what.begins, until)
        if begins >= what.ends:
            return until
        marks.append(Mark(agent, begins, "break", what.reason))
        return what.ends
    if isinstance(what, Took):
        marks += [Mark(agent, after(what.connected, -1), "busy"), Mark(agent, what.ended, "wrap_up")]
        return what.free
    if what.state == "timed_out":
        marks.append(Mark(agent, what.ended, "not_responding"))
        return after(what.ended, AWAY_AFTER_MISS - 5)
    return max(what.ended, until)
