"""Reports: figures by step and by queue, line, team or person, made of sums counted from the rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec

from madoguchi import access, calendars, routing
from madoguchi.analytics.errors import PeriodInvalid
from madoguchi.analytics.model.catalogue import PEOPLE, By, figures
from madoguchi.analytics.model.periods import Period, Step, period
from madoguchi.analytics.model.plans import Planned, planned
from madoguchi.analytics.model.sums import Sums
from madoguchi.analytics.model.terms import Cut
from madoguchi.analytics.store import counts
from madoguchi.analytics.store import plans as plan_store
from madoguchi.analytics.store.counts import Counted
from madoguchi.analytics.terms import clock, terms
from madoguchi.kit.clock import now
from madoguchi.kit.i18n import Locale
from madoguchi.routing import ServiceTarget

LATELY = timedelta(days=14)
MOST_DAYS: dict[Step, int] = {"half_hour": 31, "day": 400, "whole": 400}


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Which report: whole days from `first` to `last`, in steps, one line each for what `by` says."""

    first: date
    last: date
    step: Step = "whole"
    by: By = "total"
    cut: Cut = Cut()


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a report. `key`: the queue, line of business, team or person (None: all, or none named)."""

    start: datetime
    key: UUID | None
    figures: dict[str, float]


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A report: its lines in order of time, and what its words need."""

    first: date
    last: date
    step: Step
    by: By
    zone: str
    start: datetime
    end: datetime
    steps: list[datetime]
    lines: list[Line]
    names: dict[str, str]
    target: ServiceTarget
    targets: dict[str, ServiceTarget]


async def report(asked: Asked, locale: Locale) -> Report:
    """Make a report. Raises `PeriodInvalid`."""
    within = await asked_period(asked.first, asked.last, asked.step)
    in_force = await terms()
    found = await _sums(asked, within)
    keys = {key for _, key in found if key is not None}
    return Report(
        first=asked.first,
        last=asked.last,
        step=asked.step,
        by=asked.by,
        zone=(await clock()).zone,
        start=within.start,
        end=within.end,
        steps=within.starts,
        lines=_lines(asked, within, found),
        names=await names(asked.by, keys, locale),
        target=in_force.service.target,
        targets={str(queue): target for queue, target in in_force.service.targets.items()},
    )


def _lines(asked: Asked, within: Period, found: dict[tuple[int, UUID | None], Sums]) -> list[Line]:
    """The lines in order of time; one of no queue (line of business …) only where there is something in it."""
    told = {asked.by, *asked.cut.lines}
    lines = [
        Line(start=within.starts[step], key=key, figures=figures(sums, told, whole_day=asked.cut.people_only))
        for (step, key), sums in sorted(found.items(), key=lambda each: (each[0][0], str(each[0][1] or "")))
    ]
    return [line for line in lines if asked.by == "total" or line.key is not None or any(line.figures.values())]


async def asked_period(first: date, last: date, step: Step) -> Period:
    """The days asked for, on the tenant's clock. Raises `PeriodInvalid` when they are too many or the wrong way."""
    most = MOST_DAYS[step]
    if last < first or (last - first).days >= most or first.year < 2000 or last.year > 2200:
        raise PeriodInvalid(most=most)
    return period(await clock(), first, last, step)


async def _sums(asked: Asked, within: Period) -> dict[tuple[int, UUID | None], Sums]:
    in_force, cut = await terms(), asked.cut
    counted: list[Counted] = []
    for source in ("contact", "wait", "part", "offer"):
        counted += await counts.count(source, within, asked.by, in_force, cut)
    if cut.people_only and asked.by in PEOPLE:
        counted += await counts.count_presence(within, asked.by, cut, now())
        plans = await planned_time(within.start, within.end, cut)
        counted += await plan_store.count(plans, within, asked.by, now()) if plans else []
    teams = await access.teams_of_people() if asked.by == "team" else {}
    gathered: defaultdict[tuple[int, UUID | None], Sums] = defaultdict(Sums)
    for each in counted:
        key = teams.get(each.key) if asked.by == "team" and each.key else each.key
        if key is None and asked.by in ("team", "person"):
            continue  # nobody took it: no person's and no team's
        gathered[each.step, key] += each.sums
    return gathered


async def planned_time(start: datetime, end: datetime, cut: Cut) -> list[Planned]:
    """When the people asked for were to be on duty, as far as that is past: those who ever are, of late."""
    until = min(end, now())
    if until <= start:
        return []
    seen = await counts.seen_between(start - LATELY, until)
    users = seen if cut.users is None else [user for user in cut.users if user in set(seen)]
    return planned(await calendars.shifts(users, start, until), start, until)


async def names(by: By, keys: Iterable[UUID], locale: Locale) -> dict[str, str]:
    """What the lines of a report are called."""
    wanted = set(keys)
    if by == "person":
        return {str(user): name.name for user, name in (await access.users_by_id(wanted)).items()}
    named: list[routing.Queue] | list[access.LineOfBusiness] | list[access.Team]
    if by == "queue":
        named = await routing.all_queues()
    elif by == "line":
        named = await access.lines_of_business()
    elif by == "team":
        named = await access.teams()
    else:
        return {}
    return {str(each.id): _name(each, locale) for each in named if each.id in wanted}


def _name(each: routing.Queue | access.LineOfBusiness | access.Team, locale: Locale) -> str:
    return (each.name_en if locale == "en" else each.name_ja) or each.name_ja
